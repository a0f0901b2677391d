/* Whom a record may go to. `check` refuses a policy whose channel delivers where its recipient does not serve; the decision does not rely on it. */
#include "unit.h"

#include "../policy/example.h"
#include "disclosure/decision.h"

static enum cancel_reason decide(struct work *w, const char *to, const char *purpose, const char *region)
{
    struct policy *p = WORK_NEW(w, struct policy, 1);
    struct findings f;
    int line, column;
    struct text source = example_changed(w, "    does: [support]\n", to, &line, &column);

    assert_ok(w, policy_parse(w, source, shipped_law(), p, &f));
    return decision_recipient(p, TEXT("hikari_europe"), policy_purpose(p, text_of(purpose)), policy_region(p, text_of(region)), w->now);
}

static void a_recipient_gets_the_data_of_its_purposes_and_regions(void **state)
{
    static const char everywhere[] = "    does: [support]\n", europe[] = "    does: [support]\n    regions: [EU]\n";
    CLEANUP(unit_work_end) struct work *w = unit_work();

    (void)state;
    assert_int_equal(decide(w, everywhere, "support", "JP"), CANCELLED_NOT);
    assert_int_equal(decide(w, everywhere, "support", ""), CANCELLED_NOT);
    assert_int_equal(decide(w, everywhere, "newsletter", "EU"), CANCELLED_RECIPIENT);
    assert_int_equal(decide(w, europe, "support", "EU"), CANCELLED_NOT);
    assert_int_equal(decide(w, europe, "support", "JP"), CANCELLED_RECIPIENT);
    assert_int_equal(decide(w, europe, "support", ""), CANCELLED_RECIPIENT); /* nobody knows where the person lives */
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_recipient_gets_the_data_of_its_purposes_and_regions) };

    return cmocka_run_group_tests_name("disclosure/decision", tests, NULL, NULL);
}
