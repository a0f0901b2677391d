/* P4-1: Nothing is processed without a legal ground: the gate denies by default. */
#include "scene.h"

static void without_a_basis_the_gate_is_closed(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    const char *key = scene_key(s);
    struct reply r;

    (void)unused;
    assert_status(201, scene_publish(s, scene_policy_with(s, "    basis: contract\n", "    basis: { EU: contract, UK: contract, JP: contract, US-CA: off }\n")));
    r = scene_post_json(s, "/privacy/api/v1/collect/contact", key,
                        "{\"name\":\"Ada\",\"email\":\"a@visitor.example\",\"message\":\"hi\",\"region\":\"US-CA\"}");
    assert_status(403, r);
    r = scene_post_json(s, "/privacy/api/v1/collect/contact", key,
                        "{\"name\":\"Ada\",\"email\":\"a@visitor.example\",\"message\":\"hi\",\"region\":\"EU\"}");
    assert_status(201, r);
    /* Who does not say where she is, is treated as where it is strictest. */
    r = scene_post_json(s, "/privacy/api/v1/collect/contact", key, "{\"name\":\"Ada\",\"email\":\"a@visitor.example\",\"message\":\"hi\"}");
    assert_status(403, r);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM record"), 1);
    assert_text("kept", scene_promise(s, "P4-1"));
    scene_close(&s);
}

/* What was accepted yesterday is decided again by the policy of today before it leaves. */
static void a_message_whose_ground_has_gone_is_not_sent(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");

    (void)unused;
    scene_person(s, "Ada", "ada@visitor.example", "hello");
    assert_status(201, scene_publish(s, scene_policy_with(s, "    basis: contract\n", "    basis: { EU: contract, UK: contract, JP: contract, US-CA: off }\n")));
    scene_settle(s);
    assert_text("kept", scene_promise(s, "P4-1"));
    assert_int_equal(scene_mail_count(s), 0);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM fact WHERE type = 6"), 1);
    scene_close(&s);
}

static void a_policy_without_a_basis_is_not_published(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct reply r = scene_publish(s, scene_policy_with(s, "    basis: contract\n", ""));

    (void)unused;
    assert_status(422, r);
    assert_true(reply_holds(&r, "PD0107"));
    r = scene_get(s, "/privacy/v/2");
    assert_status(404, r);
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_basis_the_gate_is_closed),
        cmocka_unit_test(a_message_whose_ground_has_gone_is_not_sent),
        cmocka_unit_test(a_policy_without_a_basis_is_not_published),
    };

    return cmocka_run_group_tests_name("P4-1", tests, NULL, NULL);
}
