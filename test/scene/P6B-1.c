/* P6B-1: The countries in which data may be kept or used stand on the page, each with who works there. */
#include "scene.h"

static void every_recipient_stands_with_its_countries(void **unused)
{
    static const char *const shown[] = { "Hikari list service", "Japan", "Hikari Optics Europe B.V.", "Netherlands", "Hikari Optics UK Ltd.", "United Kingdom" };
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct reply r = scene_get(s, "/privacy/recipients"), policy = scene_get(s, "/privacy/");

    (void)unused;
    assert_status(200, r);
    for (size_t i = 0; i < COUNT_OF(shown); i++)
        assert_true(reply_holds(&r, shown[i]));
    assert_true(reply_holds(&policy, "in your own region and in: Japan, Netherlands and United Kingdom."));
    assert_text("kept", scene_promise(s, "P6B-1"));
    scene_close(&s);
}

static void a_recipient_that_is_taken_off_the_page_is_noticed(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");

    (void)unused;
    scene_number(s, "UPDATE policy_document SET bytes = replace(bytes, 'Netherlands', 'Nowhere') WHERE name = 'recipients'");
    assert_text("broken", scene_promise(s, "P6B-1"));
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_recipient_stands_with_its_countries),
        cmocka_unit_test(a_recipient_that_is_taken_off_the_page_is_noticed),
    };

    return cmocka_run_group_tests_name("P6B-1", tests, NULL, NULL);
}
