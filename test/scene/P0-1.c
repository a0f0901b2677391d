/* P0-1: The page shows when it was last modified, and the date is true. */
#include "scene.h"

static void the_page_shows_the_date_of_its_version(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct reply first, old, now, later;

    (void)unused;
    first = scene_get(s, "/privacy/");
    assert_status(200, first);
    assert_true(reply_holds(&first, "1 March 2026"));
    clock_freeze(&s->clock, (struct instant){ s->w->now.ms + SPAN_DAYS(40).ms });
    assert_status(201, scene_publish(s, scene_policy_with(s, "answer you and help you", "answer you, and help you")));
    now = scene_get(s, "/privacy/");
    assert_true(reply_holds(&now, "10 April 2026"));
    assert_false(reply_holds(&now, "1 March 2026"));
    old = scene_get(s, "/privacy/v/1");
    assert_status(200, old);
    assert_true(text_equal(old.body, first.body));
    clock_freeze(&s->clock, (struct instant){ s->w->now.ms + SPAN_DAYS(41).ms });
    later = scene_get(s, "/privacy/");
    assert_true(text_equal(later.body, now.body)); /* a day later it still says when it was published */
    assert_text("kept", scene_promise(s, "P0-1"));
    scene_close(&s);
}

static void a_changed_byte_is_never_served(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");

    (void)unused;
    scene_number(s, "UPDATE policy_document SET bytes = replace(bytes, 'Hikari', 'Hikaru')");
    assert_text("broken", scene_promise(s, "P0-1"));
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_shows_the_date_of_its_version),
        cmocka_unit_test(a_changed_byte_is_never_served),
    };

    return cmocka_run_group_tests_name("P0-1", tests, NULL, NULL);
}
