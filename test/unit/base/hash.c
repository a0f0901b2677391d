#include "unit.h"

#include "base/hash.h"

#include <pthread.h>
#include <stdlib.h>

static void assert_hash(const char *hex, struct hash h)
{
    char memory[80];
    struct draft d = draft_in(memory, sizeof memory);

    draft_hex(&d, h.bytes, sizeof h.bytes);
    assert_text(hex, draft_text(&d));
}

/* FIPS 180-4: the examples that NIST publishes with it. */
static void sha_256_is_the_one_of_fips_180_4(void **state)
{
    static const struct {
        const char *input, *hash;
    } cases[] = {
        { "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
        { "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
        { "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
        { "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
          "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1" },
    };
    char *million = malloc(1000000);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_hash(cases[i].hash, hash_bytes(cases[i].input, strlen(cases[i].input)));
    memset(million, 'a', 1000000);
    assert_hash("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0", hash_bytes(million, 1000000));
    free(million);
}

static void parts_hash_as_their_joined_bytes(void **state)
{
    const struct text parts[] = { TEXT("a"), TEXT(""), { NULL, 0 }, TEXT("bc") };

    (void)state;
    assert_true(hash_equal(hash_parts(parts, COUNT_OF(parts)), hash_bytes("abc", 3)));
    assert_true(hash_equal(hash_parts(NULL, 0), hash_bytes("", 0)));
}

static struct text repeated(char *memory, int byte, size_t count)
{
    memset(memory, byte, count);
    return text_of_bytes(memory, count);
}

/* RFC 4231. Keys shorter than 32 bytes are filled with zeros, which is what HMAC itself does; keys longer than a block are hashed first. */
static void hmac_is_the_one_of_rfc_4231(void **state)
{
    char key_bytes[131], data[131];
    const struct {
        struct text key, data;
        const char *mac;
    } cases[] = {
        { repeated(key_bytes, 0x0b, 20), TEXT("Hi There"), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7" },
        { TEXT("Jefe"), TEXT("what do ya want for nothing?"), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843" },
        { TEXT("\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19"), repeated(data, 0xcd, 50),
          "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        uint8_t key[32] = { 0 };
        memcpy(key, cases[i].key.at, cases[i].key.length);
        assert_hash(cases[i].mac, hash_hmac(key, &cases[i].data, 1));
    }
}

static void hmac_of_long_keys_and_data_is_that_of_rfc_4231(void **state)
{
    char long_key[131], data[50];
    uint8_t short_key[32] = { 0 };
    struct text parts[] = { TEXT("This is a test using a larger than block-size key and a larger "),
                            TEXT("than block-size data. The key needs to be hashed before being used by the HMAC algorithm.") };
    struct text first = TEXT("Test Using Larger Than Block-Size Key - Hash Key First"), dd = repeated(data, 0xdd, 50);
    struct hash key;

    (void)state;
    memset(short_key, 0xaa, 20);
    assert_hash("773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe", hash_hmac(short_key, &dd, 1));
    memset(long_key, 0xaa, sizeof long_key);
    key = hash_bytes(long_key, sizeof long_key);
    assert_hash("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54", hash_hmac(key.bytes, &first, 1));
    assert_hash("9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2", hash_hmac(key.bytes, parts, 2));
}

static void one_bit_makes_two_hashes_differ(void **state)
{
    struct hash a = hash_bytes("abc", 3), b;

    (void)state;
    for (int bit = 0; bit < 256; bit++) {
        b = a;
        b.bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_false(hash_equal(a, b));
    }
    assert_true(hash_equal(a, a));
}

static void *hash_many(void *out_good)
{
    bool *good = out_good;

    *good = true;
    for (int i = 0; i < 2000; i++) {
        struct hash h = hash_bytes("abc", 3);
        *good = *good && h.bytes[0] == 0xba && h.bytes[31] == 0xad;
    }
    return NULL;
}

/* Each thread has a context of its own, which goes with the thread (the leak checker looks). */
static void threads_hash_beside_each_other(void **state)
{
    pthread_t threads[4];
    bool good[4];

    (void)state;
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, hash_many, &good[i]), 0);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_true(good[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha_256_is_the_one_of_fips_180_4),
        cmocka_unit_test(parts_hash_as_their_joined_bytes),
        cmocka_unit_test(hmac_is_the_one_of_rfc_4231),
        cmocka_unit_test(hmac_of_long_keys_and_data_is_that_of_rfc_4231),
        cmocka_unit_test(one_bit_makes_two_hashes_differ),
        cmocka_unit_test(threads_hash_beside_each_other),
    };

    return cmocka_run_group_tests_name("base/hash", tests, NULL, NULL);
}
