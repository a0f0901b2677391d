/* Whom to reach: contacts, the data protection officer, representatives. */
#ifndef PAGE_CONTACT_LIST_H
#define PAGE_CONTACT_LIST_H

#include "page/reader.h"

MUST_USE bool contact_fill(struct work *w, const struct reader *r, const struct contact *c, struct page_contact *out_contact);
/* "tel:+44200000000": a number to call has no spaces (RFC 3966). */
MUST_USE bool call_url(struct work *w, struct text phone, struct text *out_url);

/* One entry of a list: whom, and how. */
struct contact_entry {
    struct text whom;
    struct page_contact contact;
};
/* Everybody's contact, then those of the regions that have no appendix with a contact of its own, the officer, the representatives. A
 * representative whose addresses are those of the region's contact is told there. */
MUST_USE bool contact_list(struct work *w, const struct reader *r, const struct contact_entry **out_entries, size_t *out_count);

#endif
