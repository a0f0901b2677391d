/* P13: Contact points for each region stand on the page. */
#include "scene.h"

static void every_contact_point_is_on_the_page(void **unused)
{
    static const char *const contacts[] = { "privacy@hikari.example", "privacy-eu@hikari.example", "privacy-uk@hikari.example", "Voorbeeldkade 12", "34 Sample Street" };
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct reply r = scene_get(s, "/privacy/");

    (void)unused;
    for (size_t i = 0; i < COUNT_OF(contacts); i++)
        assert_true(reply_holds(&r, contacts[i]));
    assert_text("kept", scene_promise(s, "P13"));
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_contact_point_is_on_the_page),
    };

    return cmocka_run_group_tests_name("P13", tests, NULL, NULL);
}
