/* P8.1-5: Erasure: every key of the person is destroyed, proved, and the rows go; a hold stops it, an end of the hold lets it pass. */
#include "scene.h"

static struct reply erase(struct scene *s, const char *handle)
{
    struct text json;

    assert_ok(s->w, work_format(s->w, &json, "{\"handle\":\"%s\"}", handle));
    return scene_command(s, "/control/erase", json.at);
}

static void an_erased_person_cannot_be_read_again(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    const char *handle = scene_person(s, "Ada", "ada@visitor.example", "hello");
    struct reply r = erase(s, handle);

    (void)unused;
    assert_status(200, r);
    assert_text("1", reply_member(s, &r, "keys"));
    scene_settle(s);
    assert_int_equal(scene_mail_count(s), 0); /* erased before the mail left: it is cancelled */
    assert_int_equal(scene_number(s, "SELECT count(*) FROM record"), 0);
    r = scene_command(s, "/control/verify", "{}");
    assert_text("0", reply_member(s, &r, "violations"));
    assert_int_equal(scene_number(s, "SELECT count(*) FROM fact WHERE type = 10"), 1);
    r = erase(s, handle);
    assert_true(r.status == 200 || r.status == 404);
    assert_false(text_equal(scene_promise(s, "P8.1-5"), TEXT("broken")));
    scene_close(&s);
}

static void a_hold_stops_an_erase_until_it_ends(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    const char *handle = scene_person(s, "Ada", "ada@visitor.example", "hello");
    struct text json;
    struct reply r;

    (void)unused;
    assert_ok(s->w, work_format(s->w, &json, "{\"handle\":\"%s\",\"reason\":\"claim\",\"until\":\"2026-06-01\"}", handle));
    assert_status(200, scene_command(s, "/control/hold/set", json.at));
    r = scene_post_json(s, "/privacy/", NULL, "{}");
    assert_true(r.status == 405);
    scene_move(s, "2026-06-02T00:00:00Z");
    r = erase(s, handle);
    assert_status(200, r);
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_erased_person_cannot_be_read_again),
        cmocka_unit_test(a_hold_stops_an_erase_until_it_ends),
    };

    return cmocka_run_group_tests_name("P8.1-5", tests, NULL, NULL);
}
