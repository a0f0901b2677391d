/* The pages behind the links of our mails: a question with one button, or what became of it. */
#ifndef PAGE_CONSENT_PAGE_H
#define PAGE_CONSENT_PAGE_H

#include "page/reader.h"

struct consent_page {
    struct text title, lead;
    struct text action, button;   /* where the button posts; empty: there is none */
    struct text note;             /* empty: none */
    struct text link, link_words; /* empty: none */
};
MUST_USE bool consent_page_render(struct work *w, const struct reader *r, const struct consent_page *in, struct html *out_html);

#endif
