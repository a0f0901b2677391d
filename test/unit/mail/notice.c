#include "mail/notice.h"

#include "disclosure/delivery.h"
#include "mail/notice_row.h"
#include "mail/reading.h"
#include "mail/suppression.h"
#include "store/operator_task.h"
#include "subject/erase.h"
#include "subject/site_rig.h"

#include <stdio.h>

static struct site_rig rig;

static int begin(void **state)
{
    (void)state;
    rig_open(&rig);
    return 0;
}

static int end(void **state)
{
    (void)state;
    rig_close(&rig);
    return 0;
}

static const struct notice example = {
    .kind = NOTICE_CONFIRM,
    .to = TEXT("hanako@mail.example"),
    .from_name = TEXT("Hikari camera website"),
    .subject = TEXT("Please confirm your sign-up"),
    .body = TEXT("Open https://www.hikari.example/privacy/confirm/abc and press the button.\n"),
    .language = TEXT("en"),
    .unsubscribe = TEXT("https://www.hikari.example/privacy/unsubscribe/abc"),
};

struct adding {
    struct notice notice;
    enum notice_answer answer;
};

static bool add_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    struct adding *a = state;

    *out_next = TASK_END;
    if (phase > 0)
        return true;
    TRY(list_open(w));
    TRY(notice_add(w, rig.vault, &a->notice, &a->answer));
    *out_next = TASK_COMMIT;
    return true;
}

static void forget_units(void)
{
    while (rig.unit_count) {
        struct rig_unit *u = &rig.units[--rig.unit_count];
        sql_close(&u->connection);
        unit_work_end(&u->w);
    }
}

static enum notice_answer add(struct notice n)
{
    struct adding a = { .notice = n };

    if (n.subject_row.value.type == SQL_NULL)
        a.notice.subject_row = STORE_NUMBER(0);

    assert_ended(rig_run(&rig, (struct rig_task){ .step = add_step, .state = &a }));
    forget_units();
    return a.answer;
}

static bool send_one(void)
{
    struct slice slice = rig_slice(&rig, delivery_step, 10);

    return slice.done != 0;
}

static size_t mails(struct caught_mail *out_newest)
{
    struct caught_mail list[10];
    size_t count;

    assert_ok(rig.w, mailer_memory_list(rig.w, rig.memory, list, 10, &count));
    if (out_newest && count)
        *out_newest = list[0];
    return count;
}

static bool holds(struct text data, const char *words)
{
    size_t at;

    return text_find(data, text_of(words), &at);
}

static void it_leaves_once_and_its_key_goes(void **state)
{
    struct caught_mail mail;
    struct read_mail read;

    (void)state;
    assert_int_equal(add(example), NOTICE_QUEUED);
    assert_true(send_one());
    assert_false(send_one());
    assert_int_equal(mails(&mail), 1);
    assert_text("hanako@mail.example", mail.to);
    assert_true(holds(mail.data, "\r\nContent-Language: en\r\n"));
    assert_true(holds(mail.data, "\r\nAuto-Submitted: auto-generated\r\n"));
    assert_true(holds(mail.data, "\r\nList-Unsubscribe: <https://www.hikari.example/privacy/unsubscribe/abc>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
    assert_ok(rig.w, mail_read(rig.w, mail.data, &read));
    assert_text("Please confirm your sign-up", read.subject);
    assert_int_equal(rig_facts(&rig, FACT_NOTICE_SENT), 1);
    assert_int_equal(rig_slice(&rig, notice_shred_step, 10).done, 1);
    assert_int_equal(rig_slice(&rig, notice_shred_step, 10).done, 0);
    assert_int_equal(rig_number(&rig, "SELECT state FROM notice"), 2);
    assert_int_equal(rig_number(&rig, "SELECT length(sealed) FROM notice"), 0);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM shred WHERE state = 2 AND reason = 3 AND subject = 0"), 1);
}

static void a_flood_to_one_address_is_three_mails_a_day(void **state)
{
    struct notice n = example;
    int queued = 0;

    (void)state;
    for (int i = 0; i < 1000; i++) {
        n.to = i % 2 ? TEXT("Hanako@Mail.Example") : example.to; /* the same mailbox */
        queued += add(n) == NOTICE_QUEUED;
    }
    assert_int_equal(queued, NOTICES_A_DAY);
    n.to = TEXT("taro@mail.example");
    assert_int_equal(add(n), NOTICE_QUEUED);
    rig.now = instant_add(rig.now, SPAN_HOURS(NOTICE_WINDOW_HOURS));
    assert_int_equal(add(example), NOTICE_QUEUED);
    while (send_one())
        forget_units();
    assert_int_equal(mails(NULL), NOTICES_A_DAY + 2);
}

static void add_others_between(struct site_rig *r, int phase, int rerun)
{
    struct adding a = { .notice = example };

    a.notice.subject_row = STORE_NUMBER(0);

    (void)phase;
    for (int i = 0; rerun == 0 && i < NOTICES_A_DAY; i++)
        assert_ended(rig_run(r, (struct rig_task){ .step = add_step, .state = &a }));
}

/* All of them saw room; the last one finds, at the commit, that there is none any more. */
static void a_crowd_at_the_same_moment_passes_no_more_than_three(void **state)
{
    struct adding a = { .notice = example };

    a.notice.subject_row = STORE_NUMBER(0);

    (void)state;
    assert_ended(rig_run(&rig, (struct rig_task){ .step = add_step, .state = &a, .between = add_others_between }));
    assert_int_equal(a.answer, NOTICE_CAPPED);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM notice"), NOTICES_A_DAY);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM outbox"), NOTICES_A_DAY);
}

