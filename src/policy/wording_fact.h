/* Placeholders of own wording: each name is one fact of the policy, said in a reader's language. "keep.support" -> "24 months". */
#ifndef POLICY_WORDING_FACT_H
#define POLICY_WORDING_FACT_H

#include "base/work.h"
#include "law/law.h"
#include "policy/model.h"

struct wording_fact {
    struct text name;  /* as it stands between the braces */
    struct text text;  /* empty: the policy says nothing there */
    struct text link;  /* where the words lead: https:, mailto:, "/cookies" below the mount; empty: nowhere */
    bool measure;      /* a number, date or address: written out by hand it would not follow the policy */
};

/* All of one policy in one language, in the order of their names; no name stands twice. */
struct wording_facts {
    struct wording_fact *list;
    size_t count;
};

/* Where facts come from. */
struct wording_ground {
    const struct policy *policy;
    const struct law *law; /* NULL: none is asked, and facts of the law are empty */
    struct day day;        /* of the version: rows that were checked later do not count for it */
};

/* `language` is an index into the policy's languages. Errors: LIMIT. */
MUST_USE bool wording_facts(struct work *w, const struct wording_ground *ground, int language, struct wording_facts *out_facts);
/* NULL when no placeholder is called so. */
const struct wording_fact *wording_fact_find(const struct wording_facts *facts, struct text name);

/* One row for each kind of placeholder, for the manual. */
struct wording_family {
    const char *form; /* "keep.PURPOSE" */
    const char *says; /* what stands there for the reader */
};
extern const struct wording_family wording_families[];
extern const size_t wording_family_count;

#endif
