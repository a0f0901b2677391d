/* The plan of a publish in words. Private to api/plan*.c. */
#ifndef API_PLAN_TEXT_H
#define API_PLAN_TEXT_H

#include "api/plan.h"
#include "policy/diff.h"

/* What the words need beside the plan. */
struct plan_telling {
    const struct version *in_force; /* NULL: none */
    const struct diff *diff;        /* against plan.before; NULL: it is the first version */
    struct text file, timezone;
    const struct zone *zone;
    bool override_given;
};

MUST_USE bool plan_text(struct work *w, const struct plan *p, const struct plan_telling *t, struct text *out_text);

#endif
