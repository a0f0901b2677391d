/* Where a form post comes from and where it may lead. A post that a page of another site made is refused (security 29); an address to go on
 * to must lie on the site itself, so that nobody can use our form to send people elsewhere. */
#ifndef PUBLIC_ORIGIN_H
#define PUBLIC_ORIGIN_H

#include "net/http.h"
#include "policy/model.h"
#include "policy/site.h"

/* Sec-Fetch-Site and Origin: what is there must fit, absence of both is accepted. `ours`: the form carries our token, which stands for the
 * Origin that browsers withhold under our own no-referrer policy ("null"). */
bool origin_fits(const struct http_request *r, const struct policy *p, const struct site *site, bool ours);

/* An absolute address on one of the site's origins, or a path on this host; plain printable ASCII. */
bool next_is_allowed(const struct policy *p, const struct site *site, struct text next);

#endif
