/* P8.1-6: Consent is taken back at any time, in one step and at once; what was lawful before stays on record. */
#include "receiver.h"

static struct receiver *list_tool;

static const char *signed_up(struct scene **out_scene)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");

    list_tool = receiver_open();
    receiver_use(s, list_tool, "list_tool");
    *out_scene = s;
    return scene_confirm(s, scene_sign_up(s, "ada%40visitor.example"));
}

static void end(struct scene **s)
{
    receiver_close(&list_tool);
    scene_close(s);
}

static void the_button_withdraws_at_once(void **unused)
{
    struct scene *s;
    const char *path = signed_up(&s);
    struct reply r = scene_get(s, path);

    (void)unused;
    assert_status(200, r);
    assert_true(reply_holds(&r, "<button>Take it back</button>"));
    assert_int_equal(scene_number(s, "SELECT count(*) FROM consent WHERE act = 2"), 0); /* looking changes nothing */
    assert_status(200, scene_post_form(s, path, ""));
    assert_int_equal(scene_number(s, "SELECT count(*) FROM consent WHERE act = 2"), 1);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM consent WHERE act = 1"), 1); /* the giving stays on record */
    assert_int_equal(scene_number(s, "SELECT count(*) FROM fact WHERE type IN (24, 25)"), 2);
    scene_settle(s);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM retention WHERE state = 0"), 0); /* kept until then, and gone now */
    assert_text("kept", scene_promise(s, "P8.1-6"));
    end(&s);
}

/* RFC 8058: what a mail program posts, without cookie or login; no redirect, and again is the same. */
static void a_mail_program_withdraws_with_one_click(void **unused)
{
    struct scene *s;
    const char *path = signed_up(&s);

    (void)unused;
    for (int i = 0; i < 2; i++)
        assert_status(200, scene_post_form(s, path, "List-Unsubscribe=One-Click"));
    assert_int_equal(scene_number(s, "SELECT count(*) FROM consent WHERE act = 2"), 1);
    assert_status(404, scene_post_form(s, "/privacy/u/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", ""));
    end(&s);
}

/* Confirmed, and the list tool fails to take it; withdrawn before it is tried again: what it hears then is that she took it back. */
static void what_waits_is_not_sent_after_a_withdrawal(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    const char *path;

    (void)unused;
    list_tool = receiver_open();
    receiver_answers(list_tool, (const int[]){ 503, -1 });
    receiver_use(s, list_tool, "list_tool");
    path = scene_confirm(s, scene_sign_up(s, "ada%40visitor.example"));
    assert_int_equal(receiver_count(list_tool), 1);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM outbox WHERE state = 0 AND record > 0"), 1);
    assert_status(200, scene_post_form(s, path, ""));
    receiver_answers(list_tool, (const int[]){ 200, -1 });
    scene_move(s, "2026-03-01T20:00:00Z");
    assert_int_equal(receiver_count(list_tool), 2);
    assert_true(text_find(receiver_body(list_tool, 1), TEXT("\"type\":\"withdrawn\""), &(size_t){ 0 }));
    assert_int_equal(scene_number(s, "SELECT count(*) FROM outbox WHERE state = 3"), 1);
    end(&s);
}

/* Where the site asks itself: by a program, for a purpose that is not kept "until withdrawn"; decisions say no from the answer on. */
static void a_program_tells_a_withdrawal_and_decisions_say_no(void **unused)
{
    struct scene *s;
    struct reply r = { 0 };
    struct text body, handle;
    const char *key;

    (void)unused;
    (void)signed_up(&s);
    r = scene_command(s, "/control/keys/create", "{\"name\":\"crm\",\"channels\":\"*\",\"scopes\":\"consents decide\"}");
    key = reply_member(s, &r, "key").at;
    assert_true(text_find(receiver_body(list_tool, 0), TEXT("\"handle\":\""), &(size_t){ 0 }));
    handle = receiver_body(list_tool, 0);
    for (size_t at; text_find(handle, TEXT("\"handle\":\""), &at);)
        handle = text_from(handle, at + 10);
    handle = text_first(handle, 32);
    assert_ok(s->w, work_format(s->w, &body, "{\"handles\":[\"%.*s\"]}", TEXT_ARGS(handle)));
    r = scene_post_json(s, "/privacy/api/v1/decisions?purpose=newsletter", key, body.at);
    assert_true(reply_holds(&r, "\"allowed\":true"));
    assert_ok(s->w, work_format(s->w, &body, "{\"handle\":\"%.*s\",\"purpose\":\"newsletter\",\"act\":\"withdraw\"}", TEXT_ARGS(handle)));
    r = scene_post_json(s, "/privacy/api/v1/consents", key, body.at);
    assert_status(200, r);
    assert_true(reply_holds(&r, "\"changed\":true"));
    r = scene_post_json(s, "/privacy/api/v1/consents", key, body.at);
    assert_true(reply_holds(&r, "\"changed\":false"));
    assert_ok(s->w, work_format(s->w, &body, "{\"handles\":[\"%.*s\"]}", TEXT_ARGS(handle)));
    r = scene_post_json(s, "/privacy/api/v1/decisions?purpose=newsletter", key, body.at);
    assert_true(reply_holds(&r, "\"allowed\":false"));
    assert_ok(s->w, work_format(s->w, &body, "{\"handle\":\"%.*s\",\"purpose\":\"newsletter\",\"act\":\"give\"}", TEXT_ARGS(handle)));
    assert_status(422, scene_post_json(s, "/privacy/api/v1/consents", key, body.at)); /* only she can confirm */
    end(&s);
}

/* It is open whatever is wrong: here the contract with the list tool has ended, and the channel is gone. */
static void a_withdrawal_is_open_whatever_is_wrong(void **unused)
{
    struct scene *s;
    const char *path = signed_up(&s);

    (void)unused;
    scene_move(s, "2032-01-01T12:00:00Z");
    assert_status(200, scene_post_form(s, path, ""));
    assert_int_equal(scene_number(s, "SELECT count(*) FROM consent WHERE act = 2"), 1);
    end(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_button_withdraws_at_once),
        cmocka_unit_test(a_mail_program_withdraws_with_one_click),
        cmocka_unit_test(what_waits_is_not_sent_after_a_withdrawal),
        cmocka_unit_test(a_program_tells_a_withdrawal_and_decisions_say_no),
        cmocka_unit_test(a_withdrawal_is_open_whatever_is_wrong),
    };

    return cmocka_run_group_tests_name("P8.1-6", tests, NULL, NULL);
}
