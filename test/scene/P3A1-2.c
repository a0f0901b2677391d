/* P3A1-2: What is sent to have something looked into serves support alone. A case opens for its purpose and for no other, who opened it is on
 * record before it is shown, and the list of cases shows nothing that a person gave. */
#include "scene.h"

#include <stdio.h>

static struct reply list(struct scene *s)
{
    return scene_command(s, "/control/inbox/list", "{\"channel\":\"contact\"}");
}

static struct text first_case(struct scene *s)
{
    struct reply r = list(s);
    size_t at;

    assert_status(200, r);
    assert_true(text_find(r.body, TEXT("\"case\":\""), &at));
    return text_first(text_from(r.body, at + 8), 32);
}

static struct reply open_for(struct scene *s, struct text name, const char *purpose)
{
    struct text body;

    assert_ok(s->w, work_format(s->w, &body, "{\"case\":\"%.*s\",\"purpose\":\"%s\"}", TEXT_ARGS(name), purpose));
    return scene_command(s, "/control/inbox/open", body.at);
}

static void a_case_opens_for_its_purpose_and_no_other(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct reply r;
    struct text name;

    (void)unused;
    scene_person(s, "Ada", "ada@visitor.example", "the log of the crash");
    r = list(s);
    assert_false(reply_holds(&r, "ada@visitor.example"));
    assert_false(reply_holds(&r, "Ada"));
    name = first_case(s);
    r = open_for(s, name, "newsletter");
    assert_status(403, r);
    assert_true(reply_holds(&r, "it was collected for another purpose (line "));
    assert_false(reply_holds(&r, "ada@visitor.example"));
    assert_status(422, open_for(s, name, "no_such_purpose"));
    assert_int_equal(scene_number(s, "SELECT count(*) FROM fact WHERE type = 8"), 0);
    r = open_for(s, name, "support");
    assert_status(200, r);
    assert_true(reply_holds(&r, "the log of the crash"));
    assert_int_equal(scene_number(s, "SELECT count(*) FROM fact WHERE type = 8"), 1);
    scene_close(&s);
}

static void what_is_due_or_erased_does_not_open(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    const char *handle = scene_person(s, "Ada", "ada@visitor.example", "hello");
    struct text name = first_case(s), command;
    struct reply r;

    (void)unused;
    scene_person(s, "Bob", "bob@visitor.example", "hello");
    assert_ok(s->w, work_format(s->w, &command, "{\"handle\":\"%s\"}", handle));
    assert_status(200, scene_command(s, "/control/erase", command.at));
    r = open_for(s, name, "support");
    assert_true(r.status == 403 || r.status == 404);
    name = first_case(s);
    scene_stand(s, "2028-03-02T12:00:00Z"); /* and no sweep has run */
    r = open_for(s, name, "support");
    assert_status(403, r);
    assert_true(reply_holds(&r, "retention"));
    r = list(s);
    assert_true(reply_holds(&r, "\"cases\":[]"));
    scene_close(&s);
}

static void a_made_up_case_is_none(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");

    (void)unused;
    scene_person(s, "Ada", "ada@visitor.example", "hello");
    assert_status(404, open_for(s, TEXT("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), "support"));
    assert_status(404, open_for(s, TEXT(""), "support"));
    assert_status(422, scene_command(s, "/control/inbox/list", "{\"before\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}"));
    assert_status(404, scene_command(s, "/control/inbox/list", "{\"channel\":\"nowhere\"}"));
    scene_close(&s);
}

static void a_key_opens_what_it_is_for(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct reply r = scene_command(s, "/control/keys/create", "{\"name\":\"desk\",\"channels\":\"contact\",\"purposes\":\"support\",\"scopes\":\"inbox\"}");
    const char *key = reply_member(s, &r, "key").at;
    char path[128];

    (void)unused;
    scene_person(s, "Ada", "ada@visitor.example", "hello");
    snprintf(path, sizeof path, "/privacy/api/v1/inbox/%.*s/open", TEXT_ARGS(first_case(s)));
    assert_status(403, scene_post_json(s, path, s->person_key, "{\"purpose\":\"support\"}")); /* a key to collect with reads nothing */
    assert_status(422, scene_post_json(s, path, key, "{\"purpose\":\"newsletter\"}"));
    assert_status(400, scene_post_json(s, path, key, "{}"));
    assert_status(200, scene_post_json(s, path, key, "{\"purpose\":\"support\"}"));
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_case_opens_for_its_purpose_and_no_other),
        cmocka_unit_test(what_is_due_or_erased_does_not_open),
        cmocka_unit_test(a_made_up_case_is_none),
        cmocka_unit_test(a_key_opens_what_it_is_for),
    };

    return cmocka_run_group_tests_name("P3A1-2", tests, NULL, NULL);
}
