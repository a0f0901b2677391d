/* P3A2-1: To get the newsletter an e-mail address is enough; without one nobody is signed up. */
#include "scene.h"

static void an_address_is_enough(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");

    (void)unused;
    scene_sign_up(s, "ada%40visitor.example");
    assert_int_equal(scene_number(s, "SELECT count(*) FROM record"), 1);
    assert_text("kept", scene_promise(s, "P3A2-1"));
    scene_close(&s);
}

static void without_an_address_nobody_is_signed_up(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");

    (void)unused;
    assert_status(422, scene_post_form(s, "/privacy/in/newsletter", "email="));
    assert_status(422, scene_post_form(s, "/privacy/in/newsletter", "name=Ada"));
    assert_status(422, scene_post_form(s, "/privacy/in/newsletter", "email=nobody"));
    scene_settle(s);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM record"), 0);
    assert_int_equal(scene_mail_count(s), 0);
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_is_enough),
        cmocka_unit_test(without_an_address_nobody_is_signed_up),
    };

    return cmocka_run_group_tests_name("P3A2-1", tests, NULL, NULL);
}
