#include "disclosure/opening.h"

#include "base/teeth.h"
#include "subject/site_rig.h"

static struct site_rig rig;
static struct rig_person person;

static int begin(void **state)
{
    (void)state;
    rig_open(&rig);
    person = rig_collect(&rig, RIG_SUPPORT, instant_add(rig.now, SPAN_DAYS(700)).ms, "My camera does not focus.");
    return 0;
}

static int end(void **state)
{
    (void)state;
    rig_close(&rig);
    return 0;
}

/* Opens as a unit would: announce and commit, then read. */
struct reading {
    int purpose;
    struct record_fields fields;
};

static bool read_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    struct reading *r = state;
    struct record_row row;
    struct pin pin;

    TRY(record_row_load(w, person.record, &row));
    *out_next = phase == 0 ? TASK_COMMIT : TASK_END;
    if (phase > 0)
        return opening_open(w, rig.vault, &rig.version.policy, &row, r->purpose, &r->fields);
    TRY(pin_read(w, &pin));
    TRY(list_open(w));
    return opening_announce(w, &pin, &row, r->purpose);
}

static struct work *read_for(int purpose, struct reading *r)
{
    *r = (struct reading){ .purpose = purpose };
    return rig_run(&rig, (struct rig_task){ .step = read_step, .state = r });
}

static void a_record_opens_for_its_purpose_and_the_opening_is_on_record(void **state)
{
    struct reading r;
    struct text value;

    (void)state;
    assert_ended(read_for(RIG_SUPPORT, &r));
    assert_int_equal(r.fields.count, 3);
    assert_true(record_find(&r.fields, TEXT("email"), &value));
    assert_text("hanako@mail.example", value);
    assert_int_equal(rig_facts(&rig, FACT_OPENED), 1);
}

static void a_record_opens_for_no_other_purpose(void **state)
{
    struct reading r;
    struct work *w = read_for(RIG_NEWSLETTER, &r);

    (void)state;
    assert_fails(w, ERR_REFUSED);
    assert_string_equal(w->err.message, "record 1 may not be opened: it was collected for another purpose");
    assert_int_equal(r.fields.count, 0);
    assert_fails(read_for(99, &r), ERR_REFUSED);
}

static void a_purpose_that_the_policy_dropped_opens_nothing(void **state)
{
    struct reading r;
    struct work *w;

    (void)state;
    rig.version.policy.purpose_count = 0;
    w = read_for(RIG_SUPPORT, &r);
    assert_fails(w, ERR_REFUSED);
    assert_string_equal(w->err.message, "record 1 may not be opened: the policy in force does not have this purpose");
}

static void what_is_due_does_not_open_although_the_sweep_was_not_there_yet(void **state)
{
    struct reading r;

    (void)state;
    rig.now = instant_add(rig.now, SPAN_DAYS(700));
    assert_fails(read_for(RIG_SUPPORT, &r), ERR_REFUSED);
    rig.now.ms--;
    assert_ended(read_for(RIG_SUPPORT, &r));
}

static void what_is_being_erased_or_swept_does_not_open(void **state)
{
    struct reading r;

    (void)state;
    rig_script(&rig, "UPDATE subject SET state = 1");
    assert_fails(read_for(RIG_SUPPORT, &r), ERR_REFUSED);
    rig_script(&rig, "UPDATE subject SET state = 0; UPDATE retention SET state = 1");
    assert_fails(read_for(RIG_SUPPORT, &r), ERR_CONFLICT); /* the announcement's guard does not hold */
}

static const char *change;

static void change_between(struct site_rig *r, int phase, int rerun)
{
    if (phase == 0 && rerun == 0)
        rig_script(r, change);
}

static void what_the_decision_read_may_not_change_before_it_is_on_record(void **state)
{
    static const char *const changes[] = {
        "UPDATE subject SET version = version + 1", RIG_PUBLISHED(2), "UPDATE retention SET due_at = due_at + 1",
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(changes); i++) {
        struct reading r = { .purpose = RIG_SUPPORT };
        change = changes[i];
        assert_ended(rig_run(&rig, (struct rig_task){ .step = read_step, .state = &r, .between = change_between }));
        assert_int_equal(pipeline_counters(rig.pipeline).conflicts, i + 1);
    }
}

#ifdef PRIVACYD_TEETH
static void without_the_bond_any_purpose_would_do(void **state)
{
    struct reading r;

    (void)state;
    tooth_pull(TOOTH_PURPOSE_BIND);
    assert_ended(read_for(RIG_NEWSLETTER, &r));
    tooth_restore(TOOTH_PURPOSE_BIND);
    assert_int_equal(r.fields.count, 3);
}
#endif

#define TESTED(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TESTED(a_record_opens_for_its_purpose_and_the_opening_is_on_record),
        TESTED(a_record_opens_for_no_other_purpose),
        TESTED(a_purpose_that_the_policy_dropped_opens_nothing),
        TESTED(what_is_due_does_not_open_although_the_sweep_was_not_there_yet),
        TESTED(what_is_being_erased_or_swept_does_not_open),
        TESTED(what_the_decision_read_may_not_change_before_it_is_on_record),
#ifdef PRIVACYD_TEETH
        TESTED(without_the_bond_any_purpose_would_do),
#endif
    };

    return cmocka_run_group_tests_name("disclosure/opening", tests, NULL, NULL);
}
