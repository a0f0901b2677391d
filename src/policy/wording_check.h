/* Holds the operator's own wording against the policy: facts written out by hand, placeholders that mean nothing, sentences bound to what is not
 * promised, languages that say different things. */
#ifndef POLICY_WORDING_CHECK_H
#define POLICY_WORDING_CHECK_H

#include "policy/wording_fact.h"
#include "source/findings.h"

/* Adds findings. Errors: LIMIT. */
MUST_USE bool wording_check(struct work *w, const struct wording_ground *ground, struct findings *f);

#endif
