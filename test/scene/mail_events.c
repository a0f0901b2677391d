/* What comes back of mails: told by a provider with a key, or by a report that a mail server hands over. Anybody may write such a report. */
#include "scene.h"

#include <string.h>

static const char *key_for(struct scene *s, const char *scopes)
{
    struct text json;
    struct reply r;

    assert_ok(s->w, work_format(s->w, &json, "{\"name\":\"%s\",\"channels\":\"*\",\"scopes\":\"%s\"}", scopes, scopes));
    r = scene_command(s, "/control/keys/create", json.at);
    assert_status(201, r);
    return reply_member(s, &r, "key").at;
}

static void expect(struct scene *s, const char *key, const char *body, int status, const char *words)
{
    struct reply r = scene_post_json(s, "/privacy/api/v1/mail/events", key, body);

    assert_status(status, r);
    if (!reply_holds(&r, words))
        fail_msg("expected %s in %.*s", words, TEXT_ARGS(r.body));
}

static void a_provider_tells_what_came_back(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    const char *key = key_for(s, "mail_events"), *other = key_for(s, "collect");
    struct reply r;

    (void)unused;
    expect(s, NULL, "{\"events\":[{\"event\":\"bounce\",\"address\":\"ada@visitor.example\"}]}", 401, "API key");
    expect(s, other, "{\"events\":[{\"event\":\"bounce\",\"address\":\"ada@visitor.example\"}]}", 403, "mail_events");
    expect(s, key, "{\"events\":[]}", 400, "a list of 1 to 15");
    expect(s, key, "[]", 400, "a list of 1 to 15");
    expect(s, key, "{\"events\":[{\"event\":\"bounce\"}]}", 400, "event 1 needs either");
    expect(s, key, "{\"events\":[{\"event\":\"delivered\",\"address\":\"a@b.example\"},{\"event\":\"opened\",\"address\":\"a@b.example\"}]}", 400, "event 2:");
    expect(s, key, "{\"events\":[{\"event\":\"bounce\",\"address\":\"no address\"}]}", 400, "not an e-mail address");
    assert_int_equal(scene_number(s, "SELECT count(*) FROM suppression"), 0);
    expect(s, key, "{\"events\":[{\"event\":\"complaint\",\"address\":\"Ada@Visitor.example\"},{\"event\":\"delivered\",\"address\":\"bea@visitor.example\"},"
                   "{\"event\":\"bounce\",\"message_id\":\"<00112233445566778899aabbccddeeff@x.example>\"},{\"event\":\"bounce\",\"message_id\":\"x\"}]}", 200,
           "{\"taken\":2,\"unknown\":2}");
    r = scene_command(s, "/control/suppress/look", "{\"address\":\"ada@visitor.example\"}");
    assert_true(reply_holds(&r, "{\"suppressed\":[{\"reason\":\"complaint\",\"since\":\"2026-03-01T12:00:00Z\"}]}"));
    assert_int_equal(scene_number(s, "SELECT count(*) FROM suppression"), 1);
    assert_int_equal(scene_found_on_disk(s, "visitor.example", strlen("visitor.example")), 0);
    scene_close(&s);
}

static void a_forged_report_does_nothing(void **unused)
{
    static const char report[] = "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; "
                                 "ada@visitor.example\nAction: failed\nStatus: 5.1.1\n\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: "
                                 "<00112233445566778899aabbccddeeff@hikari.example>\n\n--b--\n";
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct reply r;

    (void)unused;
    r = scene_command(s, "/control/bounce", report);
    assert_true(reply_holds(&r, "{\"report\":\"bounce\",\"known\":false}"));
    r = scene_command(s, "/control/bounce", "hello");
    assert_true(reply_holds(&r, "{\"report\":\"none\",\"known\":false}"));
    assert_int_equal(scene_number(s, "SELECT count(*) FROM suppression"), 0);
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_provider_tells_what_came_back),
        cmocka_unit_test(a_forged_report_does_nothing),
    };

    return cmocka_run_group_tests_name("mail_events", tests, NULL, NULL);
}
