/* P11-2: The page of cookies lists every cookie of the policy. Whether the site sets others is not seen from here. */
#include "scene.h"

static void the_page_lists_every_cookie(void **unused)
{
    static const char *const shown[] = { "<code><bdi>session</bdi></code>", "keeps you signed in while you fill in a form", "the site needs it", "<code><bdi>visits</bdi></code>", "13 months",
                                         "European Union and European Economic Area, United Kingdom, Japan: consent", "California, elsewhere: not set", "How you get rid of them" };
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct reply r = scene_get(s, "/privacy/cookies"), policy = scene_get(s, "/privacy/");

    (void)unused;
    assert_status(200, r);
    for (size_t i = 0; i < COUNT_OF(shown); i++)
        assert_true(reply_holds(&r, shown[i]));
    assert_true(reply_holds(&policy, "href=\"/privacy/cookies?lang=en\""));
    assert_text("unproven", scene_promise(s, "P11-2"));
    scene_number(s, "UPDATE policy_document SET bytes = replace(bytes, 'visits', 'visit') WHERE name = 'cookies'");
    assert_text("broken", scene_promise(s, "P11-2"));
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_lists_every_cookie),
    };

    return cmocka_run_group_tests_name("P11-2", tests, NULL, NULL);
}
