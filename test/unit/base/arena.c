#include "unit.h"

static bool all_zero(const unsigned char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (bytes[i])
            return false;
    return true;
}

static void memory_comes_zeroed_and_aligned(void **state)
{
    static const size_t sizes[] = { 0, 1, 15, 16, 17, 255, 4096, 100000, 3 };
    struct arena *a = arena_create(1 << 20);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        unsigned char *piece = arena_take(a, sizes[i]);
        assert_non_null(piece);
        assert_int_equal((uintptr_t)piece % _Alignof(max_align_t), 0);
        assert_true(all_zero(piece, sizes[i]));
        memset(piece, 0xA5, sizes[i]);
    }
    arena_destroy(&a);
    assert_null(a);
    arena_destroy(&a);
    arena_destroy(NULL);
}

static void two_pieces_never_overlap(void **state)
{
    struct arena *a = arena_create(1 << 20);
    unsigned char *pieces[200];

    (void)state;
    for (size_t i = 0; i < COUNT_OF(pieces); i++) {
        pieces[i] = arena_take(a, 1000);
        assert_non_null(pieces[i]);
        memset(pieces[i], (int)i, 1000);
    }
    for (size_t i = 0; i < COUNT_OF(pieces); i++)
        for (size_t k = 0; k < 1000; k++)
            assert_int_equal(pieces[i][k], (unsigned char)i);
    arena_destroy(&a);
}

/* The bytes themselves are looked at: what held people's data is zero as soon as it is given back. */
static void released_memory_is_wiped_at_once(void **state)
{
    struct arena *a = arena_create(1 << 16);
    unsigned char *kept = arena_take(a, 64), *secret;
    struct arena_mark mark;

    (void)state;
    memset(kept, 1, 64);
    mark = arena_mark(a);
    secret = arena_take(a, 4096);
    memset(secret, 0xFF, 4096);
    arena_release(a, mark);
    assert_true(all_zero(secret, 4096));
    assert_int_equal(kept[63], 1);
    assert_ptr_equal(arena_take(a, 4096), secret);
    arena_reset(a);
    assert_true(all_zero(kept, 64));
    assert_int_equal(arena_used(a), 0);
    arena_destroy(&a);
}

static void a_mark_goes_back_over_chunks(void **state)
{
    struct arena *a = arena_create(1 << 20);
    struct arena_mark outer, inner;
    unsigned char *piece;
    size_t used;

    (void)state;
    assert_non_null(arena_take(a, 100));
    used = arena_used(a);
    outer = arena_mark(a);
    piece = arena_take(a, 50);
    memset(piece, 9, 50);
    inner = arena_mark(a);
    for (int i = 0; i < 20; i++)
        memset(arena_take(a, 20000), 7, 20000);
    arena_release(a, inner);
    assert_int_equal(piece[49], 9);
    arena_release(a, outer);
    assert_int_equal(arena_used(a), used);
    assert_true(all_zero(piece, 50));
    for (int i = 0; i < 20; i++)
        assert_true(all_zero(arena_take(a, 20000), 20000));
    arena_destroy(&a);
}

static void a_piece_over_the_cap_is_refused_and_nothing_changes(void **state)
{
    struct arena *a = arena_create(64 * 1024);
    size_t used;

    (void)state;
    assert_non_null(arena_take(a, 1000));
    used = arena_used(a);
    assert_null(arena_take(a, 64 * 1024 + 1));
    assert_null(arena_take(a, SIZE_MAX));
    assert_null(arena_take(a, SIZE_MAX - 15));
    assert_null(arena_take(a, 64 * 1024)); /* would fit alone, not beside the first */
    assert_int_equal(arena_used(a), used);
    assert_non_null(arena_take(a, 1000));
    arena_destroy(&a);
}

/* The cap counts what the system was asked for, so no pattern of pieces gets past it. */
static void no_pattern_of_pieces_passes_the_cap(void **state)
{
    static const size_t sizes[] = { 16, 700, 5000, 30000 };
    enum { CAP = 200 * 1024 };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        struct arena *a = arena_create(CAP);
        size_t taken = 0;
        while (arena_take(a, sizes[i]))
            taken += sizes[i];
        assert_true(taken <= CAP);
        assert_true(taken >= CAP / 2);
        arena_reset(a);
        for (size_t again = 0; again < taken / 2; again += sizes[i])
            assert_non_null(arena_take(a, sizes[i]));
        arena_destroy(&a);
    }
}

static void a_very_small_arena_holds_what_it_says(void **state)
{
    struct arena *a = arena_create(32);

    (void)state;
    assert_non_null(arena_take(a, 16));
    assert_non_null(arena_take(a, 1));
    assert_null(arena_take(a, 1));
    arena_destroy(&a);
}

static void only_the_newest_piece_gives_back_its_end(void **state)
{
    struct arena *a = arena_create(4096);
    unsigned char *first = arena_take(a, 1000), *last;

    (void)state;
    memset(first, 0xFF, 1000);
    arena_trim(a, first, 1000, 100);
    assert_int_equal(arena_used(a), 112);
    assert_true(first[99] == 0xFF && all_zero(first + 112, 888));
    last = arena_take(a, 1000);
    assert_true(last == first + 112);
    arena_trim(a, first, 1000, 10); /* not the newest any more */
    arena_trim(a, last, 1000, 1000);
    assert_int_equal(arena_used(a), 112 + 1008);
    arena_trim(a, last, 1000, 0);
    assert_int_equal(arena_used(a), 112);
    assert_int_equal(first[50], 0xFF);
    arena_destroy(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_comes_zeroed_and_aligned),
        cmocka_unit_test(two_pieces_never_overlap),
        cmocka_unit_test(released_memory_is_wiped_at_once),
        cmocka_unit_test(a_mark_goes_back_over_chunks),
        cmocka_unit_test(a_piece_over_the_cap_is_refused_and_nothing_changes),
        cmocka_unit_test(no_pattern_of_pieces_passes_the_cap),
        cmocka_unit_test(a_very_small_arena_holds_what_it_says),
        cmocka_unit_test(only_the_newest_piece_gives_back_its_end),
    };

    return cmocka_run_group_tests_name("base/arena", tests, NULL, NULL);
}
