/* P3A1-1: On contact only the declared fields are taken; another is dropped or refused, counted, and never stored. */
#include "scene.h"

static void an_undeclared_field_is_never_stored(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    const char *key = scene_key(s);
    struct reply r;

    (void)unused;
    assert_status(201, scene_publish(s, scene_policy_with(s, "    unknown: drop\n", ""))); /* programs are told, forms are not */
    r = scene_post_json(s, "/privacy/api/v1/collect/contact", key,
                                     "{\"name\":\"Ada\",\"email\":\"ada@visitor.example\",\"message\":\"hello\",\"birthdate\":\"1815-12-10\"}");
    assert_status(422, r);
    assert_text("application/problem+json", text_first(reply_header(&r, "Content-Type"), 24));
    assert_true(reply_holds(&r, "birthdate"));
    assert_false(reply_holds(&r, "1815"));
    r = scene_post_json(s, "/privacy/api/v1/collect/contact", key, "{\"name\":\"Ada\",\"e-mail\":\"ada@visitor.example\",\"message\":\"hello\"}");
    assert_status(422, r);
    assert_true(reply_holds(&r, "did you mean `email`?"));
    assert_int_equal(scene_number(s, "SELECT count(*) FROM record"), 0);
    r = scene_post_form(s, "/privacy/in/contact", "name=Ada&email=ada%40visitor.example&message=hello&birthdate=1815-12-10");
    assert_status(303, r);
    scene_settle(s);
    assert_int_equal(scene_mail_count(s), 1);
    assert_true(memmem(scene_mail(s, 0).data.at, scene_mail(s, 0).data.length, "1815", 4) == NULL);
    assert_true(scene_number(s, "SELECT sum(count) FROM refusal WHERE reason = 2") >= 1);
    scene_move(s, "2026-03-01T12:05:00Z");
    assert_int_equal(scene_number(s, "SELECT count(*) FROM refusal"), 0);
    assert_true(scene_number(s, "SELECT count(*) FROM fact WHERE type = 4") >= 1);
    assert_text("kept", scene_promise(s, "P3A1-1"));
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_undeclared_field_is_never_stored),
    };

    return cmocka_run_group_tests_name("P3A1-1", tests, NULL, NULL);
}
