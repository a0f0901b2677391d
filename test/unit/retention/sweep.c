#include "retention/sweep.h"

#include "base/teeth.h"
#include "policy/retention_due.h"
#include "retention/watch.h"
#include "subject/erase.h"
#include "subject/hold.h"
#include "subject/site_rig.h"

#include <stdio.h>

static struct site_rig rig;
static struct instant due;
static struct rig_person person;

static int begin(void **state)
{
    (void)state;
    rig_open(&rig);
    due = instant_add(rig.now, SPAN_DAYS(30));
    person = rig_collect(&rig, RIG_SUPPORT, due.ms, "My camera does not focus.");
    rig_script(&rig, "INSERT INTO pulse (site, mechanism, at, number) VALUES (1, 'retention.recompute', 0, 1)"); /* dates are those of version 1 */
    return 0;
}

static int end(void **state)
{
    (void)state;
    rig_close(&rig);
    return 0;
}

static bool readable(const struct rig_person *p)
{
    return vault_key_status(rig.vault, p->key) == VAULT_OK;
}

static struct slice sweep_at(struct instant at)
{
    rig.now = at;
    return rig_slice(&rig, sweep_step, 10);
}

static struct instant before(struct instant at)
{
    return (struct instant){ at.ms - 1 };
}

static int64_t clock_latch(void)
{
    return rig_number(&rig, "SELECT coalesce(max(number), -1) FROM pulse WHERE mechanism = 'retention.clock'");
}

static void nothing_goes_a_millisecond_too_early_and_everything_when_it_is_due(void **state)
{
    (void)state;
    sweep_at(before(due));
    assert_true(readable(&person));
    assert_int_equal(rig_facts(&rig, FACT_SWEPT), 0);
    assert_int_equal(sweep_at(due).done, 1);
    assert_false(readable(&person));
    assert_int_equal(rig_facts(&rig, FACT_SWEPT), 1);
    assert_int_equal(rig_number(&rig, "SELECT state FROM retention"), 2);
    assert_int_equal(rig_number(&rig, "SELECT state FROM shred WHERE reason = 1"), 2);
}

static void what_has_no_date_stays(void **state)
{
    struct rig_person p = rig_collect(&rig, RIG_NEWSLETTER, RIG_NO_DATE, "News, please.");

    (void)state;
    sweep_at(instant_add(due, SPAN_DAYS(10000)));
    assert_false(readable(&person));
    assert_true(readable(&p));
}

static void the_other_purposes_of_a_person_stay(void **state)
{
    struct rig_person p = rig_collect_again(&rig, &person, RIG_NEWSLETTER, RIG_NO_DATE);

    (void)state;
    sweep_at(due);
    assert_false(readable(&person));
    assert_true(readable(&p));
    while (rig_slice(&rig, reclaim_step, 10).more)
        ;
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM record"), 1);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM subject"), 1);
}

static void a_delivery_of_what_was_swept_is_cancelled(void **state)
{
    (void)state;
    sweep_at(due);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM outbox WHERE state = 3"), 1);
    assert_int_equal(rig_facts(&rig, FACT_DELIVERY_CANCELLED), 1);
}

static void the_sweep_says_once_a_day_that_it_lives(void **state)
{
    struct instant first = instant_add(rig.now, SPAN_HOURS(1));

    (void)state;
    sweep_at(first);
    assert_int_equal(rig_facts(&rig, FACT_SWEEP_RUN), 1);
    sweep_at(before(instant_add(first, SPAN_HOURS(24))));
    assert_int_equal(rig_facts(&rig, FACT_SWEEP_RUN), 1);
    sweep_at(instant_add(first, SPAN_HOURS(24)));
    assert_int_equal(rig_facts(&rig, FACT_SWEEP_RUN), 2);
    assert_int_equal(rig_number(&rig, "SELECT number FROM pulse WHERE mechanism = 'retention.sweep'"), 0);
    sweep_at(due);
    assert_int_equal(rig_facts(&rig, FACT_SWEEP_RUN), 3);
    assert_int_equal(rig_number(&rig, "SELECT number FROM pulse WHERE mechanism = 'retention.sweep'"), 1);
    assert_int_equal(rig_number(&rig, "SELECT position FROM pulse WHERE mechanism = 'retention.sweep'"),
                     rig_number(&rig, "SELECT max(position) FROM fact WHERE type = 16"));
}

