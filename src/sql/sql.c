#include "sql/sql.h"

#include <string.h>

bool sql_open(struct work *w, const struct sql_driver *driver, const char *address, enum sql_mode mode,
              struct sql_connection **out_connection)
{
    return driver->open(w, address, mode, out_connection);
}

void sql_close(struct sql_connection **c)
{
    if (!c || !*c)
        return;
    (*c)->driver->close(*c);
    *c = NULL;
}

bool sql_begin(struct work *w, struct sql_connection *c)
{
    return c->driver->begin(w, c);
}

bool sql_commit(struct work *w, struct sql_connection *c)
{
    return c->driver->commit(w, c);
}

void sql_rollback(struct sql_connection *c)
{
    c->driver->rollback(c);
}

void sql_rest(struct sql_connection *c)
{
    c->driver->rest(c);
}

bool sql_copy(struct work *w, struct sql_connection *c, const char *path)
{
    return c->driver->copy(w, c, path);
}

bool sql_run(struct work *w, struct sql_connection *c, const struct sql_query *q, const struct sql_value *values, int count,
             struct sql_count *out_count)
{
    must(count == q->parameters);
    return c->driver->run(w, c, q, values, out_count);
}

bool sql_stream(struct work *w, struct sql_connection *c, const struct sql_query *q, const struct sql_value *values, int count,
                sql_row_callback row, void *context)
{
    must(count == q->parameters);
    return c->driver->stream(w, c, q, values, row, context);
}

static bool keep_first(struct work *w, void *context, const struct sql_row *row)
{
    struct sql_row *kept = context;
    struct sql_value *values = WORK_NEW(w, struct sql_value, (size_t)row->count);

    if (!values)
        return false;
    for (int i = 0; i < row->count; i++) {
        values[i] = row->values[i];
        TRY(work_copy(w, row->values[i].bytes, &values[i].bytes));
    }
    *kept = (struct sql_row){ values, row->count };
    return false; /* one is enough */
}

bool sql_find(struct work *w, struct sql_connection *c, const struct sql_query *q, const struct sql_value *values, int count,
              struct sql_row *out_row)
{
    struct sql_row kept = { NULL, 0 };

    TRY(sql_stream(w, c, q, values, count, keep_first, &kept));
    *out_row = kept;
    return true;
}

bool sql_load(struct work *w, struct sql_connection *c, const struct sql_query *q, const struct sql_value *values, int count,
              struct sql_row *out_row)
{
    struct sql_row row;

    TRY(sql_find(w, c, q, values, count, &row));
    if (row.count == 0)
        FAIL(w, ERR_NOT_FOUND, "%s: there is no such row", q->name);
    *out_row = row;
    return true;
}

static bool column_of(struct work *w, const struct sql_row *row, int column, enum sql_type type, bool or_null, const struct sql_value **out_value)
{
    const struct sql_value *v = &row->values[column];

    must(column < row->count);
    if (v->type != type && !(or_null && v->type == SQL_NULL))
        FAIL(w, ERR_TAMPERED, "column %d of a row holds type %d where the schema says %d", column, (int)v->type, (int)type);
    *out_value = v;
    return true;
}

bool sql_row_number(struct work *w, const struct sql_row *row, int column, int64_t *out_number)
{
    const struct sql_value *v;

    TRY(column_of(w, row, column, SQL_NUMBER, false, &v));
    *out_number = v->number;
    return true;
}

bool sql_row_text(struct work *w, const struct sql_row *row, int column, struct text *out_text)
{
    const struct sql_value *v;

    TRY(column_of(w, row, column, SQL_TEXT, true, &v));
    *out_text = v->type == SQL_NULL ? TEXT("") : v->bytes;
    return true;
}

bool sql_row_bytes(struct work *w, const struct sql_row *row, int column, struct text *out_bytes)
{
    const struct sql_value *v;

    TRY(column_of(w, row, column, SQL_BYTES, true, &v));
    *out_bytes = v->type == SQL_NULL ? TEXT("") : v->bytes;
    return true;
}

static bool fixed_bytes(struct work *w, const struct sql_row *row, int column, void *out_bytes, size_t length)
{
    const struct sql_value *v;

    TRY(column_of(w, row, column, SQL_BYTES, false, &v));
    if (v->bytes.length != length)
        FAIL(w, ERR_TAMPERED, "column %d of a row holds %zu bytes where the schema says %zu", column, v->bytes.length, length);
    memcpy(out_bytes, v->bytes.at, length);
    return true;
}

bool sql_row_id(struct work *w, const struct sql_row *row, int column, struct id *out_id)
{
    return fixed_bytes(w, row, column, out_id->bytes, sizeof out_id->bytes);
}

bool sql_row_hash(struct work *w, const struct sql_row *row, int column, uint8_t out_hash[32])
{
    return fixed_bytes(w, row, column, out_hash, 32);
}
