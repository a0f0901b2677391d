/* By when a request is answered: what the policy says itself, else the law of the region, as far as that counts. */
#ifndef PAGE_REQUEST_CLOCK_H
#define PAGE_REQUEST_CLOCK_H

#include "page/documents.h"

/* Kinds of request with the same time stand in one line. */
MUST_USE bool request_clocks_fill(struct work *w, const struct making *m, const struct rights *rights, struct page_request_regions *part);

#endif
