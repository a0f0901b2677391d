/* The legal grounds of a purpose, each with the regions where it is the one. */
#ifndef PAGE_BASES_H
#define PAGE_BASES_H

#include "page/reader.h"

struct basis_line {
    enum legal_basis is;
    struct text basis, regions;
};

/* At most LEGAL_BASES lines, in the order of the regions. */
MUST_USE bool bases_read(struct work *w, const struct reader *r, const struct purpose *purpose, struct basis_line *out_lines, size_t *out_count);

#endif
