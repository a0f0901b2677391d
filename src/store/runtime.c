#include "store/runtime.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { QUEUE_MAX = 2048, ARENAS_KEPT = 64 };

struct worker;

/* A task with its unit, from its arrival until its end. */
struct running {
    struct pipeline_item item; /* first: the writer hands it back by this address */
    struct task task;
    struct work work;
    uint8_t seed[32];
    struct random phase_random; /* the stream as it stood when the phase began: a rerun draws the same */
    struct arena_mark phase_mark;
    struct write_list *phase_writes; /* of the phase before, with its results */
    int phase, reruns;
    struct moment arrived, began;
    bool has_begun;
    struct worker *worker;
    struct running *next;
};

struct queue {
    struct running *first, **last;
    int length;
};

struct worker {
    struct runtime *runtime;
    pthread_t thread;
    bool started, slow;
    struct sql_connection *connection;
    struct queue returned; /* committed or refused by the writer */
    int parked;
    bool idle; /* waits for `wake` */
    pthread_cond_t wake;
};

struct runtime {
    struct runtime_config config;
    pthread_mutex_t lock;
    struct queue waiting[TASK_CLASSES];
    struct worker workers[WORKERS_MAX + 4];
    int worker_count;
    bool ending;
    struct runtime_counters counters;
    struct arena *arenas[ARENAS_KEPT];
    int arena_count;
};

/* How full the queue of a class may be: rights keep room when the others have none left. */
static const int queue_limits[TASK_CLASSES] = {
    [TASK_RIGHTS] = QUEUE_MAX,
    [TASK_PAGE] = QUEUE_MAX / 2,
    [TASK_STATISTICS] = QUEUE_MAX / 4,
    [TASK_SLOW] = QUEUE_MAX / 8,
};

static void queue_add(struct queue *q, struct running *r)
{
    r->next = NULL;
    if (!q->last)
        q->last = &q->first;
    *q->last = r;
    q->last = &r->next;
    q->length++;
}

static struct running *queue_take(struct queue *q)
{
    struct running *r = q->first;

    if (!r)
        return NULL;
    q->first = r->next;
    if (!q->first)
        q->last = &q->first;
    q->length--;
    return r;
}

static struct arena *arena_ready(struct runtime *rt, size_t bytes)
{
    struct arena *a = NULL;

    pthread_mutex_lock(&rt->lock);
    if (bytes == UNIT_ARENA_BYTES && rt->arena_count)
        a = rt->arenas[--rt->arena_count];
    pthread_mutex_unlock(&rt->lock);
    return a ? a : arena_create(bytes);
}

static void arena_return(struct runtime *rt, struct arena *a, size_t bytes)
{
    arena_reset(a);
    pthread_mutex_lock(&rt->lock);
    if (bytes == UNIT_ARENA_BYTES && rt->arena_count < ARENAS_KEPT)
        rt->arenas[rt->arena_count++] = TAKE(a);
    pthread_mutex_unlock(&rt->lock);
    arena_destroy(&a);
}

static void end_task(struct runtime *rt, struct running *r)
{
    r->task.end(&r->work, r->task.state);
    arena_return(rt, r->work.arena, r->task.arena_bytes);
    sodium_memzero(r, sizeof *r);
    free(r);
    pthread_mutex_lock(&rt->lock);
    rt->counters.ended++;
    pthread_mutex_unlock(&rt->lock);
}

static void returned(struct pipeline_item *item)
{
    struct running *r = (struct running *)item;
    struct worker *worker = r->worker;
    struct runtime *rt = worker->runtime;

    pthread_mutex_lock(&rt->lock);
    queue_add(&worker->returned, r);
    worker->idle = false;
    pthread_cond_signal(&worker->wake);
    pthread_mutex_unlock(&rt->lock);
}

/* Who asked has given up. A slice has nobody who waits: its time counts from its first run. What has committed a phase goes on to its end. */
static bool too_old(struct runtime *rt, struct running *r)
{
    struct moment now = rt->config.sources.monotonic(rt->config.sources.context);
    bool slice = r->task.class == TASK_SLOW;

    if (!r->has_begun)
        r->began = now;
    r->has_begun = true;
    if (r->phase > 0)
        return false;
    return slice ? now.ms - r->began.ms > SLICE_SECONDS * 1000 : now.ms - r->arrived.ms > UNIT_SECONDS * 1000;
}

