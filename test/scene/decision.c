/* Between post and sending the decision is made again: what may not go out any more is cancelled with its reason, and nothing is sent. */
#include "scene.h"

/* Numbers of reasons are in subject/cancel.h. */
static void expect_cancelled(struct scene *s, int reason)
{
    struct reply r = scene_command(s, "/control/verify", "{}");
    struct text sql;

    assert_int_equal(scene_mail_count(s), 0);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM outbox WHERE state = 3"), 1);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM outbox"), 1);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM fact WHERE type = 6"), 1);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM fact WHERE type IN (5, 7, 8)"), 0); /* not sent, not failed, not even opened */
    assert_ok(s->w, work_format(s->w, &sql, "SELECT instr(canonical, x'0b0001%02x') > 0 FROM fact WHERE type = 6", reason));
    if (scene_number(s, sql.at) != 1)
        fail_msg("the fact does not give reason %d", reason);
    assert_text("0", reply_member(s, &r, "violations"));
}

static struct scene *with_a_post_from(const char *region)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    const char *key = scene_key(s);
    struct text json;

    assert_ok(s->w, work_format(s->w, &json, "{\"name\":\"Ada\",\"email\":\"a@visitor.example\",\"message\":\"hi\",\"region\":\"%s\"}", region));
    assert_status(201, scene_post_json(s, "/privacy/api/v1/collect/contact", key, json.at));
    return s;
}

static void a_purpose_that_lost_its_basis_sends_nothing(void **unused)
{
    struct scene *s = with_a_post_from("US-CA");

    (void)unused;
    assert_status(201, scene_publish(s, scene_policy_with(s, "    basis: contract\n", "    basis: { EU: contract, UK: contract, JP: contract, US-CA: off }\n")));
    scene_settle(s);
    expect_cancelled(s, 3);
    scene_close(&s);
}

/* The same version, another region: it still goes out. */
static void where_the_basis_stands_the_mail_is_sent(void **unused)
{
    struct scene *s = with_a_post_from("EU");

    (void)unused;
    assert_status(201, scene_publish(s, scene_policy_with(s, "    basis: contract\n", "    basis: { EU: contract, UK: contract, JP: contract, US-CA: off }\n")));
    scene_settle(s);
    assert_int_equal(scene_mail_count(s), 1);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM outbox WHERE state = 1"), 1);
    scene_close(&s);
}

static void a_channel_that_serves_another_purpose_now_sends_nothing(void **unused)
{
    struct scene *s = with_a_post_from("EU");

    (void)unused;
    assert_status(201, scene_publish(s, scene_policy_with(s, "お問い合わせフォーム }\n    purpose: support\n", "お問い合わせフォーム }\n    purpose: security_log\n")));
    scene_settle(s);
    expect_cancelled(s, 4);
    scene_close(&s);
}

static void a_person_whose_time_is_over_is_not_sent(void **unused)
{
    struct scene *s = with_a_post_from("EU");

    (void)unused;
    scene_move(s, "2028-03-02T00:00:00Z"); /* jobs ran never before: deliveries come first, and this one is too late */
    expect_cancelled(s, 2);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM record"), 0);
    scene_close(&s);
}

static void an_erased_person_is_not_sent(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    const char *handle = scene_person(s, "Ada", "ada@visitor.example", "hello");
    struct text json;
    struct reply r;

    (void)unused;
    assert_ok(s->w, work_format(s->w, &json, "{\"handle\":\"%s\"}", handle));
    r = scene_command(s, "/control/erase", json.at);
    assert_status(200, r);
    assert_text("1", reply_member(s, &r, "deliveries_cancelled"));
    scene_settle(s);
    expect_cancelled(s, 1);
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_purpose_that_lost_its_basis_sends_nothing),
        cmocka_unit_test(where_the_basis_stands_the_mail_is_sent),
        cmocka_unit_test(a_channel_that_serves_another_purpose_now_sends_nothing),
        cmocka_unit_test(a_person_whose_time_is_over_is_not_sent),
        cmocka_unit_test(an_erased_person_is_not_sent),
    };

    return cmocka_run_group_tests_name("decision", tests, NULL, NULL);
}
