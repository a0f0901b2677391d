/* What a visitor sees after a form: the thank-you page, and the receipt behind its one-time link. */
#ifndef PAGE_ANSWER_PAGE_H
#define PAGE_ANSWER_PAGE_H

#include "page/reader.h"

struct thanks_page {
    struct text receipt;  /* address of the receipt; empty: none */
    struct text back;     /* where the visitor came from; empty: no link */
    int64_t position;     /* of the fact in the log, -1: none */
    bool confirm;         /* a mail was sent whose link must be followed */
};
MUST_USE bool thanks_page_render(struct work *w, const struct reader *r, const struct thanks_page *in, struct html *out_html);

struct receipt_page {
    struct text handle;   /* as it is typed; shown in groups of four */
    struct text download; /* the button posts here, and gets the receipt as a file */
    uint64_t position;
    struct instant at, until; /* taken in; the link works until then */
};
MUST_USE bool receipt_page_render(struct work *w, const struct reader *r, const struct receipt_page *in, struct html *out_html);

#endif
