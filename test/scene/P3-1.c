/* P3-1: Each field is required or optional as the policy declares; an optional one is never forced. */
#include "scene.h"

static void an_optional_field_is_never_forced(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct reply r = scene_post_form(s, "/privacy/in/contact", "name=Ada&email=ada%40visitor.example&message=hello");

    (void)unused;
    assert_status(303, r);
    r = scene_post_form(s, "/privacy/in/contact", "name=Ada&email=ada%40visitor.example");
    assert_status(422, r);
    assert_true(reply_holds(&r, "Message"));
    assert_int_equal(scene_number(s, "SELECT count(*) FROM record"), 1);
    assert_text("kept", scene_promise(s, "P3-1"));
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_optional_field_is_never_forced),
    };

    return cmocka_run_group_tests_name("P3-1", tests, NULL, NULL);
}
