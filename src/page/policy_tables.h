/* The tables of the policy page: each fills its part of a section out of the policy. */
#ifndef PAGE_POLICY_TABLES_H
#define PAGE_POLICY_TABLES_H

#include "page/reader.h"

/* Adds the tables that belong to a section ("P3", "P13"); nothing when it has none. */
MUST_USE bool policy_tables_fill(struct work *w, const struct reader *r, struct text section, struct page_policy_parts *part);

#endif
