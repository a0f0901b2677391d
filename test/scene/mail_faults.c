/* The n-th mail is refused, not taken now, or taken without a word: in the end it is sent, or has failed and says so. Never silence. */
#include "scene.h"

static void pass(struct scene *s, struct span time)
{
    s->w->now = instant_add(s->w->now, time);
    clock_freeze(&s->clock, s->w->now);
}

static const struct mail_case {
    struct scene_mail_faults faults;
    size_t mails;      /* that left, of two */
    int64_t sent, failed;
} mail_cases[] = {
    { { 1, 1, 0, ERR_UNAVAILABLE }, 2, 2, 0 },
    { { 2, 1, 451, ERR_UNAVAILABLE }, 2, 2, 0 },
    { { 1, 5, 0, ERR_UNAVAILABLE }, 2, 2, 0 },
    { { 1, 1, 0, ERR_UNCERTAIN }, 3, 2, 0 },  /* the answer was lost: sent again, under the same Message-ID */
    { { 2, 1, 0, ERR_UNCERTAIN }, 3, 2, 0 },
    { { 1, 1, 550, ERR_REFUSED }, 1, 1, 1 },  /* for good, and loudly */
    { { 2, 1, 550, ERR_REFUSED }, 1, 1, 1 },
    { { 1, 2, 550, ERR_REFUSED }, 0, 0, 2 },
    { { 1, 1000, 0, ERR_UNAVAILABLE }, 0, 0, 2 }, /* three days in vain */
};

/* Hours go by until nothing waits any more. */
static void wait_for_the_end(struct scene *s)
{
    for (int hour = 0; hour < 24 * 5 && scene_number(s, "SELECT count(*) FROM outbox WHERE state = 0") > 0; hour++) {
        pass(s, SPAN_HOURS(1));
        scene_settle(s);
    }
}

static void expect_ends(struct scene *s, const struct mail_case *c)
{
    struct reply r = scene_command(s, "/control/verify", "{}");

    assert_int_equal(scene_mail_count(s), c->mails);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM outbox WHERE state = 1"), c->sent);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM outbox WHERE state = 2"), c->failed);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM outbox WHERE state IN (0, 3)"), 0); /* never waiting, never cancelled in silence */
    assert_int_equal(scene_number(s, "SELECT count(*) FROM fact WHERE type = 5"), c->sent);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM fact WHERE type = 7"), c->failed);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM pulse WHERE mechanism = 'delivery.failed'"), c->failed > 0);
    assert_text("0", reply_member(s, &r, "violations"));
}

static struct text message_id(struct caught_mail mail)
{
    size_t at, end;

    assert_true(text_find(mail.data, TEXT("Message-ID: "), &at));
    mail.data = text_from(mail.data, at);
    assert_true(text_find(mail.data, TEXT("\r\n"), &end));
    return text_first(mail.data, end);
}

/* Of three mails two are the same message. */
static void expect_a_repeated_id(struct scene *s)
{
    int same = 0;

    for (size_t i = 0; i < 3; i++)
        for (size_t k = 0; k < i; k++)
            same += text_equal(message_id(scene_mail(s, i)), message_id(scene_mail(s, k)));
    assert_int_equal(same, 1);
}

static void a_mail_is_sent_in_the_end_or_fails_loudly(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < COUNT_OF(mail_cases); i++) {
        const struct mail_case *c = &mail_cases[i];
        struct scene *s = scene_open("2026-03-01T12:00:00Z");
        s->mail_faults = c->faults;
        scene_restart(s);
        scene_person(s, "Ada", "ada@visitor.example", "hello");
        scene_person(s, "Bea", "bea@visitor.example", "hello");
        scene_settle(s);
        wait_for_the_end(s);
        expect_ends(s, c);
        if (c->mails == 3)
            expect_a_repeated_id(s);
        scene_close(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mail_is_sent_in_the_end_or_fails_loudly),
    };

    return cmocka_run_group_tests_name("mail_faults", tests, NULL, NULL);
}
