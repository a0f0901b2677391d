/* P9-1: Everything that is kept has a rule and a date; a new version dates it anew. */
#include "scene.h"

static void what_is_kept_has_a_date_from_its_rule(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");

    (void)unused;
    scene_settle(s); /* dates of the first version are settled: what follows is dated by the gate */
    scene_person(s, "Ada", "ada@visitor.example", "hello");
    scene_settle(s);
    /* 1 March 2028, 00:00 in Tokyo */
    assert_int_equal(scene_number(s, "SELECT due_at FROM retention"), 1835449200000);
    assert_text("kept", scene_promise(s, "P9-1"));
    assert_status(201, scene_publish(s, scene_policy_with(s, "keep: 24 months after last_contact", "keep: 12 months after last_contact")));
    scene_settle(s);
    /* 1 March 2027, 00:00 in Tokyo */
    assert_int_equal(scene_number(s, "SELECT due_at FROM retention"), 1803826800000);
    assert_text("kept", scene_promise(s, "P9-1"));
    scene_close(&s);
}

static void a_purpose_without_a_rule_is_not_published(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct reply r = scene_publish(s, scene_policy_with(s, "    keep: 24 months after last_contact\n", ""));

    (void)unused;
    assert_status(422, r);
    assert_true(reply_holds(&r, "PD0108"));
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_kept_has_a_date_from_its_rule),
        cmocka_unit_test(a_purpose_without_a_rule_is_not_published),
    };

    return cmocka_run_group_tests_name("P9-1", tests, NULL, NULL);
}
