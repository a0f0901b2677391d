/* The small tables that the store keeps: site, facts, once, refusals, pulses. */
#include "rig.h"

#include "store/facts.h"
#include "store/once.h"
#include "store/pulse.h"
#include "store/receipts.h"
#include "store/refusals.h"

static struct rig rig;

static int setup(void **state)
{
    (void)state;
    rig_open(&rig);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    rig_close(&rig);
    return 0;
}

static void a_site_keeps_its_id_and_its_origin(void **state)
{
    struct site_id uid = rig.site.uid;
    struct site_row row;
    struct sql_connection *c;

    (void)state;
    rig_restart(&rig);
    assert_true(id_equal(uid.id, rig.site.uid.id));
    assert_int_equal(rig.site.policy_number, 0);
    assert_ok(rig.w, sql_open(rig.w, &sql_driver_sqlite, rig.database, SQL_WRITE, &c));
    assert_error(rig.w, ERR_INVALID, site_row_open(rig.w, c, TEXT("hikari"), TEXT("elsewhere/log"), &row));
    assert_non_null(strstr(rig.w->err.message, "was begun under the origin www.hikari.example/privacy/log and cannot go on as elsewhere/log"));
    assert_error(rig.w, ERR_NOT_FOUND, site_row_load(rig.w, c, TEXT("other"), &row));
    sql_close(&c);
}

static void facts_are_found_by_position_type_and_time(void **state)
{
    struct rig_unit *u = rig_unit(&rig);
    struct fact_row row;
    int64_t count;

    (void)state;
    for (int i = 0; i < 3; i++) {
        struct fact fact = rig_fact(u, i);
        fact.at.ms += i;
        assert_ok(u->w, list_fact(u->w, fact, NULL));
    }
    assert_int_equal(rig_commit(&rig, u), ERR_NONE);
    rig_again(u);
    assert_ok(u->w, facts_load(u->w, rig.site.key, 1, &row));
    assert_int_equal(row.fact.number, 1);
    assert_ok(u->w, facts_newest(u->w, rig.site.key, FACT_COLLECTED, &row));
    assert_int_equal(row.position, 2);
    assert_ok(u->w, facts_newest(u->w, rig.site.key, FACT_SWEPT, &row));
    assert_int_equal(row.position, -1);
    assert_ok(u->w, facts_count_since(u->w, rig.site.key, FACT_COLLECTED, (struct instant){ u->w->now.ms + 1 }, &count));
    assert_int_equal(count, 2);
    assert_error(u->w, ERR_NOT_FOUND, facts_load(u->w, rig.site.key, 3, &row));
}

static void a_receipt_ends_with_its_fact_row(void **state)
{
    struct rig_unit *u = rig_unit(&rig);
    struct receipt receipt;

    (void)state;
    rig_subject(&rig, u, 1);
    assert_int_equal(rig_commit(&rig, u), ERR_NONE);
    rig_script(&rig, "DELETE FROM fact");
    rig_again(u);
    assert_error(u->w, ERR_NOT_FOUND, receipt_make(u->w, rig.pipeline, rig.vault, 0, &receipt));
    assert_non_null(strstr(u->w->err.message, "no longer kept"));
}

static void an_older_snapshot_still_gets_a_receipt_that_verifies(void **state)
{
    struct rig_unit *first = rig_unit(&rig), *old, *next = rig_unit(&rig);
    struct ledger_head head;
    struct receipt receipt;

    (void)state;
    rig_subject(&rig, first, 1);
    assert_int_equal(rig_commit(&rig, first), ERR_NONE);
    old = rig_unit(&rig);
    assert_ok(old->w, facts_head(old->w, &(struct tile_table){ old->w->snapshot, 1 }, &head)); /* the first read pins the snapshot */
    rig_subject(&rig, next, 2);
    assert_int_equal(rig_commit(&rig, next), ERR_NONE); /* the newest head is now larger than what `old` can prove */
    assert_ok(old->w, receipt_make(old->w, rig.pipeline, rig.vault, 0, &receipt));
    assert_ok(old->w, receipt_verify(old->w, &receipt, &head));
    assert_int_equal(head.size, 1);
}

