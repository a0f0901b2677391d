#include "mail/message.h"
#include "unit.h"

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

static struct mail_message sample(const char *subject, const char *body)
{
    struct mail_message m = { .subject = text_of(subject), .body = text_of(body), .date = w->now, .uid = { { 0xAB, 1 } } };

    assert_true(address_parse(TEXT("privacy@hikari.example"), &m.from));
    assert_true(address_parse(TEXT("support@desk.example"), &m.to));
    return m;
}

static bool has(struct text data, const char *part)
{
    size_t at;

    return text_find(data, text_of(part), &at);
}

static struct text composed(const struct mail_message *m)
{
    struct text data;

    assert_ok(w, mail_compose(w, m, &data));
    return data;
}

static void a_message_has_the_headers_it_must_have(void **state)
{
    struct mail_message m = sample("A message has come in", "Hello\n");

    (void)state;
    assert_text("Date: Sun, 01 Mar 2026 12:00:00 +0000\r\n"
                "Message-ID: <ab010000000000000000000000000000@hikari.example>\r\n"
                "From: <privacy@hikari.example>\r\n"
                "To: <support@desk.example>\r\n"
                "Subject: A message has come in\r\n"
                "Auto-Submitted: auto-generated\r\n"
                "MIME-Version: 1.0\r\n"
                "Content-Type: text/plain; charset=utf-8\r\n"
                "Content-Transfer-Encoding: quoted-printable\r\n"
                "\r\n"
                "Hello\r\n", composed(&m));
}

static void the_message_id_is_the_same_for_every_attempt(void **state)
{
    struct mail_message m = sample("x", "y");

    (void)state;
    m.date = instant_add(m.date, SPAN_DAYS(2));
    assert_true(has(composed(&m), "Message-ID: <ab010000000000000000000000000000@hikari.example>\r\n"));
    assert_true(has(composed(&m), "Date: Tue, 03 Mar 2026 12:00:00 +0000\r\n"));
}

static void nothing_can_be_smuggled_into_a_header(void **state)
{
    static const char *const subjects[] = { "a\r\nBcc: x@y.example", "a\nb", "a\rb", "a\x01", "a\x7f", "\t" };
    struct mail_message m;
    struct text data;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(subjects); i++) {
        m = sample(subjects[i], "y");
        assert_error(w, ERR_INVALID, mail_compose(w, &m, &data));
        assert_string_equal(w->err.message, "the subject of a mail holds a control character; it must be one line of text");
        m = sample("x", "y");
        m.from_name = text_of(subjects[i]);
        assert_error(w, ERR_INVALID, mail_compose(w, &m, &data));
    }
    m = sample("a\xC3", "y");
    assert_error(w, ERR_INVALID, mail_compose(w, &m, &data));
    m = sample("x", "\xFF");
    assert_error(w, ERR_INVALID, mail_compose(w, &m, &data));
    assert_string_equal(w->err.message, "the body of a mail is not UTF-8");
}

static void a_subject_in_another_script_is_encoded_in_whole_characters(void **state)
{
    /* 20 characters of 3 bytes: 13 fit behind the name of the header */
    struct mail_message m = sample("\xE5\x95\x8F\xE5\x95\x8F\xE5\x95\x8F\xE5\x95\x8F\xE5\x95\x8F\xE5\x95\x8F\xE5\x95\x8F\xE5\x95\x8F\xE5\x95\x8F\xE5\x95\x8F"
                              "\xE5\x95\x8F\xE5\x95\x8F\xE5\x95\x8F\xE5\x95\x8F\xE5\x95\x8F\xE5\x95\x8F\xE5\x95\x8F\xE5\x95\x8F\xE5\x95\x8F\xE5\x95\x8F", "x");

    (void)state;
    assert_true(has(composed(&m), "Subject: =?utf-8?B?5ZWP5ZWP5ZWP5ZWP5ZWP5ZWP5ZWP5ZWP5ZWP5ZWP5ZWP5ZWP5ZWP?=\r\n"
                                  " =?utf-8?B?5ZWP5ZWP5ZWP5ZWP5ZWP5ZWP5ZWP?=\r\nAuto-Submitted"));
    m.subject = TEXT("x\xE5\x95\x8F\xE5\x95\x8F\xE5\x95\x8F\xE5\x95\x8F\xE5\x95\x8F\xE5\x95\x8F\xE5\x95\x8F\xE5\x95\x8F\xE5\x95\x8F\xE5\x95\x8F\xE5\x95\x8F"
                     "\xE5\x95\x8F\xE5\x95\x8F"); /* the cut would fall into a character */
    assert_true(has(composed(&m), "Subject: =?utf-8?B?eOWVj+WVj+WVj+WVj+WVj+WVj+WVj+WVj+WVj+WVj+WVj+WVjw==?=\r\n =?utf-8?B?5ZWP?=\r\n"));
}

