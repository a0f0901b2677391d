/* A short story, played again and again, each time with another call failing: the first of the database's writer, the second, and so on until
 * none does; the same with the calls of the vault's disk. After each: what was acknowledged is there, what was not is not,
 * what was begun is finished, and verify is quiet. `make check` takes some of the calls, by a seed of the day; SOAK=1 takes them all. */
#include "scene.h"

#include "net/client.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static struct text policies[2]; /* two sources that differ in a word, in turn */
static const char *key;

/* What happened in one run. */
struct run {
    int number;         /* makes bodies differ */
    bool failed;        /* some act failed, as the plan wanted */
    bool (*fault_hit)(struct scene *s);
};

static void pass(struct scene *s, struct span time)
{
    s->w->now = instant_add(s->w->now, time);
    clock_freeze(&s->clock, s->w->now);
}

/* An act may fail once in a run, and only because of the fault. */
static void note_failure(struct scene *s, struct run *run, const char *act)
{
    if (!run->fault_hit(s))
        fail_msg("%s failed in run %d, and nothing was made to fail: %s: %s", act, run->number, error_name(s->w->err.code), s->w->err.message);
    if (run->failed)
        fail_msg("%s failed in run %d after the fault was over: %s: %s", act, run->number, error_name(s->w->err.code), s->w->err.message);
    run->failed = true;
}

static void begin(struct scene *s, struct run *run)
{
    if (scene_begin(s))
        return;
    note_failure(s, run, "starting");
    if (!scene_begin(s))
        fail_msg("the server does not start after the fault of run %d: %s", run->number, s->w->err.message);
}

static void settle(struct scene *s, struct run *run)
{
    error_clear(&s->w->err);
    if (server_settle(s->w, s->server))
        return;
    note_failure(s, run, "a job");
    error_clear(&s->w->err);
    assert_ok(s->w, server_settle(s->w, s->server));
}

/* A command that failed is given again, as its operator would. */
static void command(struct scene *s, struct run *run, const char *path, const char *json)
{
    struct reply r = scene_try(s, path, json);

    if (r.status == 503) {
        note_failure(s, run, path);
        r = scene_try(s, path, json);
    }
    if (r.status != 200 && r.status != 201)
        fail_msg("%s in run %d: status %d: %s: %.*s", path, run->number, r.status, s->w->err.message, TEXT_ARGS(r.body));
}

/* Handle of the person, or NULL when the server could not. One record more, or none. */
static const char *post(struct scene *s, struct run *run, const char *name)
{
    int64_t before = scene_number(s, "SELECT count(*) FROM record"), after;
    struct text json;
    struct reply r;

    assert_ok(s->w, work_format(s->w, &json, "{\"name\":\"%s %d\",\"email\":\"%s%d@visitor.example\",\"message\":\"hello\"}", name, run->number, name, run->number));
    r = scene_post_json(s, "/privacy/api/v1/collect/contact", key, json.at);
    after = scene_number(s, "SELECT count(*) FROM record");
    if (r.status == 201) {
        assert_int_equal(after, before + 1);
        return reply_member(s, &r, "handle").at;
    }
    if (r.status != 503 && r.status != 500) /* 500: the disk could not be read */
        fail_msg("a post in run %d: status %d: %.*s", run->number, r.status, TEXT_ARGS(r.body));
    error_clear(&s->w->err);
    note_failure(s, run, "a post");
    assert_int_equal(after, before);
    assert_true(r.status == 500 || reply_header(&r, "Retry-After").length > 0);
    return NULL;
}

static void erase(struct scene *s, struct run *run, const char *handle)
{
    struct text json;

    assert_ok(s->w, work_format(s->w, &json, "{\"handle\":\"%s\"}", handle));
    command(s, run, "/control/erase", json.at);
}

static void expect_no(struct scene *s, struct run *run, const char *what, const char *sql)
{
    int64_t number = scene_number(s, sql);

    if (number != 0)
        fail_msg("run %d: %s: %lld", run->number, what, (long long)number);
}

