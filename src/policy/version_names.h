/* Names of the policy file <-> the numbers of the database, which are never reused: a purpose that goes and comes back is the same purpose, and
 * one that is called otherwise by `was:` keeps its number. Private to policy/version*.c. */
#ifndef POLICY_VERSION_NAMES_H
#define POLICY_VERSION_NAMES_H

#include "base/work.h"
#include "policy/model.h"

enum name_kind { NAME_PURPOSE = 1, NAME_CHANNEL = 2, NAME_DATA = 3, NAME_RECIPIENT = 4, NAME_KINDS };

/* One name of a model, with the number it has there and those that the database has for it and for the name before it. */
struct named {
    enum name_kind kind;
    struct text name, former; /* former: empty when nothing is said */
    const int *number;
    int stored; /* -1: the database does not know it */
    int former_stored;
};

/* All names of the model, sorted. out_next: by kind, the number for the next new name. Reads w->snapshot. */
MUST_USE bool names_match(struct work *w, const struct policy *p, struct named **out_names, size_t *out_count, int out_next[NAME_KINDS]);

#endif
