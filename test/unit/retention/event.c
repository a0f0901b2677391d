#include "retention/event.h"

#include "retention/sweep.h"
#include "store/slice.h"
#include "subject/erase.h"
#include "subject/site_rig.h"

#include <string.h>

static struct site_rig rig;
static struct rig_person person;
static struct retention_event event;

static int begin(void **state)
{
    (void)state;
    rig_open(&rig);
    person = rig_collect(&rig, RIG_SUPPORT, RIG_NO_DATE, "My camera does not focus.");
    rig_script(&rig, "UPDATE retention SET trigger_kind = 4, period = 5, unit = 0");
    rig.purposes[0].keep = (struct retention_rule){ .trigger = TRIGGER_CLOSED, .count = 5, .unit = PERIOD_DAYS };
    event = (struct retention_event){ .handle = person.handle, .trigger = TRIGGER_CLOSED, .at = rig.now };
    return 0;
}

static int end(void **state)
{
    (void)state;
    rig_close(&rig);
    return 0;
}

static bool tell_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    struct retention_event *e = state;

    *out_next = TASK_END;
    if (phase > 0)
        return true;
    e->ended = 0;
    w->policy = &rig.version.policy;
    TRY(retention_event_add(w, e));
    *out_next = e->ended ? TASK_COMMIT : TASK_END;
    return true;
}

static void an_event_gives_a_date_once(void **state)
{
    struct retention_event again = event;

    (void)state;
    assert_ended(rig_run(&rig, (struct rig_task){ .step = tell_step, .state = &event }));
    assert_int_equal(event.ended, 1);
    assert_int_equal(rig_number(&rig, "SELECT due_at FROM retention"), event.due.ms);
    assert_int_equal(rig_facts(&rig, FACT_RETENTION_EVENT), 1);
    rig.now = instant_add(rig.now, SPAN_DAYS(1));
    again.at = rig.now;
    assert_ended(rig_run(&rig, (struct rig_task){ .step = tell_step, .state = &again }));
    assert_true(again.already);
    assert_int_equal(rig_number(&rig, "SELECT due_at FROM retention"), event.due.ms);
    assert_int_equal(rig_facts(&rig, FACT_RETENTION_EVENT), 1);
}

static void tell_between(struct site_rig *r, int phase, int rerun)
{
    static struct retention_event other;

    other = event;
    if (phase == 0 && rerun == 0)
        assert_ended(rig_run(r, (struct rig_task){ .step = tell_step, .state = &other }));
}

static void of_two_that_tell_it_at_once_one_counts(void **state)
{
    (void)state;
    assert_ended(rig_run(&rig, (struct rig_task){ .step = tell_step, .state = &event, .between = tell_between }));
    assert_true(event.already);
    assert_int_equal(pipeline_counters(rig.pipeline).conflicts, 1);
    assert_int_equal(rig_facts(&rig, FACT_RETENTION_EVENT), 1);
}

static void erase_between(struct site_rig *r, int phase, int rerun)
{
    struct erasure e = { .handle = person.handle, .vault = r->vault };

    if (phase == 0 && rerun == 0)
        assert_ended(rig_run(r, (struct rig_task){ .step = erase_step, .state = &e }));
}

static void an_erase_at_the_same_moment_wins(void **state)
{
    struct work *w;

    (void)state;
    w = rig_run(&rig, (struct rig_task){ .step = tell_step, .state = &event, .between = erase_between });
    assert_fails(w, ERR_CONFLICT);
    assert_non_null(strstr(w->err.message, "no period is left to begin"));
    assert_int_equal(rig_facts(&rig, FACT_RETENTION_EVENT), 0);
}

static void recompute_between(struct site_rig *r, int phase, int rerun)
{
    if (phase != 0 || rerun != 0)
        return;
    assert_ended(rig_run(r, (struct rig_task){ .step = tell_step, .state = &event }));
}

/* New dates that were computed without the event are not written over it. */
static void an_event_told_while_dates_are_computed_anew_stays(void **state)
{
    struct slice slice = { .services = &rig.services, .vault = rig.vault };

    (void)state;
    rig_script(&rig, "UPDATE retention SET period = 30");
    assert_ended(rig_run(&rig, (struct rig_task){ .step = retention_recompute_step, .state = &slice, .between = recompute_between }));
    assert_int_equal(rig_number(&rig, "SELECT due_at FROM retention"), event.due.ms);
    assert_int_equal(rig_number(&rig, "SELECT event_at FROM retention"), event.at.ms);
}

#define TESTED(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TESTED(an_event_gives_a_date_once),
        TESTED(of_two_that_tell_it_at_once_one_counts),
        TESTED(an_erase_at_the_same_moment_wins),
        TESTED(an_event_told_while_dates_are_computed_anew_stays),
    };

    return cmocka_run_group_tests_name("retention/event", tests, NULL, NULL);
}
