/* How to use a right (clauses P8.2, P8.3-2): for each region the kinds of request, the ways, what is asked, by when, and who hears complaints. */
#ifndef PAGE_REQUEST_PAGE_H
#define PAGE_REQUEST_PAGE_H

#include "page/documents.h"

/* Every region stands under its code. */
MUST_USE bool request_page_render(struct work *w, const struct making *m, struct text *out_bytes);

#endif
