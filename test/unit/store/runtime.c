#include "store/runtime.h"

#include "rig.h"

#include <stdatomic.h>
#include <unistd.h>

static struct rig rig;
static struct runtime *runtime;
static atomic_llong clock_ms;
static atomic_int pins, seeds;

static struct instant now(void *context)
{
    (void)context;
    return (struct instant){ 1772366400000 };
}

static struct moment monotonic(void *context)
{
    (void)context;
    return (struct moment){ atomic_load(&clock_ms) };
}

static void seed(void *context, uint8_t out_seed[32])
{
    (void)context;
    memset(out_seed, 0, 32);
    out_seed[0] = (uint8_t)atomic_fetch_add(&seeds, 1);
}

static void pin(void *context, struct work *w)
{
    (void)context, (void)w;
    atomic_fetch_add(&pins, 1);
}

static void start(int workers)
{
    const struct runtime_config config = {
        .sources = { now, monotonic, seed, pin, NULL },
        .pipeline = rig.pipeline,
        .driver = &sql_driver_sqlite,
        .address = rig.database,
        .workers = workers,
        .slow = 1,
    };

    assert_ok(rig.w, runtime_create(rig.w, &config, &runtime));
}

static int setup(void **state)
{
    (void)state;
    atomic_store(&clock_ms, 0);
    atomic_store(&pins, 0);
    rig_open(&rig);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    runtime_destroy(&runtime);
    rig_close(&rig);
    return 0;
}

/* A visitor's act in the small: raises the number of the pulse by one, from what it read, and appends a fact. */
struct raise {
    atomic_int ended, runs, held;
    atomic_int code;
};

static const struct sql_query read_pulse = { "read_pulse", "SELECT number FROM pulse", 0 };
static const struct sql_query first_pulse = { "first_pulse", "INSERT INTO pulse (site, mechanism, at, number) VALUES ($1, 'x', 0, 1) ON CONFLICT DO NOTHING", 1 };
static const struct sql_query raise_pulse = { "raise_pulse", "UPDATE pulse SET number = $2 + 1 WHERE site = $1 AND number = $2", 2 };

static bool raise_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    struct raise *r = state;
    struct sql_row row;
    int64_t number;

    atomic_fetch_add(&r->runs, 1);
    if (phase == 1) {
        must(w->writes && w->writes->results.group > 0); /* the list of the phase before, with its results */
        atomic_fetch_add(&r->held, 1);
        return true;
    }
    *out_next = TASK_COMMIT;
    TRY(list_open(w));
    TRY(list_fact(w, (struct fact){ .type = FACT_COLLECTED, .at = w->now }, NULL));
    TRY(sql_find(w, w->snapshot, &read_pulse, NULL, 0, &row));
    if (row.count == 0)
        return LIST_WRITE(w, first_pulse, 1, NULL, STORE_NUMBER(rig.site.key));
    TRY(sql_row_number(w, &row, 0, &number));
    return LIST_WRITE(w, raise_pulse, 1, NULL, STORE_NUMBER(rig.site.key), STORE_NUMBER(number));
}

static void count_end(struct work *w, void *state)
{
    struct raise *r = state;

    atomic_store(&r->code, w->err.code);
    atomic_fetch_add(&r->ended, 1);
}

static void wait_until(atomic_int *counter, int value)
{
    for (int i = 0; i < 20000 && atomic_load(counter) < value; i++)
        usleep(1000);
    assert_int_equal(atomic_load(counter), value);
}

/* A unit is counted after its end was told. */
static struct runtime_counters counters_after(uint64_t ended)
{
    for (int i = 0; i < 20000 && runtime_counters(runtime).ended < ended; i++)
        usleep(1000);
    return runtime_counters(runtime);
}

