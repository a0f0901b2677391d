/* P3A2-2: The newsletter goes only to who asked for it, and has said so twice: a sign-up counts when the button behind the link of a mail is pressed
 * (N2, N3), until then nobody gets the address, and after seven days it is gone (N4). */
#include "receiver.h"

#include "mail/reading.h"

#include <stdio.h>

static struct receiver *list_tool;

static struct scene *with_a_list_tool(void)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");

    list_tool = receiver_open();
    receiver_use(s, list_tool, "list_tool");
    return s;
}

static void end(struct scene **s)
{
    receiver_close(&list_tool);
    scene_close(s);
}

static int64_t consents(struct scene *s)
{
    return scene_number(s, "SELECT count(*) FROM consent");
}

static void nothing_counts_before_the_button(void **unused)
{
    struct scene *s = with_a_list_tool();
    const char *path = scene_sign_up(s, "ada%40visitor.example");
    struct reply r;

    (void)unused;
    assert_int_equal(scene_mail_count(s), 1);
    assert_int_equal(receiver_count(list_tool), 0);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM outbox WHERE record > 0"), 0); /* it is on its way to nobody */
    assert_int_equal(consents(s), 0);
    r = scene_get(s, path); /* a program that looks into mails follows the link */
    assert_status(200, r);
    assert_true(reply_holds(&r, "<button>Yes, I agree</button>"));
    scene_settle(s);
    assert_int_equal(consents(s), 0);
    assert_int_equal(receiver_count(list_tool), 0);
    scene_confirm(s, path);
    assert_int_equal(consents(s), 1);
    assert_int_equal(receiver_count(list_tool), 1);
    assert_true(text_find(receiver_body(list_tool, 0), TEXT("ada@visitor.example"), &(size_t){ 0 }));
    assert_true(text_find(receiver_body(list_tool, 0), TEXT("\"unsubscribe\":\"https://www.hikari.example/privacy/u/"), &(size_t){ 0 }));
    assert_int_equal(scene_number(s, "SELECT count(*) FROM fact WHERE type = 24"), 1);
    assert_text("unproven", scene_promise(s, "P6A2-2"));
    end(&s);
}

static void the_button_works_once(void **unused)
{
    struct scene *s = with_a_list_tool();
    const char *path = scene_sign_up(s, "ada%40visitor.example");

    (void)unused;
    scene_confirm(s, path);
    scene_confirm(s, path); /* pressed twice: told so, and nothing is done again */
    assert_int_equal(consents(s), 1);
    assert_int_equal(receiver_count(list_tool), 1);
    assert_status(404, scene_get(s, "/privacy/confirm/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
    assert_status(404, scene_post_form(s, "/privacy/confirm/none", ""));
    end(&s);
}

static void what_nobody_confirms_is_gone_after_a_week(void **unused)
{
    struct scene *s = with_a_list_tool();
    const char *path = scene_sign_up(s, "ada%40visitor.example");

    (void)unused;
    scene_move(s, "2026-03-07T12:00:00Z");
    assert_int_equal(scene_number(s, "SELECT count(*) FROM record"), 1);
    scene_move(s, "2026-03-09T12:00:00Z");
    assert_int_equal(scene_number(s, "SELECT count(*) FROM record"), 0);
    assert_status(404, scene_post_form(s, path, ""));
    scene_settle(s);
    assert_int_equal(receiver_count(list_tool), 0);
    assert_int_equal(consents(s), 0);
    end(&s);
}

/* Who was asked in Japanese gets the question in Japanese, and what she agreed to is on record in these words. */
static void the_question_is_in_her_language(void **unused)
{
    struct scene *s = with_a_list_tool();
    struct read_mail mail;
    size_t at;

    (void)unused;
    assert_status(200, scene_request(s, "POST", "/privacy/in/newsletter", "Accept-Language: ja\r\n", "application/x-www-form-urlencoded", TEXT("email=ada%40visitor.example")));
    scene_settle(s);
    assert_ok(s->w, mail_read(s->w, scene_mail(s, 0).data, &mail));
    assert_true(text_find(mail.body, TEXT("ボタンを押してください"), &at));
    assert_true(text_find(mail.body, TEXT("/privacy/confirm/"), &at));
    at += sizeof "/privacy/confirm/" - 1 + 43;
    assert_true(text_starts(text_from(mail.body, at), TEXT("?lang=ja")));
    end(&s);
}

/* Whoever types somebody else's address again and again sends her three mails a day, and learns nothing. */
static void an_address_gets_three_questions_a_day(void **unused)
{
    struct scene *s = with_a_list_tool();
    struct reply first, last;

    (void)unused;
    first = scene_post_form(s, "/privacy/in/newsletter", "email=ada%40visitor.example");
    for (int i = 0; i < 20; i++) {
        char body[64];
        snprintf(body, sizeof body, "email=ada%%40visitor.example&utm_source=%d", i);
        last = scene_post_form(s, "/privacy/in/newsletter", body);
        assert_status(200, last);
    }
    scene_settle(s);
    assert_int_equal(scene_mail_count(s), 3);
    assert_true(text_equal(first.body, last.body));
    end(&s);
}

/* What was kept for a week is kept by the rule of its purpose once it is confirmed. */
static void what_is_confirmed_stays(void **unused)
{
    struct scene *s = with_a_list_tool();
    struct reply r;

    (void)unused;
    scene_confirm(s, scene_sign_up(s, "ada%40visitor.example"));
    scene_move(s, "2026-06-01T12:00:00Z");
    assert_int_equal(scene_number(s, "SELECT count(*) FROM record"), 1);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM retention WHERE due_at IS NULL AND trigger_kind = 3"), 1);
    r = scene_command(s, "/control/verify", "{}");
    assert_text("0", reply_member(s, &r, "violations"));
    end(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_counts_before_the_button),
        cmocka_unit_test(the_button_works_once),
        cmocka_unit_test(what_nobody_confirms_is_gone_after_a_week),
        cmocka_unit_test(the_question_is_in_her_language),
        cmocka_unit_test(an_address_gets_three_questions_a_day),
        cmocka_unit_test(what_is_confirmed_stays),
    };

    return cmocka_run_group_tests_name("P3A2-2", tests, NULL, NULL);
}
