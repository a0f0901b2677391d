#include "subject/erase.h"

#include "subject/site_rig.h"
#include "subject/hold.h"
#include "subject/shred.h"

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

static struct erasure erasure_of(const struct rig_person *p)
{
    return (struct erasure){ .handle = p->handle, .vault = rig.vault };
}

static struct work *erase(struct erasure *e)
{
    return rig_run(&rig, (struct rig_task){ .step = erase_step, .state = e });
}

static bool readable(const struct rig_person *p)
{
    return vault_key_status(rig.vault, p->key) == VAULT_OK;
}

static void an_erase_destroys_every_key_and_cancels_what_waits(void **state)
{
    struct rig_person more = rig_collect_again(&rig, &person, RIG_NEWSLETTER, RIG_NO_DATE);
    struct rig_person other = rig_collect(&rig, RIG_SUPPORT, RIG_NO_DATE, "Somebody else.");
    struct erasure e = erasure_of(&person);

    (void)state;
    assert_true(readable(&person) && readable(&more));
    assert_ended(erase(&e));
    assert_false(e.already);
    assert_int_equal(e.records, 2);
    assert_int_equal(e.keys, 2);
    assert_int_equal(e.deliveries_cancelled, 2);
    assert_false(readable(&person) || readable(&more));
    assert_true(readable(&other));
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM retention WHERE state = 2"), 2);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM shred WHERE state = 2 AND reason = 2"), 2);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM outbox WHERE state = 3 AND ended_at IS NOT NULL"), 2);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM outbox WHERE state = 0"), 1);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM once"), 1);
    assert_int_equal(rig_facts(&rig, FACT_DELIVERY_CANCELLED), 1);
    assert_int_equal(rig_number(&rig, "SELECT position FROM fact WHERE type = 10"), e.position);
}

/* The moment of truth: what the process has said when it ends after each commit. */
static void nothing_is_acknowledged_before_the_key_is_gone(void **state)
{
    struct erasure e = erasure_of(&person);
    struct work *w = rig_run(&rig, (struct rig_task){ .step = erase_step, .state = &e, .dies = true, .dies_at = 1 });

    (void)state;
    assert_ended(w);
    assert_false(readable(&person)); /* destroyed, and the database does not say so yet */
    assert_int_equal(rig_facts(&rig, FACT_ERASED), 0);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM shred WHERE state = 2"), 0);
    assert_int_equal(rig_number(&rig, "SELECT state FROM subject"), SUBJECT_ERASING);
}

static void resume(void)
{
    struct slice slice;
    int rounds = 0;

    do {
        slice = rig_slice(&rig, shred_resume_step, 10);
        assert_true(++rounds < 10);
    } while (slice.more);
}

static void a_crash_between_destruction_and_its_commit_is_finished_at_start(void **state)
{
    struct erasure e = erasure_of(&person);

    (void)state;
    rig_run(&rig, (struct rig_task){ .step = erase_step, .state = &e, .dies = true, .dies_at = 1 });
    rig_restart(&rig);
    resume();
    assert_int_equal(rig_facts(&rig, FACT_ERASED), 1);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM shred WHERE state = 2"), 1);
    e = erasure_of(&person);
    assert_ended(erase(&e));
    assert_true(e.already);
}

static void a_crash_before_the_intent_leaves_everything_as_it_was(void **state)
{
    struct erasure e = erasure_of(&person);

    (void)state;
    rig_run(&rig, (struct rig_task){ .step = erase_step, .state = &e, .dies = true, .dies_at = 0 });
    rig_restart(&rig);
    assert_false(rig_slice(&rig, shred_resume_step, 10).more);
    assert_true(readable(&person));
    assert_int_equal(rig_number(&rig, "SELECT state FROM subject"), SUBJECT_LIVE);
}

/* The intent alone is on disk: the key still lies in its slot, and a start must finish it. */
static void an_intent_without_its_destruction_is_finished_at_start(void **state)
{
    struct slice slice;

    (void)state;
    rig_script(&rig, "UPDATE subject SET state = 1, version = version + 1; UPDATE retention SET state = 1;"
                     "INSERT INTO shred SELECT key_id, key_generation, site, subject, id, 2, 1, 0, NULL FROM retention;");
    rig_restart(&rig);
    assert_true(readable(&person));
    slice = rig_slice(&rig, shred_resume_step, 10);
    assert_true(slice.more);
    assert_int_equal(slice.done, 1);
    assert_false(readable(&person));
    assert_int_equal(rig_number(&rig, "SELECT state FROM subject"), SUBJECT_ERASED);
    assert_int_equal(rig_facts(&rig, FACT_ERASED), 1);
    assert_false(rig_slice(&rig, shred_resume_step, 10).more);
}

static void an_erased_person_is_not_erased_twice(void **state)
{
    struct erasure first = erasure_of(&person), second = erasure_of(&person);

    (void)state;
    assert_ended(erase(&first));
    assert_ended(erase(&second));
    assert_true(second.already);
    assert_int_equal(rig_facts(&rig, FACT_ERASED), 1);
}

