/* One attempt to hand a record over: it is opened for its purpose, put into the form of its place (a mail to a desk, a signed webhook), and sent
 * outside of the snapshot. Whether it may leave was decided before (disclosure/decision.h). */
#ifndef DISCLOSURE_ATTEMPT_H
#define DISCLOSURE_ATTEMPT_H

#include "disclosure/decision.h"
#include "store/runtime.h"
#include "store/services.h"

struct attempt {
    struct services *services;
    const struct decision *decision;
    struct id uid;  /* of the delivery: the same for every attempt */
    int64_t place;
};

struct attempt_answer {
    int reply;        /* code of the other side: SMTP, HTTP; 0 none */
    struct span wait; /* for which it asks; 0: it does not */
};

/* Errors: REFUSED, INVALID (for good); UNAVAILABLE, UNCERTAIN (again later); KEY_GONE, TAMPERED, IO, LIMIT of the opening. The answer is set
 * with an error too, as far as there is one. */
MUST_USE bool attempt_make(struct work *w, const struct attempt *a, struct attempt_answer *out_answer);

#endif