static bool run_step(struct worker *me, struct running *r, enum task_next *out_next)
{
    struct work *w = &r->work;
    bool good;

    error_clear(&w->err);
    if (too_old(me->runtime, r))
        return error_set(&w->err, ERR_UNAVAILABLE, __func__, __LINE__, "the unit of work took longer than %d s",
                         r->task.class == TASK_SLOW ? SLICE_SECONDS : UNIT_SECONDS);
    TRY(sql_begin(w, me->connection));
    w->snapshot = me->connection;
    good = r->task.step(w, r->task.state, r->phase, out_next);
    if (good)
        error_clear(&w->err); /* it may have lived with an error on the way */
    must(good || w->err.code != ERR_NONE);
    unit_snapshot_end(w);
    return good;
}

void unit_snapshot_end(struct work *w)
{
    if (w->snapshot)
        sql_rollback(w->snapshot);
    w->snapshot = NULL;
}

static void park(struct worker *me, struct running *r)
{
    struct runtime *rt = me->runtime;

    r->worker = me;
    r->item.w = &r->work;
    r->item.done = returned;
    pthread_mutex_lock(&rt->lock);
    me->parked++;
    pthread_mutex_unlock(&rt->lock);
    if (pipeline_submit(rt->config.pipeline, &r->item))
        return;
    error_set(&r->work.err, ERR_UNAVAILABLE, __func__, __LINE__, "the writer's queue is full");
    returned(&r->item);
}

static void run_phase(struct worker *me, struct running *r)
{
    enum task_next next = TASK_END;

    if (run_step(me, r, &next) && next == TASK_COMMIT)
        park(me, r);
    else
        end_task(me->runtime, r);
}

static void advance(struct worker *me, struct running *r)
{
    r->phase_mark = arena_mark(r->work.arena);
    r->phase_random = r->work.random;
    r->phase_writes = r->work.writes;
    run_phase(me, r);
}

/* The same moment, the same randomness; a newer snapshot, and the policy that is in force by now. */
static void rerun(struct worker *me, struct running *r)
{
    const struct runtime_sources *s = &me->runtime->config.sources;

    arena_release(r->work.arena, r->phase_mark);
    r->work.random = r->phase_random;
    r->work.writes = r->phase_writes;
    s->pin(s->context, &r->work);
    run_phase(me, r);
}

static void on_returned(struct worker *me, struct running *r)
{
    struct runtime *rt = me->runtime;
    bool conflict = r->work.err.code == ERR_CONFLICT;
    bool again = conflict && r->reruns < (r->task.patient ? STORE_RERUNS_PATIENT : STORE_RERUNS_MAX);

    pthread_mutex_lock(&rt->lock);
    me->parked--;
    rt->counters.reruns += again;
    rt->counters.conflicts_lost += conflict && !again;
    pthread_mutex_unlock(&rt->lock);
    if (again) {
        r->reruns++;
        rerun(me, r);
    } else if (r->work.err.code == ERR_NONE) {
        r->phase++;
        r->reruns = 0;
        advance(me, r);
    } else {
        if (conflict)
            r->work.err.code = ERR_UNAVAILABLE; /* others were first each time: the caller may try again later */
        end_task(rt, r);
    }
}

static struct running *take_waiting(struct runtime *rt, const struct worker *me)
{
    if (me->slow)
        return queue_take(&rt->waiting[TASK_SLOW]);
    if (me->parked >= WORKER_PARKED_MAX)
        return NULL;
    for (int class = 0; class < TASK_SLOW; class++)
        if (rt->waiting[class].first)
            return queue_take(&rt->waiting[class]);
    return NULL;
}

/* Wakes a worker that waits and may take the class. When none waits, the next that is ready looks into the queue. */
static void wake_one(struct runtime *rt, bool slow)
{
    for (int i = 0; i < rt->worker_count; i++) {
        struct worker *worker = &rt->workers[i];
        if (!worker->idle || worker->slow != slow || worker->parked >= WORKER_PARKED_MAX)
            continue;
        worker->idle = false; /* the next task wakes another */
        pthread_cond_signal(&worker->wake);
        return;
    }
}

/* Who was woken for a task may have found another on the way: somebody else takes it. */
static void pass_on(struct runtime *rt)
{
    for (int class = 0; class < TASK_CLASSES; class++)
        if (rt->waiting[class].first)
            wake_one(rt, class == TASK_SLOW);
}

/* What to do next; NULL to end. *out_new tells a task that has not run from one that the writer gave back. */
static struct running *next_work(struct worker *me, bool *out_new)
{
    struct runtime *rt = me->runtime;
    struct running *r;

    pthread_mutex_lock(&rt->lock);
    for (;;) {
        *out_new = false;
        r = queue_take(&me->returned);
        if (!r) {
            r = take_waiting(rt, me);
            *out_new = r != NULL;
        }
        if (r || (rt->ending && me->parked == 0))
            break;
        me->idle = true;
        pthread_cond_wait(&me->wake, &rt->lock);
        me->idle = false;
    }
    pass_on(rt);
    pthread_mutex_unlock(&rt->lock);
    return r;
}

