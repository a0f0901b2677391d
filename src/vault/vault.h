/* The vault: the only way to a key. Batch-first and message-like: flat values and bytes with lengths, a status per item; the whole call
 * may fail. No verb lists or dumps keys. Knows files, not tables.
 *
 * A data key lives in a fixed slot of 128 bytes in a file outside the database and its backups, sealed under the seal key, and is
 * overwritten in place to shred (design: the vault). Service keys of a site (index, handles, tokens, bodies, signing) never leave.
 * New keys are usable at once but may be referred to by a committed row only after vault_sync.
 * Thread-safe: any thread may call any verb; one call at a time holds the slot file.
 * A failed sync ends the process: start-up recovers from what is on disk. */
#ifndef VAULT_VAULT_H
#define VAULT_VAULT_H

#include "base/work.h"

struct vault;

enum vault_status {
    VAULT_OK = 0,
    VAULT_KEY_GONE,    /* the slot holds another key or none: the data no longer exist */
    VAULT_WRONG_KEY,   /* the slot does not open under this seal key */
    VAULT_TAMPERED,    /* the record or the slot fails its check */
    VAULT_UNSUPPORTED, /* a version or algorithm that this program does not know */
};

/* What the folder must hold, by what lies beside it. With a database an empty folder is a loss, not a beginning; without one the keys of a site
 * wait for the database that was lost, and a new one would claim none of them. */
enum vault_expects { VAULT_EXPECTS_ANY = 0, VAULT_EXPECTS_KEYS, VAULT_EXPECTS_NONE };

struct vault_config {
    const char *folder;        /* of the slot files; must lie on ext4, xfs or btrfs with NOCOW (vault/gate.h) */
    const char *seal_key_path; /* 32 bytes in a file of mode 0600, owned by the caller; made by vault_seal_key_create */
    enum vault_expects expects;
    const char *tombstone_copy; /* folder, on another disk, to which the tombstones are copied before a shredding returns; NULL: none */
    bool weaker_filesystem;    /* the operator accepts a file system that may keep old copies; vault_state says so */
    /* Fills with unpredictable bytes. Main binds getrandom; simulations a seed. */
    void (*entropy)(void *context, void *out_bytes, size_t length);
    void *entropy_context;
    const struct vault_files *files; /* on which it works; NULL: the real ones. For tests of failing disks (vault/file.h) */
};

/* Writes a new seal key; refuses to overwrite one. Errors: CONFLICT when there is one, IO. */
MUST_USE bool vault_seal_key_create(struct work *w, const char *path, const struct vault_config *config);

/* Opens or, in an empty folder, makes the slot files. Errors: INVALID (seal key of the wrong size or mode, truncated slot file, folder with or
 * without keys against `expects`; the message names the file and what it should be), TAMPERED with the words "wrong seal key", UNSUPPORTED (file system), CONFLICT, IO. */
MUST_USE bool vault_open(struct work *w, const struct vault_config *config, struct vault **out_vault);
void vault_close(struct vault **v);

/* A data key by name: what a row keeps of it. */
struct vault_key {
    struct key_id id;
    uint32_t generation;
};

/* Makes `count` new keys; they are durable after the next vault_sync. Errors: UNAVAILABLE when no slot is free (the slow pool makes new
 * segments ahead: vault_extend). */
MUST_USE bool vault_key_create_many(struct work *w, struct vault *v, size_t count, struct vault_key *out_keys);
/* Makes durable everything that was created before. */
MUST_USE bool vault_sync(struct work *w, struct vault *v);
/* Adds a segment when fewer than a quarter of a segment's slots are free; else reads at most one segment that nobody has needed yet. For the
 * slow pool. */
MUST_USE bool vault_extend(struct work *w, struct vault *v);

/* What a sealed record is bound to (record format v1, vault/record.h). Table and group numbers are never reused. */
struct record_place {
    struct site_id site;
    uint16_t table, group;
    struct record_id record;
};

struct vault_seal {
    struct vault_key key;
    struct record_place place;
    uint8_t retention_class;
    struct text plaintext;
    struct text sealed; /* out: record bytes in the arena of w */
};

/* Every item must succeed, else the call fails. Errors: KEY_GONE. */
MUST_USE bool vault_seal_many(struct work *w, struct vault *v, struct vault_seal *items, size_t count);

