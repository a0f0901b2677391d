/* The races that guards decide (design: the unit of work). Both lists of a pair are built from the same state and committed in both orders:
 * exactly one holds, the other conflicts, and its rerun sees the new state. The units are those of the rooms below, reduced to the rows and
 * versions that they read and write. */
#include "rig.h"

static struct rig rig;

static const struct sql_query live_subject = { "live_subject", "SELECT 1 FROM subject WHERE id = $1 AND version = $2 AND state = 0", 2 };
static const struct sql_query end_subject = { "end_subject", "UPDATE subject SET state = 1, version = version + 1 WHERE id = $1 AND version = $2", 2 };
static const struct sql_query insert_hold = {
    "insert_hold", "INSERT INTO hold (site, subject, reason, set_at, expires_at) VALUES ($1, $2, 1, 0, 1)", 2
};
static const struct sql_query sweep_row = { "sweep_row", "UPDATE retention SET state = 1 WHERE subject = $1 AND state = 0", 1 };
static const struct sql_query send_row = { "send_row", "UPDATE outbox SET attempts = attempts + 1 WHERE subject = $1 AND state = 0", 1 };
static const struct sql_query cancel_row = { "cancel_row", "UPDATE outbox SET state = 3 WHERE subject = $1 AND state = 0", 1 };
static const struct sql_query insert_record = {
    "insert_record",
    "INSERT INTO record (uid, site, subject, retention, channel, purpose, basis, region, region_source, policy_number, collected_at, fields, sealed)"
    " SELECT uid, $1, id, 1, 1, 1, 1, '', 0, 1, 0, uid, uid FROM subject WHERE id = $2", 2
};

static const struct sql_query insert_version = {
    "insert_version",
    "INSERT INTO policy_version (site, number, source, model_hash, posted_at, effective_at) VALUES ($1, $2, zeroblob(1), zeroblob(32), 0, $3)", 3
};
static int64_t effective_ms; /* of the version that is published */

/* What a unit reads before it decides. */
struct seen {
    int64_t subject, version, state, policy_number, holds_version, holds, waiting;
};

static struct seen look(struct rig_unit *u)
{
    static const struct sql_query q = {
        "look",
        "SELECT s.id, s.version, s.state, site.policy_number, site.holds_version, (SELECT count(*) FROM hold),"
        " (SELECT count(*) FROM outbox WHERE state = 0) FROM subject s, site", 0
    };
    struct seen seen;
    int64_t *const numbers[] = { &seen.subject, &seen.version, &seen.state, &seen.policy_number, &seen.holds_version, &seen.holds, &seen.waiting };
    struct sql_row row;

    assert_ok(u->w, sql_load(u->w, u->connection, &q, NULL, 0, &row));
    for (int i = 0; i < (int)COUNT_OF(numbers); i++)
        assert_ok(u->w, sql_row_number(u->w, &row, i, numbers[i]));
    return seen;
}

/* Each builds its list out of what it sees, or leaves it empty when there is nothing to do any more; true: it acts. */
static bool hold(struct rig_unit *u)
{
    struct seen s = look(u);

    assert_ok(u->w, LIST_WRITE(u->w, insert_hold, 1, NULL, STORE_NUMBER(rig.site.key), STORE_NUMBER(s.subject)));
    assert_ok(u->w, site_raise_holds(u->w, rig.site.key, s.holds_version));
    assert_ok(u->w, LIST_GUARD(u->w, live_subject, 1, STORE_NUMBER(s.subject), STORE_NUMBER(s.version)));
    return true;
}

static bool sweep(struct rig_unit *u)
{
    struct seen s = look(u);

    if (s.holds)
        return false;
    assert_ok(u->w, site_guard_holds(u->w, rig.site.key, s.holds_version));
    assert_ok(u->w, LIST_WRITE(u->w, sweep_row, 1, NULL, STORE_NUMBER(s.subject)));
    assert_ok(u->w, LIST_WRITE(u->w, rig_raise_subject, 1, NULL, STORE_NUMBER(s.subject), STORE_NUMBER(s.version)));
    return true;
}

static bool withdraw(struct rig_unit *u)
{
    struct seen s = look(u);

    assert_ok(u->w, LIST_WRITE(u->w, cancel_row, STORE_ANY_ROWS, NULL, STORE_NUMBER(s.subject)));
    assert_ok(u->w, LIST_WRITE(u->w, rig_raise_subject, 1, NULL, STORE_NUMBER(s.subject), STORE_NUMBER(s.version)));
    return true;
}

/* Claims the delivery; its second phase sends. A claim raises the version, so that who withdraws sees that it is on its way. */
static bool send_delivery(struct rig_unit *u)
{
    struct seen s = look(u);

    if (!s.waiting)
        return false;
    assert_ok(u->w, LIST_WRITE(u->w, send_row, 1, NULL, STORE_NUMBER(s.subject)));
    assert_ok(u->w, LIST_WRITE(u->w, rig_raise_subject, 1, NULL, STORE_NUMBER(s.subject), STORE_NUMBER(s.version)));
    return true;
}

static bool erase(struct rig_unit *u)
{
    struct seen s = look(u);

    assert_ok(u->w, LIST_WRITE(u->w, end_subject, 1, NULL, STORE_NUMBER(s.subject), STORE_NUMBER(s.version)));
    return true;
}

