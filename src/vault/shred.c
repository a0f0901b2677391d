/* Shredding: journal, sync, overwrite in place, sync, read back, free. The order is the promise: from the journal's sync on the key is gone
 * for everybody, and a slot is given to a new key only after the disk was seen to hold other bytes. */
#include "vault/inside.h"

#include "base/teeth.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH = 1024 };

static int by_number(const void *a, const void *b)
{
    uint32_t x = ((const struct doomed *)a)->number, y = ((const struct doomed *)b)->number;

    return x < y ? -1 : x > y;
}

/* The doomed keys of one segment, which stand together once they are sorted. */
static size_t same_segment(const struct doomed *doomed, size_t count)
{
    size_t n = 1;

    while (n < count && doomed[n].number / SEGMENT_SLOTS == doomed[0].number / SEGMENT_SLOTS)
        n++;
    return n;
}

struct overwriting {
    const struct doomed *doomed;
    uint32_t *indexes;
    uint8_t (*bytes)[SLOT_BYTES];
    size_t count;
};

static bool write_over(struct work *w, struct vault *v, const struct overwriting *o)
{
    for (size_t i = 0; i < o->count; i++) {
        struct segment *s = vault_segment_of(v, o->doomed[i].number, &o->indexes[i]);
        slot_mark_gone(o->doomed[i].key.generation, o->bytes[i]);
        TRY(segment_write(w, s, o->indexes[i], o->bytes[i]));
    }
    return true;
}

static bool sync_and_read_back(struct work *w, struct vault *v, const struct overwriting *o)
{
    for (size_t i = 0, n; i < o->count; i += n) {
        struct segment *s = v->segments[o->doomed[i].number / SEGMENT_SLOTS];
        n = same_segment(o->doomed + i, o->count - i);
        file_sync_data(&s->file);
        s->dirty = false; /* keys made before are covered as well */
    }
    for (size_t i = 0, n; i < o->count; i += n) {
        n = same_segment(o->doomed + i, o->count - i);
        TRY(segment_read_back(w, v->segments[o->doomed[i].number / SEGMENT_SLOTS], v->folder, o->indexes + i,
                              (const uint8_t(*)[SLOT_BYTES])(o->bytes + i), n));
    }
    return true;
}

bool vault_overwrite(struct work *w, struct vault *v, struct doomed *doomed, size_t count)
{
    struct overwriting o = { .doomed = doomed, .count = count, .indexes = WORK_NEW(w, uint32_t, count), .bytes = work_take(w, SLOT_BYTES, count) };

    if (!o.indexes || !o.bytes)
        return false;
    if (TEETH_OUT(TOOTH_SHRED))
        return tombstones_done(w, &v->journal);
    qsort(doomed, count, sizeof *doomed, by_number);
    v->entropy(v->entropy_context, o.bytes, count * SLOT_BYTES);
    TRY(write_over(w, v, &o));
    TRY(sync_and_read_back(w, v, &o));
    for (size_t i = 0; i < count; i++)
        segment_mark_free(v->segments[doomed[i].number / SEGMENT_SLOTS], o.indexes[i]);
    return tombstones_done(w, &v->journal);
}

/* Whether something must be overwritten. A slot that is not whole is: no other key is in it, and what is left may still be this one. In
 * recovery that also holds for a slot marked as shredded, because the mark may be all that was written. */
static bool still_there(struct work *w, struct vault *v, struct vault_key key, bool in_recovery, bool *out_there)
{
    enum vault_holds holds;

    TRY(vault_look(w, v, key, &holds));
    *out_there = holds == HOLDS_KEY || holds == HOLDS_DAMAGED || (holds == HOLDS_NOTHING && in_recovery);
    return true;
}

static bool finish_left_over(struct work *w, struct vault *v)
{
    if (v->doomed_count == 0)
        return true;
    TRY(vault_overwrite(w, v, v->doomed, v->doomed_count));
    free(v->doomed);
    v->doomed = NULL;
    v->doomed_count = 0;
    return true;
}

static bool has_number(const struct doomed *doomed, size_t count, uint32_t number)
{
    for (size_t i = 0; i < count; i++)
        if (doomed[i].number == number)
            return true;
    return false;
}

/* Sets the statuses and picks what is there to destroy; a key named twice is destroyed once. */
static bool pick(struct work *w, struct vault *v, struct vault_shredding *items, size_t count, struct doomed *out_doomed, size_t *out_count)
{
    bool there;

    *out_count = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t number = slot_number_of(items[i].key.id);
        TRY(still_there(w, v, items[i].key, false, &there));
        items[i].status = VAULT_KEY_GONE;
        if (!there || has_number(out_doomed, *out_count, number))
            continue;
        items[i].status = VAULT_OK;
        out_doomed[(*out_count)++] = (struct doomed){ items[i].key, number };
    }
    return true;
}

static bool journal(struct work *w, struct vault *v, const struct doomed *doomed, size_t count)
{
    struct vault_key *keys = WORK_NEW(w, struct vault_key, count);

    if (!keys)
        return false;
    for (size_t i = 0; i < count; i++)
        keys[i] = doomed[i].key;
    return tombstones_append(w, &v->journal, keys, count);
}

/* The list outlives this unit of work: when a later step fails, the keys stay closed and the next shredding finishes them. */
static bool shred_batch(struct work *w, struct vault *v, struct vault_shredding *items, size_t count)
{
    struct doomed *doomed = calloc(count, sizeof *doomed);
    size_t picked;

    if (!doomed)
        FAIL(w, ERR_UNAVAILABLE, "no memory to shred %zu keys", count);
    if (!pick(w, v, items, count, doomed, &picked) || (picked && !journal(w, v, doomed, picked))) {
        free(doomed);
        return error_pass(&w->err, __func__, __LINE__);
    }
    if (picked == 0) {
        free(doomed);
        return true;
    }
    for (size_t i = 0; i < picked && !TEETH_OUT(TOOTH_SHRED); i++)
        cache_purge(v->cache, doomed[i].number);
    v->doomed = doomed;
    v->doomed_count = picked;
    return finish_left_over(w, v);
}

static bool shred_all(struct work *w, struct vault *v, struct vault_shredding *items, size_t count)
{
    struct arena_mark before = arena_mark(w->arena);

    TRY(finish_left_over(w, v));
    for (size_t at = 0, n; at < count; at += n) {
        n = count - at < BATCH ? count - at : BATCH;
        TRY(shred_batch(w, v, items + at, n));
        arena_release(w->arena, before);
    }
    return true;
}

bool vault_shred_many(struct work *w, struct vault *v, struct vault_shredding *items, size_t count)
{
    bool shredded;

    pthread_mutex_lock(&v->lock);
    shredded = shred_all(w, v, items, count);
    pthread_mutex_unlock(&v->lock);
    if (shredded)
        vault_copy_tombstones(w, v);
    return shredded;
}

bool vault_shred_recover(struct work *w, struct vault *v, const struct vault_key *keys, size_t count)
{
    struct doomed *doomed = WORK_NEW(w, struct doomed, count);
    size_t found = 0;
    bool there;

    if (!doomed)
        return false;
    for (size_t i = 0; i < count; i++) {
        uint32_t number = slot_number_of(keys[i].id);
        TRY(still_there(w, v, keys[i], true, &there));
        if (there && !has_number(doomed, found, number))
            doomed[found++] = (struct doomed){ keys[i], number };
    }
    return found == 0 || vault_overwrite(w, v, doomed, found);
}