static void a_slice_takes_no_more_than_it_may_and_says_so(void **state)
{
    struct slice slice;

    (void)state;
    for (int i = 0; i < 4; i++)
        rig_collect(&rig, RIG_SUPPORT, due.ms + i, "One more.");
    rig.now = instant_add(due, SPAN_DAYS(1));
    slice = rig_slice(&rig, sweep_step, 3);
    assert_true(slice.more);
    assert_int_equal(slice.done, 3);
    assert_int_equal(rig_number(&rig, "SELECT max(due_at) FROM retention WHERE state = 2"), due.ms + 1); /* the longest due first */
    slice = rig_slice(&rig, sweep_step, 3);
    assert_false(slice.more);
    assert_int_equal(rig_facts(&rig, FACT_SWEPT), 5);
}

/* --- holds ------------------------------------------------------------------------------------------------------------------------------- */

static bool hold_step(struct work *w, void *until, int phase, enum task_next *out_next)
{
    struct subject s;

    *out_next = phase == 0 ? TASK_COMMIT : TASK_END;
    if (phase > 0)
        return true;
    TRY(subject_load_key(w, person.subject, &s));
    TRY(list_open(w));
    return hold_set(w, &s, HOLD_LEGAL_CLAIM, *(struct instant *)until, NULL, NULL);
}

static void hold_until(struct instant until)
{
    assert_ended(rig_run(&rig, (struct rig_task){ .step = hold_step, .state = &until }));
}

static void what_is_held_stays_until_the_hold_ends(void **state)
{
    struct instant until = instant_add(due, SPAN_DAYS(5));

    (void)state;
    hold_until(until);
    sweep_at(before(until));
    assert_true(readable(&person));
    sweep_at(until);
    assert_false(readable(&person));
}

static void nothing_is_left_of_who_was_held_once(void **state)
{
    struct instant until = instant_add(due, SPAN_DAYS(5));

    (void)state;
    hold_until(until);
    sweep_at(until);
    assert_false(readable(&person));
    while (rig_slice(&rig, reclaim_step, 10).more)
        ;
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM subject"), 0); /* nobody ended the hold: it ended by itself */
}

static bool site_hold_step(struct work *w, void *until, int phase, enum task_next *out_next)
{
    *out_next = phase == 0 ? TASK_COMMIT : TASK_END;
    return phase > 0 || (list_open(w) && hold_set(w, NULL, HOLD_ORDER, *(struct instant *)until, NULL, NULL));
}

static void a_hold_on_the_whole_site_keeps_everybody(void **state)
{
    struct instant until = instant_add(due, SPAN_DAYS(5));

    (void)state;
    assert_ended(rig_run(&rig, (struct rig_task){ .step = site_hold_step, .state = &until }));
    assert_int_equal(sweep_at(before(until)).done, 0);
    assert_true(readable(&person));
    assert_int_equal(rig_facts(&rig, FACT_SWEEP_RUN), 1); /* it lives all the same */
    assert_int_equal(sweep_at(until).done, 1);
    assert_false(readable(&person));
}

static void hold_between(struct site_rig *r, int phase, int rerun)
{
    (void)r;
    if (phase == 0 && rerun == 0)
        hold_until(instant_add(due, SPAN_DAYS(5)));
}

static void a_hold_set_while_the_sweep_decides_wins(void **state)
{
    struct slice slice = { .services = &rig.services, .vault = rig.vault };

    (void)state;
    rig.now = due;
    assert_ended(rig_run(&rig, (struct rig_task){ .step = sweep_step, .state = &slice, .between = hold_between }));
    assert_int_equal(pipeline_counters(rig.pipeline).conflicts, 1);
    assert_true(readable(&person));
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM shred"), 0);
}

static void contact_between(struct site_rig *r, int phase, int rerun)
{
    char sql[160];

    if (phase != 0 || rerun != 0)
        return;
    snprintf(sql, sizeof sql, "UPDATE retention SET trigger_at = %lld, due_at = %lld", (long long)due.ms, (long long)instant_add(due, SPAN_DAYS(30)).ms);
    rig_script(r, sql);
}

