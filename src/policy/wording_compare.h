/* Whether two languages of one text say the same: the same clauses in the same order, and for each the same facts. */
#ifndef POLICY_WORDING_COMPARE_H
#define POLICY_WORDING_COMPARE_H

#include "policy/model.h"
#include "source/findings.h"

/* Holds `language` against the authoritative one; a finding at the place of the former when they differ. Order of facts within the sentences of
 * one clause is a matter of grammar. Errors: LIMIT. */
MUST_USE bool wording_compare(struct work *w, const struct policy *p, const struct own_text *text, int language, struct findings *f);

#endif
