/* A task whose end is waited for. */
#include "store/runtime.h"

#include <pthread.h>

struct call {
    const struct task *task;
    struct error err;
    bool ended;
    pthread_mutex_t lock;
    pthread_cond_t wake;
};

static bool call_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    struct call *call = state;

    return call->task->step(w, call->task->state, phase, out_next);
}

static void call_end(struct work *w, void *state)
{
    struct call *call = state;

    call->task->end(w, call->task->state);
    pthread_mutex_lock(&call->lock);
    call->err = w->err;
    call->ended = true;
    pthread_cond_signal(&call->wake);
    pthread_mutex_unlock(&call->lock);
}

bool runtime_call(struct work *w, struct runtime *rt, const struct task *task)
{
    struct call call = { .task = task };
    struct task wrapped = *task;

    wrapped.step = call_step;
    wrapped.end = call_end;
    wrapped.state = &call;
    pthread_mutex_init(&call.lock, NULL);
    pthread_cond_init(&call.wake, NULL);
    if (!runtime_submit(rt, &wrapped)) {
        error_set(&w->err, ERR_UNAVAILABLE, __func__, __LINE__, "the queue of tasks is full");
    } else {
        pthread_mutex_lock(&call.lock);
        while (!call.ended)
            pthread_cond_wait(&call.wake, &call.lock);
        pthread_mutex_unlock(&call.lock);
        w->err = call.err;
    }
    pthread_cond_destroy(&call.wake);
    pthread_mutex_destroy(&call.lock);
    return w->err.code == ERR_NONE;
}