static void expect_whole(struct scene *s, struct run *run)
{
    struct reply r = scene_command(s, "/control/verify", "{}");

    if (!text_equal(reply_member(s, &r, "violations"), TEXT("0")))
        fail_msg("run %d: %s", run->number, reply_member(s, &r, "text").at);
    expect_no(s, run, "records are left", "SELECT count(*) FROM record");
    expect_no(s, run, "retentions are left", "SELECT count(*) FROM retention");
    expect_no(s, run, "keys are still to be destroyed", "SELECT count(*) FROM shred WHERE state <> 2");
    expect_no(s, run, "people are half erased", "SELECT count(*) FROM subject WHERE state = 1");
    expect_no(s, run, "deliveries wait for nobody", "SELECT count(*) FROM outbox WHERE state = 0");
}

/* A version comes into force. */
static void play_publish(struct scene *s, struct run *run)
{
    struct text words;
    struct reply r;

    begin(s, run);
    command(s, run, "/control/publish", scene_publish_body(s, policies[run->number % 2]));
    settle(s, run);
    r = scene_get(s, "/privacy/");
    assert_status(200, r);
    words = run->number % 2 ? TEXT("answer you, and help you") : TEXT("answer you and help you");
    assert_true(reply_holds(&r, words.at));
}

/* From a start to the day on which all is gone. `first` is delivered and swept, `second` is erased before her mail leaves. */
static void play_people(struct scene *s, struct run *run)
{
    const char *first, *second;

    begin(s, run);
    first = post(s, run, "first");
    settle(s, run);
    second = post(s, run, "second");
    if (second)
        erase(s, run, second);
    pass(s, SPAN_MINUTES(11)); /* an attempt whose end was lost is made again */
    settle(s, run);
    if (first && scene_mail_count(s) == 0)
        fail_msg("run %d: a mail that was promised never left", run->number);
    pass(s, SPAN_DAYS(4));
    settle(s, run);
}

/* Again on the same data, without faults: what was left open is closed. */
static void recover(struct scene *s, struct run *run)
{
    scene_restart(s);
    scene_settle(s);
    expect_whole(s, run);
    scene_end(s);
}

static struct scene *prepare(void)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct text copy;

    policies[0] = scene_policy_with(s, "keep: 24 months after last_contact", "keep: 3 days after last_contact");
    assert_ok(s->w, work_copy(s->w, policies[0], &copy));
    s->policy = copy.at;
    policies[1] = scene_policy_with(s, "answer you and help you", "answer you, and help you");
    assert_status(201, scene_publish(s, policies[1]));
    key = scene_key(s);
    scene_end(s);
    return s;
}

/* --- the loop ------------------------------------------------------------------------------------------------------------------------------------ */

/* One fault plan: how it is set for the n-th call, and whether that call came. */
struct plan {
    const char *name;
    void (*play)(struct scene *s, struct run *run);
    int taken; /* calls that are made to fail, about */
    void (*set)(struct scene *s, int n); /* 0: nothing fails */
    int (*calls)(struct scene *s);
    bool (*hit)(struct scene *s);
};

static void set_writer(struct scene *s, int n)
{
    s->writer = (struct failing){ .fail_at = n, .code = ERR_UNAVAILABLE };
}

static int writer_calls(struct scene *s)
{
    return s->writer.calls;
}

static bool writer_hit(struct scene *s)
{
    return s->writer.failed;
}

static void set_disk(struct scene *s, int n)
{
    atomic_store(&s->disk.calls, 0);
    atomic_store(&s->disk.failed, false);
    atomic_store(&s->disk.fail_at, n);
}

static int disk_calls(struct scene *s)
{
    return atomic_load(&s->disk.calls);
}

static bool disk_hit(struct scene *s)
{
    return atomic_load(&s->disk.failed);
}

static const struct plan writer_plan = { "writer", play_people, 40, set_writer, writer_calls, writer_hit };
static const struct plan publish_plan = { "writer", play_publish, 10, set_writer, writer_calls, writer_hit };
static const struct plan disk_plan = { "disk", play_people, 20, set_disk, disk_calls, disk_hit };

