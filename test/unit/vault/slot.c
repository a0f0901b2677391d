#include "unit.h"

#include "vault/slot.h"

static const uint8_t seal_key[32] = "the seal key, thirty-two bytes..", secret[SLOT_SECRET] = "a secret of thirty-two bytes....", nonce[SLOT_NONCE] = "nonce";
static const struct slot slot = { .number = 70000, .generation = 3, .use = SLOT_DATA, .id = { "an id of sixteen" }, .created = { 1234567890123 } };

static void a_slot_opens_in_its_place_under_its_key_only(void **state)
{
    uint8_t bytes[SLOT_BYTES], opened[SLOT_SECRET] = { 0 }, other_key[32] = { 0 };

    (void)state;
    slot_seal(seal_key, &slot, secret, nonce, bytes);
    assert_int_equal(slot_state(bytes), SLOT_KEY);
    assert_int_equal(slot_open(seal_key, slot.number + 1, bytes, opened), VAULT_WRONG_KEY); /* copied elsewhere */
    assert_int_equal(slot_open(other_key, slot.number, bytes, opened), VAULT_WRONG_KEY);
    assert_int_equal(opened[0], 0);
    assert_int_equal(slot_open(seal_key, slot.number, bytes, opened), VAULT_OK);
    assert_memory_equal(opened, secret, SLOT_SECRET);
}

static void a_slot_keeps_what_it_says(void **state)
{
    uint8_t bytes[SLOT_BYTES];
    struct slot read;

    (void)state;
    slot_seal(seal_key, &slot, secret, nonce, bytes);
    read = slot_parse(slot.number, bytes);
    assert_int_equal(read.generation, 3);
    assert_int_equal(read.use, SLOT_DATA);
    assert_true(id_equal(read.id, slot.id));
    assert_true(read.created.ms == slot.created.ms);
}

static void every_state_of_a_slot_is_told_apart(void **state)
{
    uint8_t bytes[SLOT_BYTES] = { 0 }, opened[SLOT_SECRET];

    (void)state;
    assert_int_equal(slot_state(bytes), SLOT_NEVER);
    assert_true(slot_is_free(bytes));
    assert_int_equal(slot_open(seal_key, 1, bytes, opened), VAULT_KEY_GONE);
    memset(bytes, 0xA5, sizeof bytes);
    assert_int_equal(slot_state(bytes), SLOT_DAMAGED);
    slot_mark_gone(9, bytes);
    assert_int_equal(slot_state(bytes), SLOT_GONE);
    assert_true(slot_is_free(bytes));
    assert_int_equal(slot_parse(1, bytes).generation, 9);
    assert_int_equal(slot_open(seal_key, 1, bytes, opened), VAULT_KEY_GONE);
    slot_seal(seal_key, &slot, secret, nonce, bytes);
    memset(bytes + SLOT_BYTES / 2, 0, SLOT_BYTES / 2); /* only the first half was written */
    assert_int_equal(slot_state(bytes), SLOT_UNFINISHED);
    assert_false(slot_is_free(bytes));
    assert_int_equal(slot_open(seal_key, slot.number, bytes, opened), VAULT_TAMPERED);
}

static void an_id_carries_its_slot_number(void **state)
{
    static const uint8_t random[12] = "twelve bytes";

    (void)state;
    assert_int_equal(slot_number_of(slot_key_id(0x01020304, random)), 0x01020304);
    assert_memory_equal(slot_key_id(0x01020304, random).id.bytes, "\1\2\3\4twelve bytes", 16); /* ascending slots, ascending ids */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_slot_opens_in_its_place_under_its_key_only),
        cmocka_unit_test(a_slot_keeps_what_it_says),
        cmocka_unit_test(every_state_of_a_slot_is_told_apart),
        cmocka_unit_test(an_id_carries_its_slot_number),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
