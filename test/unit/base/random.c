#include "unit.h"

static struct random stream(uint8_t first)
{
    const uint8_t seed[32] = { first };

    return random_of_seed(seed);
}

static void a_seed_repeats_its_stream(void **state)
{
    struct random a = stream(1), b = stream(1);
    uint8_t from_a[100], from_b[100];

    (void)state;
    for (int i = 0; i < 5; i++) {
        random_bytes(&a, from_a, sizeof from_a);
        random_bytes(&b, from_b, sizeof from_b);
        assert_memory_equal(from_a, from_b, sizeof from_a);
    }
}

static void another_seed_gives_another_stream(void **state)
{
    struct random a = stream(1), b = stream(2);
    uint8_t from_a[32], from_b[32];

    (void)state;
    random_bytes(&a, from_a, sizeof from_a);
    random_bytes(&b, from_b, sizeof from_b);
    assert_memory_not_equal(from_a, from_b, sizeof from_a);
}

static void no_two_draws_of_a_stream_are_the_same(void **state)
{
    struct random r = stream(1);
    uint8_t draws[1000][16];

    (void)state;
    for (size_t i = 0; i < COUNT_OF(draws); i++)
        random_bytes(&r, draws[i], sizeof draws[i]);
    for (size_t i = 0; i < COUNT_OF(draws); i++)
        for (size_t k = 0; k < i; k++)
            assert_memory_not_equal(draws[i], draws[k], sizeof draws[i]);
}

/* A unit that runs again restores the struct: it draws the same bytes, also after it had drawn others. */
static void a_stream_goes_back_with_its_struct(void **state)
{
    struct random r = stream(9), kept;
    uint8_t first[24], again[24];

    (void)state;
    random_bytes(&r, first, sizeof first);
    kept = r;
    random_bytes(&r, first, sizeof first);
    random_bytes(&r, again, sizeof again);
    r = kept;
    random_bytes(&r, again, sizeof again);
    assert_memory_equal(first, again, sizeof first);
}

/* What one draw gives does not depend on how much the draw before it took, so that a longer name never moves the ids behind it. */
static void the_length_of_one_draw_does_not_move_the_next(void **state)
{
    struct random a = stream(3), b = stream(3);
    uint8_t from_a[200], from_b[200];

    (void)state;
    random_bytes(&a, from_a, 1);
    random_bytes(&b, from_b, sizeof from_b);
    assert_int_equal(from_a[0], from_b[0]);
    random_bytes(&a, from_a, 32);
    random_bytes(&b, from_b, 32);
    assert_memory_equal(from_a, from_b, 32);
}

/* The block function of RFC 8439 2.3 with the key 00..1f would need a nonce of its own; the first vector of the 64-bit nonce variant
 * (draft-strombergson-chacha-test-vectors, TC1, 256-bit key of zeros) is what a seed of zeros must begin with. */
static void a_seed_of_zeros_begins_with_the_known_keystream(void **state)
{
    static const uint8_t known[16] = { 0x76, 0xb8, 0xe0, 0xad, 0xa0, 0xf1, 0x3d, 0x90, 0x40, 0x5d, 0x6a, 0xe5, 0x53, 0x86, 0xbd, 0x28 };
    struct random r = stream(0);
    uint8_t bytes[16];

    (void)state;
    random_bytes(&r, bytes, sizeof bytes);
    assert_memory_equal(known, bytes, sizeof known);
}

static void a_draw_of_nothing_writes_nothing(void **state)
{
    struct random r = stream(1);
    uint8_t byte = 77;

    (void)state;
    random_bytes(&r, &byte, 0);
    assert_int_equal(byte, 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_seed_repeats_its_stream),
        cmocka_unit_test(another_seed_gives_another_stream),
        cmocka_unit_test(no_two_draws_of_a_stream_are_the_same),
        cmocka_unit_test(a_stream_goes_back_with_its_struct),
        cmocka_unit_test(the_length_of_one_draw_does_not_move_the_next),
        cmocka_unit_test(a_seed_of_zeros_begins_with_the_known_keystream),
        cmocka_unit_test(a_draw_of_nothing_writes_nothing),
    };

    return cmocka_run_group_tests_name("base/random", tests, NULL, NULL);
}
