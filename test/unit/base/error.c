#include "unit.h"

static bool bottom(struct work *w, bool fails)
{
    if (fails)
        FAIL(w, ERR_CONFLICT, "record %d is already swept", 42);
    return true;
}

static bool middle(struct work *w, bool fails)
{
    TRY(bottom(w, fails));
    return true;
}

static bool top(struct work *w, bool fails)
{
    TRY(middle(w, fails));
    return true;
}

static bool deep(struct work *w, int levels)
{
    if (levels == 0)
        FAIL(w, ERR_IO, "at the bottom");
    TRY(deep(w, levels - 1));
    return true;
}

static void the_trail_goes_from_the_cause_to_the_top(void **state)
{
    struct work w = { 0 };

    (void)state;
    assert_false(top(&w, true));
    assert_int_equal(w.err.code, ERR_CONFLICT);
    assert_string_equal("record 42 is already swept", w.err.message);
    assert_int_equal(w.err.steps, 3);
    assert_string_equal("bottom", w.err.trail[0].function);
    assert_string_equal("middle", w.err.trail[1].function);
    assert_string_equal("top", w.err.trail[2].function);
    assert_true(w.err.trail[0].line < w.err.trail[1].line);
    assert_true(w.err.trail[1].line < w.err.trail[2].line);
}

static void what_succeeds_leaves_no_trace(void **state)
{
    struct work w = { 0 };

    (void)state;
    assert_true(top(&w, false));
    assert_int_equal(w.err.code, ERR_NONE);
    assert_int_equal(w.err.steps, 0);
}

static void a_long_trail_keeps_the_steps_nearest_to_the_cause(void **state)
{
    struct work w = { 0 };

    (void)state;
    assert_false(deep(&w, 100));
    assert_int_equal(w.err.steps, ERROR_TRAIL_MAX);
    assert_string_equal("at the bottom", w.err.message);
    assert_true(w.err.trail[0].line < w.err.trail[1].line); /* FAIL stands above TRY there */
}

static void a_second_error_begins_its_own_trail(void **state)
{
    struct work w = { 0 };

    (void)state;
    assert_false(top(&w, true));
    assert_false(deep(&w, 0));
    assert_int_equal(w.err.code, ERR_IO);
    assert_int_equal(w.err.steps, 1);
    error_clear(&w.err);
    assert_int_equal(w.err.code, ERR_NONE);
    assert_int_equal(w.err.steps, 0);
    assert_string_equal("", w.err.message);
}

static void a_long_message_is_cut_and_ended(void **state)
{
    struct error err = { 0 };
    char words[1000];

    (void)state;
    memset(words, 'x', sizeof words - 1);
    words[sizeof words - 1] = 0;
    assert_false(error_set(&err, ERR_LIMIT, __func__, __LINE__, "%s", words));
    assert_int_equal(strlen(err.message), ERROR_MESSAGE_MAX - 1);
}

static void every_code_has_a_name_of_its_own(void **state)
{
    (void)state;
    for (int code = 0; code < ERR_CODES; code++) {
        assert_non_null(error_name((enum error_code)code));
        for (int other = 0; other < code; other++)
            assert_string_not_equal(error_name((enum error_code)code), error_name((enum error_code)other));
    }
    assert_string_equal("UNKNOWN", error_name((enum error_code)99));
    assert_string_equal("UNKNOWN", error_name((enum error_code)-1));
}

static void count_close(int **counter)
{
    if (*counter)
        ++**counter;
}

static int *give_away(int *counter)
{
    CLEANUP(count_close) int *owner = counter;

    return TAKE(owner);
}

static void what_is_owned_is_closed_unless_it_was_handed_on(void **state)
{
    int closed = 0;

    (void)state;
    {
        CLEANUP(count_close) int *owner = &closed;
        assert_int_equal(*owner, 0);
    }
    assert_int_equal(closed, 1);
    assert_ptr_equal(give_away(&closed), &closed);
    assert_int_equal(closed, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_trail_goes_from_the_cause_to_the_top),
        cmocka_unit_test(what_succeeds_leaves_no_trace),
        cmocka_unit_test(a_long_trail_keeps_the_steps_nearest_to_the_cause),
        cmocka_unit_test(a_second_error_begins_its_own_trail),
        cmocka_unit_test(a_long_message_is_cut_and_ended),
        cmocka_unit_test(every_code_has_a_name_of_its_own),
        cmocka_unit_test(what_is_owned_is_closed_unless_it_was_handed_on),
    };

    return cmocka_run_group_tests_name("base/error", tests, NULL, NULL);
}
