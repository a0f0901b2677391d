/* Fault loops: call 1 of the database fails, call 2 fails, and so on. After each: no half-done group, a clean error, and the next group works. */
#include "rig.h"

#include "store_queries.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static struct rig rig;

static int setup(void **state)
{
    (void)state;
    rig_open(&rig);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    rig_close(&rig);
    return 0;
}

/* Three lists: two that hold and, between them, one in conflict; each with a key, a seal and a fact. */
static void wish(struct rig_unit *u, int number)
{
    int key;

    rig_subject(&rig, u, number);
    assert_ok(u->w, list_key(u->w, &key));
    assert_ok(u->w, list_seal(u->w, (struct seal_wish){ .new_key = key, .table = 1, .group = 1, .plaintext = TEXT("words") }, NULL));
    assert_ok(u->w, LIST_WRITE(u->w, query_pulse_write, 1, NULL, STORE_NUMBER(rig.site.key), STORE_TEXT(TEXT("gate")), STORE_NUMBER(0), STORE_NUMBER(number),
                               STORE_OF(STORE_POSITION, 0)));
}

static void run_group(int round, struct rig_unit *units[3])
{
    for (int i = 0; i < 3; i++) {
        units[i] = rig_unit(&rig);
        wish(units[i], round * 2 + (i == 2)); /* the second has the handle of the first */
    }
    rig_group(&rig, units, 3);
}

static void expect(struct rig_unit *const units[3], enum error_code first, enum error_code second, enum error_code third)
{
    assert_string_equal(error_name(units[0]->w->err.code), error_name(first));
    assert_string_equal(error_name(units[1]->w->err.code), error_name(second));
    assert_string_equal(error_name(units[2]->w->err.code), error_name(third));
}

/* A failure at call n. False when the group had fewer calls. */
static bool fail_at(int n, enum failing_act act, int round, int64_t *held)
{
    struct rig_unit *units[3];

    rig.failing = (struct failing){ .fail_at = n, .code = ERR_UNAVAILABLE, .act = act };
    run_group(round, units);
    if (!rig.failing.failed) {
        expect(units, ERR_NONE, ERR_CONFLICT, ERR_NONE);
        *held += 2;
    } else {
        /* the conflict may have been seen before */
        assert_true(units[1]->w->err.code == ERR_UNAVAILABLE || units[1]->w->err.code == ERR_CONFLICT);
        expect(units, ERR_UNAVAILABLE, units[1]->w->err.code, ERR_UNAVAILABLE);
        assert_non_null(strstr(units[0]->w->err.message, "nothing was written"));
    }
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM subject"), *held);
    assert_int_equal(rig_number(&rig, "SELECT size FROM log_head"), *held);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM fact"), *held);
    rig_units_end(&rig);
    return rig.failing.failed;
}

static void no_call_that_fails_leaves_half_a_group(void **state)
{
    int64_t held = 0;
    int round = 0, calls;

    (void)state;
    assert_false(fail_at(0, FAIL_INSTEAD, round++, &held));
    calls = rig.failing.calls;
    assert_true(calls > 15); /* begin, head, group, 3 x (savepoint, writes, fact), tile, head, commit */
    for (int n = 1; n <= 2 * calls - 1; n++) { /* a COMMIT that was carried out does not say UNAVAILABLE */
        bool instead = n <= calls;
        assert_true(fail_at(instead ? n : n - calls, instead ? FAIL_INSTEAD : FAIL_AFTERWARDS, round++, &held));
        assert_false(fail_at(0, FAIL_INSTEAD, round++, &held)); /* the next group works */
    }
    rig_check_log(&rig);
    rig_restart(&rig);
    rig_check_log(&rig);
}

/* In a child, because the process ends itself. */
static int exit_of(enum failing_act act, enum error_code code)
{
    int status;
    pid_t child = fork();

    if (child == 0) {
        struct rig_unit *units[3];
        assert_non_null(freopen("/dev/null", "w", stderr));
        rig.failing = (struct failing){ .code = code, .act = act };
        run_group(0, units); /* counts */
        rig_units_end(&rig);
        rig.failing.fail_at = rig.failing.calls;
        rig.failing.calls = 0;
        run_group(1, units); /* fails its last call, the COMMIT */
        _exit(rig.failing.failed ? 1 : 2);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void an_unknown_commit_ends_the_process_and_is_found_whole_or_not_at_all(void **state)
{
    (void)state;
    assert_int_equal(exit_of(FAIL_AFTERWARDS, ERR_UNCERTAIN), 70);
    rig_restart(&rig);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM subject"), 4);
    rig_check_log(&rig);
}

static void a_commit_that_failed_in_the_disk_ends_the_process(void **state)
{
    (void)state;
    assert_int_equal(exit_of(FAIL_INSTEAD, ERR_IO), 70);
    rig_restart(&rig);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM subject"), 2);
    rig_check_log(&rig);
}

static void a_clean_failure_of_commit_does_not(void **state)
{
    (void)state;
    assert_int_equal(exit_of(FAIL_INSTEAD, ERR_UNAVAILABLE), 1);
}

static const struct sql_query fill = { "fill", "INSERT INTO name (site, kind, number, name) VALUES ($1, 1, $2, $3)", 3 };

static enum error_code add_large(int number)
{
    struct rig_unit *u = rig_unit(&rig);
    struct draft large;
    enum error_code code;

    rig_subject(&rig, u, number);
    assert_ok(u->w, work_draft(u->w, 64 * 1024, &large));
    draft_number(&large, (uint64_t)number);
    while (!large.overflow)
        draft_add(&large, TEXT("0123456789abcdef"));
    assert_ok(u->w, LIST_WRITE(u->w, fill, 1, NULL, STORE_NUMBER(rig.site.key), STORE_NUMBER(number), STORE_TEXT(draft_text(&large))));
    code = rig_commit(&rig, u);
    if (code == ERR_UNAVAILABLE)
        assert_non_null(strstr(u->w->err.message, "database or disk is full"));
    rig_units_end(&rig);
    return code;
}

static void a_full_disk_is_told_and_leaves_nothing_behind(void **state)
{
    int held = 0;

    (void)state;
    rig_limit_pages(&rig, 120);
    while (add_large(held) == ERR_NONE)
        assert_true(++held < 200);
    assert_in_range(held, 1, 20);
    assert_int_equal(add_large(held), ERR_UNAVAILABLE); /* still full, still clean */
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM subject"), held);
    rig_check_log(&rig);
    rig_limit_pages(&rig, 100000);
    assert_int_equal(add_large(held), ERR_NONE); /* recovery needs no hand */
    rig_check_log(&rig);
}

#define ON_RIG(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_RIG(no_call_that_fails_leaves_half_a_group),
        ON_RIG(an_unknown_commit_ends_the_process_and_is_found_whole_or_not_at_all),
        ON_RIG(a_commit_that_failed_in_the_disk_ends_the_process),
        ON_RIG(a_clean_failure_of_commit_does_not),
        ON_RIG(a_full_disk_is_told_and_leaves_nothing_behind),
    };

    return cmocka_run_group_tests_name("store/faults", tests, NULL, NULL);
}
