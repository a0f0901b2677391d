/* The threads that run units of work: up to four workers, a slow pool of two, one writer.
 *
 * A task is a unit of work in steps. A step reads from the worker's snapshot and either ends the task or asks for its write list to be
 * committed; the worker hands the list to the writer, parks the unit and takes the next one, so that groups grow with load. After the
 * commit the same worker runs the next step. A conflict runs the step again from its start with the same moment and random seed, at
 * most three times; then the task ends with ERR_UNAVAILABLE and nothing written.
 * A unit that is older than UNIT_SECONDS before its first commit ends with ERR_UNAVAILABLE as well.
 * Queues are bounded; what does not fit is refused by class, rights last. */
#ifndef STORE_RUNTIME_H
#define STORE_RUNTIME_H

#include "base/work.h"
#include "sql/sql.h"
#include "store/list.h"
#include "store/pipeline.h"

/* In the order in which they are shed: the last first. SLOW runs on the slow pool. */
enum task_class { TASK_RIGHTS = 0, TASK_PAGE, TASK_STATISTICS, TASK_SLOW, TASK_CLASSES };

enum task_next {
    TASK_END,    /* finished; `end` is called */
    TASK_COMMIT, /* commit w->writes, then call the step with the next phase */
};

struct task {
    enum task_class class;
    /* May run several times for one phase; must have no effect but on the unit. `phase` counts from 0. After a commit w->writes still
     * holds the list of the phase before with its results; a step that wants to write opens a new list. */
    bool (*step)(struct work *w, void *state, int phase, enum task_next *out_next);
    /* Called once, on a worker, when all is durable or all is lost: w->err says which. */
    void (*end)(struct work *w, void *state);
    void *state;
    struct actor actor;
    bool patient;       /* an act that must not fail because others write to the same rows all the time: it is run again far more often */
    size_t arena_bytes; /* 0: UNIT_ARENA_BYTES; a slice that opens list_open_slice takes SLICE_ARENA_BYTES */
};

/* What main binds: clocks, randomness, and what a unit is pinned to. Called from any thread. */
struct runtime_sources {
    struct instant (*now)(void *context);
    struct moment (*monotonic)(void *context);
    void (*seed)(void *context, uint8_t out_seed[32]);
    /* Sets w->site and w->policy: at arrival, and again before a rerun. Both live until the runtime ends. */
    void (*pin)(void *context, struct work *w);
    void *context;
};

struct runtime_config {
    struct runtime_sources sources;
    struct pipeline *pipeline;
    const struct sql_driver *driver;
    const char *address;
    int workers; /* 1..WORKERS_MAX */
    int slow;    /* threads of the slow pool */
};

struct runtime;

MUST_USE bool runtime_create(struct work *w, const struct runtime_config *config, struct runtime **out_runtime);
/* Lets what was accepted end, then ends the threads. Nothing may be submitted any more. */
void runtime_destroy(struct runtime **r);

/* Takes the task, or says no because the queue of its class is full (then `end` is not called). */
MUST_USE bool runtime_submit(struct runtime *r, const struct task *task);

/* Submits and waits for the end, for commands and start-up; not from a worker. The task's `end` is called as well. What went wrong is
 * copied to w->err. */
MUST_USE bool runtime_call(struct work *w, struct runtime *r, const struct task *task);

/* Ends the snapshot of a step before the step's end, so that a slow act (sending a mail) does not keep the WAL from being folded back.
 * w->snapshot is NULL from here to the next phase. */
void unit_snapshot_end(struct work *w);

struct runtime_counters {
    uint64_t ended, refused, reruns, conflicts_lost;
};

struct runtime_counters runtime_counters(struct runtime *r);

#endif
