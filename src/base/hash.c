#include "base/hash.h"

#include <openssl/evp.h>
#include <pthread.h>
#include <sodium.h>
#include <string.h>

static EVP_MD *sha256;
static pthread_once_t sha256_once = PTHREAD_ONCE_INIT;
static _Thread_local EVP_MD_CTX *context; /* one a thread, kept: making one costs more than hashing a node */
static pthread_key_t context_key;

static void context_free(void *c)
{
    EVP_MD_CTX_free(c);
}

static void sha256_fetch(void)
{
    sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    must(sha256 && pthread_key_create(&context_key, context_free) == 0);
}

static EVP_MD_CTX *context_ready(void)
{
    pthread_once(&sha256_once, sha256_fetch);
    if (!context) {
        context = EVP_MD_CTX_new();
        must(context && pthread_setspecific(context_key, context) == 0);
    }
    return context;
}

struct hash hash_bytes(const void *bytes, size_t length)
{
    struct text part = { bytes, length };

    return hash_parts(&part, 1);
}

struct hash hash_parts(const struct text *parts, size_t count)
{
    EVP_MD_CTX *c = context_ready();
    struct hash h;

    must(EVP_DigestInit_ex2(c, sha256, NULL) == 1);
    for (size_t i = 0; i < count; i++)
        must(EVP_DigestUpdate(c, parts[i].at, parts[i].length) == 1);
    must(EVP_DigestFinal_ex(c, h.bytes, NULL) == 1);
    return h;
}

/* RFC 2104 with a key of half a block. */
struct hash hash_hmac(const uint8_t key[32], const struct text *parts, size_t count)
{
    EVP_MD_CTX *c = context_ready();
    uint8_t pad[64] = { 0 };
    struct hash inner, outer;

    memcpy(pad, key, 32);
    for (size_t i = 0; i < sizeof pad; i++)
        pad[i] ^= 0x36;
    must(EVP_DigestInit_ex2(c, sha256, NULL) == 1 && EVP_DigestUpdate(c, pad, sizeof pad) == 1);
    for (size_t i = 0; i < count; i++)
        must(EVP_DigestUpdate(c, parts[i].at, parts[i].length) == 1);
    must(EVP_DigestFinal_ex(c, inner.bytes, NULL) == 1);
    for (size_t i = 0; i < sizeof pad; i++)
        pad[i] ^= 0x36 ^ 0x5c;
    must(EVP_DigestInit_ex2(c, sha256, NULL) == 1 && EVP_DigestUpdate(c, pad, sizeof pad) == 1);
    must(EVP_DigestUpdate(c, inner.bytes, sizeof inner.bytes) == 1 && EVP_DigestFinal_ex(c, outer.bytes, NULL) == 1);
    sodium_memzero(pad, sizeof pad);
    return outer;
}

bool hash_equal(struct hash a, struct hash b)
{
    return sodium_memcmp(a.bytes, b.bytes, sizeof a.bytes) == 0;
}
