#include "unit.h"

#include "net/smtp.h"
#include "net/sink.h"

#include <string.h>

static bool has(struct text t, const char *part)
{
    size_t at;

    return text_find(t, text_of(part), &at);
}

static const struct smtp_message letter = { TEXT("privacy@hikari.example"), TEXT("visitor@visitor.example"),
    TEXT("From: privacy@hikari.example\r\nTo: visitor@visitor.example\r\nSubject: Your request\r\n\r\nHello\r\n.\r\n..two dots\r\n.\r\n") };

static bool deliver(struct work *w, const struct sink *s, const struct smtp_message *m, int *out_reply)
{
    struct smtp_config config = { .url = text_of(s->url), .timeout_ms = 5000 };

    error_clear(&w->err);
    return smtp_send(w, &config, m, out_reply, NULL);
}

static void a_message_arrives_byte_for_byte(void **state)
{
    struct work *w = unit_work();
    struct sink s = SINK();
    int reply;

    (void)state;
    assert_ok(w, deliver(w, &s, &letter, &reply));
    assert_int_equal(250, reply);
    assert_text(letter.data.at, sink_file(&s, "0001.eml"));
    assert_true(has(sink_file(&s, "messages.jsonl"), "\"from\": \"privacy@hikari.example\", \"to\": [\"visitor@visitor.example\"]"));
    sink_stop(&s);
    unit_work_end(&w);
}

static void a_message_may_begin_with_a_dot_and_end_without_a_line_end(void **state)
{
    struct work *w = unit_work();
    struct sink s = SINK();
    struct smtp_message m = { letter.from, letter.to, TEXT(".: x\r\n\r\nlast") };
    int reply;

    (void)state;
    assert_ok(w, deliver(w, &s, &m, &reply));
    assert_text(".: x\r\n\r\nlast\r\n", sink_file(&s, "0001.eml"));
    sink_stop(&s);
    unit_work_end(&w);
}

static void a_large_message_arrives_whole(void **state)
{
    enum { LINES = 6000 };
    static char bytes[LINES * 80 + 100];
    struct work *w = unit_work();
    struct sink s = SINK();
    struct draft d = draft_in(bytes, sizeof bytes);
    struct smtp_message m = letter;
    int reply;

    (void)state;
    draft_add(&d, TEXT("Subject: large\r\n\r\n"));
    for (int i = 0; i < LINES; i++)
        draft_addf(&d, ".%070d\r\n", i);
    assert_false(d.overflow);
    m.data = draft_text(&d);
    assert_ok(w, deliver(w, &s, &m, &reply));
    assert_true(text_equal(m.data, sink_file(&s, "0001.eml")));
    sink_stop(&s);
    unit_work_end(&w);
}

static void a_reply_says_whether_to_try_again(void **state)
{
    struct work *w = unit_work();
    struct sink s = SINK("450", "550", "accept", "--for", "gone@visitor.example=550");
    struct smtp_message gone = letter;
    int reply;

    (void)state;
    gone.to = TEXT("gone@visitor.example");
    assert_error(w, ERR_UNAVAILABLE, deliver(w, &s, &letter, &reply));
    assert_int_equal(450, reply);
    assert_string_equal("the mail server does not take the message now (reply 450)", w->err.message);
    assert_error(w, ERR_REFUSED, deliver(w, &s, &gone, &reply));
    assert_error(w, ERR_REFUSED, deliver(w, &s, &letter, &reply));
    assert_int_equal(550, reply);
    assert_string_equal("the mail server refused the message for good (reply 550)", w->err.message);
    assert_ok(w, deliver(w, &s, &letter, &reply));
    sink_stop(&s);
    unit_work_end(&w);
}

static void a_reply_after_the_message_counts_as_well(void **state)
{
    struct work *w = unit_work();
    struct sink s = SINK("--at", "data", "451", "554", "accept");
    int reply;

    (void)state;
    assert_error(w, ERR_UNAVAILABLE, deliver(w, &s, &letter, &reply));
    assert_int_equal(451, reply);
    assert_error(w, ERR_REFUSED, deliver(w, &s, &letter, &reply));
    assert_int_equal(554, reply);
    sink_stop(&s);
    unit_work_end(&w);
}

