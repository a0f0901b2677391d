/* Data keys: made, found, loaded. */
#include "vault/inside.h"

#include <sodium.h>
#include <string.h>

struct segment *vault_segment_of(struct vault *v, uint32_t number, uint32_t *out_index)
{
    *out_index = number % SEGMENT_SLOTS;
    return number / SEGMENT_SLOTS < v->segment_count ? v->segments[number / SEGMENT_SLOTS] : NULL;
}

bool vault_look(struct work *w, struct vault *v, struct vault_key key, enum vault_holds *out_holds)
{
    uint32_t index, number = slot_number_of(key.id);
    struct segment *s = vault_segment_of(v, number, &index);
    uint8_t bytes[SLOT_BYTES];
    struct slot slot;

    *out_holds = HOLDS_OTHER;
    if (!s || s->number == 0) /* service keys are no data keys */
        return true;
    TRY(segment_read(w, s, index, bytes));
    slot = slot_parse(number, bytes);
    if (slot_is_free(bytes))
        *out_holds = HOLDS_NOTHING;
    else if (slot_state(bytes) != SLOT_KEY)
        *out_holds = HOLDS_DAMAGED;
    else if (id_equal(slot.id, key.id.id) && slot.generation == key.generation)
        *out_holds = HOLDS_KEY;
    return true;
}

static bool is_doomed(const struct vault *v, uint32_t number)
{
    for (size_t i = 0; i < v->doomed_count; i++)
        if (v->doomed[i].number == number)
            return true;
    return false;
}

static enum vault_status open_slot(struct vault *v, uint32_t number, const uint8_t bytes[SLOT_BYTES], struct id id, uint32_t generation,
                                   uint8_t out_secret[SLOT_SECRET])
{
    struct slot s = slot_parse(number, bytes);

    if (slot_is_free(bytes) || is_doomed(v, number))
        return VAULT_KEY_GONE;
    if (slot_state(bytes) != SLOT_KEY)
        return VAULT_TAMPERED;
    if (!id_equal(s.id, id) || s.generation != generation)
        return VAULT_KEY_GONE;
    return slot_open(v->seal_key, number, bytes, out_secret);
}

bool vault_load(struct work *w, struct vault *v, uint32_t number, struct id id, uint32_t generation, uint8_t out_secret[SLOT_SECRET],
                enum vault_status *out_status)
{
    uint8_t bytes[SLOT_BYTES];
    uint32_t index;
    struct segment *s = vault_segment_of(v, number, &index);

    *out_status = VAULT_OK;
    if (cache_find(v->cache, number, id, generation, out_secret))
        return true;
    if (!s) {
        *out_status = VAULT_KEY_GONE;
        return true;
    }
    TRY(segment_read(w, s, index, bytes));
    *out_status = open_slot(v, number, bytes, id, generation, out_secret);
    if (*out_status == VAULT_OK)
        cache_keep(v->cache, number, id, generation, out_secret);
    return true;
}

bool vault_slot_fill(struct work *w, struct vault *v, struct segment *s, uint32_t index, const struct slot *slot)
{
    struct {
        uint8_t secret[SLOT_SECRET], nonce[SLOT_NONCE];
    } fresh;
    uint8_t bytes[SLOT_BYTES];
    bool written;

    v->entropy(v->entropy_context, &fresh, sizeof fresh);
    slot_seal(v->seal_key, slot, fresh.secret, fresh.nonce, bytes);
    written = segment_write(w, s, index, bytes);
    if (written)
        cache_keep(v->cache, slot->number, slot->id, slot->generation, fresh.secret);
    sodium_memzero(&fresh, sizeof fresh);
    return written;
}

/* Scans segments until `count` slots are known to be free. */
static bool require_room(struct work *w, struct vault *v, size_t count)
{
    size_t free = 0;

    for (uint32_t i = 1; i < v->segment_count; i++)
        free += v->segments[i]->scanned ? v->segments[i]->free : 0;
    for (uint32_t i = 1; i < v->segment_count && free < count; i++) {
        if (v->segments[i]->scanned)
            continue;
        TRY(segment_scan(w, v->segments[i]));
        free += v->segments[i]->free;
    }
    if (free < count)
        FAIL(w, ERR_UNAVAILABLE, "%zu keys wanted, %zu slots free: the next segment is not ready yet", count, free);
    return true;
}

static bool take_slot(struct work *w, struct vault *v, uint32_t *out_number, uint32_t *out_generation)
{
    bool taken = false;

    for (uint32_t i = 1; i < v->segment_count; i++) {
        if (!v->segments[i]->scanned || v->segments[i]->free == 0)
            continue;
        TRY(segment_take(w, v->segments[i], out_number, out_generation, &taken));
        *out_number += i * SEGMENT_SLOTS;
        if (taken)
            return true;
    }
    FAIL(w, ERR_UNAVAILABLE, "no slot is free: the next segment is not ready yet");
}

static bool create_one(struct work *w, struct vault *v, struct vault_key *out_key)
{
    struct slot slot = { .use = SLOT_DATA, .created = w->now };
    uint8_t random[12];
    struct segment *s;
    uint32_t index;

    TRY(take_slot(w, v, &slot.number, &slot.generation));
    s = vault_segment_of(v, slot.number, &index);
    v->entropy(v->entropy_context, random, sizeof random);
    *out_key = (struct vault_key){ slot_key_id(slot.number, random), slot.generation };
    slot.id = out_key->id.id;
    return vault_slot_fill(w, v, s, index, &slot);
}

static bool create_all(struct work *w, struct vault *v, size_t count, struct vault_key *out_keys)
{
    TRY(require_room(w, v, count));
    for (size_t i = 0; i < count; i++)
        TRY(create_one(w, v, &out_keys[i]));
    return true;
}

bool vault_key_create_many(struct work *w, struct vault *v, size_t count, struct vault_key *out_keys)
{
    bool created;

    pthread_mutex_lock(&v->lock);
    created = create_all(w, v, count, out_keys);
    pthread_mutex_unlock(&v->lock);
    return created;
}

enum vault_status vault_key_status(struct vault *v, struct vault_key key)
{
    struct work w = { 0 }; /* for the error of an unreadable file, which is no answer about the key */
    uint8_t secret[SLOT_SECRET];
    enum vault_status status;

    pthread_mutex_lock(&v->lock);
    if (!vault_load(&w, v, slot_number_of(key.id), key.id.id, key.generation, secret, &status))
        status = VAULT_TAMPERED;
    pthread_mutex_unlock(&v->lock);
    sodium_memzero(secret, sizeof secret);
    return status;
}