static void a_long_subject_is_folded_between_words(void **state)
{
    struct mail_message m = sample("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen", "x");

    (void)state;
    assert_true(has(composed(&m), "Subject: one two three four five six seven eight nine ten eleven twelve\r\n thirteen fourteen fifteen sixteen\r\n"));
}

static void a_subject_that_looks_encoded_is_encoded(void **state)
{
    struct mail_message m = sample("=?utf-8?B?QUJD?=", "x");

    (void)state;
    assert_false(has(composed(&m), "Subject: =?utf-8?B?QUJD?="));
}

static void a_name_with_signs_is_encoded_and_a_plain_one_is_not(void **state)
{
    struct mail_message m = sample("x", "y");

    (void)state;
    m.from_name = TEXT("Hikari Optics");
    assert_true(has(composed(&m), "From: Hikari Optics\r\n <privacy@hikari.example>\r\n"));
    m.from_name = TEXT("Hikari Optics Co., Ltd.");
    assert_true(has(composed(&m), "=?utf-8?B?SGlrYXJpIE9wdGljcyBDby4sIEx0ZC4=?=\r\n <privacy@hikari.example>\r\n"));
}

static void lines_of_the_body_survive_the_way(void **state)
{
    struct mail_message m = sample("x", ".\nFrom here\n.dot\r\nspace \rtab\t\na=b\n");

    (void)state;
    assert_true(has(composed(&m), "\r\n\r\n=2E\r\n=46rom here\r\n=2Edot\r\nspace=20\r\ntab=09\r\na=3Db\r\n"));
}

static void no_line_is_too_long_and_every_one_ends_with_crlf(void **state)
{
    char body[5000];
    struct mail_message m;
    struct text data, line;

    (void)state;
    for (int kind = 0; kind < 3; kind++) {
        memset(body, kind == 0 ? 'a' : '.', sizeof body);
        for (size_t i = 0; kind == 2 && i + 1 < sizeof body; i += 2)
            memcpy(body + i, "\xC3\xA9", 2);
        m = sample("x", "");
        m.body = (struct text){ body, sizeof body - sizeof body % 2 };
        data = composed(&m);
        assert_true(text_ends(data, TEXT("\r\n")));
        while (text_cut(&data, '\n', &line)) {
            assert_true(line.length >= 1 && line.length <= 77);
            assert_true(line.at[line.length - 1] == '\r');
            assert_null(memchr(line.at, '\r', line.length - 1));
            assert_false(text_equal(line, TEXT(".\r")));
        }
    }
}

static void a_body_in_another_script_is_base64(void **state)
{
    struct mail_message m = sample("x", "\xE5\x95\x8F\n");

    (void)state;
    assert_true(has(composed(&m), "Content-Transfer-Encoding: base64\r\n\r\n5ZWPDQo=\r\n"));
}

#define TESTED(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TESTED(a_message_has_the_headers_it_must_have),
        TESTED(the_message_id_is_the_same_for_every_attempt),
        TESTED(nothing_can_be_smuggled_into_a_header),
        TESTED(a_subject_in_another_script_is_encoded_in_whole_characters),
        TESTED(a_long_subject_is_folded_between_words),
        TESTED(a_subject_that_looks_encoded_is_encoded),
        TESTED(a_name_with_signs_is_encoded_and_a_plain_one_is_not),
        TESTED(lines_of_the_body_survive_the_way),
        TESTED(no_line_is_too_long_and_every_one_ends_with_crlf),
        TESTED(a_body_in_another_script_is_base64),
    };

    return cmocka_run_group_tests_name("mail/message", tests, NULL, NULL);
}
