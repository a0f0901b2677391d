#include "unit.h"

static struct random stream(uint8_t first)
{
    const uint8_t seed[32] = { first };

    return random_of_seed(seed);
}

static void a_later_id_is_greater_whatever_the_randomness(void **state)
{
    static const int64_t moments[] = { 0, 1, 255, 256, 65535, 65536, 1772366400000, 1772366400001, 253402300799999, ((int64_t)1 << 48) - 1 };
    struct id before = { { 0 } };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(moments); i++) {
        struct random r = stream((uint8_t)(200 - i));
        struct id id = id_ordered(&r, (struct instant){ moments[i] });
        assert_true(memcmp(before.bytes, id.bytes, sizeof id.bytes) < 0);
        before = id;
    }
}

static void an_ordered_id_begins_with_its_moment(void **state)
{
    struct random r = stream(1);
    struct id id = id_ordered(&r, (struct instant){ 0x0123456789AB });

    (void)state;
    assert_memory_equal(id.bytes, "\x01\x23\x45\x67\x89\xAB", 6);
}

static void ids_of_one_moment_differ(void **state)
{
    struct random r = stream(1);
    struct id a = id_ordered(&r, (struct instant){ 1 }), b = id_ordered(&r, (struct instant){ 1 });

    (void)state;
    assert_false(id_equal(a, b));
    assert_true(id_equal(a, a));
    assert_memory_equal(a.bytes, b.bytes, 6);
    assert_memory_not_equal(a.bytes + 6, b.bytes + 6, 10);
}

/* An outsider cannot tell from a random id when it was made: all sixteen bytes come from the stream. */
static void a_random_id_does_not_tell_its_time(void **state)
{
    struct random first = stream(1), second = stream(2);
    struct id a = id_random(&first), b = id_random(&second);

    (void)state;
    assert_memory_not_equal(a.bytes, b.bytes, 6);
    assert_memory_not_equal(a.bytes + 10, b.bytes + 10, 6);
}

static void an_id_is_written_as_32_digits_and_read_back(void **state)
{
    struct id id = { { 0x00, 0x01, 0xfe, 0xff, 0x10 } }, again;
    char memory[40];
    struct draft d = draft_in(memory, sizeof memory);

    (void)state;
    draft_id(&d, id);
    assert_text("0001feff100000000000000000000000", draft_text(&d));
    assert_true(id_parse(draft_text(&d), &again));
    assert_true(id_equal(id, again));
}

static void what_is_not_an_id_leaves_the_result_alone(void **state)
{
    static const char *const bad[] = { "", "0001feff10000000000000000000000", "0001feff1000000000000000000000000", "0001feff10000000000000000000000g",
                                       " 001feff100000000000000000000000" };
    struct id id = { { 7 } };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_false(id_parse(text_of(bad[i]), &id));
    assert_int_equal(id.bytes[0], 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_later_id_is_greater_whatever_the_randomness),
        cmocka_unit_test(an_ordered_id_begins_with_its_moment),
        cmocka_unit_test(ids_of_one_moment_differ),
        cmocka_unit_test(a_random_id_does_not_tell_its_time),
        cmocka_unit_test(an_id_is_written_as_32_digits_and_read_back),
        cmocka_unit_test(what_is_not_an_id_leaves_the_result_alone),
    };

    return cmocka_run_group_tests_name("base/id", tests, NULL, NULL);
}
