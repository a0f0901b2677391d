/* Observing: before a form counts, the site's own back end tells which fields it has, by their names alone, and learns what would be refused, with
 * the line of the policy that says no. Nothing is taken in. Names that the policy does not know are counted by the day, so that the operator sees
 * what is missing, and when nothing has been for a while. */
#ifndef COLLECT_OBSERVE_H
#define COLLECT_OBSERVE_H

#include "collect/gate.h"
#include "store/runtime.h"
#include "store/services.h"

enum { OBSERVED_NAMES_A_DAY = 64, OBSERVED_NAME_MAX = 64, OBSERVED_PROBLEMS_MAX = 24, OBSERVED_LISTED_MAX = 2000 };

struct observing {
    /* in; what it points to lives until the unit ends */
    struct services *services;
    struct text channel, region;
    const struct gate_field *fields; /* names; the values are not looked at */
    int field_count;
    /* out */
    const struct version *version;
    const struct channel *of; /* NULL: no version, or no such channel */
    bool bad_region;
    struct gate_verdict *verdict;
};

/* Two phases, as store/runtime.h has it. */
MUST_USE bool observe_step(struct work *w, struct observing *o, int phase, enum task_next *out_next);

/* {"observed":[{"channel","field"?,"reason","count","first","last"}...]}: without a field the submissions themselves, with reason "seen", or
 * "refused" for those that would have been. */
MUST_USE bool observed_list(struct work *w, const struct policy *p, struct text *out_json);

#endif