static void a_lost_confirmation_is_uncertain(void **state)
{
    struct work *w = unit_work();
    struct sink s = SINK("drop");
    int reply;

    (void)state;
    assert_error(w, ERR_UNCERTAIN, deliver(w, &s, &letter, &reply));
    assert_true(text_starts(text_of(w->err.message), TEXT("the message was sent whole and the mail server did not confirm it: ")));
    assert_true(has(sink_file(&s, "messages.jsonl"), "\"confirmed\": false"));
    sink_stop(&s);
    unit_work_end(&w);
}

static void a_confirmation_that_comes_too_late_is_uncertain(void **state)
{
    struct work *w = unit_work();
    struct sink s = SINK("delay:3000");
    struct smtp_config config = { .url = text_of(s.url), .timeout_ms = 500 };
    int reply;

    (void)state;
    assert_error(w, ERR_UNCERTAIN, smtp_send(w, &config, &letter, &reply, NULL));
    sink_stop(&s);
    unit_work_end(&w);
}

static void a_connection_cut_before_the_message_is_not_uncertain(void **state)
{
    struct work *w = unit_work();
    struct sink s = SINK("cut");
    int reply;

    (void)state;
    assert_error(w, ERR_UNAVAILABLE, deliver(w, &s, &letter, &reply));
    assert_int_equal(0, sink_file(&s, "messages.jsonl").length);
    sink_stop(&s);
    assert_error(w, ERR_UNAVAILABLE, deliver(w, &s, &letter, &reply)); /* nobody listens any more */
    assert_int_equal(0, reply);
    unit_work_end(&w);
}

static void nothing_is_sent_without_tls_when_it_is_required(void **state)
{
    struct work *w = unit_work();
    struct sink s = SINK();
    struct smtp_config config = { .url = text_of(s.url), .require_tls = true, .timeout_ms = 5000 };
    int reply;

    (void)state;
    assert_error(w, ERR_UNAVAILABLE, smtp_send(w, &config, &letter, &reply, NULL));
    assert_int_equal(0, sink_file(&s, "messages.jsonl").length);
    sink_stop(&s);
    unit_work_end(&w);
}

static void a_wrong_login_is_not_the_fault_of_the_message(void **state)
{
    struct work *w = unit_work();
    struct sink s = SINK("--login", "mailer:secret");
    struct smtp_config config = { .url = text_of(s.url), .user = TEXT("mailer"), .password = TEXT("wrong"), .timeout_ms = 5000 };
    int reply;

    (void)state;
    assert_error(w, ERR_UNAVAILABLE, smtp_send(w, &config, &letter, &reply, NULL));
    assert_false(has(text_of(w->err.message), "wrong"));
    config.password = TEXT("secret");
    assert_ok(w, smtp_send(w, &config, &letter, &reply, NULL));
    sink_stop(&s);
    unit_work_end(&w);
}

static void each_way_to_log_in_is_the_one_that_was_asked_for(void **state)
{
    static const struct {
        const char *arguments[5];
        enum smtp_auth auth;
        const char *logins;
    } ways[] = {
        { { "--login", "mailer:secret", NULL }, SMTP_AUTH_PLAIN, "PLAIN right\n" },
        { { "--login", "mailer:secret", NULL }, SMTP_AUTH_LOGIN, "LOGIN right\n" },
        { { "--login", "mailer:secret", "--only", "LOGIN", NULL }, SMTP_AUTH_ANY, "LOGIN right\n" },
        { { "--xoauth2", "mailer:secret", NULL }, SMTP_AUTH_XOAUTH2, "XOAUTH2 right\n" },
    };
    struct work *w = unit_work();
    int reply;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(ways); i++) {
        struct sink s = sink_start(ways[i].arguments);
        struct smtp_config config = { .url = text_of(s.url), .user = TEXT("mailer"), .password = TEXT("secret"), .token = TEXT("secret"),
                                      .auth = ways[i].auth, .timeout_ms = 5000 };
        assert_ok(w, smtp_send(w, &config, &letter, &reply, NULL));
        assert_text(ways[i].logins, sink_file(&s, "logins"));
        sink_stop(&s);
    }
    unit_work_end(&w);
}