static void a_new_contact_while_the_sweep_decides_keeps_the_data(void **state)
{
    struct slice slice = { .services = &rig.services, .vault = rig.vault };

    (void)state;
    rig.now = due;
    assert_ended(rig_run(&rig, (struct rig_task){ .step = sweep_step, .state = &slice, .between = contact_between }));
    assert_true(readable(&person));
    assert_int_equal(rig_number(&rig, "SELECT state FROM retention"), 0);
}

static void erase_between(struct site_rig *r, int phase, int rerun)
{
    struct erasure e = { .handle = person.handle, .vault = r->vault };

    if (phase == 1 && rerun == 0)
        assert_ended(rig_run(r, (struct rig_task){ .step = erase_step, .state = &e }));
}

static void an_erase_that_comes_while_the_sweep_destroys_counts_alone(void **state)
{
    struct slice slice = { .services = &rig.services, .vault = rig.vault };

    (void)state;
    rig.now = due;
    assert_ended(rig_run(&rig, (struct rig_task){ .step = sweep_step, .state = &slice, .between = erase_between }));
    assert_int_equal(rig_facts(&rig, FACT_ERASED), 1);
    assert_int_equal(rig_facts(&rig, FACT_SWEPT), 0);
    assert_false(readable(&person));
}

static void a_crash_between_intent_and_destruction_is_finished_by_the_resume(void **state)
{
    struct slice slice = { .services = &rig.services, .vault = rig.vault };

    (void)state;
    rig.now = due;
    rig_run(&rig, (struct rig_task){ .step = sweep_step, .state = &slice, .dies = true, .dies_at = 1 });
    rig_restart(&rig);
    assert_int_equal(rig_facts(&rig, FACT_SWEPT), 0);
    rig_slice(&rig, shred_resume_step, 10);
    assert_int_equal(rig_facts(&rig, FACT_SWEPT), 1);
    assert_int_equal(rig_number(&rig, "SELECT state FROM retention"), 2);
}

/* --- the clock --------------------------------------------------------------------------------------------------------------------------- */

static void a_clock_that_was_set_back_stops_the_sweep_and_says_so(void **state)
{
    struct instant future = instant_add(due, SPAN_DAYS(365));

    (void)state;
    rig.now = future;
    rig_collect(&rig, RIG_SUPPORT, RIG_NO_DATE, "From the future."); /* a commit of next year */
    sweep_at(instant_add(future, SPAN_SECONDS(-61)));
    assert_true(readable(&person));
    assert_int_equal(clock_latch(), future.ms);
    for (int i = 0; i < 3; i++) /* what is committed meanwhile hides nothing */
        rig_collect(&rig, RIG_SUPPORT, RIG_NO_DATE, "Of now.");
    rig_script(&rig, "DELETE FROM commit_group WHERE id < (SELECT max(id) FROM commit_group)"); /* nor what is trimmed */
    for (int i = 0; i < 2; i++)
        sweep_at(before(future));
    assert_true(readable(&person));
    assert_int_equal(clock_latch(), future.ms);
    sweep_at(future); /* the clock has caught up: first the latch opens, then the sweep goes on */
    assert_int_equal(clock_latch(), 0);
    sweep_at(future);
    assert_false(readable(&person));
}

static void a_minute_back_is_no_jump(void **state)
{
    struct instant future = instant_add(due, SPAN_DAYS(365));

    (void)state;
    rig.now = future;
    rig_collect(&rig, RIG_SUPPORT, RIG_NO_DATE, "From the future.");
    sweep_at(instant_add(future, SPAN_SECONDS(-60)));
    assert_false(readable(&person));
}

static bool confirm_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    (void)state;
    *out_next = phase == 0 ? TASK_COMMIT : TASK_END;
    if (phase > 0)
        return true;
    TRY(list_open(w));
    return watch_confirm(w);
}

