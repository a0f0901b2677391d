/* Rules: what a policy says must be consistent, and lawful as far as a machine can tell. Looks at the model alone.
 * Private to policy/parse.c. */
#ifndef POLICY_RULES_H
#define POLICY_RULES_H

#include "law/law.h"
#include "policy/model.h"
#include "source/findings.h"

/* Adds findings, changes nothing. Dates are held against w->now, in the policy's zone. law NULL: none is asked. */
void rules_check(struct work *w, const struct policy *p, const struct law *law, struct findings *f);

#endif