static void *worker_main(void *argument)
{
    struct worker *me = argument;
    struct running *r;
    bool new;

    while ((r = next_work(me, &new)) != NULL) {
        if (new)
            advance(me, r);
        else
            on_returned(me, r);
    }
    return NULL;
}

static bool worker_start(struct work *w, struct runtime *rt, bool slow)
{
    struct worker *me = &rt->workers[rt->worker_count];

    me->runtime = rt;
    me->slow = slow;
    TRY(sql_open(w, rt->config.driver, rt->config.address, SQL_READ, &me->connection));
    pthread_cond_init(&me->wake, NULL);
    rt->worker_count++;
    if (pthread_create(&me->thread, NULL, worker_main, me) != 0)
        FAIL(w, ERR_UNAVAILABLE, "cannot start a worker's thread");
    me->started = true;
    return true;
}

bool runtime_create(struct work *w, const struct runtime_config *config, struct runtime **out_runtime)
{
    CLEANUP(runtime_destroy) struct runtime *rt = calloc(1, sizeof *rt);

    if (!rt)
        FAIL(w, ERR_UNAVAILABLE, "no memory for the workers");
    must(config->workers >= 1 && config->workers <= WORKERS_MAX && config->slow >= 1 && config->slow <= 4);
    rt->config = *config;
    pthread_mutex_init(&rt->lock, NULL);
    for (int i = 0; i < config->workers + config->slow; i++)
        TRY(worker_start(w, rt, i >= config->workers));
    *out_runtime = TAKE(rt);
    return true;
}

static void worker_end(struct worker *me)
{
    if (me->started)
        pthread_join(me->thread, NULL);
    sql_close(&me->connection);
    pthread_cond_destroy(&me->wake);
}

void runtime_destroy(struct runtime **r)
{
    struct runtime *rt = *r;

    if (!rt)
        return;
    pthread_mutex_lock(&rt->lock);
    rt->ending = true;
    for (int i = 0; i < rt->worker_count; i++)
        pthread_cond_broadcast(&rt->workers[i].wake);
    pthread_mutex_unlock(&rt->lock);
    for (int i = 0; i < rt->worker_count; i++)
        worker_end(&rt->workers[i]);
    while (rt->arena_count)
        arena_destroy(&rt->arenas[--rt->arena_count]);
    pthread_mutex_destroy(&rt->lock);
    free(rt);
    *r = NULL;
}

static bool room_for(const struct runtime *rt, enum task_class class)
{
    int waiting = 0;

    if (class == TASK_SLOW)
        return rt->waiting[TASK_SLOW].length < queue_limits[TASK_SLOW];
    for (int c = 0; c < TASK_SLOW; c++)
        waiting += rt->waiting[c].length;
    return waiting < queue_limits[class];
}

static struct running *running_create(struct runtime *rt, const struct task *task)
{
    const struct runtime_sources *s = &rt->config.sources;
    struct running *r = calloc(1, sizeof *r);

    if (!r)
        return NULL;
    r->task = *task;
    if (r->task.arena_bytes == 0)
        r->task.arena_bytes = UNIT_ARENA_BYTES;
    r->work.arena = arena_ready(rt, r->task.arena_bytes);
    if (!r->work.arena) {
        free(r);
        return NULL;
    }
    s->seed(s->context, r->seed);
    r->work.random = random_of_seed(r->seed);
    r->work.now = s->now(s->context);
    r->work.actor = task->actor;
    r->arrived = s->monotonic(s->context);
    s->pin(s->context, &r->work);
    return r;
}

/* The queue of the class has room, or the refusal is counted. */
static bool admit(struct runtime *rt, enum task_class class, struct running *r)
{
    bool room;

    pthread_mutex_lock(&rt->lock);
    room = !rt->ending && room_for(rt, class);
    if (room && r) {
        queue_add(&rt->waiting[class], r);
        wake_one(rt, class == TASK_SLOW);
    } else if (!room) {
        rt->counters.refused++;
    }
    pthread_mutex_unlock(&rt->lock);
    return room;
}

bool runtime_submit(struct runtime *rt, const struct task *task)
{
    struct running *r;

    if (!admit(rt, task->class, NULL)) /* a flood costs no memory */
        return false;
    r = running_create(rt, task);
    if (!r)
        return false;
    if (admit(rt, task->class, r))
        return true;
    arena_return(rt, r->work.arena, r->task.arena_bytes);
    free(r);
    return false;
}

struct runtime_counters runtime_counters(struct runtime *rt)
{
    struct runtime_counters counters;

    pthread_mutex_lock(&rt->lock);
    counters = rt->counters;
    pthread_mutex_unlock(&rt->lock);
    return counters;
}
