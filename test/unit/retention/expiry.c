#include "policy/own_record.h"
#include "retention/sweep.h"
#include "subject/erase.h"
#include "subject/site_rig.h"

#include <stdio.h>

static struct site_rig rig;
static struct rig_person person;

static int begin(void **state)
{
    (void)state;
    rig_open(&rig);
    person = rig_collect(&rig, RIG_SUPPORT, RIG_NO_DATE, "My camera does not focus.");
    return 0;
}

static int end(void **state)
{
    (void)state;
    rig_close(&rig);
    return 0;
}

static void expire_at(struct instant at)
{
    int rounds = 0;

    rig.now = at;
    while (rig_slice(&rig, expiry_step, 2).more)
        assert_true(++rounds < 100);
}

static struct instant instant_named(const char *name)
{
    struct instant at;

    assert_true(instant_parse(text_of(name), &at));
    return at;
}

static void an_erased_subject_and_its_tombstones_go_after_30_days(void **state)
{
    struct erasure e = { .handle = person.handle, .vault = rig.vault };
    struct instant erased = rig.now, gone = instant_add(erased, SPAN_DAYS(OWN_TRACE_DAYS));

    (void)state;
    assert_ended(rig_run(&rig, (struct rig_task){ .step = erase_step, .state = &e }));
    expire_at(gone);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM shred"), 1); /* its rows are not reclaimed yet */
    while (rig_slice(&rig, reclaim_step, 10).more)
        ;
    expire_at((struct instant){ gone.ms - 1 });
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM shred"), 1);
    expire_at(gone);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM shred"), 0);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM subject"), 0);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM outbox"), 0);
}

static void a_delivery_that_waits_never_expires(void **state)
{
    (void)state;
    expire_at(instant_add(rig.now, SPAN_DAYS(1000)));
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM outbox"), 1);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM subject"), 1);
}

static bool fact_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    (void)state;
    *out_next = phase == 0 ? TASK_COMMIT : TASK_END;
    if (phase > 0)
        return true;
    TRY(list_open(w));
    return list_fact(w, (struct fact){ .type = FACT_COLLECTED, .at = w->now, .policy_number = 1 }, NULL);
}

static void facts_go_after_24_months_and_the_tree_keeps_their_hashes(void **state)
{
    struct instant old = instant_named("2026-03-01T12:00:00Z"), young = instant_named("2026-03-02T00:00:00Z");
    int64_t tiles, size;

    (void)state;
    for (int i = 0; i < 5; i++) {
        rig.now = i < 3 ? old : young;
        assert_ended(rig_run(&rig, (struct rig_task){ .step = fact_step }));
    }
    expire_at(instant_named("2028-03-01T11:59:59Z"));
    assert_int_equal(rig_facts(&rig, FACT_COLLECTED), 5);
    tiles = rig_number(&rig, "SELECT sum(length(hashes)) FROM tile");
    size = rig_number(&rig, "SELECT size FROM log_head");
    expire_at(instant_named("2028-03-01T12:00:00Z"));
    assert_int_equal(rig_facts(&rig, FACT_COLLECTED), 2);
    assert_int_equal(rig_facts(&rig, FACT_FACTS_EXPIRED), 2); /* two slices of two and one */
    assert_int_equal(rig_number(&rig, "SELECT size FROM log_head"), size + 2);
    assert_true(rig_number(&rig, "SELECT sum(length(hashes)) FROM tile") >= tiles + 64);
    rig_restart(&rig); /* the log is whole without them */
    assert_ended(rig_run(&rig, (struct rig_task){ .step = fact_step }));
}

static void holds_that_ended_long_ago_go(void **state)
{
    (void)state;
    rig_script(&rig, "INSERT INTO hold (site, subject, reason, set_at, expires_at, ended_at) VALUES (1, NULL, 1, 0, 10, NULL), (1, 1, 1, 0, 10, 5),"
                     " (1, 1, 1, 0, 4102444800000, NULL)");
    expire_at(rig.now);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM hold"), 1);
}

static void nothing_expires_while_the_clock_is_in_doubt(void **state)
{
    struct instant now = rig.now;

    (void)state;
    assert_ended(rig_run(&rig, (struct rig_task){ .step = fact_step }));
    rig.now = instant_add(now, SPAN_DAYS(2000));
    assert_ended(rig_run(&rig, (struct rig_task){ .step = fact_step }));
    expire_at(instant_add(now, SPAN_DAYS(1900)));
    assert_int_equal(rig_facts(&rig, FACT_COLLECTED), 2);
    expire_at(instant_add(now, SPAN_DAYS(2000)));
    assert_int_equal(rig_facts(&rig, FACT_COLLECTED), 1);
}

#define TESTED(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TESTED(an_erased_subject_and_its_tombstones_go_after_30_days),
        TESTED(a_delivery_that_waits_never_expires),
        TESTED(facts_go_after_24_months_and_the_tree_keeps_their_hashes),
        TESTED(holds_that_ended_long_ago_go),
        TESTED(nothing_expires_while_the_clock_is_in_doubt),
    };

    return cmocka_run_group_tests_name("retention/expiry", tests, NULL, NULL);
}
