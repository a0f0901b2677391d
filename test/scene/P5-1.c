/* P5-1: Purposes are a closed list: what was collected for one is bound to it, whatever a later version adds. */
#include "scene.h"

static void a_record_is_bound_to_the_purpose_it_was_given_for(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    const char *of_support = "SELECT count(*) FROM record r JOIN name n ON n.site = r.site AND n.kind = 1 AND n.number = r.purpose WHERE n.name = 'support'";

    (void)unused;
    scene_person(s, "Ada", "ada@visitor.example", "hello");
    assert_int_equal(scene_number(s, of_support), 1);
    assert_status(201, scene_publish(s, scene_policy_with(s, "purposes:\n", "purposes:\n  marketing:\n    why: { en: show you offers, ja: 広告 }\n    basis: consent\n"
                                                             "    keep: until withdrawn\n")));
    scene_settle(s);
    assert_int_equal(scene_number(s, of_support), 1);
    assert_text("kept", scene_promise(s, "P5-1"));
    scene_close(&s);
}

static void a_purpose_that_is_not_declared_is_refused(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct reply r = scene_publish(s, scene_policy_with(s, "    purpose: support\n", "    purpose: suport\n"));

    (void)unused;
    assert_status(422, r);
    assert_true(reply_holds(&r, "did you mean"));
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_is_bound_to_the_purpose_it_was_given_for),
        cmocka_unit_test(a_purpose_that_is_not_declared_is_refused),
    };

    return cmocka_run_group_tests_name("P5-1", tests, NULL, NULL);
}
