/* Every promise with its state, evidence and coverage. */
#ifndef PAGE_PROMISES_PAGE_H
#define PAGE_PROMISES_PAGE_H

#include "assurance/promise.h"
#include "page/reader.h"

MUST_USE bool promises_page_render(struct work *w, const struct reader *r, const struct promises *promises, struct html *out_html);

#endif
