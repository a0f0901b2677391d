#include "page/bases.h"

#include "page/words.h"

/* Regions are numbered; the number after the last stands for everywhere else. */
static enum legal_basis basis_in(const struct policy *p, const struct purpose *purpose, int region)
{
    return region == p->region_count ? purpose->basis_elsewhere : purpose->basis[region];
}

static struct text region_in(const struct reader *r, int region)
{
    return words_region(r, region == r->policy->region_count ? -1 : region);
}

/* The regions in which a purpose has the same basis as in `first`, in a row. */
static bool same_basis(struct work *w, const struct reader *r, const struct purpose *purpose, int first, struct text *out_regions)
{
    struct text names[POLICY_REGIONS_MAX + 1];
    size_t count = 0;

    for (int i = first; i <= r->policy->region_count; i++)
        if (basis_in(r->policy, purpose, i) == basis_in(r->policy, purpose, first))
            names[count++] = region_in(r, i);
    return words_list(w, reader_words(r), names, count, out_regions);
}

bool bases_read(struct work *w, const struct reader *r, const struct purpose *purpose, struct basis_line *out_lines, size_t *out_count)
{
    bool shown[LEGAL_BASES] = { false };

    *out_count = 0;
    for (int i = 0; i <= r->policy->region_count; i++) {
        enum legal_basis basis = basis_in(r->policy, purpose, i);
        struct basis_line *line = &out_lines[*out_count];

        if (shown[basis])
            continue;
        shown[basis] = true;
        line->is = basis;
        line->basis = words_basis(reader_words(r), basis);
        TRY(same_basis(w, r, purpose, i, &line->regions));
        (*out_count)++;
    }
    return true;
}
