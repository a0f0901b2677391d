#include "page/basis_list.h"

#include "page/words.h"

struct bases bases_of(const struct policy *p, const struct purpose *purpose)
{
    struct bases bases = { .left_out = -1 };

    bases.in[p->region_count] = purpose->basis_elsewhere;
    for (int i = 0; i < p->region_count; i++)
        bases.in[i] = purpose->basis[i];
    return bases;
}

/* What was never declared and what was declared off are the same to readers. */
static enum legal_basis shown_as(enum legal_basis basis)
{
    return basis == BASIS_MISSING ? BASIS_OFF : basis;
}

/* The regions that have the ground, in a row. */
static bool regions_with(struct work *w, const struct reader *r, const struct bases *bases, enum legal_basis basis, struct text *out_regions)
{
    const struct policy *p = r->policy;
    struct text names[POLICY_REGIONS_MAX + 1];
    size_t count = 0;

    for (int i = 0; i <= p->region_count; i++)
        if (i != bases->left_out && shown_as(bases->in[i]) == basis)
            names[count++] = words_region(r, i == p->region_count ? -1 : i);
    *out_regions = TEXT("");
    return count == (size_t)p->region_count + (bases->left_out < 0) || words_list(w, reader_words(r), names, count, out_regions);
}

bool basis_list_fill(struct work *w, const struct reader *r, const struct bases *bases, enum message off, struct page_bases *out_list)
{
    struct page_bases_bases *list = WORK_NEW(w, struct page_bases_bases, LEGAL_BASES);
    bool shown[LEGAL_BASES] = { false };

    if (!list)
        return false;
    *out_list = (struct page_bases){ .bases = list };
    for (int i = 0; i <= r->policy->region_count; i++) {
        enum legal_basis basis = shown_as(bases->in[i]);

        if (i == bases->left_out || shown[basis])
            continue;
        shown[basis] = true;
        list[out_list->bases_count].basis = basis == BASIS_OFF ? message_text(reader_words(r), off) : words_basis(reader_words(r), basis);
        TRY(regions_with(w, r, bases, basis, &list[out_list->bases_count++].regions));
    }
    return true;
}
