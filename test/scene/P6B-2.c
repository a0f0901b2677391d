/* P6B-2: The register of safeguards stands on the page: from where, to where, what protects, by which document. Whether each protects is for people to judge. */
#include "scene.h"

static void every_safeguard_stands_on_the_page(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct reply r = scene_get(s, "/privacy/recipients");

    (void)unused;
    assert_true(reply_holds(&r, "<tr><th scope=\"row\">European Union and European Economic Area</th><td>Japan</td><td>adequacy decision<br><bdi>Decision (EU) 2019/419</bdi></td></tr>"));
    assert_true(reply_holds(&r, "<tr><th scope=\"row\">United Kingdom</th><td>Netherlands</td>"));
    assert_text("unproven", scene_promise(s, "P6B-2"));
    scene_close(&s);
}

static void a_safeguard_that_nobody_looked_at_in_time_breaks_the_promise(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");

    (void)unused;
    assert_status(201, scene_publish(s, scene_policy_with(s, "ref: Decision (EU) 2019/419 }", "ref: Decision (EU) 2019/419, review: 2026-04-01 }")));
    assert_text("unproven", scene_promise(s, "P6B-2"));
    scene_stand(s, "2026-04-01T14:00:00Z"); /* still the first in Tokyo */
    assert_text("unproven", scene_promise(s, "P6B-2"));
    scene_stand(s, "2026-04-01T15:00:01Z");
    assert_text("broken", scene_promise(s, "P6B-2"));
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_safeguard_stands_on_the_page),
        cmocka_unit_test(a_safeguard_that_nobody_looked_at_in_time_breaks_the_promise),
    };

    return cmocka_run_group_tests_name("P6B-2", tests, NULL, NULL);
}
