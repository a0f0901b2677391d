/* SHA-256 and HMAC-SHA256 (FIPS 180-4, RFC 2104) over OpenSSL, the digest fetched once. Cannot fail: a missing digest ends the process. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/text.h"

#include <stddef.h>
#include <stdint.h>

struct hash {
    uint8_t bytes[32];
};

struct hash hash_bytes(const void *bytes, size_t length);
/* The hash of the parts in a row, nothing between them. */
struct hash hash_parts(const struct text *parts, size_t count);
struct hash hash_hmac(const uint8_t key[32], const struct text *parts, size_t count);
bool hash_equal(struct hash a, struct hash b); /* constant time */

#endif