static bool collect_by_handle(struct rig_unit *u)
{
    struct seen s = look(u);

    if (s.state != 0)
        return false;
    assert_ok(u->w, LIST_WRITE(u->w, insert_record, 1, NULL, STORE_NUMBER(rig.site.key), STORE_NUMBER(s.subject)));
    assert_ok(u->w, LIST_WRITE(u->w, rig_raise_subject, 1, NULL, STORE_NUMBER(s.subject), STORE_NUMBER(s.version)));
    return true;
}

static bool end_contract(struct rig_unit *u)
{
    struct seen s = look(u);

    assert_ok(u->w, site_set_policy(u->w, rig.site.key, s.policy_number, s.policy_number + 1));
    assert_ok(u->w, LIST_WRITE(u->w, insert_version, 1, NULL, STORE_NUMBER(rig.site.key), STORE_NUMBER(s.policy_number + 1), STORE_NUMBER(effective_ms)));
    /* a delivery that is being sent was decided under the version before */
    assert_ok(u->w, LIST_GUARD(u->w, rig_guard_subject, 1, STORE_NUMBER(s.subject), STORE_NUMBER(s.version)));
    return true;
}

/* Decided under the policy that was read: its recipient has a contract. Version 2 has none. */
static bool disclose(struct rig_unit *u)
{
    struct seen s = look(u);

    if (s.policy_number > 1)
        return false;
    assert_ok(u->w, site_guard_policy(u->w, rig.site.key, s.policy_number));
    return send_delivery(u);
}

typedef bool (*act)(struct rig_unit *u);

static void begin(void)
{
    rig_open(&rig);
    rig_script(&rig, "UPDATE site SET policy_number = 1;"
                     "INSERT INTO subject (site, uid, handle, state, version, created_at) VALUES (1, zeroblob(16), zeroblob(16), 0, 1, 0);"
                     "INSERT INTO retention (site, subject, purpose, key_id, key_generation, trigger_kind, trigger_at, due_at, state)"
                     " VALUES (1, 1, 1, zeroblob(16), 1, 1, 0, 1, 0);"
                     "INSERT INTO outbox (uid, site, record, subject, place, state, attempts, due_at, created_at, outcome)"
                     " VALUES (zeroblob(16), 1, 1, 1, 0, 0, 0, 0, 0, 0);");
}

/* `rerun_acts`: whether the second still has something to do when it sees what the first did. */
static void race(act first, act second, bool rerun_acts)
{
    for (int together = 0; together < 2; together++) {
        struct rig_unit *units[2];

        begin();
        units[0] = rig_unit(&rig);
        units[1] = rig_unit(&rig);
        assert_true(first(units[0]));
        assert_true(second(units[1]));
        if (together)
            rig_group(&rig, units, 2);
        else
            (void)rig_commit(&rig, units[0]), (void)rig_commit(&rig, units[1]);
        assert_string_equal(error_name(units[0]->w->err.code), "NONE");
        assert_string_equal(error_name(units[1]->w->err.code), "CONFLICT");
        rig_again(units[1]);
        assert_int_equal(second(units[1]), rerun_acts);
        assert_string_equal(error_name(rig_commit(&rig, units[1])), "NONE");
        rig_close(&rig);
    }
}

static void a_hold_and_a_sweep_exclude_each_other(void **state)
{
    (void)state;
    race(hold, sweep, false); /* held: the sweep leaves it */
    race(sweep, hold, true);
}

static void a_withdrawal_and_a_sending_exclude_each_other(void **state)
{
    (void)state;
    race(withdraw, send_delivery, false); /* cancelled: not sent */
    race(send_delivery, withdraw, true);
}

static void an_erase_and_a_collect_by_handle_exclude_each_other(void **state)
{
    (void)state;
    race(erase, collect_by_handle, false); /* the subject is gone */
    race(collect_by_handle, erase, true);  /* the erase takes the new record too */
}

static void the_end_of_a_contract_and_a_disclosure_exclude_each_other(void **state)
{
    (void)state;
    race(end_contract, disclose, false); /* no contract any more */
    race(disclose, end_contract, true);
}

static void what_is_published_for_a_later_day_holds_up_nothing_today(void **state)
{
    struct rig_unit *units[2];

    (void)state;
    begin();
    units[0] = rig_unit(&rig);
    units[1] = rig_unit(&rig);
    effective_ms = units[1]->w->now.ms + 1;
    assert_true(end_contract(units[0]));
    assert_true(disclose(units[1]));
    assert_string_equal(error_name(rig_commit(&rig, units[0])), "NONE");
    assert_string_equal(error_name(rig_commit(&rig, units[1])), "NONE");
    units[1] = rig_unit(&rig);
    units[1]->w->now.ms++; /* the day has come */
    assert_ok(units[1]->w, site_guard_policy(units[1]->w, rig.site.key, 1));
    assert_string_equal(error_name(rig_commit(&rig, units[1])), "CONFLICT");
    effective_ms = 0;
    rig_close(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hold_and_a_sweep_exclude_each_other),
        cmocka_unit_test(a_withdrawal_and_a_sending_exclude_each_other),
        cmocka_unit_test(an_erase_and_a_collect_by_handle_exclude_each_other),
        cmocka_unit_test(the_end_of_a_contract_and_a_disclosure_exclude_each_other),
        cmocka_unit_test(what_is_published_for_a_later_day_holds_up_nothing_today),
    };

    return cmocka_run_group_tests_name("store/races", tests, NULL, NULL);
}