/* How many calls the story had. */
static int play_with(struct scene *s, const struct plan *plan, int n, int number)
{
    struct run run = { .number = number, .fault_hit = plan->hit };
    struct arena_mark mark = arena_mark(s->w->arena);
    int calls;

    plan->set(s, n);
    plan->play(s, &run);
    calls = plan->calls(s);
    if (plan->hit(s) != (n > 0 && n <= calls)) /* the last calls come or not, by what earlier runs left to expire */
        fail_msg("call %d of the %s was to fail, of %d", n, plan->name, calls);
    plan->set(s, 0);
    recover(s, &run);
    arena_release(s->w->arena, mark);
    return calls;
}

/* All of them, or about as many as wanted, drawn by the seed. */
static bool is_taken(struct random *r, int calls, int wanted)
{
    uint32_t drawn;

    random_bytes(r, &drawn, sizeof drawn);
    return getenv("SOAK") || drawn % (uint32_t)calls < (uint32_t)wanted;
}

static struct random seed_of_the_day(void)
{
    const char *given = getenv("FAULT_SEED");
    struct timespec now;
    uint64_t day;
    uint8_t seed[32] = { 0 };

    assert_int_equal(clock_gettime(CLOCK_REALTIME, &now), 0);
    day = given ? strtoull(given, NULL, 10) : (uint64_t)now.tv_sec / 86400;
    memcpy(seed, &day, sizeof day);
    printf("# FAULT_SEED=%llu repeats this choice; SOAK=1 takes every call\n", (unsigned long long)day);
    return random_of_seed(seed);
}

static void fail_each(const struct plan *plan)
{
    struct scene *s = prepare();
    struct random r = seed_of_the_day();
    int calls, played = 1;

    calls = play_with(s, plan, 0, 0);
    printf("# %s: %d calls\n", plan->name, calls);
    assert_true(calls > plan->taken);
    for (int n = 1; n <= calls; n++)
        if (is_taken(&r, calls, plan->taken))
            (void)play_with(s, plan, n, played++);
    assert_true(played > plan->taken / 4);
    scene_close(&s);
}

static void no_call_of_the_writer_that_fails_leaves_half_an_act(void **unused)
{
    (void)unused;
    fail_each(&writer_plan);
}

static void no_call_of_the_writer_that_fails_publishes_half_a_version(void **unused)
{
    (void)unused;
    fail_each(&publish_plan);
}

static void no_call_of_the_vaults_disk_that_fails_leaves_half_an_act(void **unused)
{
    (void)unused;
    fail_each(&disk_plan);
}

/* The intent of an erase is committed when its keys cannot be read: nobody may be told that nothing happened. */
static void what_was_begun_is_told_as_begun(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct http_client_answer answer;
    struct text where, body;
    const char *handle;
    size_t at;

    (void)unused;
    handle = scene_person(s, "First Person", "first@visitor.example", "hello");
    scene_settle(s);
    assert_ok(s->w, work_format(s->w, &where, "unix:%.*s/control.sock", TEXT_ARGS(s->config.data)));
    assert_ok(s->w, work_format(s->w, &body, "{\"handle\":\"%s\"}", handle));
    set_disk(s, 1);
    assert_ok(s->w, http_client_post(s->w, where, TEXT("/control/erase"), body, &answer));
    assert_int_equal(answer.status, 500);
    assert_true(text_find(answer.body, TEXT("could not finish it; what it began is stored"), &at));
    assert_ok(s->w, http_client_post(s->w, where, TEXT("/control/erase"), body, &answer));
    assert_int_equal(answer.status, 200);
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_begun_is_told_as_begun),
        cmocka_unit_test(no_call_of_the_writer_that_fails_leaves_half_an_act),
        cmocka_unit_test(no_call_of_the_writer_that_fails_publishes_half_a_version),
        cmocka_unit_test(no_call_of_the_vaults_disk_that_fails_leaves_half_an_act),
    };

    return cmocka_run_group_tests_name("faults", tests, NULL, NULL);
}
