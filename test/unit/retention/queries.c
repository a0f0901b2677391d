#include "disclosure_queries.h"
#include "retention_queries.h"
#include "subject/site_rig.h"
#include "subject_queries.h"

static struct site_rig rig;

static int begin(void **state)
{
    (void)state;
    rig_open(&rig);
    return 0;
}

static int end(void **state)
{
    (void)state;
    rig_close(&rig);
    return 0;
}

/* The fourth column of a plan is its words. */
static bool add_words(struct work *w, void *context, const struct sql_row *row)
{
    struct text words;

    TRY(sql_row_text(w, row, 3, &words));
    draft_add(context, words);
    draft_byte(context, '\n');
    return true;
}

static struct text plan_of(const struct sql_query *q)
{
    static const struct sql_value nulls[16];
    struct sql_connection *c;
    struct sql_query explain = { q->name, NULL, q->parameters };
    struct text text;
    struct draft plan;

    assert_ok(rig.w, work_format(rig.w, &text, "EXPLAIN QUERY PLAN %s", q->text));
    explain.text = text.at;
    assert_ok(rig.w, work_draft(rig.w, 4096, &plan));
    assert_ok(rig.w, sql_open(rig.w, &sql_driver_sqlite, rig.database, SQL_WRITE, &c));
    assert_ok(rig.w, sql_stream(rig.w, c, &explain, nulls, q->parameters, add_words, &plan));
    sql_close(&c);
    return draft_text(&plan);
}

static void prepare_all(const struct sql_query *const *queries, size_t count)
{
    for (size_t i = 0; i < count; i++)
        plan_of(queries[i]);
}

static void every_query_can_be_prepared(void **state)
{
    (void)state;
    prepare_all(subject_queries_all, subject_queries_count);
    prepare_all(disclosure_queries_all, disclosure_queries_count);
    prepare_all(retention_queries_all, retention_queries_count);
}

/* An erase takes the same time whatever else the database holds. */
static void an_erase_reads_no_table_from_end_to_end(void **state)
{
    static const struct sql_query *const queries[] = {
        &query_erase_count, &query_erase_intend_shred, &query_erase_intend_retention, &query_erase_cancel_outbox, &query_erase_take_over,
        &query_erase_settle_shred, &query_erase_settle_retention, &query_erase_once, &query_erase_keys, &query_outbox_due, &query_record_row,
        &query_sweep_due, &query_sweep_cancel_outbox, &query_reclaim_due,
    };
    size_t at;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(queries); i++) {
        struct text plan = plan_of(queries[i]), line;
        while (text_cut(&plan, '\n', &line))
            if (text_starts(line, TEXT("SCAN")) && !text_find(line, TEXT("USING"), &at) && !text_find(line, TEXT("CONSTANT"), &at))
                fail_msg("%s: %.*s", queries[i]->name, TEXT_ARGS(line));
    }
}

#define TESTED(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TESTED(every_query_can_be_prepared),
        TESTED(an_erase_reads_no_table_from_end_to_end),
    };

    return cmocka_run_group_tests_name("retention/queries", tests, NULL, NULL);
}
