#include "sql/failing.h"
#include "unit.h"

#include <stdio.h>
#include <sys/stat.h>

struct base {
    struct work *w;
    char *folder, path[512];
    struct sql_connection *writer, *reader;
};

static struct base b;

static const struct sql_query insert = { "insert", "INSERT INTO t (number, words, bytes) VALUES ($1, $2, $3)", 3 };
static const struct sql_query insert_once = { "insert_once", "INSERT INTO t (number, words, bytes) VALUES ($1, 'x', x'00') ON CONFLICT DO NOTHING", 1 };
static const struct sql_query count_rows = { "count_rows", "SELECT count(*) FROM t", 0 };
static const struct sql_query read_row = { "read_row", "SELECT number, words, bytes FROM t WHERE number = $1", 1 };
static const struct sql_query crossed = { "crossed", "SELECT $2 - $1 + $2", 2 };

static int setup(void **state)
{
    (void)state;
    b.w = unit_work();
    b.folder = unit_folder();
    snprintf(b.path, sizeof b.path, "%s/x.db", b.folder);
    assert_ok(b.w, sql_open(b.w, &sql_driver_sqlite, b.path, SQL_WRITE, &b.writer));
    assert_ok(b.w, b.writer->driver->script(b.w, b.writer, TEXT("CREATE TABLE t (id INTEGER PRIMARY KEY, number INTEGER NOT NULL UNIQUE, words TEXT, bytes BLOB)")));
    assert_ok(b.w, sql_open(b.w, &sql_driver_sqlite, b.path, SQL_READ, &b.reader));
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    sql_close(&b.reader);
    sql_close(&b.writer);
    unit_folder_remove(&b.folder);
    unit_work_end(&b.w);
    return 0;
}

static int64_t rows(struct sql_connection *c)
{
    struct sql_row row;
    int64_t number;

    assert_ok(b.w, sql_load(b.w, c, &count_rows, NULL, 0, &row));
    assert_ok(b.w, sql_row_number(b.w, &row, 0, &number));
    return number;
}

static bool add(int64_t number, struct sql_count *out_count)
{
    const struct sql_value values[] = { sql_number(number), sql_text(TEXT("words")), sql_bytes("a\0b", 3) };

    return sql_run(b.w, b.writer, &insert, values, 3, out_count);
}

static void must_add(int64_t number)
{
    struct sql_count count;

    assert_ok(b.w, add(number, &count));
    assert_int_equal(count.rows, 1);
}

static int mode_of(const char *suffix)
{
    char path[600];
    struct stat status;

    snprintf(path, sizeof path, "%s%s", b.path, suffix);
    assert_int_equal(stat(path, &status), 0);
    return status.st_mode & 0777;
}

static void nobody_else_reads_the_files(void **state)
{
    (void)state;
    must_add(1);
    assert_int_equal(mode_of(""), 0600);
    assert_int_equal(mode_of("-wal"), 0600);
    assert_int_equal(mode_of("-shm"), 0600);
}

static void values_come_back_as_they_went_in(void **state)
{
    const struct sql_value wanted[] = { sql_number(-5) };
    struct text words, bytes;
    struct sql_row row;
    int64_t number;

    (void)state;
    must_add(-5);
    assert_ok(b.w, sql_load(b.w, b.reader, &read_row, wanted, 1, &row));
    assert_ok(b.w, sql_row_number(b.w, &row, 0, &number));
    assert_ok(b.w, sql_row_text(b.w, &row, 1, &words));
    assert_ok(b.w, sql_row_bytes(b.w, &row, 2, &bytes));
    assert_int_equal(number, -5);
    assert_text("words", words);
    assert_true(text_equal(bytes, text_of_bytes("a\0b", 3)));
    assert_error(b.w, ERR_TAMPERED, sql_row_number(b.w, &row, 1, &number));
}

static void parameters_are_bound_by_number_not_by_place(void **state)
{
    const struct sql_value values[] = { sql_number(1), sql_number(10) };
    struct sql_row row;
    int64_t number;

    (void)state;
    assert_ok(b.w, sql_load(b.w, b.reader, &crossed, values, 2, &row));
    assert_ok(b.w, sql_row_number(b.w, &row, 0, &number));
    assert_int_equal(number, 19);
}

static void a_snapshot_does_not_see_what_comes_after_its_first_read(void **state)
{
    (void)state;
    assert_ok(b.w, sql_begin(b.w, b.reader));
    must_add(1);
    assert_int_equal(rows(b.reader), 1);
    must_add(2);
    assert_int_equal(rows(b.reader), 1);
    sql_rollback(b.reader);
    assert_int_equal(rows(b.reader), 2);
}

static void a_snapshot_that_was_never_read_leaves_nothing_behind(void **state)
{
    (void)state;
    assert_ok(b.w, sql_begin(b.w, b.reader));
    sql_rollback(b.reader);
    sql_rollback(b.reader);
    must_add(1);
    assert_int_equal(rows(b.reader), 1); /* outside a transaction each read sees the newest */
    must_add(2);
    assert_int_equal(rows(b.reader), 2);
}

static void a_connection_gives_back_its_pages_and_goes_on(void **state)
{
    (void)state;
    for (int i = 0; i < 1000; i++)
        must_add(i);
    sql_rest(b.writer);
    must_add(1000);
    assert_int_equal(rows(b.writer), 1001);
    sql_rest(b.reader);
    assert_int_equal(rows(b.reader), 1001);
}

