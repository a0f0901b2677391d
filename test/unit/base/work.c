#include "unit.h"

static void a_copy_is_a_copy_with_a_nul_behind_it(void **state)
{
    struct work *w = unit_work();
    char memory[] = "abc";
    struct text copy;

    (void)state;
    assert_ok(w, work_copy(w, text_of(memory), &copy));
    memory[0] = 'x';
    assert_text("abc", copy);
    assert_int_equal(copy.at[3], 0);
    assert_ok(w, work_copy(w, (struct text){ NULL, 0 }, &copy));
    assert_non_null(copy.at);
    assert_int_equal(copy.length, 0);
    unit_work_end(&w);
}

static void memory_over_the_cap_is_a_limit_and_says_so(void **state)
{
    struct work *w = unit_work();
    struct draft d = { .size = 5 };
    struct text copy = TEXT("before");

    (void)state;
    assert_null(work_take(w, 1, 17u << 20));
    assert_int_equal(w->err.code, ERR_LIMIT);
    assert_string_equal("the unit of work needs more memory than it may have", w->err.message);
    assert_error(w, ERR_LIMIT, work_draft(w, 17u << 20, &d));
    assert_int_equal(d.size, 5);
    assert_error(w, ERR_LIMIT, work_copy(w, (struct text){ "", (size_t)17 << 20 }, &copy));
    assert_text("before", copy);
    unit_work_end(&w);
}

/* A count out of a file times a size must not wrap round to a small piece. */
static void a_product_that_overflows_is_a_limit(void **state)
{
    struct work *w = unit_work();

    (void)state;
    assert_null(work_take(w, SIZE_MAX / 2, 3));
    assert_int_equal(w->err.code, ERR_LIMIT);
    error_clear(&w->err);
    assert_null(WORK_NEW(w, struct id, SIZE_MAX / 16 + 2));
    assert_int_equal(w->err.code, ERR_LIMIT);
    unit_work_end(&w);
}

static void nothing_of_something_is_still_a_place(void **state)
{
    struct work *w = unit_work();

    (void)state;
    assert_non_null(WORK_NEW(w, struct id, 0));
    assert_int_equal(w->err.code, ERR_NONE);
    unit_work_end(&w);
}

static void formatted_text_is_whole_or_an_error(void **state)
{
    struct work *w = unit_work();
    struct text words = TEXT("before");

    (void)state;
    assert_ok(w, work_format(w, &words, "%d and %s", 7, "eight"));
    assert_text("7 and eight", words);
    assert_ok(w, work_format(w, &words, "%4095s", ""));
    assert_int_equal(words.length, 4095);
    assert_error(w, ERR_LIMIT, work_format(w, &words, "%4096s", ""));
    assert_int_equal(words.length, 4095);
    unit_work_end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_copy_is_a_copy_with_a_nul_behind_it),
        cmocka_unit_test(memory_over_the_cap_is_a_limit_and_says_so),
        cmocka_unit_test(a_product_that_overflows_is_a_limit),
        cmocka_unit_test(nothing_of_something_is_still_a_place),
        cmocka_unit_test(formatted_text_is_whole_or_an_error),
    };

    return cmocka_run_group_tests_name("base/work", tests, NULL, NULL);
}
