/* Reconciling: a key that no row claims is destroyed, so that a crash between key and row leaves nothing behind. */
#include "vault/inside.h"

#include <stdlib.h>

enum { YOUNG_MS = 60 * 60 * 1000, BATCH = 256 };

struct reconciling {
    struct work *w;
    struct vault *v;
    uint32_t segment_count; /* at the start; whatever lies in a later segment is young */
    uint64_t *claimed;      /* a bit for each slot */
    struct vault_reconciled counts;
    struct segment *segment; /* the one being walked */
    struct vault_shredding *orphans;
    size_t orphan_count, orphan_room;
    bool failed;
};

static void claim(struct reconciling *r, uint32_t number)
{
    r->claimed[number / 64] |= UINT64_C(1) << (number % 64);
}

static bool is_claimed(const struct reconciling *r, uint32_t number)
{
    return r->claimed[number / 64] >> (number % 64) & 1;
}

/* A damaged slot that is claimed stays: what can be restored from a backup must not be destroyed by a wrong bit. */
static bool claim_one(struct reconciling *r, struct vault_key key)
{
    struct work *w = r->w;
    enum vault_holds holds;
    bool looked;

    pthread_mutex_lock(&r->v->lock);
    looked = vault_look(w, r->v, key, &holds);
    pthread_mutex_unlock(&r->v->lock);
    TRY(looked);
    if (holds == HOLDS_NOTHING || holds == HOLDS_OTHER) {
        r->counts.missing++;
        return true;
    }
    r->counts.claimed++;
    if (slot_number_of(key.id) / SEGMENT_SLOTS < r->segment_count)
        claim(r, slot_number_of(key.id));
    return true;
}

/* A list that is out of order or breaks off is a broken list: nothing is destroyed on its word. */
static bool claim_all(struct reconciling *r, bool (*next)(struct work *w, void *context, struct vault_key *out_key), void *context)
{
    struct work *w = r->w;
    struct vault_key key, last;
    bool first = true;

    for (; next(w, context, &key); first = false, last = key) {
        int order = first ? 1 : text_compare(text_of_bytes(key.id.id.bytes, 16), text_of_bytes(last.id.id.bytes, 16));
        if (order < 0)
            FAIL(w, ERR_INVALID, "the claimed keys are not in ascending order; nothing was shredded");
        if (order > 0)
            TRY(claim_one(r, key));
    }
    if (w->err.code != ERR_NONE)
        return error_pass(&w->err, __func__, __LINE__);
    return true;
}

static void note_orphan(struct reconciling *r, const struct slot *s)
{
    if (r->orphan_count == r->orphan_room) {
        size_t room = r->orphan_room ? r->orphan_room * 2 : BATCH;
        struct vault_shredding *more = reallocarray(r->orphans, room, sizeof *more);
        if (!more) {
            r->failed = true;
            return;
        }
        r->orphans = more;
        r->orphan_room = room;
    }
    r->orphans[r->orphan_count++] = (struct vault_shredding){ .key = { { s->id }, s->generation } };
}

static void see_slot(void *context, uint32_t index, const uint8_t bytes[SLOT_BYTES])
{
    struct reconciling *r = context;
    struct slot s = slot_parse(r->segment->number * SEGMENT_SLOTS + index, bytes);

    if (slot_is_free(bytes) || is_claimed(r, s.number))
        return;
    if (slot_state(bytes) != SLOT_KEY) { /* its id may be damaged as well; the slot number is what counts */
        static const uint8_t no_random[12];
        s.id = slot_key_id(s.number, no_random).id;
        s.created.ms = INT64_MIN; /* unfinished or damaged: from before the last start, or no key that anybody could use */
    }
    if (s.created.ms > r->w->now.ms - YOUNG_MS)
        r->counts.orphans_young++;
    else
        note_orphan(r, &s);
}

/* One pass under the lock a segment; shredding takes the lock again for each batch. */
static bool find_orphans(struct reconciling *r)
{
    struct work *w = r->w;
    bool walked;

    for (uint32_t i = 1; i < r->segment_count; i++) {
        r->segment = r->v->segments[i];
        pthread_mutex_lock(&r->v->lock);
        walked = segment_walk(w, r->segment, see_slot, r);
        pthread_mutex_unlock(&r->v->lock);
        TRY(walked);
        if (r->failed)
            FAIL(w, ERR_UNAVAILABLE, "no memory to list unclaimed keys; nothing was shredded");
    }
    return true;
}

static bool shred_orphans(struct reconciling *r)
{
    struct work *w = r->w;

    for (size_t at = 0, n; at < r->orphan_count; at += n) {
        n = r->orphan_count - at < BATCH ? r->orphan_count - at : BATCH;
        TRY(vault_shred_many(w, r->v, r->orphans + at, n));
        for (size_t i = at; i < at + n; i++)
            r->counts.orphans_shredded += r->orphans[i].status == VAULT_OK;
    }
    return true;
}

static void reconciling_end(struct reconciling *r)
{
    free(r->claimed);
    free(r->orphans);
}

static uint32_t count_segments(struct vault *v)
{
    uint32_t count;

    pthread_mutex_lock(&v->lock);
    count = v->segment_count;
    pthread_mutex_unlock(&v->lock);
    return count;
}

bool vault_reconcile(struct work *w, struct vault *v, bool (*next)(struct work *w, void *context, struct vault_key *out_key), void *context,
                     struct vault_reconciled *out_counts)
{
    CLEANUP(reconciling_end) struct reconciling r = { .w = w, .v = v, .segment_count = count_segments(v) };

    r.claimed = calloc((size_t)r.segment_count * SEGMENT_SLOTS / 64, sizeof *r.claimed);
    if (!r.claimed)
        FAIL(w, ERR_UNAVAILABLE, "no memory to reconcile keys");
    TRY(claim_all(&r, next, context));
    TRY(find_orphans(&r));
    TRY(shred_orphans(&r));
    *out_counts = r.counts;
    return true;
}
