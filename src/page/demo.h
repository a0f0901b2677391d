/* The demonstration site: that of the fictional camera maker, which posts a form of its own to privacyd; for any other policy, a page with its forms. */
#ifndef PAGE_DEMO_H
#define PAGE_DEMO_H

#include "page/reader.h"

/* bar: shows the developer's bar with the clock (w->now) and the caught mail. */
MUST_USE bool demo_home_render(struct work *w, const struct reader *r, bool bar, struct html *out_html);
/* A plain form that posts to MOUNT/in/CHANNEL with next=/support?sent=1. sent: the thank-you state; receipt: its address, or empty. */
MUST_USE bool demo_support_render(struct work *w, const struct reader *r, const struct channel *channel, bool sent, struct text receipt, bool bar,
                                  struct html *out_html);

MUST_USE bool dev_bar_fill(struct work *w, enum language language, bool shown, struct page_dev_bar *out_bar);

#endif
