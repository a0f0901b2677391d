/* P12-1: A change is effective on posting or from its date, never before, and older versions stay as they were. */
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

static const char *due_of_newest = "SELECT due_at FROM retention ORDER BY id DESC LIMIT 1";

/* Version 2, posted now, keeps messages for 18 months and counts from 1 April, 00:00 in Tokyo. */
static void publish_for_april(struct scene *s)
{
    struct reply r = scene_publish_with(s, scene_policy_with(s, "keep: 24 months after last_contact", "keep: 18 months after last_contact"),
                                        "\"effective\":\"2026-03-31T15:00:00Z\"");

    assert_status(201, r);
    assert_text("2026-03-31T15:00:00Z", reply_member(s, &r, "effective_at"));
}

/* One post at that moment: its version and the month in which it must go. */
static void post_falls_under(struct scene *s, int64_t version, int64_t due)
{
    scene_person(s, "Ada", "ada@visitor.example", "hello");
    assert_int_equal(scene_number(s, "SELECT policy_number FROM record ORDER BY id DESC LIMIT 1"), version);
    assert_int_equal(scene_number(s, due_of_newest), due);
}

static void a_version_counts_from_its_date_and_not_a_moment_earlier(void **unused)
{
    struct scene *s = scene_open("2026-03-01T09:00:00Z");
    const int64_t march_2028 = 1838041200000, october_2027 = 1822316400000; /* 31 March 2028 and 1 October 2027, 00:00 in Tokyo */
    struct reply before, after, second;

    (void)unused;
    before = scene_get(s, "/privacy/");
    publish_for_april(s);
    second = scene_get(s, "/privacy/v/2");
    assert_status(200, second);
    assert_true(reply_holds(&second, "18 months from the last contact"));
    scene_move(s, "2026-03-31T14:59:59Z");
    after = scene_get(s, "/privacy/v/1");
    assert_true(text_equal(before.body, after.body));
    post_falls_under(s, 1, march_2028);
    scene_stand(s, "2026-03-31T15:00:00Z");
    after = scene_get(s, "/privacy/");
    assert_true(text_equal(second.body, after.body));
    post_falls_under(s, 2, october_2027);
    scene_settle(s); /* a shorter time counts for what is there, from now on */
    assert_int_equal(scene_number(s, "SELECT min(due_at) FROM retention"), 1822230000000);
    assert_text("kept", scene_promise(s, "P12-1"));
    assert_text("kept", scene_promise(s, "P0-1"));
    second = scene_command(s, "/control/verify", "{}");
    assert_text("0", reply_member(s, &second, "violations"));
    scene_close(&s);
}

static void the_date_comes_though_the_server_was_down(void **unused)
{
    struct scene *s = scene_open("2026-03-01T09:00:00Z");
    struct reply page;

    (void)unused;
    publish_for_april(s);
    scene_restart(s);
    page = scene_get(s, "/privacy/v/1");
    assert_false(reply_holds(&page, "18 months from the last contact"));
    scene_stand(s, "2026-03-31T14:59:59Z");
    post_falls_under(s, 1, 1838041200000);
    scene_end(s);
    scene_stand(s, "2026-04-02T00:00:00Z");
    assert_true(scene_begin(s));
    page = scene_get(s, "/privacy/");
    assert_true(reply_holds(&page, "18 months from the last contact"));
    post_falls_under(s, 2, 1822402800000);
    assert_text("kept", scene_promise(s, "P12-1"));
    scene_close(&s);
}

/* The switch is seen from outside: a record that names the version that was replaced breaks the promise. */
static void a_record_of_a_version_that_was_replaced_is_found(void **unused)
{
    struct scene *s = scene_open("2026-03-01T09:00:00Z");
    struct reply r;

    (void)unused;
    publish_for_april(s);
    scene_move(s, "2026-04-01T00:00:00Z");
    post_falls_under(s, 2, 1822316400000);
    scene_number(s, "UPDATE record SET policy_number = 1");
    assert_text("broken", scene_promise(s, "P12-1"));
    r = scene_command(s, "/control/verify", "{}");
    assert_text("1", reply_member(s, &r, "violations"));
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_is_bound_to_the_version_it_was_given_under),
        cmocka_unit_test(a_longer_time_does_not_reach_older_data),
        cmocka_unit_test(a_version_counts_from_its_date_and_not_a_moment_earlier),
        cmocka_unit_test(the_date_comes_though_the_server_was_down),
        cmocka_unit_test(a_record_of_a_version_that_was_replaced_is_found),
    };

    return cmocka_run_group_tests_name("P12-1", tests, NULL, NULL);
}
