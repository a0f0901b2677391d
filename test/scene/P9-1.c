/* P9-1: Everything that is kept has a rule and a date; a new version dates it anew. */
#include "scene.h"

static void what_is_kept_has_a_date_from_its_rule(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");

    (void)unused;
    scene_settle(s); /* dates of the first version are settled: what follows is dated by the gate */
    scene_person(s, "Ada", "ada@visitor.example", "hello");
    scene_settle(s);
    /* 1 March 2028, 00:00 in Tokyo */
    assert_int_equal(scene_number(s, "SELECT due_at FROM retention"), 1835449200000);
    assert_text("kept", scene_promise(s, "P9-1"));
    assert_status(201, scene_publish(s, scene_policy_with(s, "keep: 24 months after last_contact", "keep: 12 months after last_contact")));
    scene_settle(s);
    /* 1 March 2027, 00:00 in Tokyo */
    assert_int_equal(scene_number(s, "SELECT due_at FROM retention"), 1803826800000);
    assert_text("kept", scene_promise(s, "P9-1"));
    scene_close(&s);
}

static void a_purpose_without_a_rule_is_not_published(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct reply r = scene_publish(s, scene_policy_with(s, "    keep: 24 months after last_contact\n", ""));

    (void)unused;
    assert_status(422, r);
    assert_true(reply_holds(&r, "PD0108"));
    scene_close(&s);
}

static void a_shorter_rule_takes_effect_on_its_own_day(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct reply r;

    (void)unused;
    scene_person(s, "Ada", "ada@visitor.example", "hello");
    scene_settle(s);
    assert_status(201, scene_publish(s, scene_policy_with(s, "keep: 24 months after last_contact", "keep: 6 months after last_contact")));
    scene_settle(s);
    r = scene_command(s, "/control/verify", "{}");
    assert_text("0", reply_member(s, &r, "violations"));
    scene_move(s, "2026-08-31T14:59:59Z");
    assert_int_equal(scene_number(s, "SELECT count(*) FROM record"), 1);
    scene_move(s, "2026-08-31T15:00:00Z");
    assert_int_equal(scene_number(s, "SELECT count(*) FROM record"), 0);
    scene_close(&s);
}

/* Between a publish and the new dates nothing is wrong: `verify` may run at any time. */
static void verify_is_quiet_while_dates_are_computed_anew(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct reply r;

    (void)unused;
    scene_person(s, "Ada", "ada@visitor.example", "hello");
    scene_settle(s);
    assert_status(201, scene_publish(s, scene_policy_with(s, "keep: 24 months after last_contact", "keep: 6 months after last_contact")));
    r = scene_command(s, "/control/verify", "{}");
    assert_text("0", reply_member(s, &r, "violations"));
    assert_text("unproven", scene_promise(s, "P9-1"));
    scene_settle(s);
    r = scene_command(s, "/control/verify", "{}");
    assert_text("0", reply_member(s, &r, "violations"));
    assert_text("kept", scene_promise(s, "P9-1"));
    scene_close(&s);
}

/* A second contact of the same person moves the trigger. */
static void the_last_contact_counts(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    const char *key = scene_key(s), *handle;
    struct text json;
    struct reply r = scene_post_json(s, "/privacy/api/v1/collect/contact", key, "{\"name\":\"Ada\",\"email\":\"a@visitor.example\",\"message\":\"hi\"}");

    (void)unused;
    assert_status(201, r);
    handle = reply_member(s, &r, "handle").at;
    scene_move(s, "2026-06-30T12:00:00Z");
    assert_ok(s->w, work_format(s->w, &json, "{\"handle\":\"%s\",\"name\":\"Ada\",\"email\":\"a@visitor.example\",\"message\":\"again\"}", handle));
    assert_status(201, scene_post_json(s, "/privacy/api/v1/collect/contact", key, json.at));
    assert_int_equal(scene_number(s, "SELECT count(*) FROM retention"), 1);
    /* 30 June 2028, 00:00 in Tokyo */
    assert_int_equal(scene_number(s, "SELECT due_at FROM retention"), 1845903600000);
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_kept_has_a_date_from_its_rule),
        cmocka_unit_test(a_shorter_rule_takes_effect_on_its_own_day),
        cmocka_unit_test(verify_is_quiet_while_dates_are_computed_anew),
        cmocka_unit_test(the_last_contact_counts),
        cmocka_unit_test(a_purpose_without_a_rule_is_not_published),
    };

    return cmocka_run_group_tests_name("P9-1", tests, NULL, NULL);
}
