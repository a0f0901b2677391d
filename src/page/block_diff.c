#include "page/block_diff.h"

#include <stdlib.h>

enum { PAIR_REACH = 8, STEPS = 30 * 1000 * 1000 };

/* The blocks of one page. */
struct side {
    const struct text_block *blocks;
    uint32_t *ids;
    bool *changed, *paired;
    size_t count;
};

struct making_hunks {
    struct side before, after;
    const struct diff *diff;
    struct patience patience;
    struct hunk *hunks;
    size_t count;
    bool more;
};

/* --- equal blocks --------------------------------------------------------------------------------------------------------------------------------- */

struct numbered {
    struct text text;
    uint32_t *id;
};

static int by_text(const void *a, const void *b)
{
    const struct numbered *x = a, *y = b;

    return text_compare(x->text, y->text);
}

static void list_blocks(struct side *s, struct numbered *list, size_t *count)
{
    for (size_t i = 0; i < s->count; i++)
        list[(*count)++] = (struct numbered){ s->blocks[i].text, &s->ids[i] };
}

static bool number_blocks(struct work *w, struct side *a, struct side *b)
{
    struct numbered *list = WORK_NEW(w, struct numbered, a->count + b->count + 1);
    size_t count = 0;
    uint32_t id = 0;

    if (!list)
        return false;
    list_blocks(a, list, &count);
    list_blocks(b, list, &count);
    qsort(list, count, sizeof *list, by_text);
    for (size_t i = 0; i < count; i++) {
        id += i && !text_equal(list[i - 1].text, list[i].text);
        *list[i].id = id;
    }
    return true;
}

static bool read_side(struct work *w, struct text page, struct side *s)
{
    TRY(text_blocks_read(w, page, &s->blocks, &s->count));
    s->ids = WORK_NEW(w, uint32_t, s->count + 1);
    s->changed = WORK_NEW(w, bool, s->count + 1);
    s->paired = WORK_NEW(w, bool, s->count + 1);
    return s->ids && s->changed && s->paired;
}

/* --- what a place is about --------------------------------------------------------------------------------------------------------------------------- */

static bool names(const char *refs, struct text clause)
{
    struct text rest = text_of(refs), one;

    while (text_cut(&rest, ' ', &one))
        if (text_equal(one, clause))
            return true;
    return false;
}

/* "P9-1" -> "P9", "section-P9" -> "P9", "P3A1-1" -> "P3" */
static struct text section_of_anchor(struct text anchor)
{
    size_t end = 1;

    if (text_starts(anchor, TEXT("section-")))
        anchor = text_from(anchor, 8);
    if (anchor.length < 2 || (anchor.at[0] != 'P' && anchor.at[0] != 'C'))
        return TEXT("");
    while (end < anchor.length && anchor.at[end] >= '0' && anchor.at[end] <= '9')
        end++;
    return end > 1 ? text_first(anchor, end) : TEXT("");
}

/* P12-2 stands with every material change: it says that it must be told, not where it is told. */
static bool is_in_section(const struct change *c, struct text section)
{
    struct text rest = text_of(change_refs(c)), one;

    while (section.length && text_cut(&rest, ' ', &one))
        if (!text_equal(one, TEXT("P12-2")) && text_equal(section_of_anchor(one), section))
            return true;
    return false;
}

static bool is_about(const struct change *c, struct text anchor)
{
    if (text_starts(anchor, TEXT("purpose-")))
        return text_equal(text_from(anchor, 8), c->purpose.length ? c->purpose : c->path[1]);
    return !text_equal(anchor, TEXT("P12-2")) && names(change_refs(c), anchor);
}

/* Where no change belongs to the place itself, those of its section; else it follows from some other change, or is wording alone. */
static enum change_badge badge_at(const struct diff *d, struct text anchor)
{
    struct text section = section_of_anchor(anchor);
    enum change_badge exact = BADGES, near = BADGES, any = BADGE_WORDING;