static void an_operator_may_confirm_the_clock(void **state)
{
    (void)state;
    rig.now = instant_add(due, SPAN_DAYS(365));
    rig_collect(&rig, RIG_SUPPORT, RIG_NO_DATE, "From the future.");
    sweep_at(due);
    sweep_at(due);
    assert_true(readable(&person));
    assert_ended(rig_run(&rig, (struct rig_task){ .step = confirm_step }));
    sweep_at(due);
    assert_false(readable(&person));
}

/* --- plan and policy --------------------------------------------------------------------------------------------------------------------- */

struct plan {
    struct instant at;
    struct sweep_line lines[4];
    size_t count;
};

static bool plan_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    struct plan *p = state;

    (void)phase;
    *out_next = TASK_END;
    return sweep_plan(w, p->at, p->lines, COUNT_OF(p->lines), &p->count);
}

static void the_plan_counts_what_would_go_and_removes_nothing(void **state)
{
    struct plan p = { .at = instant_add(due, SPAN_DAYS(1)) };

    (void)state;
    rig_collect(&rig, RIG_SUPPORT, due.ms + 5, "Later.");
    rig_collect(&rig, RIG_NEWSLETTER, due.ms + 7, "Other.");
    rig_collect(&rig, RIG_NEWSLETTER, p.at.ms + 1, "Too young.");
    hold_until(instant_add(due, SPAN_DAYS(5)));
    assert_ended(rig_run(&rig, (struct rig_task){ .step = plan_step, .state = &p }));
    assert_int_equal(p.count, 2);
    assert_int_equal(p.lines[0].purpose, RIG_SUPPORT);
    assert_int_equal(p.lines[0].keys, 1);
    assert_int_equal(p.lines[0].records, 1);
    assert_int_equal(p.lines[0].held, 1);
    assert_int_equal(p.lines[0].oldest.ms, due.ms);
    assert_int_equal(p.lines[1].purpose, RIG_NEWSLETTER);
    assert_int_equal(p.lines[1].keys, 1);
    assert_int_equal(p.lines[1].held, 0);
    assert_true(readable(&person));
    p.at = before(due);
    assert_ended(rig_run(&rig, (struct rig_task){ .step = plan_step, .state = &p }));
    assert_int_equal(p.count, 0);
}

static void publish(int64_t number)
{
    char sql[200];

    snprintf(sql, sizeof sql,
             "INSERT INTO policy_version (site, number, source, model_hash, posted_at, effective_at) VALUES (1, %lld, zeroblob(1), zeroblob(32), 0, 0)",
             (long long)number);
    rig_script(&rig, sql);
    rig.version.number = number;
}

static int64_t due_of(struct rig_person *p)
{
    char sql[80];

    snprintf(sql, sizeof sql, "SELECT coalesce(due_at, -1) FROM retention WHERE id = %lld", (long long)p->retention);
    return rig_number(&rig, sql);
}

static void a_new_version_dates_everything_anew_and_nothing_goes_meanwhile(void **state)
{
    struct rig_person other = rig_collect(&rig, RIG_NEWSLETTER, RIG_NO_DATE, "News, please.");
    struct instant collected = rig.now, expected;
    struct slice slice;

    (void)state;
    rig.purposes[0].keep = (struct retention_rule){ .trigger = TRIGGER_LAST_CONTACT, .count = 5, .unit = PERIOD_DAYS };
    rig.purposes[1].keep = (struct retention_rule){ .trigger = TRIGGER_COLLECTED, .count = 2, .unit = PERIOD_DAYS };
    assert_true(retention_due(&rig.purposes[0].keep, &(struct retention_history){ .since = collected }, zone_utc, &expected));
    publish(2);
    sweep_at(expected);
    assert_true(readable(&person)); /* it is due by version 2, and its date still says version 1 */
    slice = rig_slice(&rig, retention_recompute_step, 1);
    assert_true(slice.more);
    assert_int_equal(due_of(&person), expected.ms);
    assert_int_equal(due_of(&other), -1);
    sweep_at(expected);
    assert_true(readable(&person));
    while (rig_slice(&rig, retention_recompute_step, 1).more)
        ;
    assert_true(due_of(&other) > 0);
    assert_int_equal(rig_number(&rig, "SELECT number FROM pulse WHERE mechanism = 'retention.recompute'"), 2);
    assert_false(rig_slice(&rig, retention_recompute_step, 1).more);
    sweep_at(before(expected));
    assert_true(readable(&person));
    assert_false(readable(&other));
    sweep_at(expected);
    assert_false(readable(&person));
}

