/* The region of an act: what the person says, else what a configured proxy says of her, else the site's own hint, else unknown, which counts as
 * the strictest. No look-up of addresses, ever. */
#ifndef COLLECT_REGION_H
#define COLLECT_REGION_H

#include "collect/gate.h"
#include "policy/site.h"

struct act_region {
    int number; /* in the policy, -1 unknown */
    enum region_source source;
    struct text code; /* of the policy; empty when unknown */
};

/* Empty words say nothing. */
struct region_words {
    struct text said;    /* by the person */
    struct text proxied; /* by a proxy that may be believed */
};

/* False when the person names a region that the policy does not declare (GATE_UNKNOWN_REGION). */
bool region_of_act(const struct policy *p, const struct site *site, const struct region_words *words, struct act_region *out_region);

#endif