static void an_unknown_handle_is_not_found(void **state)
{
    struct erasure e = erasure_of(&person);

    (void)state;
    e.handle.bytes[0] ^= 1;
    assert_fails(erase(&e), ERR_NOT_FOUND);
}

static void a_person_of_whom_nothing_is_kept_is_erased_at_once(void **state)
{
    struct erasure e = erasure_of(&person);

    (void)state;
    rig_script(&rig, "DELETE FROM record; DELETE FROM retention; DELETE FROM outbox;");
    assert_ended(erase(&e));
    assert_int_equal(e.keys, 0);
    assert_false(e.already);
    assert_int_equal(rig_number(&rig, "SELECT state FROM subject"), SUBJECT_ERASED);
    assert_int_equal(rig_number(&rig, "SELECT position FROM fact WHERE type = 10"), e.position);
}

/* --- holds ------------------------------------------------------------------------------------------------------------------------------- */

struct hold_order {
    int64_t subject, hold;
    struct instant until;
    enum hold_reason reason;
};

static bool set_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    struct hold_order *o = state;
    struct subject s;

    *out_next = phase == 0 ? TASK_COMMIT : TASK_END;
    if (phase > 0)
        return true;
    if (o->subject)
        TRY(subject_load_key(w, o->subject, &s));
    TRY(list_open(w));
    return hold_set(w, o->subject ? &s : NULL, o->reason, o->until, NULL, NULL);
}

static bool end_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    struct hold_order *o = state;

    *out_next = phase == 0 ? TASK_COMMIT : TASK_END;
    if (phase > 0)
        return true;
    TRY(list_open(w));
    return hold_end(w, o->hold, NULL);
}

static struct work *hold(int64_t subject)
{
    struct hold_order o = { .subject = subject, .until = instant_add(rig.now, SPAN_DAYS(10)), .reason = HOLD_LEGAL_CLAIM };

    return rig_run(&rig, (struct rig_task){ .step = set_step, .state = &o });
}

static void a_hold_refuses_the_erase_and_says_which_and_until_when(void **state)
{
    struct hold_order o = { .hold = 1 };
    struct erasure e = erasure_of(&person);
    struct work *w;

    (void)state;
    assert_ended(hold(person.subject));
    w = erase(&e);
    assert_fails(w, ERR_REFUSED);
    assert_string_equal(w->err.message, "a hold (legal claim) covers the subject until 2026-03-11T12:00:00Z: nothing may be erased before it ends");
    assert_true(readable(&person));
    assert_ended(rig_run(&rig, (struct rig_task){ .step = end_step, .state = &o }));
    assert_int_equal(rig_facts(&rig, FACT_HOLD_SET), 1);
    assert_int_equal(rig_facts(&rig, FACT_HOLD_ENDED), 1);
    assert_fails(rig_run(&rig, (struct rig_task){ .step = end_step, .state = &o }), ERR_NOT_FOUND);
    assert_ended(erase(&e));
    assert_false(readable(&person));
}

static void a_hold_of_the_site_covers_everybody_until_it_expires(void **state)
{
    struct erasure e = erasure_of(&person);
    struct work *w;

    (void)state;
    assert_ended(hold(0));
    w = erase(&e);
    assert_fails(w, ERR_REFUSED);
    assert_non_null(strstr(w->err.message, "covers the whole site until"));
    rig.now = instant_add(rig.now, SPAN_DAYS(10));
    assert_ended(erase(&e));
}

static void a_hold_needs_a_reason_and_an_end_to_come(void **state)
{
    struct hold_order o = { .until = rig.now, .reason = HOLD_ORDER };
    struct work *w = rig_run(&rig, (struct rig_task){ .step = set_step, .state = &o });

    (void)state;
    assert_fails(w, ERR_INVALID);
    assert_non_null(strstr(w->err.message, "a hold must end in the future"));
    o = (struct hold_order){ .until = instant_add(rig.now, SPAN_DAYS(1)) };
    assert_fails(rig_run(&rig, (struct rig_task){ .step = set_step, .state = &o }), ERR_INVALID);
}

static void set_hold_between(struct site_rig *r, int phase, int rerun)
{
    (void)r;
    if (phase == 0 && rerun == 0)
        assert_ended(hold(person.subject));
}

static void a_hold_set_while_an_erase_decides_wins(void **state)
{
    struct erasure e = erasure_of(&person);
    struct work *w = rig_run(&rig, (struct rig_task){ .step = erase_step, .state = &e, .between = set_hold_between });

    (void)state;
    assert_fails(w, ERR_REFUSED);
    assert_true(readable(&person));
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM shred"), 0);
    assert_int_equal(pipeline_counters(rig.pipeline).conflicts, 1);
}

static void collect_between(struct site_rig *r, int phase, int rerun)
{
    if (phase == 0 && rerun == 0) /* as a program collects by handle: it raises nothing but adds a key */
        rig_collect_again(r, &person, RIG_SUPPORT, RIG_NO_DATE);
}

