#include "policy/version_names.h"

#include "policy/version.h"
#include "policy_queries.h"
#include "sql/sql.h"

#include <stdlib.h>

struct matching {
    struct named *names;    /* sorted by name */
    struct named **formers; /* those that say what they were called, sorted by that */
    size_t count, former_count;
    int *next; /* by kind: one more than the highest number */
};

static int compare(enum name_kind a_kind, struct text a, enum name_kind b_kind, struct text b)
{
    return a_kind != b_kind ? (a_kind < b_kind ? -1 : 1) : text_compare(a, b);
}

static int by_name(const void *a, const void *b)
{
    const struct named *x = a, *y = b;

    return compare(x->kind, x->name, y->kind, y->name);
}

static int by_former(const void *a, const void *b)
{
    const struct named *x = *(struct named *const *)a, *y = *(struct named *const *)b;

    return compare(x->kind, x->former, y->kind, y->former);
}

#define ADD_ALL(list, list_count, of_kind)      \
    for (size_t i = 0; i < (list_count); i++)   \
        m->names[m->count++] = (struct named){ (of_kind), (list)[i].id, (list)[i].was.id, &(list)[i].number, -1, -1 }

static void add_names(struct matching *m, const struct policy *p)
{
    ADD_ALL(p->purposes, p->purpose_count, NAME_PURPOSE);
    ADD_ALL(p->channels, p->channel_count, NAME_CHANNEL);
    ADD_ALL(p->data, p->data_count, NAME_DATA);
    ADD_ALL(p->recipients, p->recipient_count, NAME_RECIPIENT);
    qsort(m->names, m->count, sizeof *m->names, by_name);
    for (size_t i = 0; i < m->count; i++)
        if (m->names[i].former.length)
            m->formers[m->former_count++] = &m->names[i];
    qsort(m->formers, m->former_count, sizeof *m->formers, by_former); /* NOLINT(bugprone-sizeof-expression): pointers are sorted */
}

static void match(struct matching *m, enum name_kind kind, int number, struct text name)
{
    struct named wanted = { .kind = kind, .name = name, .former = name }, *key = &wanted, *found, **former;

    found = bsearch(&wanted, m->names, m->count, sizeof *m->names, by_name);
    if (found)
        found->stored = number;
    former = bsearch(&key, m->formers, m->former_count, sizeof *m->formers, by_former); /* NOLINT(bugprone-sizeof-expression) */
    if (former)
        (*former)->former_stored = number;
}

static bool match_row(struct work *w, void *context, const struct sql_row *row)
{
    struct matching *m = context;
    int64_t kind, number;
    struct text name;

    TRY(sql_row_number(w, row, 0, &kind));
    TRY(sql_row_number(w, row, 1, &number));
    TRY(sql_row_text(w, row, 2, &name));
    if (kind <= 0 || kind >= NAME_KINDS || number < 0 || number >= INT32_MAX)
        FAIL(w, ERR_TAMPERED, "the table of names has the number %lld of kind %lld", (long long)number, (long long)kind);
    if (number >= m->next[kind])
        m->next[kind] = (int)number + 1;
    match(m, (enum name_kind)kind, (int)number, name);
    return true;
}

/* Zero means absent in facts, and bit 0 of a record's map of fields is no item's: numbers begin with 1. */
bool names_match(struct work *w, const struct policy *p, struct named **out_names, size_t *out_count, int out_next[NAME_KINDS])
{
    const struct sql_value site[] = { sql_number(w->site->key) };
    size_t most = p->purpose_count + p->channel_count + p->data_count + p->recipient_count;
    struct matching m = { .next = out_next };

    for (int kind = 0; kind < NAME_KINDS; kind++)
        out_next[kind] = 1;
    m.names = WORK_NEW(w, struct named, most);
    m.formers = WORK_NEW(w, struct named *, most);
    if (!m.names || !m.formers)
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

static int by_number(const void *a, const void *b)
{
    const struct named *x = a, *y = b;

    return x->kind != y->kind ? (x->kind < y->kind ? -1 : 1) : (*x->number > *y->number) - (*x->number < *y->number);
}

/* What was renamed keeps its number; so its old name cannot be given to something new. Names come back in any order. */
static bool refuse_shared_numbers(struct work *w, struct named *names, size_t count)
{
    static const char *const kinds[NAME_KINDS] = { "", "purpose", "channel", "data item", "recipient" };

    qsort(names, count, sizeof *names, by_number);
    for (size_t i = 1; i < count; i++)
        if (names[i - 1].kind == names[i].kind && *names[i - 1].number == *names[i].number)
            FAIL(w, ERR_INVALID, "the %s `%.*s` and the %s `%.*s` are one thing under two names: one was renamed to the other, so that a new one needs a name that was never used",
                kinds[names[i].kind], TEXT_ARGS(names[i - 1].name), kinds[names[i].kind], TEXT_ARGS(names[i].name));
    return true;
}

bool version_bind_numbers(struct work *w, struct policy *p)
{
    struct named *names;
    int next[NAME_KINDS];
    size_t count;

    TRY(names_match(w, p, &names, &count, next));
    for (size_t i = 0; i < count; i++)
        *(int *)names[i].number = names[i].stored >= 0 ? names[i].stored : names[i].former_stored;
    NUMBER_NEW(p->purposes, p->purpose_count, NAME_PURPOSE);
    NUMBER_NEW(p->channels, p->channel_count, NAME_CHANNEL);
    NUMBER_NEW(p->data, p->data_count, NAME_DATA);
    NUMBER_NEW(p->recipients, p->recipient_count, NAME_RECIPIENT);
    return refuse_shared_numbers(w, names, count);
}
