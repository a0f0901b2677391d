/* Periods that wait for an event: nothing goes before it was told, everything on its day after it, and no version puts an end off. */
#include "scene.h"

#include <string.h>

static const char keep[] = "keep: 24 months after last_contact";

static struct scene *open_with(const char *rule)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");

    assert_status(201, scene_publish(s, scene_policy_with(s, keep, rule)));
    scene_settle(s);
    return s;
}

static void publish_rule(struct scene *s, const char *rule)
{
    assert_status(201, scene_publish(s, scene_policy_with(s, keep, rule)));
    scene_settle(s);
}

static const char *event_key(struct scene *s)
{
    struct reply r = scene_command(s, "/control/keys/create", "{\"name\":\"desk\",\"channels\":\"*\",\"scopes\":\"collect events\"}");

    assert_status(201, r);
    return reply_member(s, &r, "key").at;
}

/* Tells an event by the API; `more` are further members. */
static struct reply tell(struct scene *s, const char *key, const char *handle, const char *event, const char *more)
{
    struct text json;

    assert_ok(s->w, work_format(s->w, &json, "{\"handle\":\"%s\",\"event\":\"%s\"%s}", handle, event, more));
    return scene_post_json(s, "/privacy/api/v1/events", key, json.at);
}

static void assert_verifies(struct scene *s)
{
    struct reply r = scene_command(s, "/control/verify", "{}");

    assert_text("0", reply_member(s, &r, "violations"));
}

static void assert_sound(struct scene *s)
{
    assert_verifies(s);
    assert_text("kept", scene_promise(s, "P9-1"));
}

static int64_t due(struct scene *s)
{
    return scene_number(s, "SELECT coalesce(max(due_at), 0) FROM retention WHERE state = 0");
}

static void nothing_goes_before_the_event_and_everything_on_its_day_after_it(void **unused)
{
    struct scene *s = open_with("keep: 6 months after closed");
    const char *handle = scene_person(s, "Ada", "ada@visitor.example", "hello"), *key = event_key(s);
    struct reply r;

    (void)unused;
    assert_int_equal(due(s), 0);
    scene_move(s, "2036-03-01T00:00:00Z"); /* ten years: nobody has closed the case */
    assert_int_equal(scene_number(s, "SELECT count(*) FROM record"), 1);
    assert_verifies(s);
    r = tell(s, key, handle, "closed", ",\"at\":\"2036-02-29\"");
    assert_status(200, r);
    assert_text("2036-08-28T15:00:00Z", reply_member(s, &r, "due")); /* 29 August, 00:00 in Tokyo */
    assert_verifies(s);
    scene_move(s, "2036-08-28T14:59:59Z");
    assert_int_equal(scene_number(s, "SELECT count(*) FROM record"), 1);
    scene_move(s, "2036-08-28T15:00:00Z");
    assert_int_equal(scene_number(s, "SELECT count(*) FROM record"), 0);
    scene_close(&s);
}

static void an_event_counts_once(void **unused)
{
    struct scene *s = open_with("keep: 6 months after closed");
    const char *handle = scene_person(s, "Ada", "ada@visitor.example", "hello"), *key = event_key(s);
    struct reply first, again;
    int64_t date;

    (void)unused;
    scene_move(s, "2026-06-01T12:00:00Z");
    first = tell(s, key, handle, "closed", "");
    assert_status(200, first);
    date = due(s);
    scene_move(s, "2026-07-01T12:00:00Z");
    again = tell(s, key, handle, "closed", "");
    assert_status(200, again);
    assert_true(reply_holds(&again, "\"already\":true"));
    assert_text(reply_member(s, &first, "due").at, reply_member(s, &again, "due"));
    assert_int_equal(due(s), date);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM fact WHERE type = 23"), 1);
    scene_close(&s);
}

