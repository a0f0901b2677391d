/* The plan of a publish: what changes, whether that is material, who must be told and how, and from when it counts. Made before anything is
 * written, and the same when nothing is (clause P12-2). */
#ifndef API_PLAN_H
#define API_PLAN_H

#include "policy/schedule.h"
#include "policy/version.h"

struct plan_question {
    const struct policy *policy;  /* to be published, numbered */
    struct text file;             /* as its author calls it */
    const struct instant *wanted; /* NULL: as soon as may be */
    struct text override_reason;  /* empty: none is given */
};

struct plan {
    int64_t number;                   /* that the version will have */
    struct schedule schedule;
    bool refused;                     /* it would count before its notice has run, and nobody overrides that */
    bool overridden;                  /* it will, and somebody does */
    const struct version *before;     /* what people have until it counts; NULL: it is the first one */
    const struct version_line *lines; /* as they will be, the new one first */
    size_t count;
    struct text text;                 /* for people at a terminal */
};

/* Reads the unit's snapshot. `in_force`: NULL before the first publish. Errors: INVALID (a date before now; a first version for a later day). */
MUST_USE bool plan_make(struct work *w, const struct version *in_force, const struct plan_question *q, struct plan *out_plan);

#endif
