/* The tombstone journal: which keys were to be destroyed, written and synced before the first of them is touched, so that a crash between
 * finishes at the next open, and so that a restored key backup can be shredded again. Append-only: a magic block of 64 bytes, then records
 * of 64 bytes, integers big-endian, then zeros kept in reserve, so that shredding needs no space on a full disk.
 *
 *   0 kind 'T' tombstone or 'D' done | 1 zero, 3 | 4 generation | 8 key id, 16 | 24 moment, ms | 32 number of the record, u64 | 40 zero, 8 |
 *   48 check sum, BLAKE2b-128 of the 48 bytes before
 *
 * A done record says that every tombstone before it was overwritten and read back; opening reads only what follows the last one. */
#ifndef VAULT_TOMBSTONE_H
#define VAULT_TOMBSTONE_H

#include "vault/file.h"
#include "vault/vault.h"

enum { TOMBSTONE_BYTES = 64, TOMBSTONE_RESERVE = 16384 }; /* records: 1 MiB */

struct tombstones {
    struct vault_file file;
    uint64_t next, room; /* records written; records for which the file has space */
};

/* Makes the journal when it is missing and `may_create`. Cuts a torn tail. The keys whose shredding was under way go to the arena.
 * Errors: TAMPERED (not a journal), INVALID (missing), UNAVAILABLE, IO. */
MUST_USE bool tombstones_open(struct work *w, const struct vault_files *files, int folder, bool may_create, struct tombstones *out_journal,
                              struct vault_key **out_unfinished, size_t *out_count);
/* Durable on return. */
MUST_USE bool tombstones_append(struct work *w, struct tombstones *t, const struct vault_key *keys, size_t count);
/* All before were overwritten and read back. Not synced: when it is lost, the work is looked at once more. */
MUST_USE bool tombstones_done(struct work *w, struct tombstones *t);
/* Every key of the journal, in the order in which they were to go; what is not whole is passed over. Errors: IO, and those of `take`. */
MUST_USE bool tombstones_each(struct work *w, const struct tombstones *t, vault_key_taker take, void *context);
/* Brings a copy of the journal, in another folder, up to date and makes that durable: what it lacks is added. A file there that does not go on
 * as this journal began is put aside as tombstones.N, for it may be all that tells of keys that another backup holds. Errors: UNAVAILABLE, IO. */
MUST_USE bool tombstones_copy(struct work *w, const struct tombstones *t, const char *folder);
/* Adds zeros when less than half of the reserve is left. */
MUST_USE bool tombstones_reserve(struct work *w, struct tombstones *t);

#endif
