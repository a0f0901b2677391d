/* The list of all versions of the policy. A version itself is its stored bytes (policy/version.h), served as they stand. */
#ifndef PAGE_VERSIONS_PAGE_H
#define PAGE_VERSIONS_PAGE_H

#include "page/reader.h"
#include "policy/version.h"

MUST_USE bool versions_page_render(struct work *w, const struct reader *r, const struct version_line *lines, size_t count, struct html *out_html);

#endif
