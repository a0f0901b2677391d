#include "policy/own_record.h"

#include "example.h"
#include "sql/sql.h"
#include "store/schema.h"
#include "unit.h"

/* Whether a table stands in one of the lines. */
static bool is_declared(struct text table)
{
    for (size_t i = 0; i < own_record_count; i++) {
        struct text rest = text_of(own_records[i].tables), name;

        while (text_cut(&rest, ' ', &name))
            if (text_equal(name, table))
                return true;
    }
    return false;
}

static bool look_at_table(struct work *w, void *context, const struct sql_row *row)
{
    struct text table;

    TRY(sql_row_text(w, row, 0, &table));
    ++*(int *)context;
    if (!is_declared(table))
        fail_msg("policy/own_record.c does not say what is kept in %.*s", TEXT_ARGS(table));
    return true;
}

static void every_table_of_the_store_is_declared(void **state)
{
    static const struct sql_query tables = { "tables", "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'schema_step' AND name NOT LIKE 'sqlite_%'", 0 };
    CLEANUP(unit_folder_remove) char *folder = unit_folder();
    CLEANUP(unit_work_end) struct work *w = unit_work();
    CLEANUP(sql_close) struct sql_connection *c = NULL;
    struct text path;
    int count = 0;

    (void)state;
    assert_ok(w, work_format(w, &path, "%s/x.db", folder));
    assert_ok(w, sql_open(w, &sql_driver_sqlite, path.at, SQL_WRITE, &c));
    assert_ok(w, schema_migrate(w, c));
    assert_ok(w, sql_stream(w, c, &tables, NULL, 0, look_at_table, &count));
    assert_true(count > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_table_of_the_store_is_declared),
    };

    return cmocka_run_group_tests_name("policy/own_record", tests, NULL, NULL);
}
