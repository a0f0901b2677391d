#include "unit.h"

#include "base/teeth.h"
#include "vault/record.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

static uint8_t secret[32] = "a secret of thirty-two bytes....";
static const struct vault_key key = { { { "key id, 16 bytes" } }, 3 };
static const struct record_place place = { { { "site id 16 bytes" } }, 2, 5, { { "record id 16 byt" } } };
static const uint8_t salt[16] = "salt of 16 bytes";

static struct text seal_in(uint8_t *memory, struct text plaintext)
{
    record_seal(secret, key, &place, 7, plaintext, salt, memory);
    return text_of_bytes(memory, record_sealed_size(plaintext.length));
}

static void sealed_sizes_hide_the_length(void **state)
{
    static const size_t sizes[][2] = { { 0, 32 }, { 31, 32 }, { 32, 64 }, { 63, 64 }, { 64, 128 }, { 127, 128 }, { 128, 256 }, { 255, 256 }, { 256, 512 }, { 300, 512 }, { 511, 512 }, { 512, 768 } };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(sizes); i++)
        assert_int_equal(record_sealed_size(sizes[i][0]), 64 + sizes[i][1]);
}

static void what_was_sealed_opens_again(void **state)
{
    static const char letters[600] = "personal data";
    uint8_t memory[2048], opened[2048];
    size_t length;

    (void)state;
    for (size_t n = 0; n <= 600; n += 7) {
        struct text sealed = seal_in(memory, text_of_bytes(letters, n));
        assert_int_equal(record_open(secret, &place, sealed, opened, &length), VAULT_OK);
        assert_int_equal(length, n);
        assert_memory_equal(opened, letters, n);
    }
}

static void a_header_tells_the_key_without_opening(void **state)
{
    uint8_t memory[256];
    struct record_header header;
    struct text sealed = seal_in(memory, TEXT("x"));

    (void)state;
    assert_int_equal(record_header_parse(sealed, &header), VAULT_OK);
    assert_int_equal(header.retention_class, 7);
    assert_int_equal(header.key.generation, 3);
    assert_memory_equal(header.key.id.id.bytes, key.id.id.bytes, 16);
    assert_int_equal(record_header_parse(text_first(sealed, 95), &header), VAULT_TAMPERED);
    assert_int_equal(record_header_parse(TEXT(""), &header), VAULT_TAMPERED);
    memory[1] = 2;
    assert_int_equal(record_header_parse(sealed, &header), VAULT_UNSUPPORTED);
}

static void no_flipped_bit_and_no_cut_ever_gives_plaintext(void **state)
{
    static const uint8_t zeros[256];
    uint8_t memory[256], opened[256];
    struct text sealed = seal_in(memory, TEXT("somebody@hikari.example"));
    size_t length = 99;

    (void)state;
    for (size_t i = 0; i < sealed.length; i++) {
        for (int bit = 0; bit < 8; bit++) {
            memory[i] ^= (uint8_t)(1 << bit);
            memset(opened, 0, sizeof opened);
            assert_int_not_equal(record_open(secret, &place, sealed, opened, &length), VAULT_OK);
            assert_memory_equal(opened, zeros, sizeof opened);
            memory[i] ^= (uint8_t)(1 << bit);
        }
        assert_int_not_equal(record_open(secret, &place, text_first(sealed, i), opened, &length), VAULT_OK);
        assert_memory_equal(opened, zeros, sizeof opened);
    }
    assert_int_equal(length, 99);
}

static void a_record_moved_elsewhere_does_not_open(void **state)
{
    uint8_t memory[256], opened[256], other_secret[32];
    struct text sealed = seal_in(memory, TEXT("x"));
    size_t length;

    (void)state;
    for (int moved = 0; moved < 4; moved++) {
        struct record_place elsewhere = place;
        uint8_t *fields[] = { elsewhere.site.id.bytes, (uint8_t *)&elsewhere.table, (uint8_t *)&elsewhere.group, elsewhere.record.id.bytes };
        fields[moved][0] ^= 1;
        assert_int_equal(record_open(secret, &elsewhere, sealed, opened, &length), VAULT_TAMPERED);
    }
    memcpy(other_secret, secret, 32);
    other_secret[31] ^= 1;
    assert_int_equal(record_open(other_secret, &place, sealed, opened, &length), VAULT_TAMPERED);
}

static void equal_records_with_other_salt_look_different(void **state)
{
    static const uint8_t other_salt[16] = "another 16 bytes";
    uint8_t one[256], two[256];
    struct text sealed = seal_in(one, TEXT("x"));

    (void)state;
    record_seal(secret, key, &place, 7, TEXT("x"), other_salt, two);
    assert_memory_not_equal(one + 24, two + 24, 24);
    assert_memory_not_equal(one + 48, two + 48, sealed.length - 48);
}

