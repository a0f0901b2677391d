/* The vault from inside: its state, for the files of this room and their tests only.
 * Locks: `lock` covers everything below; sync_lock is held over a whole vault_sync and extend_lock over vault_extend, both taken first. */
#ifndef VAULT_INSIDE_H
#define VAULT_INSIDE_H

#include "vault/cache.h"
#include "vault/file.h"
#include "vault/segment.h"
#include "vault/tombstone.h"
#include "vault/vault.h"

#include <pthread.h>

/* Where a service key of a site lies in segment 0. */
struct service_key {
    struct site_id site;
    uint32_t use, number, generation;
};

/* A key on its way out: journalled, its slot not yet read back as overwritten. */
struct doomed {
    struct vault_key key;
    uint32_t number;
};

struct vault {
    struct vault_files files;
    struct batch batch; /* what the real files read many pieces with */
    void (*entropy)(void *context, void *out_bytes, size_t length);
    void *entropy_context;
    pthread_mutex_t lock, sync_lock, extend_lock;
    int folder;
    struct vault_file holder; /* flock: one vault a folder */
    uint8_t *seal_key;        /* locked memory */
    struct cache *cache;
    struct segment *segments[SEGMENTS_MAX]; /* 0: service keys; from 1 on: data keys */
    uint32_t segment_count;
    struct tombstones journal;
    const char *copy_folder; /* of the tombstones; NULL: none */
    struct doomed *doomed; /* left over from a shredding that failed after its journal entry: these keys open no more */
    size_t doomed_count;
    struct service_key *services;
    size_t service_count, service_room;
    struct vault_state state;
};

/* As vault_open, on other files; the table is copied. */
MUST_USE bool vault_open_on(struct work *w, const struct vault_config *config, const struct vault_files *files, struct vault **out_vault);

/* The functions below want the lock held. */

/* NULL when there is no such slot. */
struct segment *vault_segment_of(struct vault *v, uint32_t number, uint32_t *out_index);
/* What lies in the slot of a data key; the key is not opened. */
enum vault_holds { HOLDS_NOTHING, HOLDS_KEY, HOLDS_OTHER, HOLDS_DAMAGED };
MUST_USE bool vault_look(struct work *w, struct vault *v, struct vault_key key, enum vault_holds *out_holds);
/* The secret of the key that lies in slot `number`; false: the file cannot be read. */
MUST_USE bool vault_load(struct work *w, struct vault *v, uint32_t number, struct id id, uint32_t generation, uint8_t out_secret[SLOT_SECRET],
                         enum vault_status *out_status);
/* Makes a key in a taken slot: random secret, written, in the cache. */
MUST_USE bool vault_slot_fill(struct work *w, struct vault *v, struct segment *s, uint32_t index, const struct slot *slot);

/* Overwrites, syncs, reads back, frees. Sorts `doomed`. */
MUST_USE bool vault_overwrite(struct work *w, struct vault *v, struct doomed *doomed, size_t count);
/* Finishes at open what the journal says was under way. */
MUST_USE bool vault_shred_recover(struct work *w, struct vault *v, const struct vault_key *keys, size_t count);

/* Learns from segment 0 which service keys there are. */
MUST_USE bool vault_services_find(struct work *w, struct vault *v);

#endif
