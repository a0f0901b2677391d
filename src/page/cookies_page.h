/* The page of cookies (clause P11-2): everything that the site keeps on a visitor's device, out of the policy. */
#ifndef PAGE_COOKIES_PAGE_H
#define PAGE_COOKIES_PAGE_H

#include "page/documents.h"

/* Every cookie stands under "cookie-NAME". */
MUST_USE bool cookies_page_render(struct work *w, const struct making *m, struct text *out_bytes);

#endif
