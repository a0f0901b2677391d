/* The operator's own wording on a page. */
#ifndef PAGE_WORDING_PART_H
#define PAGE_WORDING_PART_H

#include "page/reader.h"
#include "policy/wording.h"

/* The facts of a version in each of its languages, each made when it is first needed: a text may stand there in the authoritative one only. */
struct wording_store {
    struct wording_ground ground;
    struct wording_facts facts[POLICY_LANGUAGES_MAX];
    bool made[POLICY_LANGUAGES_MAX];
};

/* The text for a clause or section, in the reader's language; nothing when the operator has none. */
MUST_USE bool wording_part_fill(struct work *w, const struct reader *r, struct wording_store *store, struct text id, struct page_wording *out_part);

#endif
