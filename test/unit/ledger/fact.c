#include "ledger/fact.h"
#include "ledger/tree.h"
#include "unit.h"

static struct fact collected(void)
{
    struct fact fact = {
        .type = FACT_COLLECTED, .at = { 1772366400000 }, .policy_number = 3, .channel = 1, .purpose = 258, .basis = 2, .region = "US-CA", .region_source = 1,
        .outcome = -1, .number = 70000, .actor = (int64_t)ACTOR_PROGRAM << 32 | 7, .effective = { 1774958400000 },
    };

    memset(fact.subject.bytes, 0xAA, sizeof fact.subject.bytes);
    memset(fact.record.bytes, 0xBB, sizeof fact.record.bytes);
    memset(fact.hash.bytes, 0xCC, sizeof fact.hash.bytes);
    return fact;
}

static bool facts_equal(const struct fact *a, const struct fact *b)
{
    return a->type == b->type && a->at.ms == b->at.ms && a->policy_number == b->policy_number && a->channel == b->channel && a->purpose == b->purpose
        && a->basis == b->basis && memcmp(a->region, b->region, sizeof a->region) == 0 && a->region_source == b->region_source
        && id_equal(a->subject, b->subject) && id_equal(a->record, b->record) && a->outcome == b->outcome && a->number == b->number
        && a->actor == b->actor && hash_equal(a->hash, b->hash) && a->effective.ms == b->effective.ms;
}

static struct text encode(const struct fact *fact)
{
    static uint8_t bytes[FACT_CANONICAL_MAX];

    return text_of_bytes(bytes, fact_encode(fact, bytes));
}

static void every_field_comes_back(void **state)
{
    struct work *w = unit_work();
    struct fact fact = collected(), decoded;

    (void)state;
    assert_ok(w, fact_decode(w, encode(&fact), &decoded));
    assert_true(facts_equal(&fact, &decoded));
    unit_work_end(&w);
}

static void the_encoding_is_tag_length_and_shortest_bytes(void **state)
{
    static const char expected[] = "\x01\x00\x01\x09" "\x02\x00\x06\x01\x9c\xa9\x45\x0a\x00" "\x0c\x00\x02\x01\x00";
    struct fact fact = { .type = FACT_SWEPT, .at = { 1772366400000 }, .number = 256 };
    struct text bytes = encode(&fact);

    (void)state;
    assert_int_equal(bytes.length, sizeof expected - 1);
    assert_memory_equal(bytes.at, expected, bytes.length);
}

static void the_largest_and_smallest_numbers_come_back(void **state)
{
    static const int64_t numbers[] = { INT64_MIN, -1, 1, 127, 128, 255, 256, 65535, 65536, INT64_MAX };
    struct work *w = unit_work();
    struct fact decoded;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        struct fact fact = { .type = FACT_REFUSALS, .number = numbers[i], .outcome = i % 2 ? INT32_MIN : INT32_MAX };
        assert_ok(w, fact_decode(w, encode(&fact), &decoded));
        assert_true(facts_equal(&fact, &decoded));
    }
    unit_work_end(&w);
}

static void refused(struct work *w, const char *bytes, size_t length, const char *why)
{
    struct fact fact = { .type = FACT_OPENED };

    assert_error(w, ERR_TAMPERED, fact_decode(w, text_of_bytes(bytes, length), &fact));
    assert_string_equal(w->err.message, why);
    assert_int_equal(fact.type, FACT_OPENED);
}

#define REFUSED(bytes, why) refused(w, bytes, sizeof(bytes) - 1, why)

