/* P8.3-2: Whoever wants to complain finds the authority of her region, on the page of rights and in the policy. */
#include "scene.h"

static void each_region_has_its_authority(void **unused)
{
    static const char *const links[] = { "https://www.edpb.europa.eu/about-edpb/about-edpb/members_en\" rel=\"external\"", "https://ico.org.uk/make-a-complaint/\" rel=\"external\"",
                                         "https://cppa.ca.gov/webapplications/complaint\" rel=\"external\"", "https://www.ppc.go.jp/\" rel=\"external\"" };
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct reply request = scene_get(s, "/privacy/request"), policy = scene_get(s, "/privacy/");

    (void)unused;
    for (size_t i = 0; i < COUNT_OF(links); i++) {
        assert_true(reply_holds(&request, links[i]));
        assert_true(reply_holds(&policy, links[i]));
    }
    assert_true(reply_holds(&request, "Information Commissioner&#39;s Office"));
    assert_text("kept", scene_promise(s, "P8.3-2"));
    scene_number(s, "UPDATE policy_document SET bytes = replace(bytes, 'ico.org.uk', 'example.org') WHERE name = 'policy'");
    assert_text("broken", scene_promise(s, "P8.3-2"));
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_region_has_its_authority),
    };

    return cmocka_run_group_tests_name("P8.3-2", tests, NULL, NULL);
}
