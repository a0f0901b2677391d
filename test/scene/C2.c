/* C2: What was collected in California in the preceding twelve months is counted, by the law's own names; what is not on the list breaks the promise. */
#include "scene.h"

static void post_from_california(struct scene *s, const char *name)
{
    const char *key = scene_key(s);
    struct text json;

    assert_ok(s->w, work_format(s->w, &json, "{\"name\":\"%s\",\"email\":\"%s@visitor.example\",\"message\":\"hi\",\"region\":\"US-CA\"}", name, name));
    assert_status(201, scene_post_json(s, "/privacy/api/v1/collect/contact", key, json.at));
    assert_status(200, scene_command(s, "/control/keys/revoke", "{\"name\":\"scene\"}"));
}

static void the_page_counts_what_is_held_by_the_laws_own_names(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct reply r;

    (void)unused;
    r = scene_get(s, "/privacy/categories");
    assert_status(200, r);
    assert_true(reply_holds(&r, "Records of people there: 0."));
    assert_true(reply_holds(&r, "Nothing that is still here was collected of people there."));
    post_from_california(s, "ada");
    post_from_california(s, "grace");
    scene_person(s, "Elsewhere", "elsewhere@visitor.example", "hello");
    scene_stand(s, "2026-04-01T12:00:00Z");
    r = scene_get(s, "/privacy/categories");
    assert_true(reply_holds(&r, "The records reach back to <time datetime=\"2026-03-01T12:00:00Z\">"));
    assert_true(reply_holds(&r, "Records of people there: 2."));
    assert_true(reply_holds(&r, "identifiers <span class=\"why\">(A)</span></th><td>Name</td><td>2</td>"));
    assert_true(reply_holds(&r, "<td>E-mail address</td><td>2</td>"));
    assert_false(reply_holds(&r, "Telephone number"));
    assert_true(reply_holds(&r, "Cookies that the policy lets be set there: session."));
    r = scene_get(s, "/privacy/categories?lang=ja");
    assert_true(reply_holds(&r, "識別子 <span class=\"why\">(A)</span></th><td>お名前</td><td>2</td>"));
    scene_close(&s);
}

/* G one phone number collected 2025-12-01; W render 2026-11-30: check fails; 2026-12-02: passes. */
static void what_the_appendix_does_not_list_is_found_for_twelve_months(void **unused)
{
    struct scene *s = scene_open("2025-12-01T12:00:00Z");
    struct reply r;

    (void)unused;
    post_from_california(s, "ada");
    assert_text("unproven", scene_promise(s, "C2"));
    scene_number(s, "UPDATE record SET fields = x'4e'"); /* 1, 2, 3, and 6: the telephone number, past the gate */
    scene_stand(s, "2026-11-30T12:00:00Z");
    assert_text("broken", scene_promise(s, "C2"));
    r = scene_get(s, "/privacy/categories");
    assert_true(reply_holds(&r, "<td>Telephone number</td><td>1</td>"));
    scene_stand(s, "2026-12-02T12:00:00Z");
    assert_text("unproven", scene_promise(s, "C2"));
    r = scene_get(s, "/privacy/categories");
    assert_true(reply_holds(&r, "Records of people there: 0."));
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_counts_what_is_held_by_the_laws_own_names),
        cmocka_unit_test(what_the_appendix_does_not_list_is_found_for_twelve_months),
    };

    return cmocka_run_group_tests_name("C2", tests, NULL, NULL);
}
