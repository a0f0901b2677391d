#include "main/jobs.h"

#include "disclosure/contracts.h"
#include "api/key_use.h"
#include "disclosure/delivery.h"
#include "disclosure/signal_send.h"
#include "mail/notice_row.h"
#include "main/log.h"
#include "policy/site.h"
#include "policy/version.h"
#include "retention/sweep.h"
#include "store/once.h"
#include "store/refusals.h"
#include "store/slice.h"
#include "subject/erase.h"
#include "subject/reconcile.h"
#include "vault/vault.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { SLICE_ROWS = 64, SETTLE_ROUNDS = 100000 };

static bool refusals_step(struct work *w, void *slice, int phase, enum task_next *out_next);
static bool once_step(struct work *w, void *slice, int phase, enum task_next *out_next);
static bool vault_extend_step(struct work *w, void *slice, int phase, enum task_next *out_next);

/* In the order in which one needs what the other did. */
static const struct job_kind {
    const char *name;
    bool (*step)(struct work *w, void *slice, int phase, enum task_next *out_next);
    int every_ms;
    bool delivers; /* a post wakes it */
} kinds[] = {
    { "deliver", delivery_step, 1000, true },
    { "tell", signal_send_step, 1000, true },
    { "sweep", sweep_step, 1000, false },
    { "shred", shred_resume_step, 5000, false },
    { "notices", notice_shred_step, 2000, false },
    { "reclaim", reclaim_step, 2000, false },
    { "recompute", retention_recompute_step, 5000, false },
    { "refusals", refusals_step, 5000, false },
    { "once", once_step, 60000, false },
    { "expire", expiry_step, 60000, false },
    { "contracts", contracts_step, 60000, false },
    { "key_uses", key_use_step, 60000, false },
    { "extend", vault_extend_step, 10000, false },
    { "reconcile", reconcile_step, 6 * 3600 * 1000, false },
};
enum { KINDS = COUNT_OF(kinds) };

struct job {
    const struct job_kind *kind;
    struct jobs *jobs;
    struct slice slice;
    bool running, poked;
    int64_t due_ms;
    struct job_report report;
    struct error err;
};

struct jobs {
    struct services *services;
    struct runtime *runtime;
    bool manual;
    pthread_mutex_t lock;
    pthread_cond_t idle;
    struct job list[KINDS];
};

static bool refusals_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    struct slice *slice = state;
    struct refusal_fold *fold = slice->inner;

    if (phase == 0) {
        fold = WORK_NEW(w, struct refusal_fold, 1);
        if (!fold)
            return false;
        const struct version *version = slice->services->version(slice->services, w->now);
        *fold = (struct refusal_fold){ .site = w->site->key, .policy_number = version ? version->number : 0 };
        slice->inner = fold;
    }
    TRY(refusal_fold_step(w, fold, phase, out_next));
    slice->more = fold->more;
    slice->done = fold->folded;
    return true;
}

static bool once_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    struct slice *slice = state;
    struct once_sweep *sweep = slice->inner;

    if (phase == 0) {
        sweep = WORK_NEW(w, struct once_sweep, 1);
        if (!sweep)
            return false;
        *sweep = (struct once_sweep){ .site = w->site->key, .limit = slice->limit };
        slice->inner = sweep;
    }
    TRY(once_sweep_step(w, sweep, phase, out_next));
    slice->more = sweep->more;
    slice->done = sweep->deleted;
    return true;
}

static bool vault_extend_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    struct slice *slice = state;

    (void)phase;
    *out_next = TASK_END;
    return vault_extend(w, slice->services->vault);
}

static bool job_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    struct job *job = state;

    return job->kind->step(w, &job->slice, phase, out_next);
}

static void job_end(struct work *w, void *state);

/* With the lock held. */
static bool start(struct jobs *j, struct job *job)
{
    struct task task = { .class = TASK_SLOW, .step = job_step, .end = job_end, .state = job, .actor = { ACTOR_SYSTEM, 0 },
                         .arena_bytes = SLICE_ARENA_BYTES };

    job->slice = (struct slice){ .services = j->services, .vault = j->services->vault, .limit = SLICE_ROWS };
    job->running = true;
    job->poked = false;
    return runtime_submit(j->runtime, &task);
}

