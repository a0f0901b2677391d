/* C0-2: The appendix has a date of its own: it changes when the appendix does, and only then. Telling people is not built. */
#include "scene.h"

static const char *date_of(struct scene *s, const char *path)
{
    struct reply r = scene_get(s, path);
    struct text rest, date;
    size_t at;

    assert_status(200, r);
    assert_true(text_find(r.body, TEXT(" id=\"date-US-CA\""), &at));
    rest = text_from(r.body, at);
    assert_true(text_find(rest, TEXT("datetime=\""), &at));
    rest = text_from(rest, at + 10);
    assert_true(text_cut(&rest, '"', &date));
    assert_ok(s->w, work_copy(s->w, date, &date));
    return date.at;
}

static void the_appendix_keeps_its_date_while_it_stays_as_it_is(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct reply r;

    (void)unused;
    assert_string_equal(date_of(s, "/privacy/"), "2026-03-01T12:00:00Z");
    scene_stand(s, "2026-04-10T12:00:00Z");
    assert_status(201, scene_publish(s, scene_policy_with(s, "keep: 13 months after collected", "keep: 12 months after collected")));
    assert_string_equal(date_of(s, "/privacy/"), "2026-03-01T12:00:00Z");
    assert_string_equal(date_of(s, "/privacy/?lang=ja"), "2026-03-01T12:00:00Z");
    r = scene_get(s, "/privacy/");
    assert_true(reply_holds(&r, "/privacy/v/1?lang=en#appendix-US-CA"));
    assert_text("unproven", scene_promise(s, "C0-2"));
    scene_stand(s, "2026-05-10T12:00:00Z");
    assert_status(201, scene_publish(s, scene_policy_with(s, "minors: { under: 16,", "minors: { under: 18,")));
    assert_string_equal(date_of(s, "/privacy/"), "2026-05-10T12:00:00Z");
    assert_string_equal(date_of(s, "/privacy/v/2"), "2026-03-01T12:00:00Z");
    assert_text("unproven", scene_promise(s, "C0-2"));
    scene_close(&s);
}

/* The bytes and their hash may fit, and the date is still not the one that the content has. */
static void a_date_that_was_moved_is_noticed(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");

    (void)unused;
    scene_number(s, "UPDATE policy_document SET bytes = replace(bytes, 'id=\"date-US-CA\"', 'id=\"date-EU\"') WHERE name = 'policy'");
    assert_text("broken", scene_promise(s, "C0-2"));
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_appendix_keeps_its_date_while_it_stays_as_it_is),
        cmocka_unit_test(a_date_that_was_moved_is_noticed),
    };

    return cmocka_run_group_tests_name("C0-2", tests, NULL, NULL);
}
