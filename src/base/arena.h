/* Arena: memory of one unit of work. Taken piece by piece, given back all at once, and wiped when given back, because it
 * held people's data. Has a cap; a piece over the cap is NULL and nothing changes. Not thread-safe: a unit has one thread at a time. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/text.h"

#include <stddef.h>

struct arena;

/* A place to come back to; see arena_release. */
struct arena_mark {
    void *chunk;
    size_t used;
};

/* NULL when the system has no memory. */
struct arena *arena_create(size_t cap_bytes);
void arena_destroy(struct arena **a); /* wipes; accepts NULL */

/* Zeroed, aligned for any type; NULL over the cap or without memory. */
void *arena_take(struct arena *a, size_t size);

/* Gives back the end of a piece, behind its first `keep` bytes, when no other was taken since; else nothing happens. */
void arena_trim(struct arena *a, void *piece, size_t size, size_t keep);

struct arena_mark arena_mark(struct arena *a);
/* Wipes and gives back everything taken since the mark. */
void arena_release(struct arena *a, struct arena_mark mark);
/* Wipes and gives back everything, keeps one chunk for the next unit. */
void arena_reset(struct arena *a);
size_t arena_used(const struct arena *a);

#endif
