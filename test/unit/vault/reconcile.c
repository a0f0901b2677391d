#include "fixture.h"

struct claims {
    struct vault_key *keys;
    size_t count, at;
    bool breaks;
};

static bool next_claim(struct work *w, void *context, struct vault_key *out_key)
{
    struct claims *c = context;

    if (c->at == c->count && c->breaks)
        error_set(&w->err, ERR_IO, __func__, __LINE__, "the connection is gone");
    if (c->at == c->count)
        return false;
    *out_key = c->keys[c->at++];
    return true;
}

static void later(struct fixture *f, int minutes)
{
    f->w->now = instant_add(f->w->now, SPAN_MINUTES(minutes));
}

/* Keys 0..9, sorted by id because slots are handed out in order. */
static void make_ten(struct fixture *f, struct vault_key keys[10])
{
    assert_ok(f->w, vault_key_create_many(f->w, f->v, 10, keys));
    assert_ok(f->w, vault_sync(f->w, f->v));
}

static void unclaimed_keys_go_when_they_are_old(void **state)
{
    struct fixture *f = fixture_make(true);
    struct vault_key keys[10], young;
    struct vault_reconciled counts;

    (void)state;
    make_ten(f, keys);
    later(f, 61);
    assert_ok(f->w, vault_key_create_many(f->w, f->v, 1, &young));
    assert_ok(f->w, vault_reconcile(f->w, f->v, next_claim, &(struct claims){ .keys = keys, .count = 7 }, &counts));
    assert_int_equal(counts.claimed, 7);
    assert_int_equal(counts.orphans_shredded, 3);
    assert_int_equal(counts.orphans_young, 1);
    assert_int_equal(counts.missing, 0);
    for (int i = 0; i < 10; i++)
        assert_key(f, keys[i], i < 7 ? VAULT_OK : VAULT_KEY_GONE);
    assert_key(f, young, VAULT_OK);
    fixture_end(&f);
}

static void a_claimed_key_that_is_gone_is_counted_as_missing(void **state)
{
    struct fixture *f = fixture_make(true);
    struct vault_key keys[10];
    struct vault_shredding gone;
    struct vault_reconciled counts;

    (void)state;
    make_ten(f, keys);
    gone.key = keys[4];
    assert_ok(f->w, vault_shred_many(f->w, f->v, &gone, 1));
    assert_ok(f->w, vault_reconcile(f->w, f->v, next_claim, &(struct claims){ .keys = keys, .count = 10 }, &counts));
    assert_int_equal(counts.missing, 1);
    assert_int_equal(counts.claimed, 9);
    fixture_end(&f);
}

static void a_broken_list_of_claims_destroys_nothing(void **state)
{
    struct fixture *f = fixture_make(true);
    struct vault_key keys[10], swapped[2];
    struct vault_reconciled counts;

    (void)state;
    make_ten(f, keys);
    later(f, 120);
    assert_error(f->w, ERR_IO, vault_reconcile(f->w, f->v, next_claim, &(struct claims){ .keys = keys, .count = 2, .breaks = true }, &counts));
    swapped[0] = keys[1], swapped[1] = keys[0];
    assert_error(f->w, ERR_INVALID, vault_reconcile(f->w, f->v, next_claim, &(struct claims){ .keys = swapped, .count = 2 }, &counts));
    assert_string_equal(f->w->err.message, "the claimed keys are not in ascending order; nothing was shredded");
    for (int i = 0; i < 10; i++)
        assert_key(f, keys[i], VAULT_OK);
    fixture_end(&f);
}

static void a_damaged_slot_stays_while_it_is_claimed(void **state)
{
    struct fixture *f = fixture_make(true);
    struct vault_key keys[10];
    struct vault_reconciled counts;

    (void)state;
    make_ten(f, keys);
    fixture_close(f);
    fixture_poke(f, "keys.0001", "damaged", 7, (long)fixture_slot_place(keys[3]) + 50);
    fixture_open(f);
    assert_ok(f->w, vault_reconcile(f->w, f->v, next_claim, &(struct claims){ .keys = keys, .count = 10 }, &counts));
    assert_int_equal(counts.claimed, 10);
    assert_int_equal(counts.orphans_shredded, 0);
    assert_key(f, keys[3], VAULT_TAMPERED);
    assert_ok(f->w, vault_reconcile(f->w, f->v, next_claim, &(struct claims){ .keys = keys, .count = 3 }, &counts));
    assert_int_equal(counts.orphans_shredded, 1);
    assert_int_equal(counts.orphans_young, 6);
    assert_key(f, keys[3], VAULT_KEY_GONE);
    fixture_end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unclaimed_keys_go_when_they_are_old),
        cmocka_unit_test(a_claimed_key_that_is_gone_is_counted_as_missing),
        cmocka_unit_test(a_broken_list_of_claims_destroys_nothing),
        cmocka_unit_test(a_damaged_slot_stays_while_it_is_claimed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
