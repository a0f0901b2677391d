/* Legal grounds by region, those with the same ground in one line. */
#ifndef PAGE_BASIS_LIST_H
#define PAGE_BASIS_LIST_H

#include "page/reader.h"

/* The ground in each region of the policy, and behind the last one elsewhere. */
struct bases {
    enum legal_basis in[POLICY_REGIONS_MAX + 1];
    int left_out; /* region of which nothing is said; -1: none */
};

struct bases bases_of(const struct policy *p, const struct purpose *purpose);
/* `off`: what is said where there is none. A ground that is the same everywhere stands without regions. */
MUST_USE bool basis_list_fill(struct work *w, const struct reader *r, const struct bases *bases, enum message off, struct page_bases *out_list);

#endif
