#include "store/once.h"

#include "store_queries.h"

#include <string.h>

static bool read_used(struct work *w, const struct sql_row *row, int column, struct once *o)
{
    o->used = row->values[column].type != SQL_NULL;
    return !o->used || sql_row_number(w, row, column, &o->used_at.ms);
}

bool once_find(struct work *w, int64_t site, enum once_kind kind, const uint8_t hash[32], struct once *out_once, bool *out_found)
{
    const struct sql_value values[] = { sql_number(site), sql_number(kind), sql_bytes(hash, 32), sql_number(w->now.ms) };
    struct once o = { .used = false };
    struct sql_row row;

    TRY(sql_find(w, w->snapshot, &query_once_find, values, (int)COUNT_OF(values), &row));
    *out_found = row.count > 0;
    if (row.count == 0)
        return true;
    TRY(sql_row_hash(w, &row, 0, o.body));
    TRY(sql_row_number(w, &row, 1, &o.subject));
    TRY(sql_row_id(w, &row, 2, &o.record.id));
    TRY(sql_row_number(w, &row, 3, &o.position));
    TRY(sql_row_number(w, &row, 4, &o.expires_at.ms));
    TRY(read_used(w, &row, 5, &o));
    *out_once = o;
    return true;
}

bool once_add(struct work *w, int64_t site, const struct once_new *o)
{
    struct text record;

    must(o->hash.length == 32 && o->body.length == 32);
    TRY(work_copy(w, text_of_bytes(o->record.id.bytes, sizeof o->record.id.bytes), &record));
    return LIST_WRITE(w, query_once_insert, 1, NULL, STORE_NUMBER(site), STORE_NUMBER(o->kind), STORE_BYTES(o->hash.at, 32),
                      STORE_BYTES(o->body.at, 32), o->subject, STORE_BYTES(record.at, record.length), o->position, STORE_NUMBER(o->expires_at.ms),
                      STORE_NUMBER(w->now.ms));
}

bool once_use(struct work *w, int64_t site, enum once_kind kind, const uint8_t hash[32])
{
    struct text copy;

    TRY(work_copy(w, text_of_bytes(hash, 32), &copy));
    return LIST_WRITE(w, query_once_use, 1, NULL, STORE_NUMBER(site), STORE_NUMBER(kind), STORE_BYTES(copy.at, copy.length), STORE_NUMBER(w->now.ms));
}

static bool sweep(struct work *w, struct once_sweep *s, enum task_next *out_next)
{
    const struct sql_value values[] = { sql_number(s->site), sql_number(w->now.ms), sql_number(s->limit) };
    struct sql_row row;

    TRY(sql_load(w, w->snapshot, &query_once_expired_count, values, (int)COUNT_OF(values), &row));
    TRY(sql_row_number(w, &row, 0, &s->deleted));
    s->more = s->deleted == s->limit;
    *out_next = s->deleted ? TASK_COMMIT : TASK_END;
    if (s->deleted == 0)
        return true;
    TRY(list_open(w));
    return LIST_WRITE(w, query_once_expired_delete, STORE_ANY_ROWS, NULL, STORE_NUMBER(s->site), STORE_NUMBER(w->now.ms), STORE_NUMBER(s->limit));
}

bool once_sweep_step(struct work *w, void *once_sweep, int phase, enum task_next *out_next)
{
    *out_next = TASK_END;
    return phase > 0 || sweep(w, once_sweep, out_next);
}