static void a_reader_cannot_write(void **state)
{
    const struct sql_value values[] = { sql_number(1) };
    struct sql_count count;

    (void)state;
    assert_false(sql_run(b.w, b.reader, &insert_once, values, 1, &count));
    assert_int_equal(rows(b.reader), 0);
}

static void a_collision_is_no_row_and_a_broken_constraint_is_invalid(void **state)
{
    const struct sql_value values[] = { sql_number(1) };
    struct sql_count count;

    (void)state;
    must_add(1);
    assert_ok(b.w, sql_run(b.w, b.writer, &insert_once, values, 1, &count));
    assert_int_equal(count.rows, 0);
    assert_error(b.w, ERR_INVALID, add(1, &count));
    assert_non_null(strstr(b.w->err.message, "insert: constraint failed")); /* our name of it, not SQLite's words: they may quote values */
}

static void a_savepoint_undoes_its_own(void **state)
{
    (void)state;
    assert_ok(b.w, sql_begin(b.w, b.writer));
    must_add(1);
    assert_ok(b.w, b.writer->driver->savepoint(b.w, b.writer));
    must_add(2);
    assert_ok(b.w, b.writer->driver->savepoint_rollback(b.w, b.writer));
    assert_ok(b.w, b.writer->driver->savepoint(b.w, b.writer));
    must_add(3);
    assert_ok(b.w, b.writer->driver->savepoint_release(b.w, b.writer));
    assert_ok(b.w, sql_commit(b.w, b.writer));
    assert_int_equal(rows(b.reader), 2);
}

static void a_query_that_does_not_fit_the_tables_is_unsupported(void **state)
{
    static const struct sql_query missing = { "missing", "SELECT 1 FROM nowhere", 0 };
    struct sql_count count;

    (void)state;
    assert_error(b.w, ERR_UNSUPPORTED, sql_run(b.w, b.reader, &missing, NULL, 0, &count));
}

static void what_is_no_database_is_refused(void **state)
{
    struct sql_connection *c = NULL;
    char path[600];
    FILE *file;

    (void)state;
    snprintf(path, sizeof path, "%s/text", b.folder);
    file = fopen(path, "w");
    assert_non_null(file);
    for (int i = 0; i < 100; i++)
        fputs("this is a text and not a database\n", file);
    fclose(file);
    assert_error(b.w, ERR_TAMPERED, sql_open(b.w, &sql_driver_sqlite, path, SQL_WRITE, &c));
    snprintf(path, sizeof path, "%s/none/x.db", b.folder);
    assert_error(b.w, ERR_IO, sql_open(b.w, &sql_driver_sqlite, path, SQL_WRITE, &c));
    assert_non_null(strstr(b.w->err.message, "cannot create the database"));
    assert_false(sql_open(b.w, &sql_driver_sqlite, path, SQL_READ, &c));
    assert_null(c);
}

static bool stop_at_once(struct work *w, void *context, const struct sql_row *row)
{
    (void)w, (void)row;
    ++*(int *)context;
    return false;
}

static void a_reader_that_has_enough_ends_the_reading(void **state)
{
    static const struct sql_query all = { "all", "SELECT number FROM t", 0 };
    int calls = 0;

    (void)state;
    must_add(1);
    must_add(2);
    assert_ok(b.w, sql_stream(b.w, b.reader, &all, NULL, 0, stop_at_once, &calls));
    assert_int_equal(calls, 1);
}

static void the_wrapper_fails_the_call_it_was_told_to(void **state)
{
    struct failing plan = { .fail_at = 3, .code = ERR_UNAVAILABLE };
    struct sql_connection *c;
    struct sql_count count;
    const struct sql_value values[] = { sql_number(1) };

    (void)state;
    assert_ok(b.w, failing_wrap(b.w, b.writer, &plan, &c));
    b.writer = c;
    assert_ok(b.w, sql_begin(b.w, c));
    assert_ok(b.w, sql_run(b.w, c, &insert_once, values, 1, &count));
    assert_error(b.w, ERR_UNAVAILABLE, sql_commit(b.w, c));
    assert_true(plan.failed);
    assert_int_equal(rows(b.reader), 0);
    plan = (struct failing){ .fail_at = 1, .code = ERR_UNCERTAIN, .act = FAIL_AFTERWARDS };
    assert_error(b.w, ERR_UNCERTAIN, sql_run(b.w, c, &insert_once, values, 1, &count));
    assert_int_equal(rows(b.reader), 1);
}

#define ON_BASE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BASE(nobody_else_reads_the_files),
        ON_BASE(values_come_back_as_they_went_in),
        ON_BASE(parameters_are_bound_by_number_not_by_place),
        ON_BASE(a_snapshot_does_not_see_what_comes_after_its_first_read),
        ON_BASE(a_snapshot_that_was_never_read_leaves_nothing_behind),
        ON_BASE(a_connection_gives_back_its_pages_and_goes_on),
        ON_BASE(a_reader_cannot_write),
        ON_BASE(a_collision_is_no_row_and_a_broken_constraint_is_invalid),
        ON_BASE(a_savepoint_undoes_its_own),
        ON_BASE(a_query_that_does_not_fit_the_tables_is_unsupported),
        ON_BASE(what_is_no_database_is_refused),
        ON_BASE(a_reader_that_has_enough_ends_the_reading),
        ON_BASE(the_wrapper_fails_the_call_it_was_told_to),
    };

    return cmocka_run_group_tests_name("sql/sqlite", tests, NULL, NULL);
}
