/* P12-3: Consent where the law requires it: an old consent, or an old contract, does not cover a new purpose. */
#include "scene.h"

#define NEW_PURPOSE                                                                                                                          \
    "  offers:\n    label: { en: Offers, ja: ご案内 }\n    why: { en: show you offers, ja: ご案内をお送りするため }\n    basis: consent\n"       \
    "    keep: until withdrawn\n  newsletter:\n    label: { en: Newsletter, ja: ニュースレター }\n    why:"
#define PURPOSE_BEFORE "  newsletter:\n    label: { en: Newsletter, ja: ニュースレター }\n    why:"

static const char *opened = "SELECT count(*) FROM fact WHERE type = 8";

/* The channel serves the new purpose from version 2 on: what came in before is not delivered for it. */
static void what_was_given_before_serves_no_new_purpose(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct text with_purpose = scene_policy_with(s, PURPOSE_BEFORE, NEW_PURPOSE), source;
    struct reply r;

    (void)unused;
    scene_person(s, "Ada", "ada@visitor.example", "hello");
    s->policy = with_purpose.at;
    source = scene_policy_with(s, "    purpose: support\n", "    purpose: offers\n");
    s->policy = source.at;
    source = scene_policy_with(s, "    ignore: [_csrf, utm_*]\n", "    confirm: double_opt_in\n"); /* consent is asked for at the door */
    r = scene_publish(s, source);
    assert_status(201, r);
    assert_true(reply_holds(&r, "consent of its own"));
    scene_settle(s);
    assert_int_equal(scene_mail_count(s), 0);
    assert_int_equal(scene_number(s, opened), 0);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM outbox WHERE state = 3"), 1); /* cancelled */
    assert_text("unproven", scene_promise(s, "P12-3"));
    scene_close(&s);
}

/* A ground that becomes consent: what was taken under the contract rests on nothing. */
static void a_contract_is_no_consent(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");

    (void)unused;
    scene_person(s, "Ada", "ada@visitor.example", "hello");
    assert_status(201, scene_publish(s, scene_policy_with(s, "    basis: contract\n", "    basis: consent\n")));
    scene_settle(s);
    assert_int_equal(scene_mail_count(s), 0);
    assert_int_equal(scene_number(s, opened), 0);
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_given_before_serves_no_new_purpose),
        cmocka_unit_test(a_contract_is_no_consent),
    };

    return cmocka_run_group_tests_name("P12-3", tests, NULL, NULL);
}
