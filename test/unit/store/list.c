#include "store/list.h"

#include "unit.h"

static const struct sql_query one = { "one", "SELECT $1", 1 };

static struct work *open_unit(void)
{
    struct work *w = unit_work();

    assert_ok(w, list_open(w));
    return w;
}

static bool write_one(struct work *w, struct store_value value, int *out_index)
{
    return list_write(w, &one, 1, &value, 1, out_index);
}

static void more_writes_than_a_unit_may_have_is_a_limit(void **state)
{
    struct work *w = open_unit();

    (void)state;
    for (int i = 0; i < STORE_WRITES_MAX; i++)
        assert_ok(w, write_one(w, STORE_NUMBER(i), NULL));
    assert_error(w, ERR_LIMIT, write_one(w, STORE_NUMBER(0), NULL));
    assert_string_equal(w->err.message, "a unit of work may write at most 64 statements");
    assert_int_equal(w->writes->write_count, STORE_WRITES_MAX);
    unit_work_end(&w);
}

static void more_keys_seals_or_facts_is_a_limit(void **state)
{
    struct work *w = open_unit();

    (void)state;
    for (int i = 0; i < STORE_SEALS_MAX; i++) {
        assert_ok(w, list_key(w, NULL));
        assert_ok(w, list_seal(w, (struct seal_wish){ .new_key = i }, NULL));
    }
    for (int i = 0; i < STORE_FACTS_MAX; i++)
        assert_ok(w, list_fact(w, (struct fact){ .type = FACT_COLLECTED }, NULL));
    assert_error(w, ERR_LIMIT, list_key(w, NULL));
    assert_string_equal(w->err.message, "a unit of work may create at most 8 keys");
    assert_error(w, ERR_LIMIT, list_seal(w, (struct seal_wish){ .new_key = -1 }, NULL));
    assert_string_equal(w->err.message, "a unit of work may seal at most 8 records");
    assert_error(w, ERR_LIMIT, list_fact(w, (struct fact){ .type = FACT_COLLECTED }, NULL));
    assert_string_equal(w->err.message, "a unit of work may append at most 16 facts");
    unit_work_end(&w);
}

static void a_slice_may_write_more(void **state)
{
    struct work *w = unit_work();

    (void)state;
    assert_ok(w, list_open_slice(w));
    for (int i = 0; i < SLICE_WRITES_MAX; i++)
        assert_ok(w, write_one(w, STORE_NUMBER(i), NULL));
    assert_error(w, ERR_LIMIT, write_one(w, STORE_NUMBER(0), NULL));
    unit_work_end(&w);
}

static void a_list_fits_into_the_arena_of_an_http_unit(void **state)
{
    struct work *w = unit_work();

    (void)state;
    arena_destroy(&w->arena);
    w->arena = arena_create(UNIT_ARENA_BYTES);
    assert_ok(w, list_open(w));
    assert_true(arena_used(w->arena) < 16 * 1024);
    unit_work_end(&w);
}

static void a_write_that_needs_a_position_runs_after_the_facts_and_so_does_what_needs_its_row(void **state)
{
    struct work *w = open_unit();
    int fact, late;

    (void)state;
    assert_ok(w, list_fact(w, (struct fact){ .type = FACT_COLLECTED }, &fact));
    assert_ok(w, write_one(w, STORE_OF(STORE_POSITION, fact), &late));
    assert_ok(w, write_one(w, STORE_OF(STORE_ROW, late), NULL));
    assert_ok(w, write_one(w, STORE_NUMBER(1), NULL));
    assert_true(w->writes->writes[0].after_facts);
    assert_true(w->writes->writes[1].after_facts);
    assert_false(w->writes->writes[2].after_facts);
    unit_work_end(&w);
}

static void a_rerun_draws_the_same_salts(void **state)
{
    struct work *a = open_unit(), *b = open_unit();

    (void)state;
    assert_ok(a, list_fact(a, (struct fact){ .type = FACT_COLLECTED }, NULL));
    assert_ok(a, list_fact(a, (struct fact){ .type = FACT_COLLECTED }, NULL));
    assert_ok(b, list_fact(b, (struct fact){ .type = FACT_COLLECTED }, NULL));
    assert_memory_equal(a->writes->facts[0].salt, b->writes->facts[0].salt, 32);
    assert_memory_not_equal(a->writes->facts[0].salt, a->writes->facts[1].salt, 32);
    unit_work_end(&a);
    unit_work_end(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(more_writes_than_a_unit_may_have_is_a_limit),
        cmocka_unit_test(more_keys_seals_or_facts_is_a_limit),
        cmocka_unit_test(a_slice_may_write_more),
        cmocka_unit_test(a_list_fits_into_the_arena_of_an_http_unit),
        cmocka_unit_test(a_write_that_needs_a_position_runs_after_the_facts_and_so_does_what_needs_its_row),
        cmocka_unit_test(a_rerun_draws_the_same_salts),
    };

    return cmocka_run_group_tests_name("store/list", tests, NULL, NULL);
}
