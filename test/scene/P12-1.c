/* P12-1: A change is effective on posting, never before, and older versions stay as they were. */
#include "scene.h"

static void a_record_is_bound_to_the_version_it_was_given_under(void **unused)
{
    struct scene *s = scene_open("2026-03-01T09:00:00Z");

    (void)unused;
    scene_person(s, "Ada", "ada@visitor.example", "hello");
    clock_freeze(&s->clock, (struct instant){ s->w->now.ms + SPAN_HOURS(1).ms });
    assert_status(201, scene_publish(s, scene_policy_with(s, "answer you and help you", "answer you, and help you")));
    scene_person(s, "Bob", "bob@visitor.example", "hello");
    assert_int_equal(scene_number(s, "SELECT policy_number FROM record ORDER BY id LIMIT 1"), 1);
    assert_int_equal(scene_number(s, "SELECT policy_number FROM record ORDER BY id DESC LIMIT 1"), 2);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM policy_version WHERE effective_at < posted_at"), 0);
    assert_text("kept", scene_promise(s, "P12-1"));
    scene_close(&s);
}

/* What was promised for what is there is kept: a new version may bring its end forward, never put it off. */
static void a_longer_time_does_not_reach_older_data(void **unused)
{
    struct scene *s = scene_open("2026-03-01T09:00:00Z");
    struct reply r;

    (void)unused;
    scene_person(s, "Ada", "ada@visitor.example", "hello");
    assert_status(201, scene_publish(s, scene_policy_with(s, "keep: 24 months after last_contact", "keep: 36 months after last_contact")));
    scene_settle(s);
    /* 1 March 2028, 00:00 in Tokyo, as the first version had promised */
    assert_int_equal(scene_number(s, "SELECT due_at FROM retention"), 1835449200000);
    r = scene_command(s, "/control/verify", "{}");
    assert_text("0", reply_member(s, &r, "violations"));
    assert_text("kept", scene_promise(s, "P9-1"));
    /* 1 March 2029: who writes under the new version has seen the new time */
    scene_person(s, "Bob", "bob@visitor.example", "hello");
    assert_int_equal(scene_number(s, "SELECT max(due_at) FROM retention"), 1866985200000);
    r = scene_get(s, "/privacy/");
    assert_true(reply_holds(&r, "A new version never keeps longer what is already here"));
    /* a date that no version gave is found */
    scene_number(s, "UPDATE retention SET due_at = due_at - 86400000 WHERE id = 1");
    r = scene_command(s, "/control/verify", "{}");
    assert_text("1", reply_member(s, &r, "violations"));
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_is_bound_to_the_version_it_was_given_under),
        cmocka_unit_test(a_longer_time_does_not_reach_older_data),
    };

    return cmocka_run_group_tests_name("P12-1", tests, NULL, NULL);
}
