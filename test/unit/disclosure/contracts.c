#include "disclosure/contracts.h"

#include "store/operator_task.h"
#include "subject/site_rig.h"

static struct site_rig rig; /* its recipient's contract covers 31 May 2026 to the end */

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

static int64_t raised_at(const char *instant)
{
    assert_true(instant_parse(text_of(instant), &rig.now));
    return rig_slice(&rig, contracts_step, 10).done;
}

static void it_is_told_thirty_days_before_and_when_it_is_over_and_each_once(void **state)
{
    (void)state;
    assert_int_equal(raised_at("2026-04-30T23:59:59Z"), 0);
    assert_int_equal(raised_at("2026-05-01T00:00:00Z"), 1);
    assert_int_equal(raised_at("2026-05-31T23:59:59Z"), 0);
    assert_int_equal(raised_at("2026-06-01T00:00:00Z"), 1);
    assert_int_equal(raised_at("2027-06-01T00:00:00Z"), 0);
    assert_int_equal(rig_number(&rig, "SELECT kind FROM task ORDER BY id LIMIT 1"), OPERATOR_TASK_CONTRACT_ENDS);
    assert_int_equal(rig_number(&rig, "SELECT kind FROM task ORDER BY id DESC LIMIT 1"), OPERATOR_TASK_CONTRACT_ENDED);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM task WHERE cause = 1"), 2);
}

static void a_renewed_contract_is_watched_anew(void **state)
{
    (void)state;
    assert_int_equal(raised_at("2026-05-20T00:00:00Z"), 1);
    rig.recipients[0].contract_until = day_of_civil((struct civil){ 2027, 5, 31 });
    assert_int_equal(raised_at("2026-05-21T00:00:00Z"), 0);
    assert_int_equal(raised_at("2027-05-20T00:00:00Z"), 1);
}

static void a_contract_without_an_end_never_ends(void **state)
{
    (void)state;
    rig.recipients[0].has_contract_end = false;
    assert_int_equal(raised_at("2030-01-01T00:00:00Z"), 0);
}

static bool finish_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    *out_next = phase == 0 ? TASK_COMMIT : TASK_END;
    if (phase > 0)
        return true;
    TRY(list_open(w));
    return operator_task_finish(w, w->site->key, *(int64_t *)state);
}

static void what_is_done_is_not_raised_again_and_not_done_twice(void **state)
{
    int64_t key = 1;

    (void)state;
    assert_int_equal(raised_at("2026-05-20T00:00:00Z"), 1);
    assert_ended(rig_run(&rig, (struct rig_task){ .step = finish_step, .state = &key }));
    assert_int_equal(rig_number(&rig, "SELECT done_by FROM task"), actor_number((struct actor){ ACTOR_SYSTEM, 0 }));
    assert_int_equal(raised_at("2026-05-21T00:00:00Z"), 0);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM task"), 1);
    assert_fails(rig_run(&rig, (struct rig_task){ .step = finish_step, .state = &key }), ERR_NOT_FOUND);
}

#define TESTED(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TESTED(it_is_told_thirty_days_before_and_when_it_is_over_and_each_once),
        TESTED(a_renewed_contract_is_watched_anew),
        TESTED(a_contract_without_an_end_never_ends),
        TESTED(what_is_done_is_not_raised_again_and_not_done_twice),
    };

    return cmocka_run_group_tests_name("disclosure/contracts", tests, NULL, NULL);
}
