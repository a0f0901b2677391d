#include "store/schema.h"

#include "base/hash.h"
#include "store_queries.h"

static const char table[] = "CREATE TABLE IF NOT EXISTS schema_step (\n"
                            "  number INTEGER PRIMARY KEY,\n"
                            "  name TEXT NOT NULL,\n"
                            "  checksum BLOB NOT NULL,\n"
                            "  applied_at INTEGER NOT NULL\n"
                            ");\n";

static struct hash checksum(const struct schema_step *s)
{
    return hash_bytes(s->script.at, s->script.length);
}

/* Each applied step must be the next one of ours; the context counts them. */
static bool compare_step(struct work *w, void *context, const struct sql_row *row)
{
    int *applied = context;
    const struct schema_step *ours;
    struct hash theirs;
    int64_t number;

    TRY(sql_row_number(w, row, 0, &number));
    TRY(sql_row_hash(w, row, 1, theirs.bytes));
    if (*applied == schema_step_count)
        FAIL(w, ERR_UNSUPPORTED, "the database has schema step %lld, but this program knows only %d steps: it was written by a newer privacyd",
             (long long)number, schema_step_count);
    ours = &schema_steps[*applied];
    if (number != ours->number)
        FAIL(w, ERR_UNSUPPORTED, "the database has schema step %lld where step %d should be", (long long)number, ours->number);
    if (!hash_equal(theirs, checksum(ours)))
        FAIL(w, ERR_UNSUPPORTED, "schema step %d (%s) of the database is not the one of this program: their checksums differ", ours->number, ours->name);
    ++*applied;
    return true;
}

static bool read_applied(struct work *w, struct sql_connection *c, int *out_applied)
{
    int applied = 0;

    TRY(sql_stream(w, c, &query_schema_applied, NULL, 0, compare_step, &applied));
    *out_applied = applied;
    return true;
}

static bool apply_step(struct work *w, struct sql_connection *c, const struct schema_step *s)
{
    struct hash h = checksum(s);
    struct sql_count count;
    const struct sql_value values[] = {
        sql_number(s->number), sql_text(text_of(s->name)), sql_bytes(h.bytes, sizeof h.bytes), sql_number(w->now.ms),
    };

    TRY(c->driver->script(w, c, s->script));
    return sql_run(w, c, &query_schema_step_insert, values, (int)COUNT_OF(values), &count);
}

static bool apply_missing(struct work *w, struct sql_connection *c)
{
    int applied;

    TRY(c->driver->script(w, c, text_of(table)));
    TRY(read_applied(w, c, &applied));
    for (; applied < schema_step_count; applied++)
        TRY(apply_step(w, c, &schema_steps[applied]));
    return true;
}

bool schema_migrate(struct work *w, struct sql_connection *c)
{
    TRY(sql_begin(w, c));
    if (!apply_missing(w, c)) {
        sql_rollback(c);
        return error_pass(&w->err, __func__, __LINE__);
    }
    return sql_commit(w, c);
}

bool schema_check(struct work *w, struct sql_connection *c)
{
    int applied;

    TRY(read_applied(w, c, &applied));
    if (applied < schema_step_count)
        FAIL(w, ERR_UNSUPPORTED, "the database has %d of %d schema steps: start the server, it does the others", applied, schema_step_count);
    return true;
}
