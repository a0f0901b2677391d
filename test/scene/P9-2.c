/* P9-2: Then it is deleted: not a day early, not a day late. */
#include "scene.h"

static void a_row_goes_on_its_day_and_not_before(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct reply r;

    (void)unused;
    scene_person(s, "Ada", "ada@visitor.example", "hello");
    scene_settle(s);
    scene_move(s, "2028-02-29T14:59:59Z");
    assert_int_equal(scene_number(s, "SELECT count(*) FROM record"), 1);
    assert_text("kept", scene_promise(s, "P9-2"));
    scene_move(s, "2028-02-29T15:00:00Z");
    assert_int_equal(scene_number(s, "SELECT count(*) FROM record"), 0);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM fact WHERE type = 9"), 1);
    assert_text("kept", scene_promise(s, "P9-2"));
    r = scene_command(s, "/control/verify", "{}");
    assert_text("0", reply_member(s, &r, "violations"));
    scene_close(&s);
}

static void a_hold_keeps_a_row_past_its_day(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");

    (void)unused;
    scene_person(s, "Ada", "ada@visitor.example", "hello");
    assert_status(200, scene_command(s, "/control/hold/set", "{\"reason\":\"order\",\"until\":\"2028-06-01\"}"));
    scene_move(s, "2028-03-02T00:00:00Z");
    assert_int_equal(scene_number(s, "SELECT count(*) FROM record"), 1);
    scene_move(s, "2028-06-02T00:00:00Z");
    assert_int_equal(scene_number(s, "SELECT count(*) FROM record"), 0);
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_goes_on_its_day_and_not_before),
        cmocka_unit_test(a_hold_keeps_a_row_past_its_day),
    };

    return cmocka_run_group_tests_name("P9-2", tests, NULL, NULL);
}