static const uint8_t hash[32] = { 7 }, body[32] = { 8 };

static void add_once(struct rig_unit *u, int64_t subject, int minutes)
{
    const struct once_new o = {
        .kind = ONCE_IDEMPOTENCY,
        .hash = text_of_bytes(hash, 32),
        .body = text_of_bytes(body, 32),
        .subject = STORE_NUMBER(subject),
        .position = STORE_OF(STORE_POSITION, 0),
        .expires_at = instant_add(u->w->now, SPAN_MINUTES(minutes)),
    };

    assert_ok(u->w, list_fact(u->w, rig_fact(u, subject), NULL));
    assert_ok(u->w, once_add(u->w, rig.site.key, &o));
}

static void what_may_happen_once_conflicts_the_second_time_and_is_then_found(void **state)
{
    struct rig_unit *units[2] = { rig_unit(&rig), rig_unit(&rig) };
    struct once once;
    bool found;

    (void)state;
    add_once(units[0], 5, 10);
    add_once(units[1], 6, 10);
    rig_group(&rig, units, 2);
    assert_int_equal(units[0]->w->err.code, ERR_NONE);
    assert_int_equal(units[1]->w->err.code, ERR_CONFLICT);
    rig_again(units[1]);
    assert_ok(units[1]->w, once_find(units[1]->w, rig.site.key, ONCE_IDEMPOTENCY, hash, &once, &found));
    assert_true(found);
    assert_int_equal(once.subject, 5);
    assert_int_equal(once.position, 0);
    assert_memory_equal(once.body, body, 32);
    assert_false(once.used);
    assert_ok(units[1]->w, once_find(units[1]->w, rig.site.key, ONCE_RECEIPT, hash, &once, &found));
    assert_false(found);
}

static void what_is_past_its_time_counts_as_absent_and_is_swept(void **state)
{
    struct rig_unit *u = rig_unit(&rig), *later = rig_unit(&rig);
    struct once_sweep sweep = { .site = rig.site.key, .limit = 1 };
    enum task_next next;
    struct once once;
    bool found;

    (void)state;
    add_once(u, 5, 10);
    assert_int_equal(rig_commit(&rig, u), ERR_NONE);
    later->w->now = instant_add(later->w->now, SPAN_MINUTES(10));
    rig_again(later);
    assert_ok(later->w, once_find(later->w, rig.site.key, ONCE_IDEMPOTENCY, hash, &once, &found));
    assert_false(found);
    add_once(later, 6, 10);
    assert_int_equal(rig_commit(&rig, later), ERR_NONE);
    assert_int_equal(rig_number(&rig, "SELECT subject FROM once"), 6);
    rig_again(later);
    assert_ok(later->w, once_sweep_step(later->w, &sweep, 0, &next));
    assert_int_equal(next, TASK_END); /* nothing is due */
    later->w->now = instant_add(later->w->now, SPAN_MINUTES(10));
    rig_again(later);
    assert_ok(later->w, once_sweep_step(later->w, &sweep, 0, &next));
    assert_int_equal(next, TASK_COMMIT);
    assert_true(sweep.more);
    assert_int_equal(rig_commit(&rig, later), ERR_NONE);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM once"), 0);
}

static void a_receipt_path_is_used_once(void **state)
{
    struct rig_unit *u = rig_unit(&rig), *units[2];

    (void)state;
    add_once(u, 5, 10);
    assert_int_equal(rig_commit(&rig, u), ERR_NONE);
    for (int i = 0; i < 2; i++) {
        units[i] = rig_unit(&rig);
        assert_ok(units[i]->w, once_use(units[i]->w, rig.site.key, ONCE_IDEMPOTENCY, hash));
    }
    rig_group(&rig, units, 2);
    assert_int_equal(units[0]->w->err.code, ERR_NONE);
    assert_int_equal(units[1]->w->err.code, ERR_CONFLICT);
}

static void refuse(int channel, int reason, int times)
{
    struct rig_unit *u = rig_unit(&rig);

    assert_ok(u->w, refusal_count(u->w, rig.site.key, channel, reason, times));
    assert_int_equal(rig_commit(&rig, u), ERR_NONE);
}

