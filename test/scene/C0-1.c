/* C0-1: California's appendix prevails: what it does not list is not taken there, and taken elsewhere. */
#include "scene.h"

static int telephones_kept(struct scene *s, const char *region)
{
    const char *key = scene_key(s);
    struct text json;
    struct reply r;

    assert_ok(s->w, work_format(s->w, &json, "{\"name\":\"Ada\",\"email\":\"ada@visitor.example\",\"message\":\"hi\",\"phone\":\"+81312345678\",\"region\":\"%s\"}", region));
    r = scene_post_json(s, "/privacy/api/v1/collect/contact", key, json.at);
    return r.status;
}

static void a_telephone_is_refused_in_california_and_taken_in_europe(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");

    (void)unused;
    assert_int_equal(telephones_kept(s, "US-CA"), 422);
    scene_command(s, "/control/keys/revoke", "{\"name\":\"scene\"}");
    assert_int_equal(telephones_kept(s, "EU"), 201);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM record"), 1);
    assert_text("kept", scene_promise(s, "C0-1"));
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_telephone_is_refused_in_california_and_taken_in_europe),
    };

    return cmocka_run_group_tests_name("C0-1", tests, NULL, NULL);
}
