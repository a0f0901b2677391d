/* Everything at once: eight visitors post, read and are erased while jobs deliver, a version comes into force and time goes on. In the end
 * the counts fit and verify is quiet. Built once more with the thread sanitizer. */
#include "scene.h"

#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

enum { VISITORS = 8, ROUNDS = 6, PATIENCE = 200 };

/* One visitor on a thread of her own. Nothing in here ends the test: what went wrong is noted. */
struct visitor {
    pthread_t thread;
    struct scene own; /* a copy that has an arena of its own, for the client */
    const char *key;
    int number, posted, erased, pages;
    char wrong[512];
};

static bool note(struct visitor *v, const char *what, int status)
{
    if (!v->wrong[0])
        snprintf(v->wrong, sizeof v->wrong, "visitor %d: %s: status %d: %s", v->number, what, status, v->own.w->err.message);
    return false;
}

/* "Not now" is an answer; she asks again. */
static struct reply post_until_kept(struct visitor *v, const char *json)
{
    struct reply r = { 0 };

    for (int i = 0; i < PATIENCE; i++) {
        r = scene_post_json(&v->own, "/privacy/api/v1/collect/contact", v->key, json);
        if (r.status != 503)
            return r;
        usleep(10000);
    }
    return r;
}

static bool post(struct visitor *v, int round, const char **out_handle)
{
    struct text json;
    struct reply r;

    if (!work_format(v->own.w, &json, "{\"name\":\"Visitor %d\",\"email\":\"v%d-%d@visitor.example\",\"message\":\"hello\"}", v->number, v->number, round))
        return note(v, "memory", 0);
    r = post_until_kept(v, json.at);
    if (r.status != 201)
        return note(v, "a post", r.status);
    v->posted++;
    *out_handle = reply_member(&v->own, &r, "handle").at;
    return true;
}

static bool look(struct visitor *v)
{
    static const char *const paths[] = { "/privacy/", "/privacy/promises", "/privacy/log/checkpoint", "/privacy/?lang=ja" };
    struct reply r = scene_get(&v->own, paths[v->pages % (int)COUNT_OF(paths)]);

    v->pages++;
    return r.status == 200 || r.status == 503 || note(v, "a page", r.status);
}

static bool be_forgotten(struct visitor *v, const char *handle)
{
    struct text json;
    struct reply r = { 0 };

    if (!work_format(v->own.w, &json, "{\"handle\":\"%s\"}", handle))
        return note(v, "memory", 0);
    for (int i = 0; i < PATIENCE && r.status != 200; i++) {
        r = scene_try(&v->own, "/control/erase", json.at);
        if (r.status == 503)
            usleep(10000);
    }
    if (r.status != 200)
        return note(v, "an erase", r.status);
    v->erased++;
    return true;
}

static void *visit(void *argument)
{
    struct visitor *v = argument;
    const char *handle = NULL;

    for (int round = 0; round < ROUNDS; round++)
        if (!post(v, round, &handle) || !look(v) || (round % 3 == v->number % 3 && !be_forgotten(v, handle)))
            break;
    return NULL;
}

static void open_visitor(struct scene *s, struct visitor *v, int number, const char *key)
{
    *v = (struct visitor){ .number = number, .key = key, .own = { .port = s->port, .server = s->server } };
    v->own.w = unit_work();
    assert_int_equal(pthread_create(&v->thread, NULL, visit, v), 0);
}

/* Meanwhile: half a minute at a time, and a new version in the middle. */
static void go_on(struct scene *s)
{
    for (int step = 0; step < 6; step++) {
        s->w->now = instant_add(s->w->now, SPAN_SECONDS(30));
        clock_freeze(&s->clock, s->w->now);
        if (step == 2)
            assert_status(201, scene_publish(s, scene_policy_with(s, "answer you and help you", "answer you, and help you")));
        usleep(50000);
    }
}

static int64_t count(struct scene *s, const char *what)
{
    struct text sql;

    assert_ok(s->w, work_format(s->w, &sql, "SELECT count(*) FROM %s", what));
    return scene_number(s, sql.at);
}

static void expect_counts(struct scene *s, int posted, int erased)
{
    struct reply r = scene_command(s, "/control/verify", "{}");

    if (!text_equal(reply_member(s, &r, "violations"), TEXT("0")))
        fail_msg("%s", reply_member(s, &r, "text").at);
    assert_int_equal(count(s, "record"), posted - erased);
    assert_int_equal(count(s, "subject WHERE state = 0"), posted - erased);
    assert_int_equal(count(s, "subject WHERE state = 2"), erased);
    assert_int_equal(count(s, "shred WHERE state = 2"), erased);
    assert_int_equal(count(s, "outbox"), posted);
    assert_int_equal(count(s, "outbox WHERE state NOT IN (1, 3)"), 0);
    assert_int_equal(count(s, "fact WHERE type = 3"), posted);
    assert_int_equal(count(s, "fact WHERE type = 10"), erased);
    assert_int_equal(count(s, "fact WHERE type = 5"), scene_mail_count(s));
    assert_true(count(s, "outbox WHERE state = 1") >= posted - erased);
    assert_int_equal(scene_number(s, "SELECT size FROM log_head"), count(s, "fact"));
}

static void visitors_jobs_and_an_officer_at_once(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    static struct visitor visitors[VISITORS];
    int posted = 0, erased = 0;
    const char *key;

    (void)unused;
    s->jobs_run = true;
    scene_restart(s);
    key = scene_key(s);
    for (int i = 0; i < VISITORS; i++)
        open_visitor(s, &visitors[i], i, key);
    go_on(s);
    for (int i = 0; i < VISITORS; i++) {
        assert_int_equal(pthread_join(visitors[i].thread, NULL), 0);
        posted += visitors[i].posted;
        erased += visitors[i].erased;
        unit_work_end(&visitors[i].own.w);
    }
    for (int i = 0; i < VISITORS; i++)
        if (visitors[i].wrong[0])
            fail_msg("%s", visitors[i].wrong);
    assert_int_equal(posted, VISITORS * ROUNDS);
    assert_int_equal(erased, VISITORS * ROUNDS / 3);
    scene_settle(s);
    expect_counts(s, posted, erased);
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(visitors_jobs_and_an_officer_at_once),
    };

    return cmocka_run_group_tests_name("threads", tests, NULL, NULL);
}
