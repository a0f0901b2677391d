/* Deliveries over a real SMTP server that misbehaves (test/tools/smtp_sink.py). */
#include "disclosure/delivery.h"
#include "subject/site_rig.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static struct site_rig rig;

struct sink {
    char *folder, url[64];
    pid_t process;
    int input; /* it ends when this is closed */
};

static struct sink sink;

static void run_sink(int input, int output, char **arguments)
{
    dup2(input, 0);
    dup2(output, 1);
    execv("/usr/bin/python3", arguments);
    _exit(127);
}

static void sink_start(const char *const *more)
{
    char *arguments[16] = { "python3", (char *)unit_source_path("test/tools/smtp_sink.py") };
    int in[2], out[2], port = 0;
    FILE *lines;

    sink = (struct sink){ .folder = unit_folder() };
    arguments[2] = sink.folder;
    for (int i = 0; more[i]; i++)
        arguments[3 + i] = (char *)more[i];
    assert_int_equal(0, pipe2(in, O_CLOEXEC));
    assert_int_equal(0, pipe2(out, O_CLOEXEC));
    sink.process = fork();
    assert_true(sink.process >= 0);
    if (sink.process == 0)
        run_sink(in[0], out[1], arguments);
    close(in[0]);
    close(out[1]);
    sink.input = in[1];
    lines = fdopen(out[0], "r");
    assert_int_equal(1, fscanf(lines, "%d", &port));
    fclose(lines);
    snprintf(sink.url, sizeof sink.url, "smtp://127.0.0.1:%d", port);
}

/* The site mails through the sink, whose replies follow. */
#define SINK(...) sink_open((const char *const[]){ __VA_ARGS__, NULL })
static void sink_open(const char *const *more)
{
    struct smtp_config config = { .timeout_ms = 1500 };

    sink_start(more);
    config.url = text_of(sink.url);
    mailer_close(&rig.services.mailer);
    assert_ok(rig.w, mailer_smtp_open(rig.w, &config, TEXT(""), TEXT(""), &rig.services.mailer));
}

static size_t kept(const char *part)
{
    static char bytes[1 << 20];
    char path[512];
    FILE *file;
    struct text rest = TEXT("");
    size_t count = 0, at;

    snprintf(path, sizeof path, "%s/messages.jsonl", sink.folder);
    file = fopen(path, "rb");
    if (!file)
        return 0;
    rest = text_of_bytes(bytes, fread(bytes, 1, sizeof bytes, file));
    fclose(file);
    for (; text_find(rest, text_of(part), &at); count++)
        rest = text_from(rest, at + 1);
    return count;
}

static int begin(void **state)
{
    (void)state;
    rig_open(&rig);
    rig_collect(&rig, RIG_SUPPORT, RIG_NO_DATE, "It does not focus. \xE7\x84\xA6\xE7\x82\xB9");
    return 0;
}

static int end(void **state)
{
    (void)state;
    rig_close(&rig);
    close(sink.input);
    waitpid(sink.process, NULL, 0);
    unit_folder_remove(&sink.folder);
    return 0;
}

static enum delivery_end deliver(void)
{
    struct slice slice = { .services = &rig.services, .vault = rig.vault };
    struct work *w = rig_run(&rig, (struct rig_task){ .step = delivery_step, .state = &slice });

    assert_ended(w);
    return slice.inner ? ((struct delivering *)slice.inner)->end : DELIVERY_NONE;
}

static void later(void)
{
    rig.now = instant_add(rig.now, SPAN_HOURS(1));
}

static void a_mail_arrives_after_4xx_a_tarpit_and_a_lost_250(void **state)
{
    (void)state;
    SINK("451", "drop", "delay:4000", "accept");
    assert_int_equal(deliver(), DELIVERY_AGAIN);
    assert_int_equal(rig_number(&rig, "SELECT outcome FROM outbox"), 451);
    assert_int_equal(kept("\"from\""), 0);
    later();
    assert_int_equal(deliver(), DELIVERY_AGAIN); /* it has it, and we cannot know */
    assert_int_equal(kept("\"confirmed\": false"), 1);
    later();
    assert_int_equal(deliver(), DELIVERY_AGAIN); /* longer than we wait */
    later();
    assert_int_equal(deliver(), DELIVERY_SENT);
    later();
    assert_int_equal(deliver(), DELIVERY_NONE);
    assert_int_equal(kept("Message-ID: <"), 3);
    assert_int_equal(rig_number(&rig, "SELECT attempts FROM outbox"), 4);
    assert_int_equal(rig_facts(&rig, FACT_DELIVERED), 1);
    assert_int_equal(rig_facts(&rig, FACT_OPENED), 4);
}

static void a_refused_mail_ends_at_once(void **state)
{
    (void)state;
    SINK("550");
    assert_int_equal(deliver(), DELIVERY_FAILED);
    assert_int_equal(rig_number(&rig, "SELECT outcome FROM outbox"), 550);
    later();
    assert_int_equal(deliver(), DELIVERY_NONE);
    assert_int_equal(kept("\"from\""), 0);
}

static void a_server_that_hangs_up_is_asked_again(void **state)
{
    (void)state;
    SINK("cut", "accept");
    assert_int_equal(deliver(), DELIVERY_AGAIN);
    assert_int_equal(kept("\"from\""), 0);
    later();
    assert_int_equal(deliver(), DELIVERY_SENT);
    assert_int_equal(kept("\"to\": [\"support@desk.example\"]"), 1);
}

#define TESTED(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TESTED(a_mail_arrives_after_4xx_a_tarpit_and_a_lost_250),
        TESTED(a_refused_mail_ends_at_once),
        TESTED(a_server_that_hangs_up_is_asked_again),
    };

    return cmocka_run_group_tests_name("disclosure/wire", tests, NULL, NULL);
}
