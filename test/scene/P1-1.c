/* P1-1: The controller's name and registered office stand on the page and in every notice. */
#include "scene.h"

static void the_controller_is_named_with_its_office(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct reply r = scene_get(s, "/privacy/");

    (void)unused;
    assert_true(reply_holds(&r, "Hikari Optics Co., Ltd. is responsible for your data. Its office is at this address: 1-2-3 Example, Minato-ku"));
    assert_true(reply_holds(&r, "1-2-3 Example, Minato-ku, Tokyo 105-0000, Japan"));
    r = scene_get(s, "/privacy/?lang=ja");
    assert_true(reply_holds(&r, "Hikari Optics Co., Ltd."));
    assert_text("kept", scene_promise(s, "P1-1"));
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_controller_is_named_with_its_office),
    };

    return cmocka_run_group_tests_name("P1-1", tests, NULL, NULL);
}
