#include "unit.h"

#include "net/rate.h"

#include <string.h>

enum { PAGES, POSTS, FREE };

static const struct rate rates[] = { { 10, 20 }, { 1, 3 }, { 0, 0 } };
static const uint8_t seed[RATE_SEED_BYTES] = "sixteen bytes!!";

struct key {
    uint8_t bytes[RATE_KEY_BYTES];
};

static struct key key_of(uint32_t number)
{
    struct key k = { { 0 } };

    memcpy(k.bytes, &number, sizeof number);
    return k;
}

static struct rate_table *table(void)
{
    struct work *w = unit_work();
    struct rate_table *t;

    assert_ok(w, rate_table_create(w, rates, COUNT_OF(rates), seed, &t));
    unit_work_end(&w);
    return t;
}

static int taken(struct rate_table *t, uint32_t who, int kind, int64_t now_ms, int tries)
{
    struct key k = key_of(who);
    int64_t wait;
    int count = 0;

    for (int i = 0; i < tries; i++)
        count += rate_take(t, k.bytes, kind, (struct moment){ now_ms }, &wait);
    return count;
}

static void a_burst_then_the_rate_and_a_full_bucket_after_a_rest(void **state)
{
    struct rate_table *t = table();

    (void)state;
    assert_int_equal(taken(t, 1, PAGES, 1000, 100), 20);
    assert_int_equal(taken(t, 1, PAGES, 1099, 100), 0);
    assert_int_equal(taken(t, 1, PAGES, 1100, 100), 1);
    assert_int_equal(taken(t, 1, PAGES, 2100, 100), 10);
    assert_int_equal(taken(t, 1, PAGES, 900000, 100), 20);
    rate_table_destroy(&t);
}

static void kinds_and_addresses_do_not_share(void **state)
{
    struct rate_table *t = table();

    (void)state;
    assert_int_equal(taken(t, 1, PAGES, 1000, 100), 20);
    assert_int_equal(taken(t, 1, POSTS, 1000, 100), 3);
    assert_int_equal(taken(t, 2, PAGES, 1000, 100), 20);
    assert_int_equal(taken(t, 1, FREE, 1000, 100), 100);
    rate_table_destroy(&t);
}

static void the_wait_is_when_the_next_token_comes(void **state)
{
    struct rate_table *t = table();
    struct key k = key_of(1);
    int64_t wait = 0;

    (void)state;
    assert_int_equal(taken(t, 1, POSTS, 1000, 3), 3);
    assert_false(rate_take(t, k.bytes, POSTS, (struct moment){ 1400 }, &wait));
    assert_int_equal(wait, 600);
    assert_true(rate_take(t, k.bytes, POSTS, (struct moment){ 1400 + wait }, &wait));
    rate_table_destroy(&t);
}

/* However many come, what floods is remembered: others fill their buckets less. */
static void a_crowd_does_not_make_it_forget_who_floods(void **state)
{
    struct rate_table *t = table();
    int64_t now = 1000;
    int through = 0;

    (void)state;
    through += taken(t, 7, PAGES, now, 100);
    for (uint32_t i = 100; i < 60100; i++) {
        assert_int_equal(taken(t, i, PAGES, now, 1), 1);
        if (i % 100 == 0)
            through += taken(t, 7, PAGES, now, 10);
    }
    assert_int_equal(through, 20);
    rate_table_destroy(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_burst_then_the_rate_and_a_full_bucket_after_a_rest),
        cmocka_unit_test(kinds_and_addresses_do_not_share),
        cmocka_unit_test(the_wait_is_when_the_next_token_comes),
        cmocka_unit_test(a_crowd_does_not_make_it_forget_who_floods),
    };

    return cmocka_run_group_tests_name("net/rate", tests, NULL, NULL);
}
