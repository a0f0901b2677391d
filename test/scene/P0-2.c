/* P0-2: The policy says what it covers, and names the policy of every service that it does not. */
#include "scene.h"

/* The support portal has a policy of its own. */
static const char services[] = "services:\n  portal: { label: { en: Support portal, ja: サポートポータル }, policy: \"https://portal.example/privacy\" }\n\nsite:\n";

static void the_page_names_what_it_covers_and_what_it_does_not(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct reply r;

    (void)unused;
    assert_status(201, scene_publish(s, scene_policy_with(s, "site:\n", services)));
    r = scene_get(s, "/privacy/");
    assert_true(reply_holds(&r, "Hikari camera website (https://www.hikari.example)"));
    assert_true(reply_holds(&r, "Support portal: <a href=\"https://portal.example/privacy\" rel=\"external\">"));
    r = scene_get(s, "/privacy/?lang=ja");
    assert_true(reply_holds(&r, "サポートポータル: <a href=\"https://portal.example/privacy\""));
    assert_text("kept", scene_promise(s, "P0-2"));
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_names_what_it_covers_and_what_it_does_not),
    };

    return cmocka_run_group_tests_name("P0-2", tests, NULL, NULL);
}
