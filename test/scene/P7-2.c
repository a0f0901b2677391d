/* P7-2: No measure makes security complete: the remark stands on the page, and nothing is to be proved about it. */
#include "scene.h"

static void the_remark_stands_on_the_page(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct reply r = scene_get(s, "/privacy/");

    (void)unused;
    assert_true(reply_holds(&r, "Still, no site, device or network is fully safe. We cannot promise that nothing will ever go wrong."));
    assert_text("text only", scene_promise(s, "P7-2"));
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_remark_stands_on_the_page),
    };

    return cmocka_run_group_tests_name("P7-2", tests, NULL, NULL);
}