struct vault_opening {
    struct record_place place;
    struct text sealed;
    enum vault_status status; /* out */
    struct text plaintext;    /* out: in the arena of w; empty unless VAULT_OK, never a part of it */
};

/* `purpose` is the number of the purpose for which the data are read (the caller has asked the policy); budgets are kept by it. */
MUST_USE bool vault_open_many(struct work *w, struct vault *v, int purpose, struct vault_opening *items, size_t count);

struct vault_shredding {
    struct vault_key key;
    enum vault_status status; /* out: VAULT_OK destroyed now, VAULT_KEY_GONE was gone before */
};

/* Appends the ids to the tombstone journal and syncs it; from then on opening answers KEY_GONE. Then overwrites the slots, syncs, reads
 * back past the page cache where the file system allows. May be repeated. */
MUST_USE bool vault_shred_many(struct work *w, struct vault *v, struct vault_shredding *items, size_t count);

/* Whether the key can still be used; changes nothing. */
enum vault_status vault_key_status(struct vault *v, struct vault_key key);

/* Shreds every slot in use that the caller does not claim and that is older than an hour. `next` gives the claimed ids in ascending order
 * of id, false at the end. */
struct vault_reconciled {
    uint64_t claimed, orphans_shredded, orphans_young, missing;
};
MUST_USE bool vault_reconcile(struct work *w, struct vault *v, bool (*next)(struct work *w, void *context, struct vault_key *out_key), void *context,
                              struct vault_reconciled *out_counts);

typedef bool (*vault_key_taker)(struct work *w, void *context, struct vault_key key);

/* Names of keys, too many for an arena. */
struct vault_key_list {
    struct vault_key *keys;
    size_t count, room;
};
void vault_key_list_free(struct vault_key_list *l);
/* Ascending by id, each once. */
void vault_key_list_sort(struct vault_key_list *l);
/* In a sorted one. */
bool vault_key_list_has(const struct vault_key_list *l, struct vault_key key);

/* Adds every key that was destroyed by the journals in that folder, which may be a vault, a copy of its tombstones or a key backup. Reads only.
 * Errors: NOT_FOUND, TAMPERED (not a journal), INVALID (cut off), IO. */
MUST_USE bool vault_tombstones_read(struct work *w, const char *folder, struct vault_key_list *list);
/* For a restored vault: destroys what tombstones tell of. `foreign`: they stand in other journals, and what is not there is written into this
 * one, so that it tells of all. *out_destroyed: how many keys were
 * there again. */
MUST_USE bool vault_replay(struct work *w, struct vault *v, const struct vault_key_list *keys, bool foreign, uint64_t *out_destroyed);
/* Brings the copy of the tombstones up to date, if there is to be one. */
void vault_copy_tombstones(struct work *w, struct vault *v);

/* Service keys of a site: makes them if they are missing, durable on return. */
MUST_USE bool vault_site_create(struct work *w, struct vault *v, struct site_id site);

/* Uses of MAC keys; each (site, domain) has a key of its own. Numbers are never reused. */
enum vault_domain {
    MAC_INDEX_EMAIL = 1, /* blind index (vault/index.h) */
    MAC_INDEX_PHONE = 2,
    MAC_HANDLE = 3,      /* handle of a subject, out of its id */
    MAC_TOKEN = 4,       /* one-time form tokens and receipt paths */
    MAC_BODY = 5,        /* equal bodies and idempotency keys */
    MAC_REGISTER = 6,    /* suppression, rate limits by address */
    MAC_DOMAINS
};

struct vault_mac {
    enum vault_domain domain;
    struct text input;
    uint8_t mac[32]; /* out */
};

MUST_USE bool vault_mac_many(struct work *w, struct vault *v, struct site_id site, struct vault_mac *items, size_t count);

/* Ed25519 by the site's log key. */
MUST_USE bool vault_sign(struct work *w, struct vault *v, struct site_id site, struct text message, uint8_t out_signature[64]);
MUST_USE bool vault_public_key(struct work *w, struct vault *v, struct site_id site, uint8_t out_key[32]);

struct vault_state {
    uint64_t slots, used;
    bool weaker_filesystem;
    bool copy_behind;    /* the copy of the tombstones could not be brought up to date */
    char filesystem[16]; /* "ext4" */
};
/* From memory: a segment that was not read since the start counts as full. */
struct vault_state vault_state(struct vault *v);

#endif