static void a_new_version_puts_no_end_off(void **state)
{
    int64_t promised = due_of(&person);

    (void)state;
    rig.purposes[0].keep = (struct retention_rule){ .trigger = TRIGGER_LAST_CONTACT, .count = 36, .unit = PERIOD_MONTHS };
    publish(2);
    while (rig_slice(&rig, retention_recompute_step, 64).more)
        ;
    assert_int_equal(due_of(&person), promised);
    rig.purposes[0].keep = (struct retention_rule){ .trigger = TRIGGER_WITHDRAWN };
    publish(3);
    while (rig_slice(&rig, retention_recompute_step, 64).more)
        ;
    assert_int_equal(due_of(&person), promised);
}

static void a_purpose_that_a_version_drops_keeps_its_date(void **state)
{
    (void)state;
    rig.version.policy.purpose_count = 0;
    publish(2);
    rig_slice(&rig, retention_recompute_step, 10);
    assert_int_equal(due_of(&person), due.ms);
}

static void publish_between(struct site_rig *r, int phase, int rerun)
{
    (void)r;
    if (phase == 0 && rerun == 0)
        publish(2);
}

static void a_version_published_while_the_sweep_decides_stops_it(void **state)
{
    struct slice slice = { .services = &rig.services, .vault = rig.vault };

    (void)state;
    rig.now = due;
    assert_ended(rig_run(&rig, (struct rig_task){ .step = sweep_step, .state = &slice, .between = publish_between }));
    assert_true(readable(&person));
}

static void without_a_policy_nothing_is_swept(void **state)
{
    (void)state;
    rig.version.number = 0;
    sweep_at(due);
    assert_true(readable(&person));
}

#ifdef PRIVACYD_TEETH
static void an_idle_sweep_leaves_data_and_pulse_as_they_were(void **state)
{
    (void)state;
    tooth_pull(TOOTH_RETENTION_SWEEP);
    sweep_at(due);
    tooth_restore(TOOTH_RETENTION_SWEEP);
    assert_true(readable(&person));
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM pulse WHERE mechanism = 'retention.sweep'"), 0);
}
#endif

#define TESTED(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TESTED(nothing_goes_a_millisecond_too_early_and_everything_when_it_is_due),
        TESTED(what_has_no_date_stays),
        TESTED(the_other_purposes_of_a_person_stay),
        TESTED(a_delivery_of_what_was_swept_is_cancelled),
        TESTED(the_sweep_says_once_a_day_that_it_lives),
        TESTED(a_slice_takes_no_more_than_it_may_and_says_so),
        TESTED(what_is_held_stays_until_the_hold_ends),
        TESTED(nothing_is_left_of_who_was_held_once),
        TESTED(a_hold_on_the_whole_site_keeps_everybody),
        TESTED(a_hold_set_while_the_sweep_decides_wins),
        TESTED(a_new_contact_while_the_sweep_decides_keeps_the_data),
        TESTED(an_erase_that_comes_while_the_sweep_destroys_counts_alone),
        TESTED(a_crash_between_intent_and_destruction_is_finished_by_the_resume),
        TESTED(a_clock_that_was_set_back_stops_the_sweep_and_says_so),
        TESTED(a_minute_back_is_no_jump),
        TESTED(an_operator_may_confirm_the_clock),
        TESTED(the_plan_counts_what_would_go_and_removes_nothing),
        TESTED(a_new_version_dates_everything_anew_and_nothing_goes_meanwhile),
        TESTED(a_new_version_puts_no_end_off),
        TESTED(a_purpose_that_a_version_drops_keeps_its_date),
        TESTED(a_version_published_while_the_sweep_decides_stops_it),
        TESTED(without_a_policy_nothing_is_swept),
#ifdef PRIVACYD_TEETH
        TESTED(an_idle_sweep_leaves_data_and_pulse_as_they_were),
#endif
    };

    return cmocka_run_group_tests_name("retention/sweep", tests, NULL, NULL);
}
