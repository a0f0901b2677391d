/* A recipient fetches what a channel delivers to it: page by page, decided and opened at that moment, delivered when the next call says so. */
#include "scene.h"

#define PATH "/privacy/api/v1/deliveries/contact/hikari_europe"

static const char *key;

static struct scene *with_a_pull(void)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct reply r;

    assert_status(201, scene_publish(s, scene_policy_with(s, "deliver:\n      - mail: support@hikari.example\n", "deliver:\n      - pull: hikari_europe\n")));
    r = scene_command(s, "/control/keys/create", "{\"name\":\"office\",\"channels\":\"contact\",\"scopes\":\"deliveries\"}");
    assert_status(201, r);
    key = reply_member(s, &r, "key").at;
    return s;
}

static void people(struct scene *s, int count)
{
    for (int i = 0; i < count; i++)
        scene_person(s, "Ada", "ada@visitor.example", "hello");
    scene_settle(s);
}

static struct reply fetch(struct scene *s, struct text after)
{
    struct text body;

    assert_ok(s->w, work_format(s->w, &body, "{%s%.*s%s}", after.length ? "\"after\":\"" : "", TEXT_ARGS(after), after.length ? "\"" : ""));
    return scene_post_json(s, PATH, key, body.at);
}

static int shown(const struct reply *r)
{
    struct text rest = r->body;
    size_t at;
    int count = 0;

    for (; text_find(rest, TEXT("\"delivery\":"), &at); count++)
        rest = text_from(rest, at + 1);
    return count;
}

static void pages_come_until_all_is_delivered(void **unused)
{
    struct scene *s = with_a_pull();
    struct text after = TEXT("");
    int pages = 0, seen = 0;
    struct reply r;

    (void)unused;
    people(s, 12);
    assert_int_equal(scene_mail_count(s), 0);
    do {
        r = fetch(s, after);
        assert_status(200, r);
        seen += shown(&r);
        after = reply_member(s, &r, "after");
        pages++;
    } while (shown(&r) && pages < 20);
    assert_int_equal(seen, 12);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM outbox WHERE state = 1 AND pull IS NOT NULL"), 12);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM fact WHERE type = 8"), 12); /* each opening is on record */
    scene_close(&s);
}

/* The answer was lost: without the cursor the same comes again, under the same ids, and is delivered once. */
static void a_page_that_was_lost_comes_again(void **unused)
{
    struct scene *s = with_a_pull();
    struct reply first, again, last;
    struct text id;
    size_t at;

    (void)unused;
    people(s, 2);
    first = fetch(s, TEXT(""));
    again = fetch(s, TEXT(""));
    assert_int_equal(shown(&first), 2);
    assert_int_equal(shown(&again), 2);
    assert_true(text_find(first.body, TEXT("\"delivery\":"), &at));
    id = text_first(text_from(first.body, at), sizeof "\"delivery\":\"0123456789abcdef0123456789abcdef" - 1);
    assert_true(text_find(again.body, id, &at));
    assert_int_equal(scene_number(s, "SELECT count(*) FROM outbox WHERE state = 1"), 0);
    last = fetch(s, reply_member(s, &again, "after"));
    assert_int_equal(shown(&last), 0);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM outbox WHERE state = 1"), 2);
    last = fetch(s, reply_member(s, &again, "after")); /* said twice */
    assert_status(200, last);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM fact WHERE type = 6"), 0);
    scene_close(&s);
}

static void who_was_erased_or_is_due_does_not_come(void **unused)
{
    struct scene *s = with_a_pull();
    const char *handle = scene_person(s, "Ada", "ada@visitor.example", "erased");
    struct text command;
    struct reply r;

    (void)unused;
    scene_person(s, "Bob", "bob@visitor.example", "kept until it is due");
    scene_settle(s);
    assert_ok(s->w, work_format(s->w, &command, "{\"handle\":\"%s\"}", handle));
    assert_status(200, scene_command(s, "/control/erase", command.at));
    r = fetch(s, TEXT(""));
    assert_int_equal(shown(&r), 1);
    assert_true(reply_holds(&r, "bob@visitor.example"));
    scene_stand(s, "2028-03-02T12:00:00Z"); /* no sweep has run yet */
    r = fetch(s, TEXT(""));
    assert_status(200, r);
    assert_int_equal(shown(&r), 0);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM outbox WHERE state = 3"), 2);
    scene_close(&s);
}

static void a_key_gets_what_it_is_for(void **unused)
{
    struct scene *s = with_a_pull();
    struct reply r = scene_command(s, "/control/keys/create", "{\"name\":\"form\",\"channels\":\"contact\",\"scopes\":\"collect\"}");
    const char *form = reply_member(s, &r, "key").at;

    (void)unused;
    people(s, 1);
    assert_status(403, scene_post_json(s, PATH, form, "{}"));
    assert_status(404, scene_post_json(s, "/privacy/api/v1/deliveries/newsletter/list_tool", key, "{}"));
    assert_status(404, scene_post_json(s, "/privacy/api/v1/deliveries/contact/nobody", key, "{}"));
    assert_status(422, scene_post_json(s, PATH, key, "{\"after\":\"made-up\"}"));
    assert_status(401, scene_post_json(s, PATH, "pdk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "{}"));
    scene_close(&s);
}

/* A program that stopped fetching is noticed. */
static void what_nobody_fetches_is_a_task(void **unused)
{
    struct scene *s = with_a_pull();

    (void)unused;
    people(s, 2);
    scene_move(s, "2026-03-03T12:00:00Z");
    assert_int_equal(scene_number(s, "SELECT count(*) FROM task"), 0);
    scene_move(s, "2026-03-05T12:00:00Z");
    assert_int_equal(scene_number(s, "SELECT count(*) FROM task WHERE kind = 5"), 1);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM outbox WHERE state = 0"), 2);
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_come_until_all_is_delivered),
        cmocka_unit_test(a_page_that_was_lost_comes_again),
        cmocka_unit_test(who_was_erased_or_is_due_does_not_come),
        cmocka_unit_test(a_key_gets_what_it_is_for),
        cmocka_unit_test(what_nobody_fetches_is_a_task),
    };

    return cmocka_run_group_tests_name("pull", tests, NULL, NULL);
}
