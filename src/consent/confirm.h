/* Double opt-in: a sign-up counts when the person has pressed the button behind the link of the mail that it causes. Until then what was sent lies
 * sealed for UNCONFIRMED_DAYS, is delivered to nobody and is nobody's consent; opening the link changes nothing, since programs that look
 * into mails follow links. The token is 256 random bits, good once, and only its hash is stored. Clauses P3A2-1, P3A2-2; law: section 8, N2 to N4. */
#ifndef CONSENT_CONFIRM_H
#define CONSENT_CONFIRM_H

#include "collect/collect.h"

enum { CONFIRM_TOKEN_TEXT = 43 };

/* Adds to the list of a submission that is kept unconfirmed: the token's hash, and the mail to the address that was given. Once an address has had
 * its mails of the day nothing is added, and what was kept goes unconfirmed. */
MUST_USE bool confirm_ask(struct work *w, struct submission *s);

enum confirm_end {
    CONFIRM_DONE = 0,
    CONFIRM_ALREADY, /* it was confirmed before */
    CONFIRM_UNKNOWN, /* never asked, past its time, or erased */
    CONFIRM_CLOSED,  /* the policy in force does not have the channel any more, or not on consent where the person is */
};

struct confirming {
    /* in */
    struct services *services;
    struct text token;
    struct text language; /* in which the page was shown */
    bool looks;           /* changes nothing */
    /* out */
    enum confirm_end end;
    const struct version *version;
    const struct purpose *purpose; /* CONFIRM_DONE, CONFIRM_ALREADY */
    struct subject_id subject;
};

/* Two phases, as store/runtime.h has it; with `looks` one. */
MUST_USE bool confirm_step(struct work *w, struct confirming *c, int phase, enum task_next *out_next);

#endif
