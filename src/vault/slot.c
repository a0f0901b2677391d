#include "vault/slot.h"

#include <endian.h>
#include <sodium.h>
#include <string.h>

enum { GENERATION_AT = 4, ID_AT = 8, NONCE_AT = 24, SEALED_AT = 48, CREATED_AT = 96, USE_AT = 104, CHECK_AT = 112, SUM_AT = 120 };
enum { STATE_KEY = 0x4B455931 /* KEY1 */, STATE_GONE = 0x474F4E45 /* GONE */ };
enum { AD_BYTES = 15 + 4 + 4 + 16 + 8 + 4, CHECK_BYTES = 8 };

static uint32_t u32_at(const uint8_t *at)
{
    uint32_t value;

    memcpy(&value, at, 4);
    return be32toh(value);
}

static void u32_put(uint8_t *at, uint32_t value)
{
    value = htobe32(value);
    memcpy(at, &value, 4);
}

struct key_id slot_key_id(uint32_t number, const uint8_t random[12])
{
    struct key_id id;

    u32_put(id.id.bytes, number);
    memcpy(id.id.bytes + 4, random, 12);
    return id;
}

uint32_t slot_number_of(struct key_id id)
{
    return u32_at(id.id.bytes);
}

/* Eight bytes of BLAKE2b; the label keeps the two uses apart. */
static void check_value(const char *label, const uint8_t *bytes, size_t length, uint8_t out[CHECK_BYTES])
{
    uint8_t digest[crypto_generichash_BYTES_MIN];
    crypto_generichash_state state;

    crypto_generichash_init(&state, NULL, 0, sizeof digest);
    crypto_generichash_update(&state, (const uint8_t *)label, 3);
    crypto_generichash_update(&state, bytes, length);
    crypto_generichash_final(&state, digest, sizeof digest);
    memcpy(out, digest, CHECK_BYTES);
    sodium_memzero(&state, sizeof state);
}

static bool sum_is_right(const uint8_t bytes[SLOT_BYTES])
{
    uint8_t sum[CHECK_BYTES];

    check_value("sum", bytes, SUM_AT, sum);
    return memcmp(sum, bytes + SUM_AT, CHECK_BYTES) == 0;
}

static bool is_zero(const uint8_t *bytes, size_t length)
{
    return bytes[0] == 0 && memcmp(bytes, bytes + 1, length - 1) == 0;
}

bool slot_is_free(const uint8_t bytes[SLOT_BYTES])
{
    return u32_at(bytes) == STATE_GONE || is_zero(bytes, SLOT_BYTES);
}

enum slot_state slot_state(const uint8_t bytes[SLOT_BYTES])
{
    if (is_zero(bytes, SLOT_BYTES))
        return SLOT_NEVER;
    if (u32_at(bytes) == STATE_GONE)
        return SLOT_GONE;
    if (is_zero(bytes + SUM_AT, CHECK_BYTES))
        return SLOT_UNFINISHED;
    return u32_at(bytes) == STATE_KEY && sum_is_right(bytes) ? SLOT_KEY : SLOT_DAMAGED;
}

struct slot slot_parse(uint32_t number, const uint8_t bytes[SLOT_BYTES])
{
    struct slot s = { .number = number, .generation = u32_at(bytes + GENERATION_AT), .use = u32_at(bytes + USE_AT) };
    uint64_t created;

    memcpy(s.id.bytes, bytes + ID_AT, 16);
    memcpy(&created, bytes + CREATED_AT, 8);
    s.created.ms = (int64_t)be64toh(created);
    return s;
}

static void associated_data(uint32_t number, const uint8_t *slot, uint8_t out[AD_BYTES])
{
    memcpy(out, "privacyd/slot/1", 15);
    u32_put(out + 15, number);
    memcpy(out + 19, slot + GENERATION_AT, 4);
    memcpy(out + 23, slot + ID_AT, 16);
    memcpy(out + 39, slot + CREATED_AT, 8);
    memcpy(out + 47, slot + USE_AT, 4);
}

void slot_seal(const uint8_t seal_key[32], const struct slot *s, const uint8_t secret[SLOT_SECRET], const uint8_t nonce[SLOT_NONCE],
               uint8_t out_bytes[SLOT_BYTES])
{
    uint64_t created = htobe64((uint64_t)s->created.ms);
    uint8_t ad[AD_BYTES];

    memset(out_bytes, 0, SLOT_BYTES);
    u32_put(out_bytes, STATE_KEY);
    u32_put(out_bytes + GENERATION_AT, s->generation);
    memcpy(out_bytes + ID_AT, s->id.bytes, 16);
    memcpy(out_bytes + NONCE_AT, nonce, SLOT_NONCE);
    memcpy(out_bytes + CREATED_AT, &created, 8);
    u32_put(out_bytes + USE_AT, s->use);
    associated_data(s->number, out_bytes, ad);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out_bytes + SEALED_AT, NULL, secret, SLOT_SECRET, ad, sizeof ad, NULL, nonce, seal_key);
    check_value("chk", secret, SLOT_SECRET, out_bytes + CHECK_AT);
    check_value("sum", out_bytes, SUM_AT, out_bytes + SUM_AT);
}

enum vault_status slot_open(const uint8_t seal_key[32], uint32_t number, const uint8_t bytes[SLOT_BYTES], uint8_t out_secret[SLOT_SECRET])
{
    uint8_t ad[AD_BYTES], check[CHECK_BYTES], secret[SLOT_SECRET];
    enum vault_status status = VAULT_OK;

    if (slot_is_free(bytes))
        return VAULT_KEY_GONE;
    if (slot_state(bytes) != SLOT_KEY)
        return VAULT_TAMPERED;
    associated_data(number, bytes, ad);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(secret, NULL, NULL, bytes + SEALED_AT, SLOT_SECRET + 16, ad, sizeof ad, bytes + NONCE_AT, seal_key) != 0)
        return VAULT_WRONG_KEY;
    check_value("chk", secret, SLOT_SECRET, check);
    if (memcmp(check, bytes + CHECK_AT, CHECK_BYTES) != 0)
        status = VAULT_TAMPERED;
    else
        memcpy(out_secret, secret, SLOT_SECRET);
    sodium_memzero(secret, sizeof secret);
    return status;
}

void slot_mark_gone(uint32_t generation, uint8_t bytes[SLOT_BYTES])
{
    u32_put(bytes, STATE_GONE);
    u32_put(bytes + GENERATION_AT, generation);
}