/* 0.0.0.0 reaches this machine, but not by a name that says so: it counts as any other, and the sink has no TLS. */
static void a_password_does_not_leave_the_machine_in_clear(void **state)
{
    struct work *w = unit_work();
    struct sink s = SINK("--login", "mailer:secret");
    struct smtp_config config = { .user = TEXT("mailer"), .password = TEXT("secret"), .timeout_ms = 5000 };
    bool about_us;
    int reply;

    (void)state;
    assert_ok(w, work_format(w, &config.url, "smtp://0.0.0.0%s", strrchr(s.url, ':')));
    assert_error(w, ERR_UNAVAILABLE, smtp_send(w, &config, &letter, &reply, &about_us));
    assert_true(about_us);
    assert_int_equal(0, sink_file(&s, "logins").length);
    sink_stop(&s);
    unit_work_end(&w);
}

static void what_could_begin_another_command_is_never_sent(void **state)
{
    static const struct text addresses[] = { TEXT("a@b.example\r\nRCPT TO:<c@d.example>"), TEXT("a@b.example\n"), TEXT("a@b\0.example"), TEXT("<a@b.example>"),
        TEXT("a b@c.example"), TEXT("a@b.example> SIZE=1"), TEXT(""), TEXT("nobody"), TEXT("@b.example"), TEXT("a@") };
    static const struct text data[] = { TEXT("Subject: a\nb\r\n"), TEXT("Subject: a\rb\r\n"), TEXT("a\r\n\n.\r\n"), TEXT("a\0b\r\n"), TEXT("a\r"), TEXT("") };
    struct smtp_config config = { .url = TEXT("smtp://127.0.0.1:9") };
    struct work *w = unit_work();
    struct smtp_message m;
    int reply;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(addresses); i++) {
        m = letter;
        m.to = addresses[i];
        assert_error(w, ERR_INVALID, smtp_send(w, &config, &m, &reply, NULL));
        assert_true(has(text_of(w->err.message), "the address of the recipient"));
        m = letter;
        m.from = addresses[i];
        assert_error(w, ERR_INVALID, smtp_send(w, &config, &m, &reply, NULL));
        assert_true(has(text_of(w->err.message), "the address of the sender"));
    }
    for (size_t i = 0; i < COUNT_OF(data); i++) {
        m = letter;
        m.data = data[i];
        assert_error(w, ERR_INVALID, smtp_send(w, &config, &m, &reply, NULL));
    }
    config.url = TEXT("file:///etc/passwd");
    assert_error(w, ERR_INVALID, smtp_send(w, &config, &letter, &reply, NULL));
    assert_string_equal("the address of the mail server must begin with smtp:// or smtps://", w->err.message);
    unit_work_end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_message_arrives_byte_for_byte),
        cmocka_unit_test(a_message_may_begin_with_a_dot_and_end_without_a_line_end),
        cmocka_unit_test(a_large_message_arrives_whole),
        cmocka_unit_test(a_reply_says_whether_to_try_again),
        cmocka_unit_test(a_reply_after_the_message_counts_as_well),
        cmocka_unit_test(a_lost_confirmation_is_uncertain),
        cmocka_unit_test(a_confirmation_that_comes_too_late_is_uncertain),
        cmocka_unit_test(a_connection_cut_before_the_message_is_not_uncertain),
        cmocka_unit_test(nothing_is_sent_without_tls_when_it_is_required),
        cmocka_unit_test(a_wrong_login_is_not_the_fault_of_the_message),
        cmocka_unit_test(each_way_to_log_in_is_the_one_that_was_asked_for),
        cmocka_unit_test(a_password_does_not_leave_the_machine_in_clear),
        cmocka_unit_test(what_could_begin_another_command_is_never_sent),
    };

    return cmocka_run_group_tests_name("net/smtp", tests, NULL, NULL);
}
