/* The categories of personal information collected in the preceding twelve months, for each region with an appendix (clause C2; 11 CCR
 * 7011(e)(1)(A)). It is counted when it is asked for, so it is no document of a version. */
#ifndef PAGE_CATEGORIES_PAGE_H
#define PAGE_CATEGORIES_PAGE_H

#include "assurance/twelve_months.h"
#include "law/law.h"
#include "page/reader.h"

struct categories_page {
    int64_t version; /* in force */
    struct instant at;
    const struct law *law;               /* NULL: everyday names */
    const struct twelve_months *months;  /* one for each appendix of the policy */
};

MUST_USE bool categories_page_render(struct work *w, const struct reader *r, const struct categories_page *in, struct html *out_html);

#endif
