/* Refusals are counted, one row per minute, channel and reason, and folded into facts when the minute is over, so that nobody can fill the
 * disk by being refused. No trace of what was sent or by whom. */
#ifndef STORE_REFUSALS_H
#define STORE_REFUSALS_H

#include "store/runtime.h"

/* Adds to the unit's list. */
MUST_USE bool refusal_count(struct work *w, int64_t site, int channel, int reason, int64_t times);

/* A slice that folds finished minutes: one FACT_REFUSALS for each minute and reason, whose rows go in the same list. A step for struct task. */
struct refusal_fold {
    int64_t site;
    int64_t policy_number; /* for the facts */
    int limit;             /* facts a slice, at most SLICE_FACTS_MAX; 0: that */
    int64_t folded;        /* out: facts */
    bool more;             /* out: call again */
};
MUST_USE bool refusal_fold_step(struct work *w, void *refusal_fold, int phase, enum task_next *out_next);

#endif
