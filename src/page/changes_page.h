/* The page of changes: what is different from the version before, in meaning and in words, and all versions with their dates. A document of its
 * version (page/documents.h). */
#ifndef PAGE_CHANGES_PAGE_H
#define PAGE_CHANGES_PAGE_H

#include "page/edition.h"

/* An edition without history is the first one. */
MUST_USE bool changes_page_render(struct work *w, const struct making *m, struct text *out_bytes);

#endif
