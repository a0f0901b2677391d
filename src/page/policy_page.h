/* The public policy page: every promise in its section, the tables behind it, the appendix, the contacts. Its bytes are those of the version,
 * so they depend on nothing but the arguments: no clock, no randomness. */
#ifndef PAGE_POLICY_PAGE_H
#define PAGE_POLICY_PAGE_H

#include "html/html.h"
#include "policy/model.h"
#include "policy/site.h"

/* language: index in policy->languages. Every clause stands under its id as anchor, every purpose under "purpose-ID". */
MUST_USE bool policy_page_render(struct work *w, const struct policy *policy, const struct site *site, int language, int64_t number,
                                 struct instant posted, struct instant effective, struct html *out_html);

#endif