static void what_the_operator_causes_is_not_counted_away(void **state)
{
    struct notice n = example;

    (void)state;
    n.kind = NOTICE_TEST;
    for (int i = 0; i <= NOTICES_A_DAY; i++)
        assert_int_equal(add(n), NOTICE_QUEUED);
}

static void an_erase_destroys_what_waits_but_not_the_last_word(void **state)
{
    struct rig_person person = rig_collect(&rig, RIG_SUPPORT, RIG_NO_DATE, "hello");
    struct erasure e = { .handle = person.handle, .vault = rig.vault };
    struct notice n = example;
    struct caught_mail mail;

    (void)state;
    n.subject_row = STORE_NUMBER(person.subject);
    add(n);
    n = example;
    n.subject = TEXT("You were erased");
    add(n);
    assert_ended(rig_run(&rig, (struct rig_task){ .step = erase_step, .state = &e }));
    assert_int_equal(e.keys, 2);
    assert_int_equal(e.deliveries_cancelled, 2);
    assert_int_equal(rig_number(&rig, "SELECT state FROM notice ORDER BY id LIMIT 1"), 1);
    assert_int_equal(rig_slice(&rig, notice_shred_step, 10).done, 1);
    assert_true(send_one());
    assert_false(send_one());
    assert_int_equal(mails(&mail), 1);
    assert_true(holds(mail.data, "Subject: You were erased"));
}

/* Acknowledged means destroyed: the key of the waiting mail is gone when the erase ends, before its job has written so. */
static void an_erase_does_not_leave_the_key_to_a_job(void **state)
{
    static const struct sql_query q = { "key", "SELECT key_id, key_generation FROM notice", 0 };
    struct rig_person person = rig_collect(&rig, RIG_SUPPORT, RIG_NO_DATE, "hello");
    struct erasure e = { .handle = person.handle, .vault = rig.vault };
    struct notice n = example;
    struct sql_connection *c;
    struct vault_key key;
    struct sql_row row;
    int64_t generation;

    (void)state;
    n.subject_row = STORE_NUMBER(person.subject);
    add(n);
    assert_ok(rig.w, sql_open(rig.w, &sql_driver_sqlite, rig.database, SQL_READ, &c));
    assert_ok(rig.w, sql_load(rig.w, c, &q, NULL, 0, &row));
    assert_ok(rig.w, sql_row_id(rig.w, &row, 0, &key.id.id));
    assert_ok(rig.w, sql_row_number(rig.w, &row, 1, &generation));
    key.generation = (uint32_t)generation;
    sql_close(&c);
    assert_int_equal(vault_key_status(rig.vault, key), VAULT_OK);
    assert_ended(rig_run(&rig, (struct rig_task){ .step = erase_step, .state = &e }));
    assert_int_equal(vault_key_status(rig.vault, key), VAULT_KEY_GONE);
}

static void what_is_refused_for_good_is_a_task(void **state)
{
    (void)state;
    assert_ok(rig.w, mailer_failing_open(rig.w, rig.services.mailer, 1, 1, ERR_REFUSED, 550, &rig.services.mailer));
    add(example);
    assert_false(send_one());
    assert_int_equal(rig_number(&rig, "SELECT state FROM outbox"), OUTBOX_FAILED);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM task WHERE kind = 1 AND cause = 1"), 1);
    assert_int_equal(rig_facts(&rig, FACT_NOTICE_FAILED), 1);
    assert_int_equal(rig_number(&rig, "SELECT state FROM notice"), 1);
}

