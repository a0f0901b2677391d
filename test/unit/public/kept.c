#include "unit.h"

#include "public/kept.h"

static void an_answer_is_kept_for_a_second(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    CLEANUP(kept_destroy) struct kept *k = kept_create();
    struct text got;

    (void)state;
    assert_false(kept_find(w, k, 7, (struct moment){ 1000 }, &got));
    kept_add(k, 7, (struct moment){ 1000 }, TEXT("seven"));
    assert_true(kept_find(w, k, 7, (struct moment){ 2000 }, &got));
    assert_text("seven", got);
    assert_false(kept_find(w, k, 7, (struct moment){ 2001 }, &got));
    assert_false(kept_find(w, k, 8, (struct moment){ 1000 }, &got));
    kept_add(k, 7, (struct moment){ 3000 }, TEXT("seven again"));
    assert_true(kept_find(w, k, 7, (struct moment){ 3000 }, &got));
    assert_text("seven again", got);
}

static void the_oldest_makes_room(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    CLEANUP(kept_destroy) struct kept *k = kept_create();
    struct text got;

    (void)state;
    for (int i = 0; i <= KEPT_MAX; i++)
        kept_add(k, i, (struct moment){ i }, TEXT("x"));
    assert_false(kept_find(w, k, 0, (struct moment){ KEPT_MAX }, &got));
    for (int i = 1; i <= KEPT_MAX; i++)
        assert_true(kept_find(w, k, i, (struct moment){ KEPT_MAX }, &got));
}

static void without_a_place_nothing_is_kept(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct text got;

    (void)state;
    kept_add(NULL, 1, (struct moment){ 0 }, TEXT("x"));
    assert_false(kept_find(w, NULL, 1, (struct moment){ 0 }, &got));
    assert_int_equal(w->err.code, ERR_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_is_kept_for_a_second),
        cmocka_unit_test(the_oldest_makes_room),
        cmocka_unit_test(without_a_place_nothing_is_kept),
    };

    return cmocka_run_group_tests_name("public/kept", tests, NULL, NULL);
}
