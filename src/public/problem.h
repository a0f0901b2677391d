/* Problem details (RFC 9457) for programs and for forms that ask for JSON: what is wrong with each field, which line of the policy says so,
 * and never a value. */
#ifndef PUBLIC_PROBLEM_H
#define PUBLIC_PROBLEM_H

#include "collect/collect.h"
#include "public/route.h"

/* `title` says what kind of problem it is, `detail` what to do about this one. */
MUST_USE bool problem_answer(struct work *w, struct exchange *x, int status, const char *title, struct text detail);
/* A submission that was not kept, with `errors` by field. */
MUST_USE bool problem_of_submission(struct work *w, struct exchange *x, const struct submission *s);
/* One that was: 201, or 200 when it came before. */
MUST_USE bool answer_submission(struct work *w, struct exchange *x, const struct submission *s);

/* The HTTP status of a refusal. */
int refusal_status(enum gate_reason reason);

#endif
