#include "mail/mailer.h"
#include "mail/rest.h"
#include "mail/return_path.h"
#include "mail/token.h"
#include "net/sink.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const struct mail_message sample = { .from = { TEXT("a@x.example"), TEXT("a"), TEXT("x.example") }, .to = { TEXT("b@y.example"), TEXT("b"), TEXT("y.example") },
                                            .subject = TEXT("x"), .body = TEXT("hello\n") };

/* A command that prints these tokens one after the other, the last one for ever, and counts its runs in the file `runs`. */
static struct text token_command(struct work *w, const char *folder, const char *words)
{
    struct text path;
    FILE *file;

    assert_ok(w, work_format(w, &path, "%s/token", folder));
    file = fopen(path.at, "w");
    assert_non_null(file);
    fprintf(file, "#!/bin/sh\ncd %s && echo run >> runs && set -- %s && n=$(wc -l < runs) && [ $n -le $# ] || n=$#\neval echo \\$$n\n", folder, words);
    fclose(file);
    assert_int_equal(0, chmod(path.at, 0700));
    return path;
}

static struct mailer *open_mailer(struct work *w, const struct sink *s, struct text command)
{
    struct smtp_config config = { .url = text_of(s->url), .user = TEXT("mailer"), .auth = SMTP_AUTH_XOAUTH2, .timeout_ms = 5000 };
    struct mailer *m;

    assert_ok(w, mailer_smtp_open(w, &config, command, TEXT(""), &m));
    return m;
}

static void a_token_is_kept_and_one_that_is_refused_is_replaced_once(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct sink s = SINK("--xoauth2", "mailer:fresh");
    struct mailer *m = open_mailer(w, &s, token_command(w, s.folder, "stale fresh"));
    int reply;

    (void)state;
    assert_ok(w, mailer_send(w, m, &sample, &reply));
    assert_text("XOAUTH2 wrong\nXOAUTH2 right\n", sink_file(&s, "logins"));
    assert_ok(w, mailer_send(w, m, &sample, &reply));
    assert_text("run\nrun\n", sink_file(&s, "runs"));
    w->now = instant_add(w->now, SPAN_SECONDS(TOKEN_LIFE_SECONDS));
    assert_ok(w, mailer_send(w, m, &sample, &reply)); /* its time is over: asked for before it is used */
    assert_text("run\nrun\nrun\n", sink_file(&s, "runs"));
    mailer_close(&m);
    sink_stop(&s);
}

static void a_login_that_is_never_right_is_not_tried_for_every_message(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct sink s = SINK("--xoauth2", "mailer:fresh");
    struct mailer *m = open_mailer(w, &s, token_command(w, s.folder, "wrong-token"));
    int reply;

    (void)state;
    for (int i = 0; i < 10; i++) {
        assert_error(w, ERR_UNAVAILABLE, mailer_send(w, m, &sample, &reply));
        error_clear(&w->err);
    }
    assert_text("XOAUTH2 wrong\nXOAUTH2 wrong\n", sink_file(&s, "logins"));
    w->now = instant_add(w->now, SPAN_SECONDS(MAILER_REST_SECONDS));
    assert_error(w, ERR_UNAVAILABLE, mailer_send(w, m, &sample, &reply));
    assert_text("XOAUTH2 wrong\nXOAUTH2 wrong\nXOAUTH2 wrong\nXOAUTH2 wrong\n", sink_file(&s, "logins"));
    error_clear(&w->err);
    mailer_close(&m);
    sink_stop(&s);
}

static void a_server_that_is_down_is_found_so_once(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct sink s = SINK();
    struct smtp_config config = { .url = text_of(s.url), .timeout_ms = 5000 };
    struct mailer *m;
    int reply;

    (void)state;
    assert_ok(w, mailer_smtp_open(w, &config, TEXT(""), TEXT(""), &m));
    sink_stop(&s);
    assert_error(w, ERR_UNAVAILABLE, mailer_send(w, m, &sample, &reply));
    assert_true(text_starts(text_of(w->err.message), TEXT("the mail server cannot be used (reply 0): ")));
    error_clear(&w->err);
    assert_error(w, ERR_UNAVAILABLE, mailer_send(w, m, &sample, &reply));
    assert_string_equal("the mail server could not be used a moment ago and is left alone for 30 seconds", w->err.message);
    error_clear(&w->err);
    w->now = instant_add(w->now, SPAN_DAYS(-365)); /* the clock was set back: it does not rest for a year */
    assert_error(w, ERR_UNAVAILABLE, mailer_send(w, m, &sample, &reply));
    assert_true(text_starts(text_of(w->err.message), TEXT("the mail server cannot be used (reply 0): ")));
    error_clear(&w->err);
    mailer_close(&m);
}

