#include "subject/reconcile.h"

#include "subject/site_rig.h"
#include "vault/vault.h"

static struct site_rig rig;

static struct vault_key orphan(void)
{
    struct vault_key key;

    rig.w->now = rig.now;
    assert_ok(rig.w, vault_key_create_many(rig.w, rig.vault, 1, &key));
    assert_ok(rig.w, vault_sync(rig.w, rig.vault));
    return key;
}

static void a_key_that_no_row_claims_goes_after_an_hour(void **state)
{
    struct rig_person person;
    struct vault_key left;
    struct slice slice;

    (void)state;
    rig_open(&rig);
    person = rig_collect(&rig, RIG_SUPPORT, RIG_NO_DATE, "My camera does not focus.");
    left = orphan();
    rig_restart(&rig); /* the crash that left it */
    slice = rig_slice(&rig, reconcile_step, 64);
    assert_int_equal(slice.done, 0); /* it may belong to a list that is on its way */
    rig.now.ms += SPAN_HOURS(2).ms;
    slice = rig_slice(&rig, reconcile_step, 64);
    assert_int_equal(slice.done, 1);
    assert_int_equal(vault_key_status(rig.vault, left), VAULT_KEY_GONE);
    assert_int_equal(vault_key_status(rig.vault, person.key), VAULT_OK);
    slice = rig_slice(&rig, reconcile_step, 64);
    assert_int_equal(slice.done, 0);
    rig_close(&rig);
}

static bool reconcile_and_look(struct work *w, void *state, int phase, enum task_next *out_next)
{
    return reconcile_step(w, state, phase, out_next) && w->snapshot == NULL;
}

static void the_keys_are_looked_at_without_a_snapshot(void **state)
{
    struct slice slice = { 0 };

    (void)state;
    rig_open(&rig);
    slice.vault = rig.vault;
    assert_ended(rig_run(&rig, (struct rig_task){ .step = reconcile_and_look, .state = &slice }));
    rig_close(&rig);
}

static void when_the_rows_cannot_be_read_no_key_goes(void **state)
{
    struct vault_key left;
    struct slice slice = { 0 };
    struct work *w;

    (void)state;
    rig_open(&rig);
    rig_collect(&rig, RIG_SUPPORT, RIG_NO_DATE, "My camera does not focus.");
    left = orphan();
    rig.now.ms += SPAN_HOURS(2).ms;
    rig_script(&rig, "UPDATE retention SET key_id = x'00'"); /* no row can claim what it does not name */
    slice.vault = rig.vault;
    w = rig_run(&rig, (struct rig_task){ .step = reconcile_step, .state = &slice });
    assert_fails(w, ERR_TAMPERED);
    assert_int_equal(vault_key_status(rig.vault, left), VAULT_OK);
    rig_close(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_that_no_row_claims_goes_after_an_hour),
        cmocka_unit_test(the_keys_are_looked_at_without_a_snapshot),
        cmocka_unit_test(when_the_rows_cannot_be_read_no_key_goes),
    };

    return cmocka_run_group_tests_name("subject/reconcile", tests, NULL, NULL);
}
