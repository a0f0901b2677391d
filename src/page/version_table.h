/* The table of all versions: each with its dates, whether it ever counts, and the way to what it changed. */
#ifndef PAGE_VERSION_TABLE_H
#define PAGE_VERSION_TABLE_H

#include "page/reader.h"
#include "policy/version.h"

MUST_USE bool version_table_fill(struct work *w, const struct reader *r, const struct version_line *lines, size_t count, struct page_version_table *out_table);

#endif
