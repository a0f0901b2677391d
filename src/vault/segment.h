/* A segment: one slot file, keys.NNNN, of SEGMENT_SLOTS slots, 8 MiB. Made by writing all its bytes and synced with its folder before use,
 * so that later writes change blocks in place and need no space. Which slots are free is found out by reading the file once (scan), when
 * that is needed; 8 KiB of bits are kept, never the slots. A free slot is read again before it is written: a slot in use is never lost
 * to a wrong bit. Not thread-safe: the vault's lock covers it. */
#ifndef VAULT_SEGMENT_H
#define VAULT_SEGMENT_H

#include "vault/file.h"
#include "vault/slot.h"

enum { SEGMENT_SLOTS = 65536, SEGMENT_BYTES = SEGMENT_SLOTS * SLOT_BYTES, SEGMENTS_MAX = 4096 };

struct segment {
    struct vault_file file;
    struct vault_file direct; /* reads past the page cache; fd -1 when the file system cannot */
    uint32_t number, free, next; /* next: no slot before it is free */
    bool scanned, dirty, direct_tried;
    uint64_t used[SEGMENT_SLOTS / 64];
};

/* Makes the file with `first` as its first slot (NULL: none). Errors: UNAVAILABLE when the disk is full, IO. */
MUST_USE bool segment_create(struct work *w, const struct vault_files *files, int folder, uint32_t number, const uint8_t *first);
/* Errors: NOT_FOUND; INVALID when the file is cut off. */
MUST_USE bool segment_open(struct work *w, const struct vault_files *files, int folder, uint32_t number, struct segment **out_segment);
void segment_close(struct segment **s);

/* `index` is the place in the segment. */
MUST_USE bool segment_read(struct work *w, const struct segment *s, uint32_t index, uint8_t out_bytes[SLOT_BYTES]);
MUST_USE bool segment_write(struct work *w, struct segment *s, uint32_t index, const uint8_t bytes[SLOT_BYTES]);
/* Calls `see` for every slot that is not free, at least up to the last one that was ever used and synced. */
MUST_USE bool segment_walk(struct work *w, const struct segment *s,
                           void (*see)(void *context, uint32_t index, const uint8_t bytes[SLOT_BYTES]), void *context);
/* Learns which slots are free; cheap the second time. */
MUST_USE bool segment_scan(struct work *w, struct segment *s);
/* Takes a free slot of a scanned segment with free > 0: marks it used and gives the generation of the next key in it. `out_taken` is false
 * when the bits were wrong and none is left. */
MUST_USE bool segment_take(struct work *w, struct segment *s, uint32_t *out_index, uint32_t *out_generation, bool *out_taken);
void segment_mark_free(struct segment *s, uint32_t index); /* no effect before a scan */
bool segment_is_used(const struct segment *s, uint32_t index);

/* Compares `count` slots, sorted by index, with what the disk holds now, past the page cache where the file system allows. */
MUST_USE bool segment_read_back(struct work *w, struct segment *s, int folder, const uint32_t *indexes, const uint8_t (*expected)[SLOT_BYTES], size_t count);

#endif
