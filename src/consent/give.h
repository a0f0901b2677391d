/* A consent that a program of the site hands in for somebody who is known by handle. */
#ifndef CONSENT_GIVE_H
#define CONSENT_GIVE_H

#include "consent/consent.h"
#include "policy/version.h"
#include "store/runtime.h"
#include "store/services.h"
#include "subject/subject.h"

enum giving_end {
    GIVING_DONE = 0,
    GIVING_ALREADY,     /* it was live under this version: nothing was added */
    GIVING_NO_SUBJECT,  /* nobody has this handle, or was erased */
    GIVING_NO_PURPOSE,  /* the policy in force does not have it */
    GIVING_NO_REGION,   /* the policy does not declare the region */
    GIVING_NO_LANGUAGE, /* the policy is not in this language */
    GIVING_NOT_ASKED,   /* in this region the purpose rests on something else than consent, or is off */
    GIVING_UNCONFIRMED, /* a channel of the purpose counts only after the person's own confirmation */
};

struct giving {
    /* in */
    struct services *services;
    struct handle handle;
    struct text purpose, region, language; /* region, language: empty when it is not said */
    /* out */
    enum giving_end end;
    uint64_t position; /* of the fact */
    /* between the phases */
    int fact;
};

/* Two phases, as store/runtime.h has it. Errors: UNAVAILABLE when no policy is published. */
MUST_USE bool consent_give_step(struct work *w, struct giving *g, int phase, enum task_next *out_next);

#endif