static void job_end(struct work *w, void *state)
{
    struct job *job = state;
    struct jobs *j = job->jobs;
    bool failed = w->err.code != ERR_NONE;

    if (failed)
        log_error(w->now, job->kind->name, &w->err);
    if (job->slice.trouble.code != ERR_NONE)
        log_error(w->now, job->kind->name, &job->slice.trouble);
    pthread_mutex_lock(&j->lock);
    job->err = w->err;
    job->report.runs++;
    job->report.failures += failed;
    job->report.done += job->slice.done;
    job->running = !failed && job->slice.more && !j->manual && start(j, job); /* a queue of deliveries does not wait for the tick */
    pthread_cond_broadcast(&j->idle);
    pthread_mutex_unlock(&j->lock);
}

bool jobs_create(struct work *w, struct services *services, struct runtime *runtime, bool manual, struct jobs **out_jobs)
{
    struct jobs *j = calloc(1, sizeof *j);

    if (!j)
        FAIL(w, ERR_UNAVAILABLE, "no memory for jobs");
    j->services = services;
    j->runtime = runtime;
    j->manual = manual;
    pthread_mutex_init(&j->lock, NULL);
    pthread_cond_init(&j->idle, NULL);
    for (int i = 0; i < KINDS; i++)
        j->list[i] = (struct job){ .kind = &kinds[i], .jobs = j, .report.name = kinds[i].name };
    *out_jobs = j;
    return true;
}

void jobs_destroy(struct jobs **jobs)
{
    if (!*jobs)
        return;
    pthread_cond_destroy(&(*jobs)->idle);
    pthread_mutex_destroy(&(*jobs)->lock);
    free(*jobs);
    *jobs = NULL;
}

void jobs_tick(struct jobs *j, struct moment now)
{
    if (j->manual)
        return;
    pthread_mutex_lock(&j->lock);
    for (int i = 0; i < KINDS; i++) {
        struct job *job = &j->list[i];
        if (job->running || (!job->poked && now.ms < job->due_ms))
            continue;
        job->due_ms = now.ms + job->kind->every_ms;
        if (!start(j, job))
            job->running = false; /* the queue is full: at the next tick */
    }
    pthread_mutex_unlock(&j->lock);
}

void jobs_poke_deliveries(struct jobs *j)
{
    pthread_mutex_lock(&j->lock);
    for (int i = 0; i < KINDS; i++)
        j->list[i].poked = j->list[i].poked || kinds[i].delivers;
    pthread_mutex_unlock(&j->lock);
}

void jobs_poke(struct jobs *j)
{
    pthread_mutex_lock(&j->lock);
    for (int i = 0; i < KINDS; i++)
        j->list[i].poked = true;
    pthread_mutex_unlock(&j->lock);
}

/* Runs the job once to its end. */
static bool run_once(struct work *w, struct jobs *j, struct job *job, bool *out_more)
{
    pthread_mutex_lock(&j->lock);
    while (job->running)
        pthread_cond_wait(&j->idle, &j->lock);
    if (!start(j, job)) {
        job->running = false;
        pthread_mutex_unlock(&j->lock);
        FAIL(w, ERR_UNAVAILABLE, "%s: the queue of jobs is full", job->kind->name);
    }
    while (job->running)
        pthread_cond_wait(&j->idle, &j->lock);
    *out_more = job->slice.more;
    w->err = job->err;
    pthread_mutex_unlock(&j->lock);
    return w->err.code == ERR_NONE;
}

bool jobs_settle(struct work *w, struct jobs *j)
{
    bool any = true, more;

    for (int round = 0; any; round++) {
        any = false;
        if (round == SETTLE_ROUNDS)
            FAIL(w, ERR_LIMIT, "the jobs do not come to an end");
        for (int i = 0; i < KINDS; i++) {
            TRY(run_once(w, j, &j->list[i], &more));
            any = any || more;
        }
    }
    return true;
}

bool jobs_report(struct jobs *j, int place, struct job_report *out_report)
{
    if (place < 0 || place >= KINDS)
        return false;
    pthread_mutex_lock(&j->lock);
    *out_report = j->list[place].report;
    pthread_mutex_unlock(&j->lock);
    return true;
}
