/* The public policy page: every promise in its section, the tables behind it, the appendix, the contacts. */
#ifndef PAGE_POLICY_PAGE_H
#define PAGE_POLICY_PAGE_H

#include "page/documents.h"

/* Every clause stands under its id as anchor, every purpose under "purpose-ID". */
MUST_USE bool policy_page_render(struct work *w, const struct making *m, struct text *out_bytes);

#endif
