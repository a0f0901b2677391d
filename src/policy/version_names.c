#include "policy/version_names.h"

#include "policy/version.h"
#include "policy_queries.h"
#include "sql/sql.h"

#include <stdlib.h>

struct matching {
    struct named *names;
    size_t count;
    int *next; /* by kind: one more than the highest number */
};

static int by_name(const void *a, const void *b)
{
    const struct named *x = a, *y = b;

    return x->kind != y->kind ? (x->kind < y->kind ? -1 : 1) : text_compare(x->name, y->name);
}

#define ADD_ALL(list, list_count, of_kind)      \
    for (size_t i = 0; i < (list_count); i++)   \
        m->names[m->count++] = (struct named){ (of_kind), (list)[i].id, &(list)[i].number, -1 }

static void add_names(struct matching *m, const struct policy *p)
{
    ADD_ALL(p->purposes, p->purpose_count, NAME_PURPOSE);
    ADD_ALL(p->channels, p->channel_count, NAME_CHANNEL);
    ADD_ALL(p->data, p->data_count, NAME_DATA);
    ADD_ALL(p->recipients, p->recipient_count, NAME_RECIPIENT);
    qsort(m->names, m->count, sizeof *m->names, by_name);
}

static bool match_row(struct work *w, void *context, const struct sql_row *row)
{
    struct matching *m = context;
    struct named wanted = { 0 }, *found;
    int64_t kind, number;

    TRY(sql_row_number(w, row, 0, &kind));
    TRY(sql_row_number(w, row, 1, &number));
    TRY(sql_row_text(w, row, 2, &wanted.name));
    if (kind <= 0 || kind >= NAME_KINDS || number < 0 || number >= INT32_MAX)
        FAIL(w, ERR_TAMPERED, "the table of names has the number %lld of kind %lld", (long long)number, (long long)kind);
    wanted.kind = (enum name_kind)kind;
    if (number >= m->next[kind])
        m->next[kind] = (int)number + 1;
    found = bsearch(&wanted, m->names, m->count, sizeof *m->names, by_name);
    if (found)
        found->stored = (int)number;
    return true;
}

/* Zero means absent in facts, and bit 0 of a record's map of fields is no item's: numbers begin with 1. */
bool names_match(struct work *w, const struct policy *p, struct named **out_names, size_t *out_count, int out_next[NAME_KINDS])
{
    const struct sql_value site[] = { sql_number(w->site->key) };
    struct matching m = { .next = out_next };

    for (int kind = 0; kind < NAME_KINDS; kind++)
        out_next[kind] = 1;
    m.names = WORK_NEW(w, struct named, p->purpose_count + p->channel_count + p->data_count + p->recipient_count);
    if (!m.names)
        return false;
    add_names(&m, p);
    TRY(sql_stream(w, w->snapshot, &query_version_names, site, (int)COUNT_OF(site), match_row, &m));
    *out_names = m.names;
    *out_count = m.count;
    return true;
}

/* The model is ours to number until it is shared; its lists are const for everybody else. New names are numbered in the order of the file,
 * so that a first publish gives the same numbers everywhere. */
#define NUMBER_NEW(list, list_count, kind)         \
    for (size_t i = 0; i < (list_count); i++)      \
        if ((list)[i].number < 0)                  \
            *(int *)&(list)[i].number = next[kind]++

bool version_bind_numbers(struct work *w, struct policy *p)
{
    struct named *names;
    int next[NAME_KINDS];
    size_t count;

    TRY(names_match(w, p, &names, &count, next));
    for (size_t i = 0; i < count; i++)
        *(int *)names[i].number = names[i].stored;
    NUMBER_NEW(p->purposes, p->purpose_count, NAME_PURPOSE);
    NUMBER_NEW(p->channels, p->channel_count, NAME_CHANNEL);
    NUMBER_NEW(p->data, p->data_count, NAME_DATA);
    NUMBER_NEW(p->recipients, p->recipient_count, NAME_RECIPIENT);
    return true;
}
