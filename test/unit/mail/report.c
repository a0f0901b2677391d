#include "mail/report.h"

#include "mail/feedback.h"
#include "store/operator_task.h"
#include "subject/site_rig.h"

#include <stdio.h>
#include <string.h>

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

/* A file of the fuzz corpus: real forms of reports about the mail 00112233...eeff. */
static struct text corpus(const char *name)
{
    struct text path, bytes;
    char *memory = work_take(rig.w, 1, 65536);
    FILE *file;

    assert_ok(rig.w, work_format(rig.w, &path, "test/fuzz/corpus/report/%s", name));
    file = fopen(unit_source_path(path.at), "rb");
    assert_non_null(file);
    bytes = (struct text){ memory, fread(memory, 1, 65536, file) };
    fclose(file);
    return bytes;
}

static struct mail_report parse(struct text message)
{
    struct mail_report r;

    assert_ok(rig.w, mail_report_parse(rig.w, message, &r));
    return r;
}

static struct text with(struct text message, const char *from, const char *to)
{
    struct text out;
    size_t at;

    assert_true(text_find(message, text_of(from), &at));
    assert_ok(rig.w, work_format(rig.w, &out, "%.*s%s%.*s", (int)at, message.at, to, TEXT_ARGS(text_from(message, at + strlen(from)))));
    return out;
}

/* Some servers return nothing of the mail; then the address to which the report goes names it. */
static void a_report_that_returns_nothing_is_known_by_where_it_goes(void **state)
{
    static const char *const headers[] = { "To: <bounces+00112233445566778899aabbccddeeff@hikari.example>\n", "Delivered-To: bounces+00112233445566778899aabbccddeeff@hikari.example\n",
                                           "X-Original-To: a+b+00112233445566778899aabbccddeeff@hikari.example\n" };
    static const char *const none[] = { "To: <bounces+00112233445566778899aabbccddeef@hikari.example>\n", "To: bounces+00112233445566778899aabbccddeeff\n",
                                        "Subject: bounces+00112233445566778899aabbccddeeff@hikari.example\n", "To: bounces+0011223344556677+8899aabbccddeeff@hikari.example\n" };
    struct text bare = with(corpus("failed"), "Message-ID: <00112233", "X-Nothing: <00112233"), message;

    (void)state;
    assert_false(parse(bare).names_mail);
    for (size_t i = 0; i < COUNT_OF(headers); i++) {
        struct mail_report r;
        assert_ok(rig.w, work_format(rig.w, &message, "%s%.*s", headers[i], TEXT_ARGS(bare)));
        r = parse(message);
        assert_true(r.kind == REPORT_HARD && r.names_mail);
        assert_int_equal(r.uid.bytes[1], 0x11);
        assert_int_equal(r.uid.bytes[15], 0xff);
    }
    for (size_t i = 0; i < COUNT_OF(none); i++) {
        assert_ok(rig.w, work_format(rig.w, &message, "%s%.*s", none[i], TEXT_ARGS(bare)));
        assert_false(parse(message).names_mail);
    }
}

static void each_kind_of_report_is_told(void **state)
{
    static const uint8_t uid[16] = { 0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff };
    struct text failed = corpus("failed");

    (void)state;
    assert_int_equal(parse(failed).kind, REPORT_HARD);
    assert_true(parse(failed).names_mail);
    assert_memory_equal(parse(failed).uid.bytes, uid, 16);
    assert_int_equal(parse(corpus("lf")).kind, REPORT_HARD);
    assert_int_equal(parse(corpus("delayed")).kind, REPORT_NONE);
    assert_int_equal(parse(corpus("complaint")).kind, REPORT_COMPLAINT);
    assert_true(parse(corpus("complaint")).names_mail);
    assert_int_equal(parse(with(failed, "Status: 5.1.1", "Status: 4.4.7")).kind, REPORT_SOFT);
    assert_int_equal(parse(with(corpus("complaint"), "abuse", "not-spam")).kind, REPORT_NONE);
    assert_int_equal(parse(with(failed, "multipart/report", "multipart/mixed")).kind, REPORT_NONE);
    assert_false(parse(with(failed, "<0011", "<001")).names_mail);
    assert_false(parse(with(failed, "<0011", "<00zz")).names_mail);
    assert_false(parse(corpus("cut")).names_mail);
}

static void every_cut_of_a_report_is_read_without_harm(void **state)
{
    struct text failed = corpus("failed");

    (void)state;
    for (size_t i = 0; i < failed.length; i++)
        (void)parse(text_first(failed, i));
    assert_int_equal(parse(TEXT("")).kind, REPORT_NONE);
}

static bool told_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    const struct mail_report *r = state;
    bool known;

    *out_next = TASK_END;
    if (phase > 0)
        return true;
    TRY(list_open(w));
    TRY(feedback_add(w, r->uid, r->kind, &known));
    if (known && r->kind != REPORT_NONE)
        *out_next = TASK_COMMIT;
    return true;
}

static bool add_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    struct notice n = { .to = TEXT("hanako@mail.example"), .subject = TEXT("x"), .body = TEXT("y"), .subject_row = STORE_NUMBER(0),
                        .kind = *(enum notice_kind *)state };
    enum notice_answer answer;

    *out_next = phase == 0 ? TASK_COMMIT : TASK_END;
    if (phase > 0)
        return true;
    TRY(list_open(w));
    return notice_add(w, rig.vault, &n, &answer);
}

static void sent(enum notice_kind kind)
{
    assert_ended(rig_run(&rig, (struct rig_task){ .step = add_step, .state = &kind }));
    rig_script(&rig, "UPDATE notice SET uid = x'00112233445566778899aabbccddeeff'");
}

static void tell(struct text message)
{
    struct mail_report r = parse(message);

    assert_true(r.names_mail);
    assert_ended(rig_run(&rig, (struct rig_task){ .step = told_step, .state = &r }));
}

static void a_bounce_suppresses_and_a_duty_that_bounced_is_a_task(void **state)
{
    (void)state;
    sent(NOTICE_TEST);
    tell(corpus("failed"));
    tell(corpus("failed"));
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM suppression WHERE reason = 1"), 1);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM task WHERE kind = 1"), 1);
}

static void a_complaint_suppresses_and_is_no_task(void **state)
{
    (void)state;
    sent(NOTICE_TEST);
    tell(corpus("complaint"));
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM suppression WHERE reason = 2"), 1);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM task"), 0);
}

/* Whoever forges a report about somebody's address does not know the id of any mail to it. */
static void a_report_of_a_mail_that_was_never_sent_does_nothing(void **state)
{
    (void)state;
    sent(NOTICE_CONFIRM);
    tell(with(corpus("failed"), "<00112233", "<00112234"));
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM suppression"), 0);
    tell(with(corpus("failed"), "Status: 5.1.1", "Status: 4.4.7"));
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM suppression"), 0);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM task"), 0);
}

#define TESTED(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TESTED(a_report_that_returns_nothing_is_known_by_where_it_goes),
        TESTED(each_kind_of_report_is_told),
        TESTED(every_cut_of_a_report_is_read_without_harm),
        TESTED(a_bounce_suppresses_and_a_duty_that_bounced_is_a_task),
        TESTED(a_complaint_suppresses_and_is_no_task),
        TESTED(a_report_of_a_mail_that_was_never_sent_does_nothing),
    };

    return cmocka_run_group_tests_name("mail/report", tests, NULL, NULL);
}
