/* C3-2: A new purpose needs notice and express consent, whatever its ground: what is here already stays closed for it. */
#include "scene.h"

#define BEFORE "  newsletter:\n    label: { en: Newsletter, ja: ニュースレター }\n    why:"
#define NEW_PURPOSE                                                                                                                          \
    "  research:\n    label: { en: Research, ja: 調査 }\n    why: { en: learn how cameras are used, ja: カメラの使われ方を調べるため }\n"        \
    "    basis: legitimate_interests\n    balancing: documents/balancing-security-log.md\n    keep: 30 days after collected\n" BEFORE

static void a_notice_alone_opens_nothing(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct text source;
    struct reply r;

    (void)unused;
    assert_status(201, scene_post_json(s, "/privacy/api/v1/collect/contact", scene_key(s),
                                       "{\"name\":\"Ada\",\"email\":\"ada@visitor.example\",\"message\":\"hello\",\"region\":\"US-CA\"}"));
    source = scene_policy_with(s, BEFORE, NEW_PURPOSE);
    s->policy = source.at;
    source = scene_policy_with(s, "    purpose: support\n", "    purpose: research\n");
    r = scene_publish(s, source);
    assert_status(201, r);
    assert_true(reply_holds(&r, "needs consent of its own")); /* promised for California, though the ground is no consent */
    scene_settle(s);
    assert_int_equal(scene_mail_count(s), 0);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM fact WHERE type = 8"), 0);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM outbox WHERE state = 3"), 1);
    assert_text("unproven", scene_promise(s, "C3-2"));
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_notice_alone_opens_nothing),
    };

    return cmocka_run_group_tests_name("C3-2", tests, NULL, NULL);
}
