#include "vault/cache.h"

#include <sodium.h>
#include <string.h>

enum { WAYS = 8, SETS = CACHE_KEYS / WAYS };

struct entry {
    bool used;
    uint32_t number, generation;
    struct id id;
    uint8_t secret[SLOT_SECRET];
};

struct set {
    struct entry way[WAYS];
    uint32_t next; /* the way to evict */
};

struct cache {
    struct set set[SETS];
};

struct cache *cache_create(void)
{
    struct cache *c = sodium_malloc(sizeof *c);

    if (c)
        memset(c, 0, sizeof *c);
    return c;
}

void cache_destroy(struct cache **c)
{
    if (*c)
        sodium_free(*c); /* wipes */
    *c = NULL;
}

/* Neighbouring slots are used together, so they must lie in different sets. */
static struct set *set_of(struct cache *c, uint32_t number)
{
    return &c->set[number % SETS];
}

static struct entry *entry_of(struct set *s, uint32_t number)
{
    for (int i = 0; i < WAYS; i++)
        if (s->way[i].used && s->way[i].number == number)
            return &s->way[i];
    return NULL;
}

bool cache_find(struct cache *c, uint32_t number, struct id id, uint32_t generation, uint8_t out_secret[SLOT_SECRET])
{
    const struct entry *e = entry_of(set_of(c, number), number);

    if (!e || e->generation != generation || !id_equal(e->id, id))
        return false;
    memcpy(out_secret, e->secret, SLOT_SECRET);
    return true;
}

static struct entry *entry_to_fill(struct set *s, uint32_t number)
{
    struct entry *e = entry_of(s, number);

    if (e)
        return e;
    for (int i = 0; i < WAYS; i++)
        if (!s->way[i].used)
            return &s->way[i];
    return &s->way[s->next++ % WAYS];
}

void cache_keep(struct cache *c, uint32_t number, struct id id, uint32_t generation, const uint8_t secret[SLOT_SECRET])
{
    struct entry *e = entry_to_fill(set_of(c, number), number);

    sodium_memzero(e, sizeof *e);
    *e = (struct entry){ .used = true, .number = number, .generation = generation, .id = id };
    memcpy(e->secret, secret, SLOT_SECRET);
}

void cache_purge(struct cache *c, uint32_t number)
{
    struct entry *e = entry_of(set_of(c, number), number);

    if (e)
        sodium_memzero(e, sizeof *e);
}

size_t cache_count(const struct cache *c)
{
    size_t count = 0;

    for (int s = 0; s < SETS; s++)
        for (int i = 0; i < WAYS; i++)
            count += c->set[s].way[i].used;
    return count;
}
