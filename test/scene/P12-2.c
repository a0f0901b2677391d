/* P12-2: A material change is announced as long before as was promised, and does not count before. */
#include "scene.h"

#define LONGER "keep: 24 months after last_contact", "keep: 36 months after last_contact"

static const char *announcement = "This policy changes on 1 April 2026";

static void a_material_change_is_announced_and_waits(void **unused)
{
    struct scene *s = scene_open("2026-03-01T09:00:00Z");
    struct reply r, before = scene_get(s, "/privacy/"), page;

    (void)unused;
    r = scene_publish_with(s, scene_policy_with(s, LONGER), "\"dry_run\":false");
    assert_status(201, r);
    /* 30 days were promised; 31 March, 18:00 in Tokyo, is the end of them, and the next day begins at 15:00 UTC */
    assert_text("2026-03-31T15:00:00Z", reply_member(s, &r, "effective_at"));
    page = scene_get(s, "/privacy/");
    assert_true(reply_holds(&page, announcement));
    assert_true(reply_holds(&page, "/privacy/v/2?lang=en"));
    page = scene_get(s, "/privacy/?lang=ja");
    assert_true(reply_holds(&page, "このポリシーは2026年4月1日に変更されます"));
    page = scene_get(s, "/privacy/v/1"); /* the version itself keeps its bytes */
    assert_true(text_equal(before.body, page.body));
    assert_text("unproven", scene_promise(s, "P12-2")); /* e-mail is promised too, and not sent from here */
    assert_text("kept", scene_promise(s, "P0-1"));
    scene_restart(s);
    page = scene_get(s, "/privacy/");
    assert_true(reply_holds(&page, announcement));
    scene_move(s, "2026-03-31T15:00:00Z");
    page = scene_get(s, "/privacy/");
    assert_false(reply_holds(&page, announcement));
    assert_true(reply_holds(&page, "36 months"));
    assert_text("unproven", scene_promise(s, "P12-2"));
    r = scene_command(s, "/control/verify", "{}");
    assert_text("0", reply_member(s, &r, "violations"));
    scene_close(&s);
}

static void a_recipient_of_a_new_class_is_not_published_as_if_it_were_nothing(void **unused)
{
    struct scene *s = scene_open("2026-03-01T09:00:00Z");
    struct text source = scene_policy_with(s, "recipients:\n", "recipients:\n  host:\n    label: { en: Hosting company, ja: ホスティング会社 }\n    role: processor\n"
                                                               "    does: [hosting]\n    for: [support]\n    countries: [JP]\n    contract: { ref: C-9 }\n");
    struct reply r;

    (void)unused;
    r = scene_publish_with(s, source, "\"effective\":\"now\"");
    assert_status(422, r);
    assert_true(reply_holds(&r, "recipient of a new class"));
    assert_int_equal(scene_number(s, "SELECT max(number) FROM policy_version"), 1);
    scene_close(&s);
}

static void too_early_a_date_is_refused_unless_somebody_answers_for_it(void **unused)
{
    struct scene *s = scene_open("2026-03-01T09:00:00Z");
    struct text longer = scene_policy_with(s, LONGER);
    struct reply r;

    (void)unused;
    r = scene_publish_with(s, longer, "\"effective\":\"now\"");
    assert_status(422, r);
    assert_true(reply_holds(&r, "may not count so early"));
    assert_true(reply_holds(&r, "kept longer"));
    assert_status(422, scene_publish_with(s, longer, "\"effective\":\"2026-03-31\"")); /* 30 days less some hours */
    assert_int_equal(scene_number(s, "SELECT count(*) FROM policy_version"), 1);
    assert_status(200, scene_publish_with(s, longer, "\"dry_run\":true"));
    assert_int_equal(scene_number(s, "SELECT count(*) FROM policy_version"), 1);
    r = scene_publish_with(s, longer, "\"effective\":\"now\",\"override\":\"court order 12\"");
    assert_status(201, r);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM policy_version WHERE override_reason = 'court order 12' AND effective_at = posted_at"), 1);
    assert_text("broken", scene_promise(s, "P12-2"));
    scene_close(&s);
}

static void what_is_no_material_change_counts_at_once(void **unused)
{
    struct scene *s = scene_open("2026-03-01T09:00:00Z");
    struct reply r = scene_publish_with(s, scene_policy_with(s, "answer you and help you", "answer you, and help you"), "\"override\":\"not needed\"");

    (void)unused;
    assert_status(201, r);
    assert_text("2026-03-01T09:00:00Z", reply_member(s, &r, "effective_at"));
    assert_int_equal(scene_number(s, "SELECT count(*) FROM policy_version WHERE override_reason IS NOT NULL"), 0);
    assert_true(reply_holds(&r, "The override was not needed"));
    assert_text("unproven", scene_promise(s, "P12-2"));
    scene_close(&s);
}