/* What she writes after her case was closed is a new case. */
static void what_comes_in_after_the_event_waits_for_the_next(void **unused)
{
    struct scene *s = open_with("keep: 6 months after closed");
    const char *handle = scene_person(s, "Ada", "ada@visitor.example", "hello"), *key = event_key(s);
    struct text json;

    (void)unused;
    assert_ok(s->w, work_format(s->w, &json, "{\"handle\":\"%s\",\"name\":\"Ada\",\"email\":\"ada@visitor.example\",\"message\":\"again\"}", handle));
    scene_move(s, "2026-03-02T12:00:00Z");
    assert_status(201, scene_post_json(s, "/privacy/api/v1/collect/contact", key, json.at));
    assert_int_equal(scene_number(s, "SELECT count(*) FROM retention"), 1); /* the same case */
    assert_status(200, tell(s, key, handle, "closed", ""));
    scene_move(s, "2026-03-03T12:00:00Z");
    assert_status(201, scene_post_json(s, "/privacy/api/v1/collect/contact", key, json.at));
    assert_int_equal(scene_number(s, "SELECT count(*) FROM retention"), 2);
    scene_move(s, "2027-03-03T12:00:00Z");
    assert_int_equal(scene_number(s, "SELECT count(*) FROM record"), 1);
    assert_status(200, tell(s, key, handle, "closed", ""));
    assert_sound(s);
    scene_move(s, "2027-09-03T12:00:00Z");
    assert_int_equal(scene_number(s, "SELECT count(*) FROM record"), 0);
    scene_close(&s);
}

static void what_is_no_event_is_refused_with_words(void **unused)
{
    struct scene *s = open_with("keep: 6 months after closed");
    const char *handle = scene_person(s, "Ada", "ada@visitor.example", "hello"), *key = event_key(s);
    struct reply r;

    (void)unused;
    static const struct {
        const char *event, *more;
        int status;
        const char *words;
    } cases[] = {
        { "closed", ",\"at\":\"2026-03-01T12:00:01Z\"", 422, "lies in the future" },
        { "closed", ",\"at\":\"2026-03-01T11:59:59Z\"", 422, "lies before all that this person has given" },
        { "closed", ",\"at\":\"yesterday\"", 422, "`at` is an instant like" },
        { "opened", "", 422, "`event` is closed, purchased, contract_ended or account_closed" },
        { "withdrawn", "", 422, "`event` is closed" },
        { "account_closed", "", 200, "\"ended\":0" },
        { "closed", ",\"purpose\":\"nothing\"", 422, "`purpose` names none" },
        { "closed", ",\"name\":\"Ada\"", 422, "and no other" },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        r = tell(s, key, handle, cases[i].event, cases[i].more);
        if (r.status != cases[i].status || !reply_holds(&r, cases[i].words))
            fail_msg("%s%s: %d %.*s", cases[i].event, cases[i].more, r.status, TEXT_ARGS(r.body));
    }
    assert_status(401, tell(s, "pdk_0000000000000000000000000000000000000000000", handle, "closed", ""));
    r = tell(s, s->person_key, handle, "closed", "");
    assert_status(403, r);
    assert_true(reply_holds(&r, "needs the scope `events`"));
    assert_status(404, tell(s, key, "00000000000000000000000000000000", "closed", ""));
    assert_status(422, tell(s, key, "nobody", "closed", ""));
    assert_int_equal(due(s), 0);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM fact WHERE type = 23"), 0);
    scene_close(&s);
}

/* A product is registered after it was bought: ten years ago means now. */
static void a_purchase_may_lie_before_the_record(void **unused)
{
    struct scene *s = open_with("keep: 2 years after purchased");
    const char *handle = scene_person(s, "Ada", "ada@visitor.example", "hello"), *key = event_key(s);
    struct reply r = tell(s, key, handle, "purchased", ",\"at\":\"2025-01-31\"");

    (void)unused;
    assert_status(200, r);
    assert_text("2027-01-30T15:00:00Z", reply_member(s, &r, "due"));
    assert_sound(s);
    scene_close(&s);
}

