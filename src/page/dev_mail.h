/* The developer's pages: mail that was caught instead of sent, and the legal clock. Only `privacyd dev` has them. */
#ifndef PAGE_DEV_MAIL_H
#define PAGE_DEV_MAIL_H

#include "page/reader.h"

struct dev_mail {
    uint64_t number; /* its address is /_dev/mail/NUMBER */
    struct text from, to, subject, text;
    struct instant at;
};

/* Newest first, as given. */
MUST_USE bool dev_mails_render(struct work *w, const struct reader *r, const struct dev_mail *mails, size_t count, struct html *out_html);
MUST_USE bool dev_mail_render(struct work *w, const struct reader *r, const struct dev_mail *mail, struct html *out_html);
/* Posts `now` to /_dev/clock; the clock shown is w->now. */
MUST_USE bool dev_clock_render(struct work *w, const struct reader *r, struct html *out_html);

#endif
