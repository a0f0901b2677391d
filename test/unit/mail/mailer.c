#include "mail/mailer.h"
#include "unit.h"

static struct work *w;
static const struct mail_message sample = { .from = { TEXT("a@x.example"), TEXT("a"), TEXT("x.example") }, .to = { TEXT("b@y.example"), TEXT("b"), TEXT("y.example") },
                                            .subject = TEXT("x"), .body = TEXT("hello\n") };

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

static void the_memory_mailer_keeps_the_last_200_newest_first(void **state)
{
    struct caught_mail mails[300];
    struct mailer *m;
    size_t count;
    int reply;

    (void)state;
    assert_ok(w, mailer_memory_open(w, &m));
    for (int i = 0; i < 203; i++) {
        struct mail_message message = sample;
        assert_ok(w, work_format(w, &message.body, "%d\n", i));
        assert_ok(w, mailer_send(w, m, &message, &reply));
        assert_int_equal(reply, 250);
    }
    assert_ok(w, mailer_memory_list(w, m, mails, COUNT_OF(mails), &count));
    assert_int_equal(count, 200);
    assert_true(text_ends(mails[0].data, TEXT("\r\n202\r\n")));
    assert_true(text_ends(mails[199].data, TEXT("\r\n3\r\n")));
    assert_text("a@x.example", mails[0].from);
    assert_text("b@y.example", mails[0].to);
    assert_ok(w, mailer_memory_list(w, m, mails, 2, &count));
    assert_int_equal(count, 2);
    mailer_close(&m);
    assert_null(m);
}

static void an_address_with_a_line_break_reaches_no_mailer(void **state)
{
    struct mail_message message = sample;
    struct mailer *m;
    struct caught_mail mail;
    size_t count;
    int reply;

    (void)state;
    assert_ok(w, mailer_memory_open(w, &m));
    message.to.spec = TEXT("b@y.example>\r\nRCPT TO:<c@z.example");
    assert_error(w, ERR_INVALID, mailer_send(w, m, &message, &reply));
    assert_string_equal(w->err.message, "the address that a mail should go to is not a plain mail address");
    message = sample;
    message.from.spec = TEXT("");
    assert_error(w, ERR_INVALID, mailer_send(w, m, &message, &reply));
    assert_ok(w, mailer_memory_list(w, m, &mail, 1, &count));
    assert_int_equal(count, 0);
    mailer_close(&m);
}

static size_t sent(struct mailer *memory)
{
    struct caught_mail mails[10];
    size_t count;

    assert_ok(w, mailer_memory_list(w, memory, mails, COUNT_OF(mails), &count));
    return count;
}

static void the_failing_mailer_fails_the_calls_it_was_told_to(void **state)
{
    struct mailer *memory, *m;
    int reply;

    (void)state;
    assert_ok(w, mailer_memory_open(w, &memory));
    assert_ok(w, mailer_failing_open(w, memory, 2, 2, ERR_UNAVAILABLE, 451, &m));
    assert_ok(w, mailer_send(w, m, &sample, &reply));
    assert_error(w, ERR_UNAVAILABLE, mailer_send(w, m, &sample, &reply));
    assert_int_equal(reply, 451);
    assert_error(w, ERR_UNAVAILABLE, mailer_send(w, m, &sample, &reply));
    assert_int_equal(sent(memory), 1);
    assert_ok(w, mailer_send(w, m, &sample, &reply));
    assert_int_equal(sent(memory), 2);
    mailer_close(&m);
}

static void a_lost_250_leaves_the_message_with_the_other_side(void **state)
{
    struct mailer *memory, *m;
    int reply;

    (void)state;
    assert_ok(w, mailer_memory_open(w, &memory));
    assert_ok(w, mailer_failing_open(w, memory, 1, 1, ERR_UNCERTAIN, 0, &m));
    assert_error(w, ERR_UNCERTAIN, mailer_send(w, m, &sample, &reply));
    assert_int_equal(sent(memory), 1);
    mailer_close(&m);
}

#define TESTED(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TESTED(the_memory_mailer_keeps_the_last_200_newest_first),
        TESTED(an_address_with_a_line_break_reaches_no_mailer),
        TESTED(the_failing_mailer_fails_the_calls_it_was_told_to),
        TESTED(a_lost_250_leaves_the_message_with_the_other_side),
    };

    return cmocka_run_group_tests_name("mail/mailer", tests, NULL, NULL);
}