/* Publishes `second` over `first` before the case is closed: the sooner end of both counts, whichever came first. */
static void the_sooner_of_two_promises_counts(void **unused)
{
    static const struct {
        const char *first, *second, *event, *due;
    } cases[] = {
        { "keep: 24 months after closed", "keep: 36 months after closed", "closed", "2028-05-31T15:00:00Z" },
        { "keep: 36 months after closed", "keep: 24 months after closed", "closed", "2028-05-31T15:00:00Z" },
        { "keep: 24 months after closed", "keep: 6 months after contract_ended", "contract_ended", "2026-11-30T15:00:00Z" },
        { "keep: 24 months after closed", "keep: 6 months after contract_ended", "closed", "2028-05-31T15:00:00Z" },
        { "keep: 24 months after closed", "keep: as long as needed", "closed", "2028-05-31T15:00:00Z" },
    };

    (void)unused;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct scene *s = open_with(cases[i].first);
        const char *handle = scene_person(s, "Ada", "ada@visitor.example", "hello"), *key = event_key(s);
        struct reply r;
        publish_rule(s, cases[i].second);
        assert_verifies(s);
        publish_rule(s, cases[i].first); /* and back: what was promised in between stays promised */
        publish_rule(s, cases[i].second);
        scene_move(s, "2026-06-01T12:00:00Z");
        r = tell(s, key, handle, cases[i].event, "");
        assert_status(200, r);
        assert_text(cases[i].due, reply_member(s, &r, "due"));
        assert_verifies(s);
        scene_close(&s);
    }
}

static void a_shorter_promise_outlives_the_version_that_made_it(void **unused)
{
    struct scene *s = open_with("keep: 24 months after closed");
    const char *handle = scene_person(s, "Ada", "ada@visitor.example", "hello"), *key = event_key(s);
    struct reply r;

    (void)unused;
    publish_rule(s, "keep: 6 months after closed");
    publish_rule(s, "keep: 36 months after closed");
    r = tell(s, key, handle, "closed", "");
    assert_text("2026-08-31T15:00:00Z", reply_member(s, &r, "due"));
    assert_sound(s);
    scene_close(&s);
}

/* A contact renews what is there by the rule that was promised for it, and new data come under the new rule. */
static void a_contact_renews_by_the_rule_of_each_record(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    const char *handle = scene_person(s, "Ada", "ada@visitor.example", "hello"), *key = event_key(s);
    struct text json;

    (void)unused;
    scene_settle(s);
    publish_rule(s, "keep: 36 months after last_contact");
    scene_move(s, "2026-06-30T12:00:00Z");
    assert_ok(s->w, work_format(s->w, &json, "{\"handle\":\"%s\",\"name\":\"Ada\",\"email\":\"ada@visitor.example\",\"message\":\"again\"}", handle));
    assert_status(201, scene_post_json(s, "/privacy/api/v1/collect/contact", key, json.at));
    assert_int_equal(scene_number(s, "SELECT min(due_at) FROM retention"), 1845903600000); /* 30 June 2028 in Tokyo: 24 months */
    assert_int_equal(scene_number(s, "SELECT max(due_at) FROM retention"), 1877439600000); /* 30 June 2029: 36 months */
    assert_sound(s);
    scene_move(s, "2028-07-01T00:00:00Z");
    assert_int_equal(scene_number(s, "SELECT count(*) FROM record"), 1);
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_goes_before_the_event_and_everything_on_its_day_after_it),
        cmocka_unit_test(an_event_counts_once),
        cmocka_unit_test(what_comes_in_after_the_event_waits_for_the_next),
        cmocka_unit_test(what_is_no_event_is_refused_with_words),
        cmocka_unit_test(a_purchase_may_lie_before_the_record),
        cmocka_unit_test(the_sooner_of_two_promises_counts),
        cmocka_unit_test(a_shorter_promise_outlives_the_version_that_made_it),
        cmocka_unit_test(a_contact_renews_by_the_rule_of_each_record),
    };

    return cmocka_run_group_tests_name("events", tests, NULL, NULL);
}
