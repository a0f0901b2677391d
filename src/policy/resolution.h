/* The resolution of an appendix: everything that is otherwise in its region than in the rest of the policy, key by key (clause C0-1). */
#ifndef POLICY_RESOLUTION_H
#define POLICY_RESOLUTION_H

#include "base/work.h"
#include "policy/model.h"

enum difference_kind {
    DIFFERS_FIELD,      /* a channel takes an item elsewhere and not here */
    DIFFERS_BASIS,      /* a purpose has another legal ground here than somewhere else */
    DIFFERS_COOKIE,     /* a cookie is not set here */
    DIFFERS_RECIPIENT,  /* a recipient gets nothing of people from here */
    DIFFERS_STATEMENT,  /* a statement that is said here alone, or says something else */
    DIFFERS_NEVER,      /* an act that is never done here, and elsewhere nothing is said */
    DIFFERS_CONTROLLER, /* the appendix writes the name or the address in another way */
};

/* What differs; the members that do not belong to the kind are NULL. */
struct difference {
    enum difference_kind kind;
    const struct channel *channel;
    const struct data_item *data;
    const struct purpose *purpose;
    const struct cookie *cookie;
    const struct recipient *recipient;
    const struct statement *statement;
    const struct never *never;
};

/* In the order of the policy. */
MUST_USE bool resolution_of(struct work *w, const struct policy *p, const struct appendix *a, const struct difference **out_differences,
                            size_t *out_count);
/* Whether a cookie is set in a region: its purpose has a ground there, and the appendix of the region lets it. */
bool cookie_is_set(const struct policy *p, const struct cookie *c, int region);

#endif
