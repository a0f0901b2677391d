/* How long data are kept, as a picture: a bar a purpose, from the event that begins the period to its end. Its twin is the table of purposes. */
#ifndef PAGE_TIMELINE_H
#define PAGE_TIMELINE_H

#include "page/reader.h"

MUST_USE bool timeline_fill(struct work *w, const struct reader *r, struct page_timeline *out_timeline);

#endif
