#include "unit.h"

#include "net/smtp.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* test/tools/smtp_sink.py, a real SMTP server. It ends when `input` is closed. */
struct sink {
    char *folder, url[64];
    pid_t process;
    int input;
};

static void run_sink(int input, int output, char **arguments)
{
    dup2(input, 0);
    dup2(output, 1);
    execv("/usr/bin/python3", arguments);
    _exit(127);
}

/* `arguments` up to a NULL follow the folder on the command line. */
static struct sink sink_start(const char *const *more)
{
    struct sink s = { .folder = unit_folder() };
    char *arguments[16] = { "python3", (char *)unit_source_path("test/tools/smtp_sink.py"), s.folder };
    int in[2], out[2], port = 0;
    FILE *lines;

    for (int i = 0; more[i]; i++)
        arguments[3 + i] = (char *)more[i];
    assert_int_equal(0, pipe2(in, O_CLOEXEC));
    assert_int_equal(0, pipe2(out, O_CLOEXEC));
    s.process = fork();
    assert_true(s.process >= 0);
    if (s.process == 0)
        run_sink(in[0], out[1], arguments);
    close(in[0]);
    close(out[1]);
    s.input = in[1];
    lines = fdopen(out[0], "r");
    assert_int_equal(1, fscanf(lines, "%d", &port));
    fclose(lines);
    snprintf(s.url, sizeof s.url, "smtp://127.0.0.1:%d", port);
    return s;
}

#define SINK(...) sink_start((const char *const[]){ __VA_ARGS__ __VA_OPT__(,) NULL })

static void sink_stop(struct sink *s)
{
    close(s->input);
    waitpid(s->process, NULL, 0);
    unit_folder_remove(&s->folder);
}

static struct text sink_file(const struct sink *s, const char *name)
{
    static char bytes[1 << 20];
    char path[512];
    FILE *file;
    size_t length = 0;

    snprintf(path, sizeof path, "%s/%s", s->folder, name);
    file = fopen(path, "rb");
    if (file) {
        length = fread(bytes, 1, sizeof bytes, file);
        fclose(file);
    }
    return text_of_bytes(bytes, length);
}

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
    return smtp_send(w, &config, m, out_reply);
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
    assert_error(w, ERR_UNCERTAIN, smtp_send(w, &config, &letter, &reply));
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
    assert_error(w, ERR_UNAVAILABLE, smtp_send(w, &config, &letter, &reply));
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
    assert_error(w, ERR_UNAVAILABLE, smtp_send(w, &config, &letter, &reply));
    assert_false(has(text_of(w->err.message), "wrong"));
    config.password = TEXT("secret");
    assert_ok(w, smtp_send(w, &config, &letter, &reply));
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
        assert_error(w, ERR_INVALID, smtp_send(w, &config, &m, &reply));
        assert_true(has(text_of(w->err.message), "the address of the recipient"));
        m = letter;
        m.from = addresses[i];
        assert_error(w, ERR_INVALID, smtp_send(w, &config, &m, &reply));
        assert_true(has(text_of(w->err.message), "the address of the sender"));
    }
    for (size_t i = 0; i < COUNT_OF(data); i++) {
        m = letter;
        m.data = data[i];
        assert_error(w, ERR_INVALID, smtp_send(w, &config, &m, &reply));
    }
    config.url = TEXT("file:///etc/passwd");
    assert_error(w, ERR_INVALID, smtp_send(w, &config, &letter, &reply));
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
        cmocka_unit_test(what_could_begin_another_command_is_never_sent),
    };

    return cmocka_run_group_tests_name("net/smtp", tests, NULL, NULL);
}