static struct rig_unit *fold(struct refusal_fold *f, int minutes, enum task_next expected)
{
    struct rig_unit *u = rig_unit(&rig);
    enum task_next next;

    u->w->now = instant_add(u->w->now, SPAN_MINUTES(minutes));
    assert_ok(u->w, refusal_fold_step(u->w, f, 0, &next));
    assert_int_equal(next, expected);
    return u;
}

static void refusals_are_folded_when_their_minute_is_over(void **state)
{
    struct refusal_fold f = { .site = rig.site.key, .policy_number = 3 };
    struct fact_row row;
    struct rig_unit *u;

    (void)state;
    refuse(1, 2, 1);
    refuse(1, 2, 4);
    refuse(2, 2, 1); /* another channel, the same reason */
    refuse(1, 3, 1);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM refusal"), 3);
    fold(&f, 0, TASK_END);
    u = fold(&f, 1, TASK_COMMIT);
    assert_int_equal(f.folded, 2);
    assert_false(f.more);
    assert_int_equal(rig_commit(&rig, u), ERR_NONE);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM refusal"), 0);
    rig_again(u);
    assert_ok(u->w, facts_load(u->w, rig.site.key, 0, &row));
    assert_int_equal(row.fact.type, FACT_REFUSALS);
    assert_int_equal(row.fact.outcome, 2);
    assert_int_equal(row.fact.number, 6);
    assert_int_equal(row.fact.at.ms % 60000, 0);
    rig_check_log(&rig);
}

static void a_refusal_that_comes_late_is_not_lost_by_the_fold(void **state)
{
    struct refusal_fold f = { .site = rig.site.key };
    struct rig_unit *u;

    (void)state;
    refuse(1, 2, 1);
    u = fold(&f, 1, TASK_COMMIT);
    refuse(1, 2, 1); /* of a unit that began in that minute */
    assert_int_equal(rig_commit(&rig, u), ERR_CONFLICT);
    u = fold(&f, 1, TASK_COMMIT);
    assert_int_equal(rig_commit(&rig, u), ERR_NONE);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM refusal"), 0);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM fact"), 1);
}

static void a_pulse_is_the_newest_one(void **state)
{
    struct rig_unit *u = rig_unit(&rig);
    struct pulse pulse;

    (void)state;
    assert_ok(u->w, pulse_find(u->w, rig.site.key, "retention", &pulse));
    assert_int_equal(pulse.at.ms, 0);
    assert_ok(u->w, list_fact(u->w, rig_fact(u, 1), NULL));
    assert_ok(u->w, pulse_write(u->w, rig.site.key, "retention", 4, STORE_NULL));
    assert_ok(u->w, pulse_write(u->w, rig.site.key, "retention", 5, STORE_OF(STORE_POSITION, 0)));
    assert_int_equal(rig_commit(&rig, u), ERR_NONE);
    rig_again(u);
    assert_ok(u->w, pulse_find(u->w, rig.site.key, "retention", &pulse));
    assert_int_equal(pulse.at.ms, u->w->now.ms);
    assert_int_equal(pulse.number, 5);
    assert_int_equal(pulse.position, 0);
}

#define ON_RIG(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_RIG(a_site_keeps_its_id_and_its_origin),
        ON_RIG(facts_are_found_by_position_type_and_time),
        ON_RIG(a_receipt_ends_with_its_fact_row),
        ON_RIG(an_older_snapshot_still_gets_a_receipt_that_verifies),
        ON_RIG(what_may_happen_once_conflicts_the_second_time_and_is_then_found),
        ON_RIG(what_is_past_its_time_counts_as_absent_and_is_swept),
        ON_RIG(a_receipt_path_is_used_once),
        ON_RIG(refusals_are_folded_when_their_minute_is_over),
        ON_RIG(a_refusal_that_comes_late_is_not_lost_by_the_fold),
        ON_RIG(a_pulse_is_the_newest_one),
    };

    return cmocka_run_group_tests_name("store/tables", tests, NULL, NULL);
}
