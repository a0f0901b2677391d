/* Record format v1: how personal data lie sealed in a row (security 4.6). Integers are big-endian.
 *
 *   0  magic 0xD7 | 1 version 1 | 2 algorithm 1 = XChaCha20-Poly1305 | 3 retention class | 4 generation of the key, u32 |
 *   8  key id, 16 | 24 nonce, 24 | 48 ciphertext of the padded plaintext | tag, 16
 *
 * Padding: 0x80, then zeros up to 32, 64, 128, 256, then multiples of 256. Associated data, 74 bytes: "privacyd/rec/1", site id, table u16,
 * field group u16, record id, header bytes 0..23. K_enc = crypto_kdf(S, 1 + class, "pdrecenc"), K_nonce = crypto_kdf(S, 1, "pdrecnon");
 * nonce = BLAKE2b-192(K_nonce, AD | BLAKE2b-256(plaintext) | 16 random bytes). */
#ifndef VAULT_RECORD_H
#define VAULT_RECORD_H

#include "vault/vault.h"

enum { RECORD_HEADER = 48, RECORD_TAG = 16, RECORD_PLAINTEXT_MAX = 1024 * 1024 };

struct record_header {
    uint8_t version, algorithm, retention_class;
    struct vault_key key;
};

/* The header of sealed bytes, without opening them. VAULT_TAMPERED when they are too short or not a record, VAULT_UNSUPPORTED. */
enum vault_status record_header_parse(struct text sealed, struct record_header *out_header);
/* Bytes that a plaintext of `length` takes when sealed. */
size_t record_sealed_size(size_t length);
/* Writes record_sealed_size(plaintext.length) bytes. */
void record_seal(const uint8_t secret[32], struct vault_key key, const struct record_place *place, uint8_t retention_class,
                 struct text plaintext, const uint8_t salt[16], uint8_t *out_sealed);
/* `out_plaintext` has room for sealed.length bytes; the length of the plaintext is given back. */
enum vault_status record_open(const uint8_t secret[32], const struct record_place *place, struct text sealed, uint8_t *out_plaintext, size_t *out_length);

#endif
