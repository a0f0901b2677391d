/* When a page cannot be given: what happened, why, and what to do. Says nothing of the inside and repeats nothing that was sent. */
#ifndef PAGE_ERROR_PAGE_H
#define PAGE_ERROR_PAGE_H

#include "html/html.h"
#include "policy/model.h"
#include "policy/site.h"

/* policy and site may be NULL: nothing is published, the host is unknown. accept_language: of the request, or empty. A status without words of
 * its own gets those of its class: 400 or 500. */
MUST_USE bool error_page_render(struct work *w, const struct policy *policy, const struct site *site, struct text accept_language, int status,
                                struct html *out_html);

#endif
