/* The announcement of a change, on the page that it changes: from which day, and where the new version can be read (clause P12-2). */
#ifndef PAGE_ANNOUNCEMENT_H
#define PAGE_ANNOUNCEMENT_H

#include "page/reader.h"
#include "policy/document.h"
#include "policy/version.h"

/* The stored page of a version with the announcement of later ones at the beginning of its main part, compressed and hashed. The bytes of the page
 * are kept; nothing is rendered again. `r` is a reader of that version; `coming` are the later ones, the next one first. */
MUST_USE bool announced_page(struct work *w, const struct reader *r, const struct document *page, const struct version_line *coming, size_t count,
                             struct document *out_page);

#endif
