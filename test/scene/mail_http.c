/* Mail leaves through a provider's HTTP interface, a real one on loopback: what he gets is the template with the mail in it, whatever people wrote;
 * what he does not take comes again under the same key; what he refuses for good ends loudly. */
#include "receiver.h"

#include "cli/config.h"

#include <jansson.h>
#include <sys/stat.h>

static struct receiver *provider;

/* The settings as an operator writes them. */
static void read_settings(struct scene *s)
{
    struct findings findings = { 0 };
    struct text source, secret;
    FILE *file;

    assert_ok(s->w, work_format(s->w, &secret, "%s/mail.secret", s->folder));
    file = fopen(secret.at, "w");
    assert_true(file && fputs("s3cret/+=\n", file) >= 0 && fclose(file) == 0 && chmod(secret.at, 0600) == 0);
    assert_ok(s->w, work_format(s->w, &source,
                                "mail_http:\n  url: http://127.0.0.1:%d/v1/send\n  private: yes\n  headers: { Authorization: 'Bearer {secret}', X-Mail: '{message_id}' }\n  secret_file: %s\n"
                                "  taken: [200, 202]\n  refused: [422]\n"
                                "  body: |\n    { \"from\": { \"email\": \"{from}\", \"name\": \"{from_name}\" }, \"to\": [ { \"email\": \"{to}\" } ],\n      \"subject\": \"{subject}\", \"text\": \"{text}\", \"tags\": [\"privacy\"],\n"
                                "      \"headers\": { \"List-Unsubscribe\": \"<{unsubscribe}>\" } }\n",
                                provider->port, secret.at));
    if (!config_parse(s->w, source, &s->config, &findings))
        fail_msg("%.*s", TEXT_ARGS(findings.first->message));
}

static struct scene *with_a_provider(void)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");

    provider = receiver_open();
    read_settings(s);
    scene_restart(s);
    return s;
}

static void end(struct scene **s)
{
    receiver_close(&provider);
    scene_close(s);
}

static int64_t ended(struct scene *s, int state)
{
    struct text sql;

    assert_ok(s->w, work_format(s->w, &sql, "SELECT count(*) FROM outbox WHERE state = %d", state));
    return scene_number(s, sql.at);
}

enum { WAITING = 0, SENT = 1, FAILED = 2 };

static void hours(struct scene *s, int count)
{
    for (int i = 0; i < count; i++) {
        s->w->now = instant_add(s->w->now, SPAN_HOURS(1));
        clock_freeze(&s->clock, s->w->now);
        scene_settle(s);
    }
}

static const char *string_at(json_t *root, const char *object, const char *key)
{
    return json_string_value(json_object_get(json_object_get(root, object), key));
}

