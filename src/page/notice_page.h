/* The notice at collection: what one channel collects, for what, on which ground, how long, for whom, and where the exact promises stand
 * (GDPR art. 13; California: 1798.100(a), 11 CCR 7012(e) and (f)). It stands above our own form, and sites show it beside theirs. */
#ifndef PAGE_NOTICE_PAGE_H
#define PAGE_NOTICE_PAGE_H

#include "page/edition.h"

enum { NOTICE_ALL_REGIONS = -2 };

/* As a part of a page. region: number, -1 for somebody of whom it is not known; NOTICE_ALL_REGIONS tells of each. */
MUST_USE bool notice_fill(struct work *w, const struct reader *r, const struct channel *channel, int region, int64_t version, struct instant posted,
                          struct page_notice *out_notice);
/* As a document of its own, and as markup without a page around it, to be put into another one. */
MUST_USE bool notice_page_render(struct work *w, const struct making *m, struct text *out_bytes);
MUST_USE bool notice_fragment_render(struct work *w, const struct making *m, struct text *out_bytes);

#endif
