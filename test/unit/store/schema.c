#include "store/schema.h"

#include "base/hash.h"
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

static int64_t number(const char *sql)
{
    struct sql_query *q = WORK_NEW(b.w, struct sql_query, 1); /* a connection knows a query by its address */
    struct sql_row row;
    int64_t n;

    memcpy(q, &(struct sql_query){ "number", sql, 0 }, sizeof *q);
    assert_ok(b.w, sql_load(b.w, b.c, q, NULL, 0, &row));
    assert_ok(b.w, sql_row_number(b.w, &row, 0, &n));
    return n;
}

/* As a program that knew only the first `count` steps left it. */
static void migrate_to(int count)
{
    char line[256];

    script("CREATE TABLE schema_step (number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum BLOB NOT NULL, applied_at INTEGER NOT NULL)");
    for (int i = 0; i < count; i++) {
        const struct schema_step *s = &schema_steps[i];
        struct hash h = hash_bytes(s->script.at, s->script.length);
        struct draft d = draft_in(line, sizeof line - 1);

        assert_ok(b.w, b.c->driver->script(b.w, b.c, s->script));
        draft_addf(&d, "INSERT INTO schema_step VALUES (%d, '%s', x'", s->number, s->name);
        draft_hex(&d, h.bytes, sizeof h.bytes);
        draft_addf(&d, "', 0)");
        line[d.length] = 0;
        script(line);
    }
}

static void pages_of_older_programs_become_documents(void **state)
{
    (void)state;
    migrate_to(2);
    script("INSERT INTO site VALUES (1, x'00', 's', 'o', 0, 2, 0)");
    script("INSERT INTO policy_version VALUES (1, 1, x'61', x'00', 5, 5), (1, 2, x'62', x'00', 6, 6)");
    script("INSERT INTO policy_page VALUES (1, 1, 'en', x'6f6c64', x'01', x'02', x'aa'), (1, 2, 'en', x'6e6577', x'03', x'04', x'bb'), (1, 2, 'ja', x'6a61', x'05', x'06', x'cc')");
    assert_ok(b.w, schema_migrate(b.w, b.c));
    assert_int_equal(number("SELECT count(*) FROM policy_document WHERE name = 'policy' AND type = 'text/html; charset=utf-8'"), 3);
    assert_int_equal(number("SELECT count(*) FROM policy_document WHERE site = 1 AND number = 2 AND language = 'ja' AND bytes = x'6a61' AND brotli = x'05' AND gzip = x'06' AND hash = x'cc'"), 1);
    assert_int_equal(number("SELECT count(*) FROM sqlite_schema WHERE name = 'policy_page'"), 0);
    assert_ok(b.w, schema_check(b.w, b.c));
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
        ON_BASE(pages_of_older_programs_become_documents),
        ON_BASE(every_query_of_the_store_fits_the_tables),
    };

    return cmocka_run_group_tests_name("store/schema", tests, NULL, NULL);
}
