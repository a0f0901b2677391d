/* Retention: what is due to go, goes. The sweep destroys the key of everything whose period has ended, never before its time, never under a
 * hold, in three steps like an erase; a dry run says what would go. Clauses P9-1, P9-2.
 *
 * Nothing is deleted while the clock stands before what is known to have happened (retention/watch.h), and while due dates are being
 * computed anew for a new version of the policy. */
#ifndef RETENTION_SWEEP_H
#define RETENTION_SWEEP_H

#include "store/slice.h"

enum {
    SWEEP_KEYS_MAX = 64,        /* of a slice */
    SWEEP_PULSE_HOURS = 24,     /* the sweep says at least so often that it lives */
};

/* Steps for struct task on the slow pool; state is a struct slice. */

/* Destroys the keys that are due, as many as the slice may. done: records that can no longer be read. */
MUST_USE bool sweep_step(struct work *w, void *slice, int phase, enum task_next *out_next);
/* Computes due dates anew, a batch a slice, when a new version of the policy is in force. done: dates that changed. */
MUST_USE bool retention_recompute_step(struct work *w, void *slice, int phase, enum task_next *out_next);
/* Deletes what the program keeps of its own past its time: facts (their hashes stay in the tree), ended deliveries, tombstones, subjects that
 * were erased, ended holds. done: rows. */
MUST_USE bool expiry_step(struct work *w, void *slice, int phase, enum task_next *out_next);

/* What a sweep at an instant would take, by purpose. */
struct sweep_line {
    int purpose;
    int64_t keys, records;
    int64_t held;          /* keys that are due and stay because of a hold */
    struct instant oldest; /* the due date that has passed the longest */
};
/* Reads the unit's snapshot and changes nothing; purposes with nothing due are left out. */
MUST_USE bool sweep_plan(struct work *w, struct instant at, struct sweep_line *out_lines, size_t max, size_t *out_count);

#endif
