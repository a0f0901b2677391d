/* Withdrawal of consent, at once and in one step: what waits for delivery under it is cancelled, nothing is opened under it any more, and what
 * was to be kept until then is due to go. What was given before stays on record. It is open whatever is wrong with the policy, a recipient or
 * its contract (clause P8.1-6). */
#ifndef CONSENT_WITHDRAW_H
#define CONSENT_WITHDRAW_H

#include "consent/consent.h"
#include "policy/version.h"
#include "store/runtime.h"
#include "store/services.h"
#include "subject/subject.h"

enum { WITHDRAWN_A_COMMIT = 4 };

struct withdrawal {
    /* in */
    struct services *services;
    struct handle handle;
    int purpose; /* number; 0: every one */
    enum consent_mechanism mechanism;
    /* out */
    bool found;        /* somebody has this handle */
    int64_t withdrawn; /* consents; 0: none was live */
    int64_t ended;     /* deliveries that waited */
    uint64_t position; /* of the newest fact */
    /* between the phases */
    int count, fact;
    int64_t ending;
};

/* Commits a few purposes a phase, and ends when no live consent is left. */
MUST_USE bool consent_withdraw_step(struct work *w, struct withdrawal *x, int phase, enum task_next *out_next);

#endif
