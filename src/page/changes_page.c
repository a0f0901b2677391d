#include "page/changes_page.h"

#include "page/block_diff.h"
#include "page/change_words.h"
#include "page/policy_page.h"
#include "page/version_table.h"
#include "page/words.h"
#include "policy/version.h"

enum { WORDS_BYTES_MAX = 100 * 1024 }; /* of both sides of all hunks: the page must stay one that a browser shows at once */

/* --- in meaning ------------------------------------------------------------------------------------------------------------------------------------ */

static bool fill_change(struct work *w, const struct reader *r, const struct diff *d, const struct change *c, struct page_changes_changes *row)
{
    enum change_badge badge = change_rules[c->kind].badge;

    TRY(change_sentence(w, r, c, &row->sentence));
    TRY(change_people(w, r, d, c, &row->people));
    row->badge = text_of(change_badge_name(badge));
    row->badge_words = change_badge_words(reader_words(r), badge);
    row->consent = c->consent;
    return true;
}

static bool fill_changes(struct work *w, const struct reader *r, const struct diff *d, struct page_changes *page)
{
    struct page_changes_changes *list = WORK_NEW(w, struct page_changes_changes, d->count + 1);
    size_t count = 0;

    if (!list)
        return false;
    for (size_t i = 0; i < d->count; i++) {
        if (count == HUNKS_MAX) {
            page->more = true;
            break;
        }
        TRY(fill_change(w, r, d, &d->changes[i], &list[count]));
        count += list[count].sentence.length > 0;
    }
    page->changes = list;
    page->changes_count = count;
    return true;
}

/* --- in words -------------------------------------------------------------------------------------------------------------------------------------- */

#define FILL_STRETCHES(type, from, from_count, to, to_count)                        \
    do {                                                                            \
        struct type *list = WORK_NEW(w, struct type, (from_count) + 1);             \
        if (!list)                                                                  \
            return false;                                                           \
        for (size_t i = 0; i < (from_count); i++)                                   \
            list[i] = (struct type){ .text = (from)[i].text, .changed = (from)[i].changed }; \
        (to) = list;                                                                \
        (to_count) = (from_count);                                                  \
    } while (0)

static size_t bytes_of(const struct stretch *list, size_t count)
{
    size_t bytes = 0;

    for (size_t i = 0; i < count; i++)
        bytes += list[i].text.length;
    return bytes;
}

static bool fill_hunk(struct work *w, const struct reader *r, const struct hunk *h, const struct page_changes *page, struct page_changes_hunks *row)
{
    row->version = h->is ? page->number : page->before; /* where it can be read */
    row->badge = text_of(change_badge_name(h->badge));
    row->badge_words = change_badge_words(reader_words(r), h->badge);
    row->anchor = h->anchor;
    row->heading = h->heading;
    row->was = h->was;
    row->is = h->is;
    FILL_STRETCHES(page_changes_hunks_before, h->words.before, h->words.before_count, row->before, row->before_count);
    FILL_STRETCHES(page_changes_hunks_after, h->words.after, h->words.after_count, row->after, row->after_count);
    return true;
}

static bool fill_hunks(struct work *w, const struct reader *r, const struct hunk *hunks, size_t count, struct page_changes *page)
{
    struct page_changes_hunks *list = WORK_NEW(w, struct page_changes_hunks, count + 1);
    size_t bytes = 0;

    if (!list)
        return false;
    page->hunks = list;
    for (size_t i = 0; i < count; i++) {
        bytes += bytes_of(hunks[i].words.before, hunks[i].words.before_count) + bytes_of(hunks[i].words.after, hunks[i].words.after_count);
        if (bytes > WORDS_BYTES_MAX) {
            page->more = true;
            break;
        }
        TRY(fill_hunk(w, r, &hunks[i], page, &list[page->hunks_count++]));
    }
    return true;
}

/* What people read in their language, else in the first that the older version has. */
static bool compare_words(struct work *w, const struct making *m, const struct diff *d, struct page_changes *page)
{
    const struct version *before = m->edition->history->before;
    const struct document *was = version_document(before, DOCUMENT_POLICY, policy_language(&before->policy, reader_language(&m->reader)));
    const struct hunk *hunks;
    struct text is;
    size_t count;

    if (!was)
        return true;
    TRY(policy_page_render(w, m, &is));
    TRY(block_diff_make(w, was->bytes, is, d, &hunks, &count, &page->more));
    return fill_hunks(w, &m->reader, hunks, count, page);
}

static bool compare(struct work *w, const struct making *m, struct page_changes *page)
{
    const struct version *before = m->edition->history->before;
    struct diff *d = WORK_NEW(w, struct diff, 1);

    if (!d)
        return false;
    TRY(words_number(w, (uint64_t)before->number, &page->before));
    TRY(policy_diff(w, &before->policy, m->edition->policy, d));
    TRY(compare_words(w, m, d, page));
    return fill_changes(w, &m->reader, d, page);
}

/* --- the page ------------------------------------------------------------------------------------------------------------------------------------------ */

bool changes_page_render(struct work *w, const struct making *m, struct text *out_bytes)
{
    const struct edition_history *history = m->edition->history;
    struct page_changes page = { .mount = reader_mount(&m->reader), .language = reader_language(&m->reader), .first = !history || !history->before };
    struct html html;

    TRY(document_frame(w, m, MSG_PAGE_CHANGES_TITLE, "/changes", &page.top, &page.edition, &page.bottom));
    TRY(words_number(w, (uint64_t)m->edition->number, &page.number));
    if (!page.first)
        TRY(compare(w, m, &page));
    if (history) {
        page.history = true;
        TRY(version_table_fill(w, &m->reader, history->lines, history->count, &page.version_table));
    }
    TRY(page_changes_render(w, reader_words(&m->reader), &page, &html));
    *out_bytes = html.markup;
    return true;
}