static void a_fact_in_another_encoding_is_refused(void **state)
{
    struct work *w = unit_work();
    char long_one[FACT_CANONICAL_MAX + 1] = { 1 };

    (void)state;
    REFUSED("", "fact: it has no type");
    REFUSED("\x02\x00\x01\x01", "fact: it has no type");
    REFUSED("\x01\x00\x01", "fact: a field is cut off");
    REFUSED("\x01\x00", "fact: a field is cut off");
    REFUSED("\x01\x00\x01\x01\x01\x00\x01\x01", "fact: field 1 is unknown or out of order");
    REFUSED("\x03\x00\x01\x01\x01\x00\x01\x01", "fact: field 1 is unknown or out of order");
    REFUSED("\x00\x00\x01\x01", "fact: field 0 is unknown or out of order");
    REFUSED("\x01\x00\x01\x01\x10\x00\x01\x01", "fact: field 16 is unknown or out of order");
    REFUSED("\x01\x00\x00", "fact: field \"type\" is malformed");          /* zero has no bytes, so absent has no second spelling */
    REFUSED("\x01\x00\x02\x00\x01", "fact: field \"type\" is malformed");  /* leading zero */
    REFUSED("\x01\x00\x01\x7f", "fact: field \"type\" is malformed");      /* no such type */
    REFUSED("\x01\x00\x01\x01\x04\x00\x05\x01\x00\x00\x00\x00", "fact: field \"channel\" is malformed"); /* wider than the field */
    REFUSED("\x01\x00\x01\x01\x07\x00\x00", "fact: field \"region\" is malformed");
    REFUSED("\x01\x00\x01\x01\x07\x00\x02jp", "fact: field \"region\" is malformed");
    REFUSED("\x01\x00\x01\x01\x07\x00\x08US-CA-AB", "fact: field \"region\" is malformed");
    REFUSED("\x01\x00\x01\x01\x09\x00\x01\x01", "fact: field \"subject\" is malformed");
    REFUSED("\x01\x00\x01\x01\x09\x00\x10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "fact: field \"subject\" is malformed");
    refused(w, long_one, sizeof long_one, "fact: longer than a fact can be");
    unit_work_end(&w);
}

/* One fact, one encoding: whatever decodes encodes to the same bytes. */
static void every_change_of_one_byte_is_refused_or_is_another_fact(void **state)
{
    struct work *w = unit_work();
    struct fact fact = collected(), decoded;
    struct text original = encode(&fact);
    uint8_t bytes[FACT_CANONICAL_MAX], again[FACT_CANONICAL_MAX];
    size_t accepted = 0;

    (void)state;
    memcpy(bytes, original.at, original.length);
    for (size_t i = 0; i < original.length; i++)
        for (int flip = 1; flip < 256; flip++) {
            bytes[i] ^= (uint8_t)flip;
            if (fact_decode(w, text_of_bytes(bytes, original.length), &decoded)) {
                accepted++;
                assert_int_equal(fact_encode(&decoded, again), original.length);
                assert_memory_equal(bytes, again, original.length);
                assert_false(facts_equal(&fact, &decoded));
            }
            bytes[i] ^= (uint8_t)flip;
        }
    assert_true(accepted > 0);
    unit_work_end(&w);
}

static void a_leaf_hides_the_fact_behind_its_salt(void **state)
{
    uint8_t salt[FACT_SALT] = { 0 };
    struct text canonical = TEXT("\x01\x00\x01\x03");
    struct text parts[] = { TEXT("privacyd/fact/1"), text_of_bytes(salt, sizeof salt), canonical };
    struct hash commitment = hash_parts(parts, COUNT_OF(parts)), leaf = fact_leaf(salt, canonical);

    (void)state;
    assert_true(hash_equal(leaf, ledger_leaf(commitment.bytes, 32)));
    salt[31] = 1;
    assert_false(hash_equal(leaf, fact_leaf(salt, canonical)));
}

static void every_type_has_a_name_of_its_own(void **state)
{
    (void)state;
    for (int i = FACT_NONE; i < FACT_TYPES; i++)
        for (int k = FACT_NONE; k < i; k++)
            assert_string_not_equal(fact_type_name(i), fact_type_name(k));
    assert_string_equal(fact_type_name(FACT_COLLECTED), "collected");
    assert_string_equal(fact_type_name(FACT_TYPES), "none");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_comes_back),
        cmocka_unit_test(the_encoding_is_tag_length_and_shortest_bytes),
        cmocka_unit_test(the_largest_and_smallest_numbers_come_back),
        cmocka_unit_test(a_fact_in_another_encoding_is_refused),
        cmocka_unit_test(every_change_of_one_byte_is_refused_or_is_another_fact),
        cmocka_unit_test(a_leaf_hides_the_fact_behind_its_salt),
        cmocka_unit_test(every_type_has_a_name_of_its_own),
    };

    return cmocka_run_group_tests_name("ledger/fact", tests, NULL, NULL);
}
