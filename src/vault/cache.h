/* Opened data keys, so that a key in use is not opened again and again: at most CACHE_KEYS, in locked memory that stays out of core dumps.
 * A key that is evicted or purged is wiped. Not thread-safe: the vault's lock covers it. */
#ifndef VAULT_CACHE_H
#define VAULT_CACHE_H

#include "vault/slot.h"

enum { CACHE_KEYS = 4096 };

struct cache;

struct cache *cache_create(void); /* NULL without memory */
void cache_destroy(struct cache **c);
bool cache_find(struct cache *c, uint32_t number, struct id id, uint32_t generation, uint8_t out_secret[SLOT_SECRET]);
void cache_keep(struct cache *c, uint32_t number, struct id id, uint32_t generation, const uint8_t secret[SLOT_SECRET]);
void cache_purge(struct cache *c, uint32_t number); /* whatever key lay in that slot */
size_t cache_count(const struct cache *c);

#endif
