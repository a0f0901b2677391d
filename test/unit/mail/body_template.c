/* What a mail provider gets: whatever a mail holds, the JSON says what its template says. */
#include "mail/body_template.h"
#include "unit.h"

#include <jansson.h>

#define MAIL { .from = { TEXT("privacy@x.example"), TEXT("privacy"), TEXT("x.example") }, .to = { TEXT("ada@y.example"), TEXT("ada"), TEXT("y.example") }, .subject = TEXT("Hello"), .body = TEXT("One\nTwo\n"), \
               .uid = { { 1 } } }

static struct work *w;

static int begin(void **state)
{
    (void)state;
    w = unit_work();
    return 0;
}

static int end(void **state)
{
    (void)state;
    unit_work_end(&w);
    return 0;
}

static void parts_of_the_mail_stand_where_they_are_named(void **state)
{
    struct mail_message m = MAIL;
    struct text json;

    (void)state;
    assert_ok(w, body_template_fill(w, TEXT("{\"to\": [{\"email\": \"{to}\"}], \"from\": \"Site <{from}>\", \"subject\": \"[{subject}]\", \"n\": 3, \"on\": true, \"none\": null, \"r\": 0.5, \"text\": \"{text}\", \"odd\": \"{ {1} }\"}"), &m, &json));
    assert_text("{\"to\":[{\"email\":\"ada@y.example\"}],\"from\":\"Site <privacy@x.example>\",\"subject\":\"[Hello]\",\"n\":3,\"on\":true,\"none\":null,\"r\":0.5,\"text\":\"One\\nTwo\\n\",\"odd\":\"{ {1} }\"}", json);
}

static void what_is_empty_is_left_out_with_its_key(void **state)
{
    const struct text t = TEXT("{\"name\": \"{from_name}\", \"list\": [\"{language}\", \"x\"], \"headers\": {\"List-Unsubscribe\": \"<{unsubscribe}>\", \"List-Unsubscribe-Post\": \"{unsubscribe_post}\"}, \"fixed\": \"\"}");
    struct mail_message m = MAIL;
    struct text json;

    (void)state;
    assert_ok(w, body_template_fill(w, t, &m, &json));
    assert_text("{\"list\":[\"x\"],\"headers\":{},\"fixed\":\"\"}", json);
    m.from_name = TEXT("Site");
    m.language = TEXT("en");
    m.unsubscribe = TEXT("https://x.example/u/1");
    assert_ok(w, body_template_fill(w, t, &m, &json));
    assert_text("{\"name\":\"Site\",\"list\":[\"en\",\"x\"],\"headers\":{\"List-Unsubscribe\":\"<https://x.example/u/1>\",\"List-Unsubscribe-Post\":\"List-Unsubscribe=One-Click\"},\"fixed\":\"\"}", json);
}

/* Quotes, brackets, names of parts, line ends, what is no character: none of it gets out of its text. */
static void nothing_in_a_mail_changes_what_the_json_says(void **state)
{
    static const char *const bodies[] = { "\"}], \"bcc\": [{\"email\": \"eve@z.example", "\\\", \"bcc\": \"x", "{to} {raw} {subject}", "a\r\nBcc: eve@z.example\r\n", "\xE2\x80\xA8\x01\x1f\x7f </script>" };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        struct mail_message m = MAIL;
        struct text json;
        json_t *root;
        m.body = text_of(bodies[i]);
        assert_ok(w, body_template_fill(w, TEXT("{\"a\": [{\"text\": \"{text}\"}], \"to\": \"{to}\"}"), &m, &json));
        root = json_loadb(json.at, json.length, JSON_REJECT_DUPLICATES, NULL);
        assert_non_null(root);
        assert_int_equal(json_object_size(root), 2);
        assert_int_equal(json_object_size(json_array_get(json_object_get(root, "a"), 0)), 1);
        assert_string_equal(json_string_value(json_object_get(json_array_get(json_object_get(root, "a"), 0), "text")), bodies[i]);
        json_decref(root);
    }
}

static void a_header_with_a_line_end_is_refused_here_too(void **state)
{
    struct mail_message m = MAIL;
    struct text json;

    (void)state;
    m.subject = TEXT("Hello\r\nBcc: eve@z.example");
    assert_error(w, ERR_INVALID, body_template_fill(w, TEXT("{\"s\": \"{subject}\"}"), &m, &json));
    error_clear(&w->err);
    m.subject = TEXT("Hello");
    m.body = TEXT("\xff\xfe");
    assert_error(w, ERR_INVALID, body_template_fill(w, TEXT("{\"s\": \"{text}\"}"), &m, &json));
}

static void the_whole_message_can_be_handed_on(void **state)
{
    struct mail_message m = MAIL;
    struct text json, data, digits;
    uint8_t bytes[4096];
    size_t length;

    (void)state;
    assert_ok(w, mail_compose(w, &m, &data));
    assert_ok(w, body_template_fill(w, TEXT("[\"{raw}\"]"), &m, &json));
    digits = text_first(text_from(json, 2), json.length - 4);
    assert_true(text_unbase64(digits, bytes, sizeof bytes, &length));
    assert_true(text_equal(data, text_of_bytes(bytes, length)));
    assert_ok(w, body_template_fill(w, TEXT("[\"<{message_id}>\"]"), &m, &json));
    digits = text_first(text_from(json, 2), json.length - 4);
    assert_true(text_find(data, digits, &length));
}

static void a_template_that_cannot_work_says_why(void **state)
{
    static const struct {
        const char *body, *words;
    } cases[] = {
        { "", "the body is no JSON" },
        { "{\"to\": {to}}", "the body is no JSON: line 1" },
        { "{\"to\": \"{to}\", \"to\": 1}", "the body is no JSON" },
        { "{\"to\": \"{sbject}\"}", "{sbject} is no part of a mail; these are: {from}" },
        { "{\"to\": \"{to\"}", "`{to` has a { without its }" },
        { "{\"to\": \"{to}\", \"text\": \"{text}\"}", "the body must name {to}, {subject} and {text}" },
        { "[[[[[[[[[[[[[[[[[[\"{raw}\"]]]]]]]]]]]]]]]]]]", "deeper than 16 levels" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        size_t at;
        assert_error(w, ERR_INVALID, body_template_check(w, text_of(cases[i].body)));
        if (!text_find(text_of(w->err.message), text_of(cases[i].words), &at))
            fail_msg("%s: %s", cases[i].body, w->err.message);
        error_clear(&w->err);
    }
    assert_ok(w, body_template_check(w, TEXT("{\"m\": \"{raw}\"}")));
    assert_ok(w, body_template_check(w, TEXT("{\"a\": \"{to}\", \"b\": \"{subject}\", \"c\": \"{text}\"}")));
}

#define TESTED(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TESTED(parts_of_the_mail_stand_where_they_are_named),
        TESTED(what_is_empty_is_left_out_with_its_key),
        TESTED(nothing_in_a_mail_changes_what_the_json_says),
        TESTED(a_header_with_a_line_end_is_refused_here_too),
        TESTED(the_whole_message_can_be_handed_on),
        TESTED(a_template_that_cannot_work_says_why),
    };

    return cmocka_run_group_tests_name("mail/body_template", tests, NULL, NULL);
}