static void what_arrives_while_an_erase_decides_is_erased_too(void **state)
{
    struct erasure e = erasure_of(&person);

    (void)state;
    assert_ended(rig_run(&rig, (struct rig_task){ .step = erase_step, .state = &e, .between = collect_between }));
    assert_int_equal(e.keys, 2);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM retention WHERE state <> 2"), 0);
}

static void erase_between(struct site_rig *r, int phase, int rerun)
{
    struct erasure e = erasure_of(&person);

    if (phase == 1 && rerun == 0)
        assert_ended(rig_run(r, (struct rig_task){ .step = erase_step, .state = &e }));
}

static void two_erases_at_once_make_one_fact(void **state)
{
    struct erasure e = erasure_of(&person);

    (void)state;
    assert_ended(rig_run(&rig, (struct rig_task){ .step = erase_step, .state = &e, .between = erase_between }));
    assert_true(e.already);
    assert_int_equal(rig_facts(&rig, FACT_ERASED), 1);
}

static void an_erase_finishes_a_sweep_that_stopped_half_way(void **state)
{
    struct erasure e = erasure_of(&person);

    (void)state;
    rig_collect_again(&rig, &person, RIG_NEWSLETTER, RIG_NO_DATE);
    rig_script(&rig, "UPDATE retention SET state = 1 WHERE purpose = 1;"
                     "INSERT INTO shred SELECT key_id, key_generation, site, subject, id, 1, 1, 0, NULL FROM retention WHERE state = 1;");
    assert_ended(erase(&e));
    assert_int_equal(e.keys, 2);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM shred WHERE state = 2 AND reason = 2"), 2);
    assert_false(rig_slice(&rig, shred_resume_step, 10).more);
}

static void a_sweep_that_stopped_half_way_is_finished_at_start(void **state)
{
    (void)state;
    rig_script(&rig, "UPDATE retention SET state = 1;"
                     "INSERT INTO shred SELECT key_id, key_generation, site, subject, id, 1, 1, 0, NULL FROM retention WHERE state = 1;");
    rig_restart(&rig);
    assert_true(readable(&person));
    resume();
    assert_false(readable(&person));
    assert_int_equal(rig_facts(&rig, FACT_SWEPT), 1);
    assert_int_equal(rig_facts(&rig, FACT_ERASED), 0);
    assert_int_equal(rig_number(&rig, "SELECT state FROM subject"), SUBJECT_LIVE);
}

static void rows_go_a_few_at_a_time_and_the_subject_last(void **state)
{
    struct erasure e = erasure_of(&person);
    struct rig_person swept = rig_collect(&rig, RIG_SUPPORT, RIG_NO_DATE, "Swept.");
    int rounds = 0;

    (void)state;
    rig_collect_again(&rig, &person, RIG_SUPPORT, RIG_NO_DATE);
    rig_script(&rig, "INSERT INTO record (uid, site, subject, retention, channel, purpose, basis, region, region_source, policy_number, collected_at, fields,"
                     " sealed) SELECT uid, site, subject, retention, channel, purpose, basis, region, region_source, policy_number, collected_at, fields,"
                     " sealed FROM record WHERE id = 1"); /* two records under one key */
    assert_ended(erase(&e));
    assert_int_equal(e.records, 3);
    assert_int_equal(rig_slice(&rig, reclaim_step, 1).done, 1);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM record"), 3);
    while (rig_slice(&rig, reclaim_step, 1).more)
        assert_true(++rounds < 10);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM record"), 1);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM retention"), 1);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM subject"), 2); /* an erased subject stays as long as its tombstones */
    rig_script(&rig, "UPDATE retention SET state = 2");
    while (rig_slice(&rig, reclaim_step, 100).more)
        ;
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM subject WHERE state = 0"), 0);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM once"), 0);
    assert_true(readable(&swept)); /* reclaiming destroys nothing */
}

#define TESTED(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TESTED(an_erase_destroys_every_key_and_cancels_what_waits),
        TESTED(nothing_is_acknowledged_before_the_key_is_gone),
        TESTED(a_crash_between_destruction_and_its_commit_is_finished_at_start),
        TESTED(a_crash_before_the_intent_leaves_everything_as_it_was),
        TESTED(an_intent_without_its_destruction_is_finished_at_start),
        TESTED(an_erased_person_is_not_erased_twice),
        TESTED(an_unknown_handle_is_not_found),
        TESTED(a_person_of_whom_nothing_is_kept_is_erased_at_once),
        TESTED(a_hold_refuses_the_erase_and_says_which_and_until_when),
        TESTED(a_hold_of_the_site_covers_everybody_until_it_expires),
        TESTED(a_hold_needs_a_reason_and_an_end_to_come),
        TESTED(a_hold_set_while_an_erase_decides_wins),
        TESTED(what_arrives_while_an_erase_decides_is_erased_too),
        TESTED(two_erases_at_once_make_one_fact),
        TESTED(an_erase_finishes_a_sweep_that_stopped_half_way),
        TESTED(a_sweep_that_stopped_half_way_is_finished_at_start),
        TESTED(rows_go_a_few_at_a_time_and_the_subject_last),
    };

    return cmocka_run_group_tests_name("subject/erase", tests, NULL, NULL);
}
