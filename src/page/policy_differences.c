/* The table under the heading of an appendix: every key that is otherwise there (clause C0-1). */
#include "page/policy_tables.h"

#include "page/basis_list.h"
#include "page/words.h"
#include "policy/resolution.h"

/* The fields of one channel, which follow each other, in one row. */
static bool fields_fill(struct work *w, const struct reader *r, const struct difference *d, size_t count, struct page_policy_parts_differences *row)
{
    struct text *labels = WORK_NEW(w, struct text, count);

    if (!labels)
        return false;
    for (size_t i = 0; i < count; i++)
        labels[i] = words_label(r, d[i].data);
    row->what = words_channel(r, d->channel);
    row->here = message_text(reader_words(r), MSG_PAGE_DIFFERS_NOT_TAKEN);
    return words_list(w, reader_words(r), labels, count, &row->elsewhere);
}

static size_t same_channel(const struct difference *d, size_t count)
{
    size_t same = 1;

    while (same < count && d[same].kind == DIFFERS_FIELD && d[same].channel == d->channel)
        same++;
    return same;
}

static bool basis_fill(struct work *w, const struct reader *r, const struct purpose *purpose, int here, struct page_policy_parts_differences *row)
{
    struct bases bases = bases_of(r->policy, purpose);

    bases.left_out = here;
    row->what = words_purpose_name(r, purpose);
    row->here = words_basis(reader_words(r), purpose->basis[here]);
    return basis_list_fill(w, r, &bases, MSG_PAGE_BASIS_OFF, &row->bases);
}

static bool controller_fill(struct work *w, const struct reader *r, const struct appendix *a, struct page_policy_parts_differences *row)
{
    const struct policy *p = r->policy;
    const struct text there[] = { words_in(p, &p->controller_name, r->language), p->controller_address };
    struct text name = words_in(p, &a->controller_name, r->language);
    const struct text ours[] = { name.length ? name : there[0], a->controller_address.length ? a->controller_address : there[1] };

    row->what = message_text(reader_words(r), MSG_SECTION_P1);
    TRY(words_list(w, reader_words(r), there, 2, &row->elsewhere));
    return words_list(w, reader_words(r), ours, 2, &row->here);
}

/* A statement is named by its key: what it says stands as a sentence of the appendix. */
static bool statement_fill(struct work *w, const struct reader *r, struct text id, struct page_policy_parts_differences *row)
{
    row->elsewhere = message_text(reader_words(r), MSG_PAGE_DIFFERS_NOT_SAID);
    row->here = message_text(reader_words(r), MSG_PAGE_DIFFERS_SAID);
    return message_format(w, reader_words(r), MSG_PAGE_DIFFERS_STATEMENT, &id, 1, &row->what);
}

static bool difference_fill(struct work *w, const struct reader *r, const struct appendix *a, const struct difference *d,
                            struct page_policy_parts_differences *row)
{
    enum language language = reader_words(r);

    switch (d->kind) {
    case DIFFERS_FIELD: return true; /* several in one row */
    case DIFFERS_BASIS: return basis_fill(w, r, d->purpose, a->region, row);
    case DIFFERS_STATEMENT: return statement_fill(w, r, d->statement->id, row);
    case DIFFERS_NEVER: return statement_fill(w, r, d->never->act, row);
    case DIFFERS_CONTROLLER: return controller_fill(w, r, a, row);
    case DIFFERS_COOKIE:
        row->elsewhere = message_text(language, MSG_PAGE_DIFFERS_SET);
        row->here = message_text(language, MSG_PAGE_DIFFERS_NOT_SET);
        return message_format(w, language, MSG_PAGE_COOKIE_ITEM, &d->cookie->name, 1, &row->what);
    case DIFFERS_RECIPIENT:
        row->what = words_recipient(r, d->recipient);
        row->elsewhere = message_text(language, MSG_PAGE_DIFFERS_GETS);
        row->here = message_text(language, MSG_PAGE_DIFFERS_GETS_NOTHING);
        return true;
    }
    return true;
}

bool policy_differences_fill(struct work *w, const struct reader *r, const struct appendix *a, struct page_policy_parts *part)
{
    const struct difference *differences;
    struct page_policy_parts_differences *list;
    size_t count;

    TRY(resolution_of(w, r->policy, a, &differences, &count));
    list = WORK_NEW(w, struct page_policy_parts_differences, count);
    if (!list)
        return false;
    part->differences = list;
    for (size_t i = 0, together; i < count; i += together) {
        struct page_policy_parts_differences *row = &list[part->differences_count++];

        together = differences[i].kind == DIFFERS_FIELD ? same_channel(&differences[i], count - i) : 1;
        if (differences[i].kind == DIFFERS_FIELD)
            TRY(fields_fill(w, r, &differences[i], together, row));
        else
            TRY(difference_fill(w, r, a, &differences[i], row));
    }
    return true;
}
