/* What was collected of people of one region in the preceding twelve months, counted from the records that are still here (clause C2). Nothing
 * is opened: a record says in a clear column which items it holds. What was collected and is gone since is not counted. */
#ifndef ASSURANCE_TWELVE_MONTHS_H
#define ASSURANCE_TWELVE_MONTHS_H

#include "base/work.h"
#include "policy/model.h"

struct twelve_months {
    struct instant since;     /* records reach back to here: twelve months, or to the first version when that is later */
    int64_t records;          /* of people of the region, since then */
    const int64_t *of_item;   /* by place of the item in policy->data: how many of them hold it */
    int64_t unnamed;          /* hold something that the policy does not name */
    int64_t looked_at;        /* records of the site, the newest ones */
    bool bounded;             /* there are older ones, and nobody looked at them */
};

/* region: number in the policy. */
MUST_USE bool twelve_months_count(struct work *w, const struct policy *p, int region, struct twelve_months *out_months);

#endif