    for (size_t i = 0; i < d->count; i++) {
        const struct change *c = &d->changes[i];
        enum change_badge badge = change_rules[c->kind].badge;
        if (is_about(c, anchor) && badge < exact)
            exact = badge;
        if (is_in_section(c, section) && badge < near)
            near = badge;
        any = badge <= BADGE_OTHER ? BADGE_OTHER : any;
    }
    return exact < BADGES ? exact : near < BADGES ? near : any;
}

/* --- hunks ------------------------------------------------------------------------------------------------------------------------------------------ */

static bool add_hunk(struct work *w, struct making_hunks *m, const struct text_block *was, const struct text_block *is)
{
    const struct text_block *at = is ? is : was;
    struct hunk *hunk = &m->hunks[m->count];

    if (m->count == HUNKS_MAX) {
        m->more = true;
        return true;
    }
    *hunk = (struct hunk){ .anchor = at->anchor, .heading = at->heading, .was = was, .is = is, .badge = badge_at(m->diff, at->anchor) };
    m->count++;
    return word_diff_make(w, was ? was->text : TEXT(""), is ? is->text : TEXT(""), &m->patience, &hunk->words);
}

/* A run of blocks that are gone, and the run that came in its place. */
struct run {
    size_t was, was_end, is, is_end;
};

/* The block that says the same in other words: under the same anchor, else at the same place of as long a run. */
static const struct text_block *partner(struct making_hunks *m, const struct run *r, size_t i)
{
    const struct text_block *block = &m->before.blocks[i];

    for (size_t k = r->is; k < r->is_end && k < r->is + (i - r->was) + PAIR_REACH; k++)
        if (!m->after.paired[k] && text_equal(m->after.blocks[k].anchor, block->anchor) && m->after.blocks[k].is_heading == block->is_heading) {
            m->after.paired[k] = true;
            return &m->after.blocks[k];
        }
    if (r->was_end - r->was != r->is_end - r->is || m->after.paired[r->is + (i - r->was)])
        return NULL;
    m->after.paired[r->is + (i - r->was)] = true;
    return &m->after.blocks[r->is + (i - r->was)];
}

static bool add_run(struct work *w, struct making_hunks *m, const struct run *r)
{
    for (size_t i = r->was; i < r->was_end; i++)
        TRY(add_hunk(w, m, &m->before.blocks[i], partner(m, r, i)));
    for (size_t k = r->is; k < r->is_end; k++)
        if (!m->after.paired[k])
            TRY(add_hunk(w, m, NULL, &m->after.blocks[k]));
    return true;
}

static bool add_runs(struct work *w, struct making_hunks *m)
{
    struct run r = { 0 };

    while (r.was < m->before.count || r.is < m->after.count) {
        for (r.was_end = r.was; r.was_end < m->before.count && m->before.changed[r.was_end]; r.was_end++)
            continue;
        for (r.is_end = r.is; r.is_end < m->after.count && m->after.changed[r.is_end]; r.is_end++)
            continue;
        TRY(add_run(w, m, &r));
        r.was = r.was_end + 1; /* past the block that both have */
        r.is = r.is_end + 1;
    }
    return true;
}

bool block_diff_make(struct work *w, struct text before, struct text after, const struct diff *diff, const struct hunk **out_hunks, size_t *out_count,
    bool *out_more)
{
    struct making_hunks m = { .diff = diff, .patience = { STEPS } };

    TRY(read_side(w, before, &m.before));
    TRY(read_side(w, after, &m.after));
    TRY(number_blocks(w, &m.before, &m.after));
    TRY(sequences_compare(w, (struct sequence){ m.before.ids, m.before.count }, (struct sequence){ m.after.ids, m.after.count }, &m.patience, m.before.changed,
        m.after.changed));
    m.hunks = WORK_NEW(w, struct hunk, HUNKS_MAX);
    if (!m.hunks)
        return false;
    TRY(add_runs(w, &m));
    *out_hunks = m.hunks;
    *out_count = m.count;
    *out_more = m.more;
    return true;
}
