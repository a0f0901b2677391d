/* One slot of a slot file: 128 bytes that hold one sealed key. Pure: bytes in, bytes out. Integers are big-endian.
 *
 *   0 state, 4 | 4 generation | 8 id, 16 | 24 nonce, 24 | 48 key sealed by XChaCha20-Poly1305 under the seal key, 32 + 16 |
 *   96 created, ms since 1970 | 104 use | 108 zero, 4 | 112 check value of the key, 8 | 120 check sum of the slot, 8
 *
 * Associated data: "privacyd/slot/1", slot number, generation, id, created, use; so a slot copied elsewhere does not open. The id of a data
 * key begins with its slot number, which makes finding it a single read. The check sum stands last: without it the write did not end.
 * The sum tells damage from a wrong seal key; the check value helps to prove a shred. A shredded slot keeps state and generation, all
 * other bytes are random. 128 divides every sector size, so that a slot never lies in two sectors. */
#ifndef VAULT_SLOT_H
#define VAULT_SLOT_H

#include "vault/vault.h"

enum { SLOT_BYTES = 128, SLOT_NONCE = 24, SLOT_SECRET = 32 };

/* What a slot is for. Numbers are never reused; MAC domains stand for themselves. */
enum slot_use { SLOT_DATA = 0, SLOT_MAC_LAST = 31, SLOT_SIGNING = 32, SLOT_HEADER = 255 };

enum slot_state {
    SLOT_NEVER,      /* zeros: no key has lain here */
    SLOT_GONE,       /* shredded */
    SLOT_KEY,        /* a whole slot */
    SLOT_UNFINISHED, /* its write did not end, so no sync covered it and no row refers to it */
    SLOT_DAMAGED,
};

struct slot {
    uint32_t number; /* segment * SEGMENT_SLOTS + place in it */
    uint32_t generation, use;
    struct id id;
    struct instant created;
};

/* Id of a data key: slot number, 96 random bits. */
struct key_id slot_key_id(uint32_t number, const uint8_t random[12]);
uint32_t slot_number_of(struct key_id id);

enum slot_state slot_state(const uint8_t bytes[SLOT_BYTES]);
/* Whether a key may be written here: SLOT_NEVER or SLOT_GONE, without the cost of the check sum. */
bool slot_is_free(const uint8_t bytes[SLOT_BYTES]);
struct slot slot_parse(uint32_t number, const uint8_t bytes[SLOT_BYTES]);
void slot_seal(const uint8_t seal_key[32], const struct slot *s, const uint8_t secret[SLOT_SECRET], const uint8_t nonce[SLOT_NONCE],
               uint8_t out_bytes[SLOT_BYTES]);
/* OK, KEY_GONE (no key here), TAMPERED (damaged or unfinished), WRONG_KEY (whole, but not under this seal key). */
enum vault_status slot_open(const uint8_t seal_key[32], uint32_t number, const uint8_t bytes[SLOT_BYTES], uint8_t out_secret[SLOT_SECRET]);
/* Turns SLOT_BYTES random bytes into a shredded slot. */
void slot_mark_gone(uint32_t generation, uint8_t bytes[SLOT_BYTES]);

#endif
