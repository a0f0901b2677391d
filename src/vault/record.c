#include "vault/record.h"

#include "base/teeth.h"

#include <endian.h>
#include <sodium.h>
#include <string.h>

enum {
    MAGIC = 0xD7,
    VERSION = 1,
    XCHACHA20_POLY1305 = 1,
    NONCE_AT = 24,
    BOUND = 24, /* header bytes in the associated data: everything before the nonce */
    AD_BYTES = 14 + 16 + 2 + 2 + 16 + BOUND,
    NONCE_BYTES = 24,
    PADDING_MARK = 0x80,
};

static const char context_encrypt[] = "pdrecenc", context_nonce[] = "pdrecnon";

static size_t padded_size(size_t length)
{
    for (size_t size = 32; size < 256; size *= 2)
        if (length + 1 <= size)
            return size;
    return (length + 1 + 255) / 256 * 256;
}

size_t record_sealed_size(size_t length)
{
    return RECORD_HEADER + padded_size(length) + RECORD_TAG;
}

static void header_write(uint8_t *out, struct vault_key key, uint8_t retention_class)
{
    uint32_t generation = htobe32(key.generation);

    out[0] = MAGIC;
    out[1] = VERSION;
    out[2] = XCHACHA20_POLY1305;
    out[3] = retention_class;
    memcpy(out + 4, &generation, 4);
    memcpy(out + 8, key.id.id.bytes, 16);
}

enum vault_status record_header_parse(struct text sealed, struct record_header *out_header)
{
    const uint8_t *at = (const uint8_t *)sealed.at;
    uint32_t generation;

    if (sealed.length < 3 || at[0] != MAGIC)
        return VAULT_TAMPERED;
    if (at[1] != VERSION || at[2] != XCHACHA20_POLY1305)
        return VAULT_UNSUPPORTED;
    if (sealed.length < record_sealed_size(0))
        return VAULT_TAMPERED;
    memcpy(&generation, at + 4, 4);
    *out_header = (struct record_header){ at[1], at[2], at[3], { .generation = be32toh(generation) } };
    memcpy(out_header->key.id.id.bytes, at + 8, 16);
    return VAULT_OK;
}

/* What binds a ciphertext to its place: moved to another row, group, site or key it does not open. */
static void associated_data(const struct record_place *place, const uint8_t *header, uint8_t out[AD_BYTES])
{
    uint16_t table = htobe16(place->table), group = htobe16(place->group);

    memcpy(out, "privacyd/rec/1", 14);
    memcpy(out + 14, place->site.id.bytes, 16);
    memcpy(out + 30, &table, 2);
    memcpy(out + 32, &group, 2);
    memcpy(out + 34, place->record.id.bytes, 16);
    memcpy(out + 50, header, BOUND);
}

/* Hedged: a cloned machine or a failed random source at worst shows that two records are equal. */
static void make_nonce(const uint8_t secret[32], const uint8_t ad[AD_BYTES], struct text plaintext, const uint8_t salt[16], uint8_t out[NONCE_BYTES])
{
    uint8_t key[32], digest[32];
    crypto_generichash_state state;

    crypto_kdf_derive_from_key(key, sizeof key, 1, context_nonce, secret);
    crypto_generichash(digest, sizeof digest, (const uint8_t *)plaintext.at, plaintext.length, NULL, 0);
    crypto_generichash_init(&state, key, sizeof key, NONCE_BYTES);
    crypto_generichash_update(&state, ad, AD_BYTES);
    crypto_generichash_update(&state, digest, sizeof digest);
    crypto_generichash_update(&state, salt, 16);
    crypto_generichash_final(&state, out, NONCE_BYTES);
    sodium_memzero(key, sizeof key);
    sodium_memzero(digest, sizeof digest);
    sodium_memzero(&state, sizeof state);
}

static void encryption_key(const uint8_t secret[32], uint8_t retention_class, uint8_t out[32])
{
    crypto_kdf_derive_from_key(out, 32, 1u + retention_class, context_encrypt, secret);
}

void record_seal(const uint8_t secret[32], struct vault_key key, const struct record_place *place, uint8_t retention_class,
                 struct text plaintext, const uint8_t salt[16], uint8_t *out_sealed)
{
    size_t padded = padded_size(plaintext.length);
    uint8_t ad[AD_BYTES], encrypt[32], *body = out_sealed + RECORD_HEADER;

    header_write(out_sealed, key, retention_class);
    associated_data(place, out_sealed, ad);
    make_nonce(secret, ad, plaintext, salt, out_sealed + NONCE_AT);
    memset(body, 0, padded + RECORD_TAG);
    if (plaintext.length)
        memcpy(body, plaintext.at, plaintext.length);
    body[plaintext.length] = PADDING_MARK;
    if (TEETH_OUT(TOOTH_SEAL))
        return;
    encryption_key(secret, retention_class, encrypt);
    crypto_aead_xchacha20poly1305_ietf_encrypt(body, NULL, body, padded, ad, sizeof ad, NULL, out_sealed + NONCE_AT, encrypt);
    sodium_memzero(encrypt, sizeof encrypt);
}

/* Insists on the one padding that record_seal makes for this length. */
static bool strip_padding(const uint8_t *padded, size_t size, size_t *out_length)
{
    size_t end = size;

    while (end && padded[end - 1] == 0)
        end--;
    if (end == 0 || padded[end - 1] != PADDING_MARK || padded_size(end - 1) != size)
        return false;
    *out_length = end - 1;
    return true;
}

static bool decrypt(const uint8_t secret[32], const struct record_place *place, uint8_t retention_class, struct text sealed, uint8_t *out_padded)
{
    const uint8_t *at = (const uint8_t *)sealed.at;
    uint8_t ad[AD_BYTES], key[32];
    bool authentic;

    if (TEETH_OUT(TOOTH_SEAL)) {
        memcpy(out_padded, at + RECORD_HEADER, sealed.length - RECORD_HEADER - RECORD_TAG);
        return true;
    }
    associated_data(place, at, ad);
    encryption_key(secret, retention_class, key);
    authentic = crypto_aead_xchacha20poly1305_ietf_decrypt(out_padded, NULL, NULL, at + RECORD_HEADER, sealed.length - RECORD_HEADER, ad, sizeof ad,
                                                           at + NONCE_AT, key) == 0;
    sodium_memzero(key, sizeof key);
    return authentic;
}

enum vault_status record_open(const uint8_t secret[32], const struct record_place *place, struct text sealed, uint8_t *out_plaintext, size_t *out_length)
{
    struct record_header header;
    enum vault_status status = record_header_parse(sealed, &header);
    size_t padded = sealed.length - RECORD_HEADER - RECORD_TAG;

    if (status != VAULT_OK)
        return status;
    if (padded > padded_size(RECORD_PLAINTEXT_MAX))
        return VAULT_TAMPERED;
    if (decrypt(secret, place, header.retention_class, sealed, out_plaintext) && strip_padding(out_plaintext, padded, out_length))
        return VAULT_OK;
    sodium_memzero(out_plaintext, padded); /* nothing of what did not prove itself */
    return VAULT_TAMPERED;
}