static void he_gets_the_template_with_the_mail_in_it(void **unused)
{
    struct scene *s = with_a_provider();
    struct text body;
    json_t *root;

    (void)unused;
    scene_person(s, "Ada\\\", \\\"bcc\\\": [\\\"eve@z.example\\\"], \\\"x\\\": \\\"", "ada@visitor.example", "a \\\"quoted\\\" line\\r\\nBcc: eve@z.example {to} }]");
    scene_settle(s);
    scene_person(s, "Bea", "bea@visitor.example", "hello");
    scene_settle(s);
    assert_int_equal(receiver_count(provider), 2);
    body = receiver_body(provider, 0);
    root = json_loadb(body.at, body.length, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(root);
    assert_int_equal(json_object_size(root), 6);
    assert_string_equal(string_at(root, "from", "email"), "privacy@hikari.example");
    assert_int_equal(json_array_size(json_object_get(root, "to")), 1);
    assert_non_null(strstr(json_string_value(json_object_get(root, "text")), "a \"quoted\" line"));
    assert_non_null(strstr(json_string_value(json_object_get(root, "text")), "Bcc: eve@z.example {to} }]"));
    assert_int_equal(json_object_size(json_object_get(root, "headers")), 0);
    json_decref(root);
    assert_text("Bearer s3cret/+=", receiver_header(provider, 0, "Authorization"));
    assert_text("application/json", receiver_header(provider, 0, "Content-Type"));
    assert_true(text_equal(receiver_header(provider, 0, "Idempotency-Key"), receiver_header(provider, 0, "X-Mail")));
    assert_true(text_ends(receiver_header(provider, 0, "Idempotency-Key"), TEXT("@hikari.example")));
    assert_false(text_equal(receiver_header(provider, 0, "Idempotency-Key"), receiver_header(provider, 1, "Idempotency-Key")));
    assert_int_equal(ended(s, SENT), 2);
    end(&s);
}

/* An answer that is lost, a provider who is ill, one who has moved, and a status that is not among those that mean taken. */
static void what_he_does_not_take_comes_again_under_the_same_key(void **unused)
{
    struct scene *s = with_a_provider();

    (void)unused;
    receiver_answers(provider, (const int[]){ 0, 500, 302, 204, 202, -1 });
    scene_person(s, "Ada", "ada@visitor.example", "hello");
    scene_settle(s);
    hours(s, 12);
    assert_int_equal(ended(s, SENT), 1);
    assert_int_equal(receiver_count(provider), 5);
    for (int i = 1; i < 5; i++)
        assert_true(text_equal(receiver_header(provider, i, "Idempotency-Key"), receiver_header(provider, 0, "Idempotency-Key")));
    assert_int_equal(scene_number(s, "SELECT count(*) FROM fact WHERE type = 5"), 1);
    end(&s);
}

static void what_he_refuses_for_good_ends_loudly(void **unused)
{
    struct scene *s = with_a_provider();

    (void)unused;
    receiver_answers(provider, (const int[]){ 422, 202, -1 });
    scene_person(s, "Ada", "ada@visitor.example", "hello");
    scene_person(s, "Bea", "bea@visitor.example", "hello");
    scene_settle(s);
    hours(s, 12);
    assert_int_equal(receiver_count(provider), 2);
    assert_int_equal(ended(s, FAILED), 1);
    assert_int_equal(ended(s, SENT), 1);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM fact WHERE type = 7"), 1);
    end(&s);
}

/* A key that is wrong says nothing about a mail: nobody is bothered again at once, and nothing is given up. */
static void a_key_that_is_not_taken_stops_the_others_for_a_while(void **unused)
{
    struct scene *s = with_a_provider();

    (void)unused;
    receiver_answers(provider, (const int[]){ 401, 202, -1 });
    for (int i = 0; i < 5; i++)
        scene_person(s, "Ada", "ada@visitor.example", "hello");
    scene_settle(s);
    assert_int_equal(receiver_count(provider), 1);
    assert_int_equal(ended(s, WAITING), 5);
    assert_int_equal(scene_number(s, "SELECT sum(attempts) FROM outbox"), 1); /* of the others nothing was opened */
    hours(s, 3);
    assert_int_equal(ended(s, SENT), 5);
    end(&s);
}

/* Nothing waits for ever: after three days each has failed, and says so. */
static void a_provider_who_never_lets_us_in_ends_loudly(void **unused)
{
    struct scene *s = with_a_provider();

    (void)unused;
    receiver_answers(provider, (const int[]){ 401, -1 });
    for (int i = 0; i < 3; i++)
        scene_person(s, "Ada", "ada@visitor.example", "hello");
    scene_settle(s);
    hours(s, 24 * 4);
    assert_int_equal(ended(s, FAILED), 3);
    assert_int_equal(ended(s, WAITING), 0);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM fact WHERE type = 7"), 3);
    end(&s);
}

static void settings_that_cannot_work_are_told(void **unused)
{
    static const struct {
        const char *yaml, *words, *hint;
    } cases[] = {
        { "mail_http: { url: 'https://x.example/' }", "mail_http needs `url` and `body`", "the manual has an example" },
        { "mail_http: { url: 'http://x.example/', body: '[\"{raw}\"]' }", "`url` of mail_http cannot be that", "https://" },
        { "mail_http: { url: 'https://x.example/', body: '[\"{sbject}\"]' }", "`body` of mail_http cannot be that", "{sbject} is no part of a mail" },
        { "mail_http: { url: 'https://x.example/', body: '[\"{raw}\"]', refused: [503] }", "that is no such status", "from 400 to 499" },
        { "mail_http: { url: 'https://x.example/', body: '[\"{raw}\"]', headers: { Host: x } }", "`Host` cannot be set as a header", "X-Api-Key" },
        { "mail_http: { url: 'https://x.example/', body: '[\"{raw}\"]', headers: { X-Y: \"a\\r\\nZ: b\" } }", "the header cannot be that", "one line of ASCII" },
        { "mail_http: { url: 'https://x.example/', body: '[\"{raw}\"]', headers: { X-Y: '{secret}' } }", "there is no `secret_file`", "mode 0600" },
        { "mail_http: { url: 'https://x.example/', body: '[\"{raw}\"]', refuse: [422] }", "there is no setting `refuse` of mail_http", "refused" },
    };
    struct scene *s = scene_open_bare("2026-03-01T12:00:00Z");

    (void)unused;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct config config = config_defaults();
        struct findings findings = { 0 };
        size_t at;
        assert_false(config_parse(s->w, text_of(cases[i].yaml), &config, &findings));
        error_clear(&s->w->err);
        if (!text_find(findings.first->message, text_of(cases[i].words), &at) || !text_find(findings.first->hint, text_of(cases[i].hint), &at))
            fail_msg("%s: %.*s (%.*s)", cases[i].yaml, TEXT_ARGS(findings.first->message), TEXT_ARGS(findings.first->hint));
    }
    scene_close(&s);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(he_gets_the_template_with_the_mail_in_it),
        cmocka_unit_test(what_he_does_not_take_comes_again_under_the_same_key),
        cmocka_unit_test(what_he_refuses_for_good_ends_loudly),
        cmocka_unit_test(a_key_that_is_not_taken_stops_the_others_for_a_while),
        cmocka_unit_test(a_provider_who_never_lets_us_in_ends_loudly),
        cmocka_unit_test(settings_that_cannot_work_are_told),
    };

    return cmocka_run_group_tests_name("mail_http", tests, NULL, NULL);
}
