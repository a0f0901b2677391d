#include "assurance_queries.h"
#include "collect_queries.h"
#include "disclosure_queries.h"
#include "mail_queries.h"
#include "retention_queries.h"
#include "store_queries.h"
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

/* All of these rows are of one site: an index that is entered by the site alone is the whole table. The names of indexes begin with the table's. */
static bool walks_a_big_table(struct text line)
{
    static const char *const big[] = { "record", "retention", "subject", "outbox", "once", "shred", "fact" };
    bool by_site = text_ends(line, TEXT("(site=?)")) || text_ends(line, TEXT("(site=? AND kind=?)"));
    char words[64];
    size_t at;

    for (size_t i = 0; i < COUNT_OF(big); i++) {
        struct draft d = draft_in(words, sizeof words);
        draft_addf(&d, "INDEX %s_", big[i]);
        if (by_site && text_find(line, draft_text(&d), &at))
            return true;
    }
    return by_site && text_find(line, TEXT("once USING PRIMARY KEY"), &at);
}

/* What reads everything, because that is what it is for: verify, and once at a start. */
static bool may_walk(const struct sql_query *q)
{
    return text_starts(text_of(q->name), TEXT("verify_")) || q == &query_shred_settled || q == &query_restored_live || q == &query_promise_outbox;
}

static void check_plans(const struct sql_query *const *queries, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct text plan = plan_of(queries[i]), line;
        while (!may_walk(queries[i]) && text_cut(&plan, '\n', &line))
            if (walks_a_big_table(line))
                fail_msg("%s: %.*s; write +site = $1, so that the index of what is asked for is taken", queries[i]->name, TEXT_ARGS(line));
    }
}

static void no_query_goes_through_all_rows_of_a_site(void **state)
{
    (void)state;
    check_plans(store_queries_all, store_queries_count);
    check_plans(subject_queries_all, subject_queries_count);
    check_plans(collect_queries_all, collect_queries_count);
    check_plans(disclosure_queries_all, disclosure_queries_count);
    check_plans(retention_queries_all, retention_queries_count);
    check_plans(assurance_queries_all, assurance_queries_count);
}

/* The newest rows are read from the end of their table, not sorted out of all of it. */
static void the_newest_rows_are_not_sorted_for(void **state)
{
    static const struct sql_query *const queries[] = {
        &query_promise_records, &query_promise_sealed, &query_promise_retentions, &query_promise_undelivered, &query_promise_shared_keys,
        &query_promise_destroyed, &query_sweep_due, &query_recompute_batch, &query_outbox_due, &query_reclaim_due,
    };
    size_t at;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(queries); i++)
        if (text_find(plan_of(queries[i]), TEXT("FOR ORDER BY"), &at))
            fail_msg("%s sorts", queries[i]->name);
}

#define TESTED(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TESTED(every_query_can_be_prepared),
        TESTED(an_erase_reads_no_table_from_end_to_end),
        TESTED(no_query_goes_through_all_rows_of_a_site),
        TESTED(the_newest_rows_are_not_sorted_for),
    };

    return cmocka_run_group_tests_name("retention/queries", tests, NULL, NULL);
}
