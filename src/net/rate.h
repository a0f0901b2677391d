/* How many requests an address may make, by kind: a bucket of tokens for each, in a table whose size never changes. When more addresses come
 * than it has room for, the bucket that is fullest is forgotten, so that forgetting helps nobody who floods. Net thread only. */
#ifndef NET_RATE_H
#define NET_RATE_H

#include "base/work.h"

enum { RATE_KINDS_MAX = 8, RATE_KEY_BYTES = 16, RATE_SEED_BYTES = 16 };

struct rate {
    int per_second; /* 0: no limit */
    int burst;      /* so many at once; at least 1 */
};

struct rate_table;

/* `seed`: unpredictable, so that nobody chooses addresses that share a place. */
MUST_USE bool rate_table_create(struct work *w, const struct rate *rates, int kinds, const uint8_t seed[RATE_SEED_BYTES], struct rate_table **out_table);
void rate_table_destroy(struct rate_table **t);
/* Takes a token of the kind. False: there is none, and the next comes in *out_wait_ms. */
bool rate_take(struct rate_table *t, const uint8_t key[RATE_KEY_BYTES], int kind, struct moment now, int64_t *out_wait_ms);

#endif
