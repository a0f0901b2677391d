/* The page of recipients (clauses P6A2-1, P6B-1, P6B-2): who else gets data, where, and what protects them on the way. */
#ifndef PAGE_RECIPIENTS_PAGE_H
#define PAGE_RECIPIENTS_PAGE_H

#include "page/documents.h"

/* Every recipient stands under "recipient-ID". */
MUST_USE bool recipients_page_render(struct work *w, const struct making *m, struct text *out_bytes);

#endif
