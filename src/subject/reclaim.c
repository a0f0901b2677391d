/* Rows whose key is destroyed hold nothing that can be read: they go in the background, a few at a time. */
#include "policy/site.h"
#include "subject/erase.h"
#include "subject_queries.h"

enum { RETENTIONS_MAX = 64, RECORDS_DEFAULT = 1000 };

struct gone {
    int64_t retention, subject;
};

struct gone_list {
    struct gone items[RETENTIONS_MAX];
    int count;
};

static bool add_gone(struct work *w, void *context, const struct sql_row *row)
{
    struct gone_list *l = context;

    must(l->count < RETENTIONS_MAX);
    TRY(sql_row_number(w, row, 0, &l->items[l->count].retention));
    TRY(sql_row_number(w, row, 1, &l->items[l->count].subject));
    l->count++;
    return true;
}

/* How many records there are, counting no further than `most`. */
static bool count_records(struct work *w, const struct gone *g, int64_t most, int64_t *out_count)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(g->subject), sql_number(g->retention), sql_number(most) };
    struct sql_row row;

    TRY(sql_load(w, w->snapshot, &query_reclaim_count, values, 4, &row));
    return sql_row_number(w, &row, 0, out_count);
}

/* The last record is gone with this list: so go the rows around it. */
static bool reclaim_rest(struct work *w, const struct gone *g)
{
    struct store_value site = STORE_NUMBER(w->site->key), subject = STORE_NUMBER(g->subject);

    TRY(LIST_WRITE(w, query_reclaim_retention, 1, NULL, STORE_NUMBER(g->retention)));
    TRY(LIST_WRITE(w, query_reclaim_once, STORE_ANY_ROWS, NULL, site, subject));
    TRY(LIST_WRITE(w, query_reclaim_consent, STORE_ANY_ROWS, NULL, site, subject));
    return LIST_WRITE(w, query_reclaim_subject, STORE_ANY_ROWS, NULL, site, subject, STORE_NUMBER(w->now.ms));
}

/* *room: records that the slice may still delete. */
static bool reclaim(struct work *w, const struct gone *g, int64_t *room)
{
    int64_t count;
    bool all;

    TRY(count_records(w, g, *room + 1, &count));
    all = count <= *room;
    count = all ? count : *room;
    if (count)
        TRY(LIST_WRITE(w, query_reclaim_records, count, NULL, STORE_NUMBER(w->site->key), STORE_NUMBER(g->subject), STORE_NUMBER(g->retention),
                       STORE_NUMBER(count)));
    *room -= count;
    return !all || reclaim_rest(w, g);
}

bool reclaim_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(RETENTIONS_MAX) };
    struct gone_list *l = WORK_NEW(w, struct gone_list, 1);
    struct slice *s = state;
    int64_t limit = s->limit > 0 ? s->limit : RECORDS_DEFAULT, room = limit;

    *out_next = TASK_END;
    if (phase > 0)
        return true;
    if (!l)
        return false;
    TRY(sql_stream(w, w->snapshot, &query_reclaim_due, values, 2, add_gone, l));
    s->more = l->count > 0; /* until a slice finds nothing */
    s->done = 0;
    if (!s->more)
        return true;
    TRY(list_open_slice(w));
    for (int i = 0; i < l->count && room > 0; i++)
        TRY(reclaim(w, &l->items[i], &room));
    s->done = limit - room;
    *out_next = TASK_COMMIT;
    return true;
}
