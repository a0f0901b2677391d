/* Says that a version has no document of this name: the program that published it did not make it yet. */
#ifndef PAGE_MISSING_PAGE_H
#define PAGE_MISSING_PAGE_H

#include "page/reader.h"

MUST_USE bool missing_page_render(struct work *w, const struct reader *r, int64_t version, struct html *out_html);

#endif
