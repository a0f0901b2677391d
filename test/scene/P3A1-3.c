/* P3A1-3: Contact data serve support and nothing else: opening names a purpose, and another one is refused. */
#include "scene.h"

static void contact_data_open_for_support_only(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");

    (void)unused;
    scene_person(s, "Ada Plantagenet", "ada@visitor.example", "hello");
    scene_settle(s);
    assert_int_equal(scene_mail_count(s), 1);
    assert_text("kept", scene_promise(s, "P3A1-3"));
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contact_data_open_for_support_only),
    };

    return cmocka_run_group_tests_name("P3A1-3", tests, NULL, NULL);
}
