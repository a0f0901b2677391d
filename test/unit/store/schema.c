#include "store/schema.h"

#include "store_queries.h"
#include "unit.h"

#include <dirent.h>
#include <stdio.h>

struct base {
    struct work *w;
    char *folder, path[512];
    struct sql_connection *c;
};

static struct base b;

static int setup(void **state)
{
    (void)state;
    b.w = unit_work();
    b.folder = unit_folder();
    snprintf(b.path, sizeof b.path, "%s/x.db", b.folder);
    return sql_open(b.w, &sql_driver_sqlite, b.path, SQL_WRITE, &b.c) ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    sql_close(&b.c);
    unit_folder_remove(&b.folder);
    unit_work_end(&b.w);
    return 0;
}

static void script(const char *sql)
{
    assert_ok(b.w, b.c->driver->script(b.w, b.c, text_of(sql)));
}

static void steps_are_applied_once(void **state)
{
    (void)state;
    assert_ok(b.w, schema_migrate(b.w, b.c));
    assert_ok(b.w, schema_migrate(b.w, b.c));
    assert_ok(b.w, schema_check(b.w, b.c));
}

/* A file that the build was not told of would never be applied, and nothing else would say so. */
static void every_step_of_the_folder_is_in_the_program(void **state)
{
    DIR *folder = opendir(unit_source_path("src/store/schema"));
    const struct dirent *entry;
    int files = 0;

    (void)state;
    assert_non_null(folder);
    while ((entry = readdir(folder)) != NULL)
        files += text_ends(text_of(entry->d_name), TEXT(".sql"));
    closedir(folder);
    assert_int_equal(files, schema_step_count);
}

static void an_empty_database_is_not_taken_for_ours(void **state)
{
    (void)state;
    assert_error(b.w, ERR_UNSUPPORTED, schema_check(b.w, b.c));
}

static void a_newer_database_is_refused(void **state)
{
    (void)state;
    assert_ok(b.w, schema_migrate(b.w, b.c));
    script("INSERT INTO schema_step VALUES (900, 'later', zeroblob(32), 0)");
    assert_error(b.w, ERR_UNSUPPORTED, schema_migrate(b.w, b.c));
    assert_non_null(strstr(b.w->err.message, "the database has schema step 900, but this program knows only"));
    assert_non_null(strstr(b.w->err.message, "written by a newer privacyd"));
    assert_error(b.w, ERR_UNSUPPORTED, schema_check(b.w, b.c));
}

static void a_step_that_reads_differently_is_refused(void **state)
{
    (void)state;
    assert_ok(b.w, schema_migrate(b.w, b.c));
    script("UPDATE schema_step SET checksum = zeroblob(32) WHERE number = 1");
    assert_error(b.w, ERR_UNSUPPORTED, schema_migrate(b.w, b.c));
    assert_non_null(strstr(b.w->err.message, "schema step 1 (first) of the database is not the one of this program: their checksums differ"));
}

static void a_missing_step_is_named(void **state)
{
    (void)state;
    assert_ok(b.w, schema_migrate(b.w, b.c));
    script("DELETE FROM schema_step");
    assert_error(b.w, ERR_UNSUPPORTED, schema_check(b.w, b.c));
    assert_non_null(strstr(b.w->err.message, "start the server, it does the others"));
}

static void a_step_that_fails_changes_nothing(void **state)
{
    struct sql_row row;
    static const struct sql_query tables = { "tables", "SELECT count(*) FROM sqlite_schema WHERE type = 'table'", 0 };
    int64_t count;

    (void)state;
    script("CREATE TABLE commit_group (id INTEGER)"); /* in the way of step 1, almost at its end */
    assert_error(b.w, ERR_UNSUPPORTED, schema_migrate(b.w, b.c));
    assert_ok(b.w, sql_load(b.w, b.c, &tables, NULL, 0, &row));
    assert_ok(b.w, sql_row_number(b.w, &row, 0, &count));
    assert_int_equal(count, 1);
}

static bool ignore(struct work *w, void *context, const struct sql_row *row)
{
    (void)w, (void)context, (void)row;
    return true;
}

static void every_query_of_the_store_fits_the_tables(void **state)
{
    const struct sql_value nothing[16] = { { .type = SQL_NULL } };

    (void)state;
    assert_ok(b.w, schema_migrate(b.w, b.c));
    assert_true(store_queries_count > 20);
    for (size_t i = 0; i < store_queries_count; i++) {
        const struct sql_query *q = store_queries_all[i];
        error_clear(&b.w->err);
        if (!sql_stream(b.w, b.c, q, nothing, q->parameters, ignore, NULL))
            assert_int_equal(b.w->err.code, ERR_INVALID); /* NOT NULL: it was prepared and ran */
    }
}

#define ON_BASE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_step_of_the_folder_is_in_the_program),
        ON_BASE(steps_are_applied_once),
        ON_BASE(an_empty_database_is_not_taken_for_ours),
        ON_BASE(a_newer_database_is_refused),
        ON_BASE(a_step_that_reads_differently_is_refused),
        ON_BASE(a_missing_step_is_named),
        ON_BASE(a_step_that_fails_changes_nothing),
        ON_BASE(every_query_of_the_store_fits_the_tables),
    };

    return cmocka_run_group_tests_name("store/schema", tests, NULL, NULL);
}
