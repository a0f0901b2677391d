#include "net/rate.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { PLACES = 1024, WAYS = 8 };

_Static_assert(RATE_SEED_BYTES == crypto_shorthash_KEYBYTES, "the seed is the key of SipHash");

/* A bucket as one number: the moment at which it is full again. An unused one was full at 0. */
struct bucket {
    uint8_t key[RATE_KEY_BYTES];
    int kind;
    int64_t full_us;
};

struct rate_table {
    struct rate rates[RATE_KINDS_MAX];
    uint8_t seed[RATE_SEED_BYTES];
    struct bucket buckets[PLACES][WAYS];
};

bool rate_table_create(struct work *w, const struct rate *rates, int kinds, const uint8_t seed[RATE_SEED_BYTES], struct rate_table **out_table)
{
    struct rate_table *t = calloc(1, sizeof *t);

    must(kinds <= RATE_KINDS_MAX);
    if (!t)
        FAIL(w, ERR_UNAVAILABLE, "no memory for the limits of requests");
    memcpy(t->rates, rates, sizeof *rates * (size_t)kinds);
    memcpy(t->seed, seed, sizeof t->seed);
    *out_table = t;
    return true;
}

void rate_table_destroy(struct rate_table **t)
{
    free(*t);
    *t = NULL;
}

static struct bucket *place_of(struct rate_table *t, const uint8_t key[RATE_KEY_BYTES], int kind)
{
    uint8_t input[RATE_KEY_BYTES + 1], hash[crypto_shorthash_BYTES];
    uint32_t number;

    memcpy(input, key, RATE_KEY_BYTES);
    input[RATE_KEY_BYTES] = (uint8_t)kind;
    crypto_shorthash(hash, input, sizeof input, t->seed);
    memcpy(&number, hash, sizeof number);
    return t->buckets[number % PLACES];
}

static struct bucket *bucket_of(struct rate_table *t, const uint8_t key[RATE_KEY_BYTES], int kind)
{
    struct bucket *place = place_of(t, key, kind), *fullest = place;

    for (int i = 0; i < WAYS; i++) {
        if (place[i].full_us && place[i].kind == kind && memcmp(place[i].key, key, RATE_KEY_BYTES) == 0)
            return &place[i];
        if (place[i].full_us < fullest->full_us)
            fullest = &place[i];
    }
    *fullest = (struct bucket){ .kind = kind };
    memcpy(fullest->key, key, RATE_KEY_BYTES);
    return fullest;
}

bool rate_take(struct rate_table *t, const uint8_t key[RATE_KEY_BYTES], int kind, struct moment now, int64_t *out_wait_ms)
{
    const struct rate *rate = &t->rates[kind];
    int64_t now_us = now.ms * 1000, token_us, full_us;
    struct bucket *b;

    if (rate->per_second <= 0)
        return true;
    b = bucket_of(t, key, kind);
    token_us = 1000000 / rate->per_second;
    full_us = (b->full_us > now_us ? b->full_us : now_us) + token_us;
    if (full_us - now_us > token_us * rate->burst) {
        *out_wait_ms = (full_us - now_us - token_us * rate->burst + 999) / 1000;
        return false;
    }
    b->full_us = full_us;
    return true;
}