static void units_that_read_the_same_are_run_again_until_each_has_its_turn_or_gives_up(void **state)
{
    enum { TASKS = 400 };
    struct raise r = { 0 };
    const struct task task = { .class = TASK_RIGHTS, .step = raise_step, .end = count_end, .state = &r };
    struct runtime_counters counters;

    (void)state;
    start(3);
    assert_ok(rig.w, pipeline_start(rig.w, rig.pipeline));
    for (int i = 0; i < TASKS; i++)
        while (!runtime_submit(runtime, &task))
            usleep(1000);
    wait_until(&r.ended, TASKS);
    counters = counters_after(TASKS);
    assert_int_equal(counters.ended, TASKS);
    assert_int_equal(rig_number(&rig, "SELECT number FROM pulse"), atomic_load(&r.held)); /* none lost, none twice */
    assert_int_equal(rig_number(&rig, "SELECT size FROM log_head"), atomic_load(&r.held));
    assert_int_equal(counters.conflicts_lost, TASKS - atomic_load(&r.held));
    assert_int_equal(atomic_load(&r.runs), TASKS + (int)counters.reruns + atomic_load(&r.held));
    assert_int_equal(atomic_load(&pins), TASKS + (int)counters.reruns); /* a rerun sees the policy that is in force by now */
    runtime_destroy(&runtime);
    rig_check_log(&rig);
}

/* Conflicts on purpose in phase 1: a guard that cannot hold until the third run. */
struct stubborn {
    int runs;
    uint8_t salts[STORE_RERUNS_PATIENT + 1][32];
    int64_t group_before[STORE_RERUNS_PATIENT + 1];
    int holds_at; /* the run that stops guarding */
};

static bool stubborn_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    struct stubborn *s = state;
    struct write_list *before = w->writes;

    if (phase == 2)
        return true;
    *out_next = TASK_COMMIT;
    TRY(list_open(w));
    TRY(list_fact(w, (struct fact){ .type = FACT_COLLECTED, .at = w->now }, NULL));
    if (phase == 0)
        return true;
    memcpy(s->salts[s->runs], w->writes->facts[0].salt, 32);
    s->group_before[s->runs] = before->results.group;
    s->runs++;
    return s->runs == s->holds_at || site_guard_holds(w, rig.site.key, 99);
}

static void nothing(struct work *w, void *state)
{
    (void)w, (void)state;
}

static void a_rerun_draws_the_same_and_keeps_the_results_of_the_phase_before(void **state)
{
    struct stubborn s = { .holds_at = 3 };
    const struct task task = { .class = TASK_PAGE, .step = stubborn_step, .end = nothing, .state = &s };

    (void)state;
    start(1);
    assert_ok(rig.w, pipeline_start(rig.w, rig.pipeline));
    assert_ok(rig.w, runtime_call(rig.w, runtime, &task));
    assert_int_equal(s.runs, 3);
    assert_memory_equal(s.salts[0], s.salts[2], 32);
    assert_true(s.group_before[0] > 0);
    assert_int_equal(s.group_before[0], s.group_before[2]);
    assert_int_equal(rig_number(&rig, "SELECT size FROM log_head"), 2);
}

static void a_unit_that_conflicts_four_times_is_told_to_come_later(void **state)
{
    struct stubborn s = { .holds_at = 9 };
    const struct task task = { .class = TASK_PAGE, .step = stubborn_step, .end = nothing, .state = &s };

    (void)state;
    start(1);
    assert_ok(rig.w, pipeline_start(rig.w, rig.pipeline));
    assert_error(rig.w, ERR_UNAVAILABLE, runtime_call(rig.w, runtime, &task));
    assert_int_equal(s.runs, 1 + STORE_RERUNS_MAX);
    assert_int_equal(runtime_counters(runtime).conflicts_lost, 1);
}

static void a_patient_unit_outlasts_them(void **state)
{
    struct stubborn s = { .holds_at = STORE_RERUNS_PATIENT };
    const struct task task = { .class = TASK_PAGE, .step = stubborn_step, .end = nothing, .state = &s, .patient = true };

    (void)state;
    start(1);
    assert_ok(rig.w, pipeline_start(rig.w, rig.pipeline));
    assert_ok(rig.w, runtime_call(rig.w, runtime, &task));
    assert_int_equal(s.runs, STORE_RERUNS_PATIENT);
    assert_int_equal(runtime_counters(runtime).conflicts_lost, 0);
}

/* Holds its worker until it is let go. */
static atomic_bool gate_open;
static atomic_int inside;

static bool blocking_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    (void)w, (void)state, (void)phase, (void)out_next;
    atomic_fetch_add(&inside, 1);
    while (!atomic_load(&gate_open))
        usleep(1000);
    return true;
}

static struct raise block(void)
{
    const struct task task = { .class = TASK_RIGHTS, .step = blocking_step, .end = nothing };