static struct text message_id(struct text data)
{
    size_t at;

    assert_true(text_find(data, TEXT("Message-ID: "), &at));
    return text_first(text_from(data, at), 60);
}

static void every_attempt_is_the_same_message(void **state)
{
    struct slice slice = { .services = &rig.services, .vault = rig.vault };
    struct caught_mail first, second;

    (void)state;
    add(example);
    rig_run(&rig, (struct rig_task){ .step = delivery_step, .state = &slice, .dies = true, .dies_at = 1 });
    assert_int_equal(mails(&first), 1);
    rig_restart(&rig);
    assert_false(send_one());
    rig.now = instant_add(rig.now, SPAN_MINUTES(DELIVERY_LEASE_MINUTES));
    assert_true(send_one());
    assert_int_equal(mails(&second), 2);
    assert_true(text_equal(message_id(first.data), message_id(second.data)));
    assert_true(text_equal(first.data, second.data));
}

static void after_three_days_it_is_given_up(void **state)
{
    (void)state;
    assert_ok(rig.w, mailer_failing_open(rig.w, rig.services.mailer, 1, 1000, ERR_UNAVAILABLE, 451, &rig.services.mailer));
    add(example);
    for (int hour = 0; hour < 24 * 4; hour++) {
        send_one();
        forget_units();
        rig.now = instant_add(rig.now, SPAN_HOURS(1));
    }
    assert_int_equal(rig_number(&rig, "SELECT state FROM outbox"), OUTBOX_FAILED);
    assert_int_equal(rig_number(&rig, "SELECT outcome FROM outbox"), 451);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM task"), 1);
}

static void refused(struct notice n, const char *words)
{
    struct adding a = { .notice = n };
    struct work *w = rig_run(&rig, (struct rig_task){ .step = add_step, .state = &a });

    assert_fails(w, ERR_INVALID);
    assert_string_equal(words, w->err.message);
}

static void no_header_can_be_smuggled_in(void **state)
{
    struct notice n = example;

    (void)state;
    n.to = TEXT("hanako@mail.example\r\nBcc: all@mail.example");
    refused(n, "the address that a notice should go to is not a plain mail address");
    n = example;
    n.to = TEXT("hanako@mail.example,taro@mail.example");
    refused(n, "the address that a notice should go to is not a plain mail address");
    n = example;
    n.subject = TEXT("Hello\r\nBcc: all@mail.example");
    refused(n, "the subject of a notice holds a control character; it must be one line of text");
    n = example;
    n.from_name = TEXT("Shop\nBcc: all@mail.example");
    refused(n, "the sender's name of a notice holds a control character; it must be one line of text");
    n = example;
    n.unsubscribe = TEXT("http://www.hikari.example/");
    refused(n, "the address to unsubscribe must begin with https://");
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM notice"), 0);
}

static void a_letter_that_is_cut_off_or_longer_is_refused(void **state)
{
    const struct letter letter = { TEXT("a@b.example"), TEXT(""), TEXT("s"), TEXT("en"), TEXT(""), TEXT("body") };
    struct letter back;
    struct text bytes, longer;

    (void)state;
    assert_ok(rig.w, letter_encode(rig.w, &letter, &bytes));
    assert_ok(rig.w, letter_decode(rig.w, bytes, &back));
    assert_text("body", back.body);
    assert_text("a@b.example", back.to);
    for (size_t i = 0; i < bytes.length; i++) {
        assert_false(letter_decode(rig.w, text_first(bytes, i), &back));
        error_clear(&rig.w->err);
    }
    assert_ok(rig.w, work_format(rig.w, &longer, "%.*sx", 1, bytes.at));
    assert_false(letter_decode(rig.w, longer, &back));
    error_clear(&rig.w->err);
}

static bool suppress_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    uint8_t *mark = WORK_NEW(w, uint8_t, ADDRESS_MARK_BYTES);

    *out_next = phase == 0 ? TASK_COMMIT : TASK_END;
    if (phase > 0)
        return true;
    TRY(list_open(w));
    TRY(address_mark(w, rig.vault, TEXT("HANAKO@mail.example"), mark));
    return *(int *)state ? suppression_add(w, mark, *(enum suppression_reason *)state) : suppression_lift(w, mark);
}

static void suppress(int reason)
{
    assert_ended(rig_run(&rig, (struct rig_task){ .step = suppress_step, .state = &reason }));
}

