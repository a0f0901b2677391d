#include "sql/failing.h"

#include <stdlib.h>

struct failing_connection {
    struct sql_connection base;
    struct sql_connection *inner;
    struct failing *plan;
};

static struct sql_connection *inner_of(struct sql_connection *c)
{
    return ((struct failing_connection *)c)->inner;
}

static bool fails(struct sql_connection *c)
{
    struct failing *plan = ((struct failing_connection *)c)->plan;

    if (++plan->calls != plan->fail_at)
        return false;
    plan->failed = true;
    return true;
}

static bool fail(struct work *w, struct sql_connection *c)
{
    struct failing *plan = ((struct failing_connection *)c)->plan;

    FAIL(w, plan->code, "call %d of the database fails, as the test wants", plan->calls);
}

static bool goes_first(struct sql_connection *c)
{
    return ((struct failing_connection *)c)->plan->act == FAIL_AFTERWARDS;
}

/* Runs the inner call, or fails in its place, or after it. */
#define CALL(c, call)                           \
    do {                                        \
        if (!fails(c))                          \
            return call;                        \
        if (goes_first(c) && !(call))           \
            return error_pass(&w->err, __func__, __LINE__); \
        return fail(w, c);                      \
    } while (0)

static bool failing_open(struct work *w, const char *address, enum sql_mode mode, struct sql_connection **out_connection)
{
    (void)address, (void)mode, (void)out_connection;
    FAIL(w, ERR_UNSUPPORTED, "a failing connection is made by failing_wrap");
}

static void failing_close(struct sql_connection *c)
{
    sql_close(&((struct failing_connection *)c)->inner);
    free(c);
}

static bool failing_begin(struct work *w, struct sql_connection *c)
{
    CALL(c, sql_begin(w, inner_of(c)));
}

static bool failing_commit(struct work *w, struct sql_connection *c)
{
    if (!fails(c))
        return sql_commit(w, inner_of(c));
    if (goes_first(c))
        TRY(sql_commit(w, inner_of(c)));
    else
        sql_rollback(inner_of(c));
    return fail(w, c);
}

static void failing_rollback(struct sql_connection *c)
{
    sql_rollback(inner_of(c));
}

static bool failing_savepoint(struct work *w, struct sql_connection *c)
{
    CALL(c, inner_of(c)->driver->savepoint(w, inner_of(c)));
}

static bool failing_savepoint_release(struct work *w, struct sql_connection *c)
{
    CALL(c, inner_of(c)->driver->savepoint_release(w, inner_of(c)));
}

static bool failing_savepoint_rollback(struct work *w, struct sql_connection *c)
{
    CALL(c, inner_of(c)->driver->savepoint_rollback(w, inner_of(c)));
}

static bool failing_run(struct work *w, struct sql_connection *c, const struct sql_query *q, const struct sql_value *values, struct sql_count *out_count)
{
    CALL(c, inner_of(c)->driver->run(w, inner_of(c), q, values, out_count));
}

static bool failing_stream(struct work *w, struct sql_connection *c, const struct sql_query *q, const struct sql_value *values, sql_row_callback row,
                           void *context)
{
    CALL(c, inner_of(c)->driver->stream(w, inner_of(c), q, values, row, context));
}

static bool failing_script(struct work *w, struct sql_connection *c, struct text script)
{
    CALL(c, inner_of(c)->driver->script(w, inner_of(c), script));
}

static bool failing_copy(struct work *w, struct sql_connection *c, const char *path)
{
    CALL(c, inner_of(c)->driver->copy(w, inner_of(c), path));
}

static void failing_cancel(struct sql_connection *c)
{
    inner_of(c)->driver->cancel(inner_of(c));
}

static void failing_rest(struct sql_connection *c)
{
    inner_of(c)->driver->rest(inner_of(c));
}

static const struct sql_driver failing_driver = {
    .name = "failing",
    .open = failing_open,
    .close = failing_close,
    .begin = failing_begin,
    .commit = failing_commit,
    .rollback = failing_rollback,
    .savepoint = failing_savepoint,
    .savepoint_release = failing_savepoint_release,
    .savepoint_rollback = failing_savepoint_rollback,
    .run = failing_run,
    .stream = failing_stream,
    .script = failing_script,
    .copy = failing_copy,
    .cancel = failing_cancel,
    .rest = failing_rest,
};

bool failing_wrap(struct work *w, struct sql_connection *inner, struct failing *plan, struct sql_connection **out_connection)
{
    struct failing_connection *c = calloc(1, sizeof *c);

    if (!c)
        FAIL(w, ERR_UNAVAILABLE, "no memory for a database connection");
    c->base.driver = &failing_driver;
    c->inner = inner;
    c->plan = plan;
    *out_connection = (struct sql_connection *)c;
    return true;
}