/* What a script passes on from a variable that is not set. */
static void an_empty_date_is_no_date_left_out(void **unused)
{
    static const char *const bodies[] = { "{\"source\":\"privacyd: 1\",\"effective\":\"\"}", "{\"source\":\"privacyd: 1\",\"effective\":20260601}" };
    struct scene *s = scene_open("2026-03-01T09:00:00Z");

    (void)unused;
    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        scene_try(s, "/control/publish", bodies[i]);
        assert_int_equal(s->w->err.code, ERR_INVALID);
        assert_non_null(strstr(s->w->err.message, "a date is needed"));
    }
    scene_try(s, "/control/publish", "{\"source\":\"privacyd: 1\",\"dry_run\":1}");
    assert_int_equal(s->w->err.code, ERR_INVALID);
    assert_non_null(strstr(s->w->err.message, "true or false"));
    error_clear(&s->w->err);
    scene_close(&s);
}

/* Version 2 waits. A correction of it takes its day; a version that counts before leaves it behind. */
static void an_announced_version_gives_way_to_a_newer_one(void **unused)
{
    struct scene *s = scene_open("2026-03-01T09:00:00Z");
    struct reply r, page;

    (void)unused;
    assert_status(201, scene_publish_with(s, scene_policy_with(s, LONGER), "\"dry_run\":false"));
    scene_stand(s, "2026-03-10T09:00:00Z");
    r = scene_publish_with(s, scene_policy_with(s, LONGER "  # as agreed"), "\"dry_run\":false");
    assert_status(201, r);
    assert_text("2026-03-31T15:00:00Z", reply_member(s, &r, "effective_at"));
    assert_true(reply_holds(&r, "Version 2, announced for"));
    page = scene_get(s, "/privacy/");
    assert_true(reply_holds(&page, "/privacy/v/3?lang=en"));
    assert_false(reply_holds(&page, "/privacy/v/2?lang=en"));
    scene_stand(s, "2026-03-20T09:00:00Z"); /* the old words with another address: at once, and nothing is announced any more */
    r = scene_publish_with(s, scene_policy_with(s, "email: privacy-uk@hikari.example", "email: uk@hikari.example"), "\"dry_run\":false");
    assert_status(201, r);
    assert_text("2026-03-20T09:00:00Z", reply_member(s, &r, "effective_at"));
    page = scene_get(s, "/privacy/");
    assert_false(reply_holds(&page, announcement));
    scene_move(s, "2026-04-02T00:00:00Z");
    page = scene_get(s, "/privacy/");
    assert_true(reply_holds(&page, "uk@hikari.example"));
    assert_false(reply_holds(&page, "36 months"));
    assert_text("kept", scene_promise(s, "P12-1"));
    scene_close(&s);
}

/* Two versions wait, one after the other; the page names both, and each has its day. */
static void two_versions_come_in_the_order_of_their_dates(void **unused)
{
    struct scene *s = scene_open("2026-03-01T09:00:00Z");
    struct reply page;

    (void)unused;
    assert_status(201, scene_publish_with(s, scene_policy_with(s, LONGER), "\"dry_run\":false"));
    assert_status(201, scene_publish_with(s, scene_policy_with(s, "keep: 24 months after last_contact", "keep: 48 months after last_contact"),
                                          "\"effective\":\"2026-06-01\""));
    page = scene_get(s, "/privacy/");
    assert_true(reply_holds(&page, "changes on 1 April 2026") && reply_holds(&page, "changes on 1 June 2026"));
    scene_restart(s);
    scene_move(s, "2026-04-01T00:00:00Z");
    page = scene_get(s, "/privacy/");
    assert_true(reply_holds(&page, "36 months") && reply_holds(&page, "changes on 1 June 2026"));
    assert_false(reply_holds(&page, "changes on 1 April 2026"));
    scene_move(s, "2026-06-01T00:00:00Z");
    page = scene_get(s, "/privacy/");
    assert_true(reply_holds(&page, "48 months"));
    assert_false(reply_holds(&page, "This policy changes on"));
    assert_text("unproven", scene_promise(s, "P12-2"));
    scene_close(&s);
}

static void a_changed_announcement_is_not_served(void **unused)
{
    struct scene *s = scene_open("2026-03-01T09:00:00Z");
    struct reply r;

    (void)unused;
    assert_status(201, scene_publish_with(s, scene_policy_with(s, LONGER), "\"dry_run\":false"));
    scene_number(s, "UPDATE policy_announced SET bytes = CAST(replace(bytes, '1 April', '1 May') AS BLOB)");
    assert_status(500, scene_get(s, "/privacy/"));
    assert_text("unproven", scene_promise(s, "P12-2"));
    r = scene_command(s, "/control/verify", "{}");
    assert_text("1", reply_member(s, &r, "violations")); /* the Japanese one has another date in it */
    scene_number(s, "DELETE FROM policy_announced");
    assert_text("broken", scene_promise(s, "P12-2"));
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_material_change_is_announced_and_waits),
        cmocka_unit_test(a_recipient_of_a_new_class_is_not_published_as_if_it_were_nothing),
        cmocka_unit_test(too_early_a_date_is_refused_unless_somebody_answers_for_it),
        cmocka_unit_test(what_is_no_material_change_counts_at_once),
        cmocka_unit_test(an_empty_date_is_no_date_left_out),
        cmocka_unit_test(an_announced_version_gives_way_to_a_newer_one),
        cmocka_unit_test(two_versions_come_in_the_order_of_their_dates),
        cmocka_unit_test(a_changed_announcement_is_not_served),
    };

    return cmocka_run_group_tests_name("P12-2", tests, NULL, NULL);
}