static void the_envelope_is_marked_and_the_letter_is_not(void **state)
{
    static const char *const bad[] = { "bounces", "a+b@x.example", "a-local-part-of-thirty-two-bytes@x.example", "b@x.example>\r\nRCPT TO:<c@z.example" };
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct sink s = SINK();
    struct smtp_config config = { .url = text_of(s.url), .timeout_ms = 5000 };
    struct mail_message message = sample;
    struct mailer *m;
    struct id uid;
    size_t at;
    int reply;

    (void)state;
    memset(message.uid.bytes, 0xab, sizeof message.uid.bytes);
    assert_ok(w, mailer_smtp_open(w, &config, TEXT(""), TEXT("bounces@x.example"), &m));
    assert_ok(w, mailer_send(w, m, &message, &reply));
    assert_true(text_find(sink_file(&s, "messages.jsonl"), TEXT("\"from\": \"bounces+abababababababababababababababab@x.example\""), &at));
    assert_true(text_find(sink_file(&s, "messages.jsonl"), TEXT("From: <a@x.example>"), &at));
    assert_true(return_path_find(TEXT("x <bounces+abababababababababababababababab@x.example>"), &uid) && memcmp(&uid, &message.uid, sizeof uid) == 0);
    mailer_close(&m);
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_false(return_path_good(text_of(bad[i])));
    sink_stop(&s);
}

/* A recipient that is refused says nothing about the server. */
static void a_refused_recipient_does_not_stop_the_others(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct sink s = SINK("550", "451", "accept");
    struct smtp_config config = { .url = text_of(s.url), .timeout_ms = 5000 };
    struct mailer *m;
    int reply;

    (void)state;
    assert_ok(w, mailer_smtp_open(w, &config, TEXT(""), TEXT(""), &m));
    assert_error(w, ERR_REFUSED, mailer_send(w, m, &sample, &reply));
    error_clear(&w->err);
    assert_error(w, ERR_UNAVAILABLE, mailer_send(w, m, &sample, &reply));
    error_clear(&w->err);
    assert_ok(w, mailer_send(w, m, &sample, &reply));
    mailer_close(&m);
    sink_stop(&s);
}

static void a_command_that_fails_or_prints_no_token_says_so(void **state)
{
    static const struct {
        const char *command, *words;
    } cases[] = {
        { "/bin/false", "mail.token_command failed (exit 1)" },
        { "/nonexistent/program", "mail.token_command: /nonexistent/program cannot be run: No such file or directory" },
        { "printf x", "mail.token_command must begin with the full path of a program" },
        { "/bin/true", "mail.token_command printed no access token: a token alone on a line, or JSON with \"access_token\", is needed" },
        { "/bin/echo two words", "mail.token_command printed no access token: a token alone on a line, or JSON with \"access_token\", is needed" },
        { "/usr/bin/yes", "mail.token_command did not end within 20 seconds, or printed more than 8192 bytes" },
    };
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct token t;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_false(token_fetch(w, text_of(cases[i].command), &t));
        assert_string_equal(cases[i].words, w->err.message);
        error_clear(&w->err);
    }
    assert_ok(w, token_parse(w, TEXT("{\"access_token\":\"abc\",\"token_type\":\"Bearer\",\"expires_in\":3600}\n"), &t));
    assert_text("abc", t.value);
    assert_int_equal(t.life.ms, SPAN_HOURS(1).ms);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_token_is_kept_and_one_that_is_refused_is_replaced_once),
        cmocka_unit_test(a_login_that_is_never_right_is_not_tried_for_every_message),
        cmocka_unit_test(a_server_that_is_down_is_found_so_once),
        cmocka_unit_test(the_envelope_is_marked_and_the_letter_is_not),
        cmocka_unit_test(a_refused_recipient_does_not_stop_the_others),
        cmocka_unit_test(a_command_that_fails_or_prints_no_token_says_so),
    };

    return cmocka_run_group_tests_name("mail/smtp_mailer", tests, NULL, NULL);
}
