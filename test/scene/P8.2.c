/* P8.2: A right can be used in the ways that the page of rights names, each with its address. */
#include "scene.h"

static void each_region_has_its_ways(void **unused)
{
    static const char *const shown[] = { "id=\"EU\"", "mailto:privacy-eu@hikari.example", "Voorbeeldkade 12", "id=\"US-CA\"", "mailto:privacy-california@hikari.example", "id=\"JP\"",
                                         "mailto:privacy@hikari.example" };
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct reply r = scene_get(s, "/privacy/request"), policy = scene_get(s, "/privacy/");

    (void)unused;
    assert_status(200, r);
    for (size_t i = 0; i < COUNT_OF(shown); i++)
        assert_true(reply_holds(&r, shown[i]));
    assert_true(reply_holds(&policy, "/privacy/request?lang=en#US-CA"));
    assert_text("unproven", scene_promise(s, "P8.2")); /* the policy names a form, and there is none yet */
    scene_close(&s);
}

/* A policy whose ways are all addresses keeps its word. */
static void without_a_form_everything_named_is_there(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct text copy;

    (void)unused;
    for (int i = 0; i < 4; i++) {
        assert_ok(s->w, work_copy(s->w, scene_policy_with(s, "methods: [form, ", "methods: ["), &copy));
        s->policy = copy.at;
    }
    assert_status(201, scene_publish(s, text_of(s->policy)));
    assert_text("kept", scene_promise(s, "P8.2"));
    scene_number(s, "UPDATE policy_document SET bytes = replace(bytes, 'privacy-uk@', '') WHERE name = 'request'");
    assert_text("broken", scene_promise(s, "P8.2"));
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_region_has_its_ways),
        cmocka_unit_test(without_a_form_everything_named_is_there),
    };

    return cmocka_run_group_tests_name("P8.2", tests, NULL, NULL);
}