static void a_pulled_tooth_leaves_records_in_clear(void **state)
{
#ifdef PRIVACYD_TEETH
    uint8_t memory[256], opened[256];
    struct text sealed;
    size_t length, at;

    tooth_pull(TOOTH_SEAL);
    sealed = seal_in(memory, TEXT("a canary"));
    assert_true(text_find(sealed, TEXT("a canary"), &at));
    assert_int_equal(record_open(secret, &place, sealed, opened, &length), VAULT_OK);
    tooth_restore(TOOTH_SEAL);
    assert_int_equal(record_open(secret, &place, sealed, opened, &length), VAULT_TAMPERED);
    assert_false(text_find(seal_in(memory, TEXT("a canary")), TEXT("a canary"), &at));
#endif
    (void)state;
}

static size_t hex_of(json_t *vector, const char *name, uint8_t *out, size_t size)
{
    size_t length;

    assert_true(text_unhex(text_of(json_string_value(json_object_get(vector, name))), out, size, &length));
    return length;
}

static void check_vector(json_t *v)
{
    uint8_t vector_secret[32], vector_salt[16], plaintext[2048], expected[2048], sealed[2048], opened[2048];
    struct vault_key k = { .generation = (uint32_t)json_integer_value(json_object_get(v, "generation")) };
    struct record_place p = { .table = (uint16_t)json_integer_value(json_object_get(v, "table")), .group = (uint16_t)json_integer_value(json_object_get(v, "group")) };
    size_t length, sealed_length, opened_length;

    hex_of(v, "secret", vector_secret, 32), hex_of(v, "salt", vector_salt, 16);
    hex_of(v, "key_id", k.id.id.bytes, 16), hex_of(v, "site", p.site.id.bytes, 16), hex_of(v, "record", p.record.id.bytes, 16);
    length = hex_of(v, "plaintext", plaintext, sizeof plaintext);
    sealed_length = hex_of(v, "sealed", expected, sizeof expected);
    assert_int_equal(record_sealed_size(length), sealed_length);
    record_seal(vector_secret, k, &p, (uint8_t)json_integer_value(json_object_get(v, "class")), text_of_bytes(plaintext, length), vector_salt, sealed);
    assert_memory_equal(sealed, expected, sealed_length);
    assert_int_equal(record_open(vector_secret, &p, text_of_bytes(expected, sealed_length), opened, &opened_length), VAULT_OK);
    assert_int_equal(opened_length, length);
    assert_memory_equal(opened, plaintext, length);
}

/* Authentic, but not what record_seal makes. */
static void check_refused(json_t *v)
{
    static const uint8_t zeros[2048];
    uint8_t vector_secret[32], sealed[2048], opened[2048] = { 0 };
    struct record_place p = { .table = (uint16_t)json_integer_value(json_object_get(v, "table")), .group = (uint16_t)json_integer_value(json_object_get(v, "group")) };
    size_t sealed_length = hex_of(v, "sealed", sealed, sizeof sealed), length = 99;

    hex_of(v, "secret", vector_secret, 32), hex_of(v, "site", p.site.id.bytes, 16), hex_of(v, "record", p.record.id.bytes, 16);
    assert_int_equal(record_open(vector_secret, &p, text_of_bytes(sealed, sealed_length), opened, &length), VAULT_TAMPERED);
    assert_int_equal(length, 99);
    assert_memory_equal(opened, zeros, sizeof opened);
}

static void the_other_decoder_agrees_byte_for_byte(void **state)
{
    json_error_t error;
    json_t *file = json_load_file(unit_source_path("test/vectors/record-v1.json"), 0, &error), *v;
    size_t i;

    (void)state;
    if (!file)
        fail_msg("%s", error.text);
    assert_true(json_array_size(json_object_get(file, "vectors")) >= 16);
    json_array_foreach (json_object_get(file, "vectors"), i, v)
        check_vector(v);
    assert_true(json_array_size(json_object_get(file, "refused")) >= 4);
    json_array_foreach (json_object_get(file, "refused"), i, v)
        check_refused(v);
    json_decref(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sealed_sizes_hide_the_length),
        cmocka_unit_test(what_was_sealed_opens_again),
        cmocka_unit_test(a_header_tells_the_key_without_opening),
        cmocka_unit_test(no_flipped_bit_and_no_cut_ever_gives_plaintext),
        cmocka_unit_test(a_record_moved_elsewhere_does_not_open),
        cmocka_unit_test(equal_records_with_other_salt_look_different),
        cmocka_unit_test(a_pulled_tooth_leaves_records_in_clear),
        cmocka_unit_test(the_other_decoder_agrees_byte_for_byte),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
