/* Clauses: the promises that a policy makes, one row each (the 73 clauses of the clause table). A clause is at once a sentence on the page,
 * a rule at a door, and a check that yields evidence (assurance). A policy promises the rows whose condition holds. */
#ifndef POLICY_CLAUSE_H
#define POLICY_CLAUSE_H

#include "base/work.h"
#include "html/message.h"
#include "policy/model.h"

struct clause {
    const char *id;              /* "P9-2"; stable, cited by code, findings and tests */
    const char *section;         /* heading of the page under which it stands: "P9" */
    bool (*promised)(const struct policy *p);
    /* Writes the sentence in our own words with the policy's facts; plain text, in the language. */
    bool (*sentence)(struct work *w, const struct policy *p, int language, struct text *out_sentence);
    const char *mechanism;       /* what makes it true, in words for the officer; "" when nothing is built yet */
    bool text_only;              /* a disclaimer: nothing to prove */
};

extern const struct clause clauses[];
extern const int clause_count; /* 73 */
const struct clause *clause_find(struct text id); /* NULL when there is none */

#endif
