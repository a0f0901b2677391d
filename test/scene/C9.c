/* C9: California's appendix names a contact that can be reached. */
#include "scene.h"

static void the_appendix_has_a_contact(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct reply r = scene_get(s, "/privacy/");

    (void)unused;
    assert_true(reply_holds(&r, "privacy-california@hikari.example"));
    assert_text("kept", scene_promise(s, "C9"));
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_appendix_has_a_contact),
    };

    return cmocka_run_group_tests_name("C9", tests, NULL, NULL);
}