static void a_suppressed_address_gets_nothing_until_it_is_lifted(void **state)
{
    (void)state;
    suppress(SUPPRESSED_COMPLAINT);
    suppress(SUPPRESSED_COMPLAINT);
    add(example);
    assert_false(send_one());
    assert_int_equal(rig_number(&rig, "SELECT state FROM outbox"), OUTBOX_CANCELLED);
    assert_int_equal(rig_facts(&rig, FACT_NOTICE_CANCELLED), 1);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM task"), 0);
    suppress(0);
    add(example);
    assert_true(send_one());
    assert_int_equal(mails(NULL), 1);
}

static void a_duty_goes_after_a_complaint_and_is_a_task_after_a_bounce(void **state)
{
    struct notice n = example;

    (void)state;
    n.kind = NOTICE_TEST;
    suppress(SUPPRESSED_COMPLAINT);
    suppress(SUPPRESSED_UNSUBSCRIBED);
    add(n);
    assert_true(send_one());
    suppress(SUPPRESSED_BOUNCE);
    add(n);
    assert_false(send_one());
    assert_int_equal(mails(NULL), 1);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM task WHERE kind = 1"), 1);
}

static void every_class_has_an_answer_to_every_reason(void **state)
{
    static const struct {
        enum suppression_reason reason;
        enum suppression_answer list, asked, duty;
    } table[] = {
        { SUPPRESSED_BOUNCE, SUPPRESSION_CANCELS, SUPPRESSION_CANCELS, SUPPRESSION_ASKS_OPERATOR },
        { SUPPRESSED_COMPLAINT, SUPPRESSION_CANCELS, SUPPRESSION_CANCELS, SUPPRESSION_SENDS },
        { SUPPRESSED_UNSUBSCRIBED, SUPPRESSION_CANCELS, SUPPRESSION_SENDS, SUPPRESSION_SENDS },
        { SUPPRESSED_OPERATOR, SUPPRESSION_CANCELS, SUPPRESSION_CANCELS, SUPPRESSION_ASKS_OPERATOR },
    };
    enum suppression_reason reason;

    (void)state;
    assert_int_equal(COUNT_OF(table), SUPPRESSION_REASONS - 1);
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        struct suppressed s = { .any = true };
        s.since[table[i].reason].ms = 1;
        assert_int_equal(suppression_decide(NOTICE_LIST, &s), table[i].list);
        assert_int_equal(suppression_decide(NOTICE_ASKED, &s), table[i].asked);
        assert_int_equal(suppression_decide(NOTICE_DUTY, &s), table[i].duty);
        assert_true(suppression_reason_of(text_of(suppression_reason_name(table[i].reason)), &reason));
        assert_int_equal(reason, table[i].reason);
    }
    assert_false(suppression_reason_of(TEXT("annoyed"), &reason));
}

static void a_suppression_outlives_an_erase_and_holds_no_address(void **state)
{
    struct rig_person person = rig_collect(&rig, RIG_SUPPORT, RIG_NO_DATE, "hello"); /* hanako@mail.example */
    struct erasure e = { .handle = person.handle, .vault = rig.vault };

    (void)state;
    suppress(SUPPRESSED_BOUNCE);
    assert_ended(rig_run(&rig, (struct rig_task){ .step = erase_step, .state = &e }));
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM suppression WHERE length(address) = 16"), 1);
    add(example);
    assert_false(send_one());
}

#define TESTED(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TESTED(it_leaves_once_and_its_key_goes),
        TESTED(a_flood_to_one_address_is_three_mails_a_day),
        TESTED(a_crowd_at_the_same_moment_passes_no_more_than_three),
        TESTED(what_the_operator_causes_is_not_counted_away),
        TESTED(an_erase_destroys_what_waits_but_not_the_last_word),
        TESTED(an_erase_does_not_leave_the_key_to_a_job),
        TESTED(what_is_refused_for_good_is_a_task),
        TESTED(every_attempt_is_the_same_message),
        TESTED(after_three_days_it_is_given_up),
        TESTED(a_suppressed_address_gets_nothing_until_it_is_lifted),
        TESTED(a_duty_goes_after_a_complaint_and_is_a_task_after_a_bounce),
        TESTED(every_class_has_an_answer_to_every_reason),
        TESTED(a_suppression_outlives_an_erase_and_holds_no_address),
        TESTED(a_letter_that_is_cut_off_or_longer_is_refused),
        TESTED(no_header_can_be_smuggled_in),
    };

    return cmocka_run_group_tests_name("mail/notice", tests, NULL, NULL);
}
