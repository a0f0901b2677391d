/* P5-1: Purposes are a closed list: what was collected for one is bound to it, whatever a later version adds. */
#include "scene.h"

static void a_record_is_bound_to_the_purpose_it_was_given_for(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    const char *of_support = "SELECT count(*) FROM record r JOIN name n ON n.site = r.site AND n.kind = 1 AND n.number = r.purpose WHERE n.name = 'support'";

    (void)unused;
    scene_person(s, "Ada", "ada@visitor.example", "hello");
    assert_int_equal(scene_number(s, of_support), 1);
    assert_status(201, scene_publish(s, scene_policy_with(s, "purposes:\n", "purposes:\n  marketing:\n    why: { en: show you offers, ja: 広告 }\n    basis: consent\n"
                                                             "    keep: until withdrawn\n")));
    scene_settle(s);
    assert_int_equal(scene_number(s, of_support), 1);
    assert_text("kept", scene_promise(s, "P5-1"));
    scene_close(&s);
}

/* Every `from` in the source by `to`. */
static const char *everywhere(struct scene *s, const char *source, const char *from, const char *to)
{
    struct text rest = text_of(source);
    struct draft d;
    size_t at;

    assert_ok(s->w, work_draft(s->w, rest.length * 2, &d));
    while (text_find(rest, text_of(from), &at)) {
        draft_add(&d, text_first(rest, at));
        draft_add(&d, text_of(to));
        rest = text_from(rest, at + strlen(from));
    }
    draft_add(&d, rest);
    draft_byte(&d, 0);
    return d.at;
}

static void a_purpose_that_is_called_otherwise_keeps_its_records_and_promises(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    const char *source = s->policy;
    struct reply r;

    (void)unused;
    scene_person(s, "Ada", "ada@visitor.example", "hello");
    source = everywhere(s, source, "  support:\n    label", "  help:\n    was: support\n    label");
    source = everywhere(s, source, "purpose: support\n", "purpose: help\n");
    source = everywhere(s, source, "for: [support]", "for: [help]");
    source = everywhere(s, source, "{rule.support}", "{rule.help}");
    assert_status(201, scene_publish(s, text_of(source)));
    scene_settle(s); /* what waited for the desk still has its purpose, and goes */
    assert_int_equal(scene_mail_count(s), 1);
    assert_int_equal(scene_number(s, "SELECT count(DISTINCT purpose) FROM record"), 1);
    scene_person(s, "Bob", "bob@visitor.example", "hello");
    assert_int_equal(scene_number(s, "SELECT count(DISTINCT purpose) FROM record"), 1);
    assert_text("kept", scene_promise(s, "P5-1"));
    assert_text("kept", scene_promise(s, "P9-1"));
    r = scene_command(s, "/control/verify", "{}");
    assert_text("0", reply_member(s, &r, "violations"));
    scene_move(s, "2028-02-29T15:00:00Z"); /* and its end */
    assert_int_equal(scene_number(s, "SELECT count(*) FROM record"), 0);
    scene_close(&s);
}

static void a_purpose_that_is_not_declared_is_refused(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct reply r = scene_publish(s, scene_policy_with(s, "    purpose: support\n", "    purpose: suport\n"));

    (void)unused;
    assert_status(422, r);
    assert_true(reply_holds(&r, "did you mean"));
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_is_bound_to_the_purpose_it_was_given_for),
        cmocka_unit_test(a_purpose_that_is_called_otherwise_keeps_its_records_and_promises),
        cmocka_unit_test(a_purpose_that_is_not_declared_is_refused),
    };

    return cmocka_run_group_tests_name("P5-1", tests, NULL, NULL);
}
