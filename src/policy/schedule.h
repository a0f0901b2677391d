/* From when a new version may count: a material change not before the notice that the policy in force promises has run (clause P12-2). A pure
 * function of the dates, the promise, and what is material against which version. */
#ifndef POLICY_SCHEDULE_H
#define POLICY_SCHEDULE_H

#include "policy/version.h"

struct schedule_question {
    const struct version_line *lines; /* published so far, newest first */
    size_t count;
    struct instant now;
    int lead_days;                /* that the policy in force promises */
    const struct zone *zone;      /* whose days begin the default date */
    const struct instant *wanted; /* NULL: as soon as may be */
    /* Whether the new version changes anything material against version `base`. */
    bool (*is_material)(struct work *w, void *context, int64_t base, bool *out_material);
    void *context;
};

struct schedule {
    struct instant effective; /* from when it counts */
    struct instant earliest;  /* from when it may: `now` when nothing is material */
    int64_t base;             /* the version that would count then without it, 0: none. One that was announced has given its notice */
    bool material;            /* against the base */
    bool too_early;           /* effective < earliest: only with an explicit override */
};

/* Without a wanted date: now, when nothing is material against what counts now; else the day of an announced version against which nothing is
 * material, as when that one is corrected; else the first midnight of the zone after the notice. Errors: those of is_material. */
MUST_USE bool schedule_find(struct work *w, const struct schedule_question *q, struct schedule *out_schedule);
/* How many days ahead of a material change a policy promises to tell, 0 when it promises none. */
int notice_lead_days(const struct policy *p);

#endif
