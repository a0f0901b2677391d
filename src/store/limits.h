/* Limits of units of work and of the queues between threads. Over a limit is ERR_LIMIT and nothing is written. */
#ifndef STORE_LIMITS_H
#define STORE_LIMITS_H

enum {
    STORE_WRITES_MAX = 64,         /* statements of one list */
    STORE_SEALS_MAX = 8,
    STORE_FACTS_MAX = 16,
    SLICE_WRITES_MAX = 1000,       /* the same for a slice of a job */
    SLICE_SEALS_MAX = 64,
    SLICE_FACTS_MAX = 256,
    STORE_GROUP_MAX = 256,         /* lists of one commit */
    STORE_QUEUE_MAX = 1024,        /* lists waiting for the writer */
    STORE_RERUNS_MAX = 3,          /* after a conflict */
    STORE_RERUNS_PATIENT = 100,    /* the same for a patient task */
    UNIT_ARENA_BYTES = 1024 * 1024,
    UNIT_SECONDS = 5,
    SLICE_SECONDS = 30,
    SLICE_ARENA_BYTES = 16 * 1024 * 1024,
    WORKERS_MAX = 4,
    WORKER_PARKED_MAX = 128,
};

#endif
