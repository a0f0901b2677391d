/* P7-1: Data lie sealed under a key of each person's own: a fresh data folder holds no planted name. */
#include "scene.h"

static void a_planted_name_is_not_on_disk(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");

    (void)unused;
    scene_person(s, "Zyxquorb Plantagenet", "zyxquorb@visitor.example", "Zyxquorb was here");
    scene_settle(s);
    assert_true(memmem(scene_mail(s, 0).data.at, scene_mail(s, 0).data.length, "Zyxquorb", 8) != NULL);
    assert_int_equal(scene_found_on_disk(s, "Zyxquorb", 8), 0);
    assert_int_equal(scene_found_on_disk(s, "zyxquorb", 8), 0);
    assert_int_equal(scene_found_on_disk(s, "Z\0y\0x\0q\0u\0o\0r\0b\0", 16), 0);
    assert_text("kept", scene_promise(s, "P7-1"));
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_planted_name_is_not_on_disk),
    };

    return cmocka_run_group_tests_name("P7-1", tests, NULL, NULL);
}
