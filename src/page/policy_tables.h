/* What stands under the sentences of a section of the policy page: tables, lists and links, filled out of the policy. */
#ifndef PAGE_POLICY_TABLES_H
#define PAGE_POLICY_TABLES_H

#include "page/edition.h"

/* Adds what belongs to a section ("P3", "P13"); nothing when it has none. */
MUST_USE bool policy_tables_fill(struct work *w, const struct making *m, struct text section, struct page_policy_parts *part);
/* What an appendix changes, each key with what holds elsewhere and here. */
MUST_USE bool policy_differences_fill(struct work *w, const struct reader *r, const struct appendix *a, struct page_policy_parts *part);

#endif