    atomic_store(&gate_open, false);
    atomic_store(&inside, 0);
    assert_true(runtime_submit(runtime, &task));
    wait_until(&inside, 1);
    return (struct raise){ 0 };
}

static bool quick_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    struct raise *r = state;

    (void)w, (void)phase, (void)out_next;
    atomic_fetch_add(&r->runs, 1);
    return true;
}

static int submit_until_refused(enum task_class class, struct raise *r)
{
    const struct task task = { .class = class, .step = quick_step, .end = count_end, .state = r };
    int taken = 0;

    while (taken < 10000 && runtime_submit(runtime, &task))
        taken++;
    return taken;
}

static void a_full_queue_sheds_statistics_first_and_rights_last(void **state)
{
    struct raise r;
    int statistics, pages, rights, slow;

    (void)state;
    start(1);
    r = block();
    statistics = submit_until_refused(TASK_STATISTICS, &r);
    pages = submit_until_refused(TASK_PAGE, &r);
    rights = submit_until_refused(TASK_RIGHTS, &r);
    assert_true(statistics > 0 && pages > 0 && rights > 0 && statistics + pages + rights < 10000);
    assert_int_equal(submit_until_refused(TASK_STATISTICS, &r), 0);
    assert_int_equal(submit_until_refused(TASK_PAGE, &r), 0);
    slow = submit_until_refused(TASK_SLOW, &r); /* its own pool and queue */
    assert_true(slow > 0);
    assert_true(runtime_counters(runtime).refused >= 5);
    atomic_store(&gate_open, true);
    runtime_destroy(&runtime); /* what was accepted ends */
    assert_int_equal(atomic_load(&r.ended), statistics + pages + rights + slow);
    assert_int_equal(atomic_load(&r.runs), statistics + pages + rights + slow);
}

static void a_unit_that_waited_too_long_does_not_run(void **state)
{
    struct raise r;
    const struct task task = { .class = TASK_PAGE, .step = quick_step, .end = count_end, .state = &r };

    (void)state;
    start(1);
    r = block();
    assert_true(runtime_submit(runtime, &task));
    atomic_store(&clock_ms, UNIT_SECONDS * 1000 + 1);
    atomic_store(&gate_open, true);
    wait_until(&r.ended, 1);
    assert_int_equal(atomic_load(&r.runs), 0);
    assert_int_equal(atomic_load(&r.code), ERR_UNAVAILABLE);
}

/* Phase 0 commits, then time passes. */
static bool slow_then_end(struct work *w, void *state, int phase, enum task_next *out_next)
{
    struct raise *r = state;

    atomic_fetch_add(&r->runs, 1);
    if (phase == 1)
        return true;
    *out_next = TASK_COMMIT;
    atomic_store(&clock_ms, UNIT_SECONDS * 1000 + 1);
    TRY(list_open(w));
    return list_fact(w, (struct fact){ .type = FACT_COLLECTED, .at = w->now }, NULL);
}

static void what_has_committed_goes_on_to_its_end(void **state)
{
    struct raise r = { 0 };
    const struct task task = { .class = TASK_PAGE, .step = slow_then_end, .end = count_end, .state = &r };

    (void)state;
    start(1);
    assert_ok(rig.w, pipeline_start(rig.w, rig.pipeline));
    assert_ok(rig.w, runtime_call(rig.w, runtime, &task));
    assert_int_equal(atomic_load(&r.runs), 2);
}

static bool many_writes(struct work *w, void *state, int phase, enum task_next *out_next)
{
    (void)state, (void)phase;
    *out_next = TASK_COMMIT;
    TRY(list_open(w));
    for (int i = 0; i <= STORE_WRITES_MAX; i++)
        TRY(LIST_WRITE(w, first_pulse, STORE_ANY_ROWS, NULL, STORE_NUMBER(rig.site.key)));
    return true;
}

static bool much_memory(struct work *w, void *state, int phase, enum task_next *out_next)
{
    (void)state, (void)phase;
    *out_next = TASK_COMMIT;
    TRY(list_open(w));
    TRY(LIST_WRITE(w, first_pulse, 1, NULL, STORE_NUMBER(rig.site.key)));
    return work_take(w, 1, UNIT_ARENA_BYTES) != NULL;
}

