/* The region of an act: what the person says, else the site's own hint, else unknown, which counts as the strictest. A header of a proxy
 * counts only from a configured proxy; there is none yet, so none is read. No look-up of addresses, ever. */
#ifndef COLLECT_REGION_H
#define COLLECT_REGION_H

#include "collect/gate.h"
#include "policy/site.h"

struct act_region {
    int number; /* in the policy, -1 unknown */
    enum region_source source;
    struct text code; /* of the policy; empty when unknown */
};

/* False when the person names a region that the policy does not declare (GATE_UNKNOWN_REGION); an empty `said` says nothing. */
bool region_of_act(const struct policy *p, const struct site *site, struct text said, struct act_region *out_region);

#endif