static void a_unit_over_its_limits_writes_nothing(void **state)
{
    bool (*const steps[])(struct work *, void *, int, enum task_next *) = { many_writes, much_memory };

    (void)state;
    start(1);
    assert_ok(rig.w, pipeline_start(rig.w, rig.pipeline));
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        const struct task task = { .class = TASK_PAGE, .step = steps[i], .end = nothing };
        assert_error(rig.w, ERR_LIMIT, runtime_call(rig.w, runtime, &task));
    }
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM pulse"), 0);
    assert_int_equal(pipeline_counters(rig.pipeline).groups, 0);
}

static bool big_slice(struct work *w, void *state, int phase, enum task_next *out_next)
{
    (void)state;
    if (phase == 1)
        return true;
    *out_next = TASK_COMMIT;
    if (!work_take(w, 1, 8 * 1024 * 1024))
        return false;
    TRY(list_open_slice(w));
    for (int i = 0; i < SLICE_WRITES_MAX; i++)
        TRY(LIST_WRITE(w, first_pulse, STORE_ANY_ROWS, NULL, STORE_NUMBER(rig.site.key)));
    return true;
}

static void a_slice_may_be_larger(void **state)
{
    const struct task task = { .class = TASK_SLOW, .step = big_slice, .end = nothing, .arena_bytes = SLICE_ARENA_BYTES };

    (void)state;
    start(1);
    assert_ok(rig.w, pipeline_start(rig.w, rig.pipeline));
    assert_ok(rig.w, runtime_call(rig.w, runtime, &task));
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM pulse"), 1);
}

static const struct sql_query checkpoint = { "checkpoint", "PRAGMA wal_checkpoint(TRUNCATE)", 0 };

/* A checkpoint that empties the WAL needs that no snapshot is open. */
static bool let_go(struct work *w, void *state, int phase, enum task_next *out_next)
{
    struct sql_connection *c;
    struct sql_row row;
    int64_t *busy = state;

    (void)phase, (void)out_next;
    unit_snapshot_end(w);
    must(!w->snapshot);
    TRY(sql_open(w, &sql_driver_sqlite, rig.database, SQL_WRITE, &c));
    TRY(sql_load(w, c, &checkpoint, NULL, 0, &row));
    TRY(sql_row_number(w, &row, 0, busy));
    sql_close(&c);
    return true;
}

static void a_step_may_end_its_snapshot_before_a_slow_act(void **state)
{
    int64_t busy = 7;
    const struct task task = { .class = TASK_SLOW, .step = let_go, .end = nothing, .state = &busy };

    (void)state;
    start(1);
    assert_ok(rig.w, runtime_call(rig.w, runtime, &task));
    assert_int_equal(busy, 0);
}

static void a_snapshot_after_the_answer_sees_what_was_acknowledged(void **state)
{
    struct raise r = { 0 };
    const struct task task = { .class = TASK_PAGE, .step = raise_step, .end = count_end, .state = &r };

    (void)state;
    start(2);
    assert_ok(rig.w, pipeline_start(rig.w, rig.pipeline));
    for (int i = 1; i <= 50; i++) {
        assert_ok(rig.w, runtime_call(rig.w, runtime, &task)); /* one after the other: each sees the one before, none conflicts */
        assert_int_equal(atomic_load(&r.held), i);
    }
    assert_int_equal(runtime_counters(runtime).reruns, 0);
}

#define ON_RIG(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_RIG(units_that_read_the_same_are_run_again_until_each_has_its_turn_or_gives_up),
        ON_RIG(a_rerun_draws_the_same_and_keeps_the_results_of_the_phase_before),
        ON_RIG(a_unit_that_conflicts_four_times_is_told_to_come_later),
        ON_RIG(a_patient_unit_outlasts_them),
        ON_RIG(a_full_queue_sheds_statistics_first_and_rights_last),
        ON_RIG(a_unit_that_waited_too_long_does_not_run),
        ON_RIG(what_has_committed_goes_on_to_its_end),
        ON_RIG(a_unit_over_its_limits_writes_nothing),
        ON_RIG(a_slice_may_be_larger),
        ON_RIG(a_step_may_end_its_snapshot_before_a_slow_act),
        ON_RIG(a_snapshot_after_the_answer_sees_what_was_acknowledged),
    };

    return cmocka_run_group_tests_name("store/runtime", tests, NULL, NULL);
}
