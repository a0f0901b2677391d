#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK_FIRST = 16 * 1024, ALIGNMENT = 16 };

struct chunk {
    struct chunk *before;
    size_t size, used;
    _Alignas(16) unsigned char memory[];
};

struct arena {
    struct chunk *top;
    size_t cap, held; /* held: bytes of all chunks */
};

static struct chunk *chunk_create(size_t size, struct chunk *before)
{
    struct chunk *c = malloc(sizeof *c + size);

    if (!c)
        return NULL;
    memset(c->memory, 0, size);
    *c = (struct chunk){ .before = before, .size = size };
    return c;
}

static void chunk_wipe(struct chunk *c, size_t from)
{
    if (c->used > from)
        explicit_bzero(c->memory + from, c->used - from);
    c->used = from;
}

struct arena *arena_create(size_t cap_bytes)
{
    struct arena *a = calloc(1, sizeof *a);

    if (!a)
        return NULL;
    a->cap = cap_bytes;
    a->held = cap_bytes < CHUNK_FIRST ? cap_bytes : CHUNK_FIRST;
    a->top = chunk_create(a->held, NULL);
    if (!a->top)
        arena_destroy(&a);
    return a;
}

static void drop_top(struct arena *a)
{
    struct chunk *c = a->top;

    chunk_wipe(c, 0);
    a->top = c->before;
    a->held -= c->size;
    free(c);
}

void arena_destroy(struct arena **a)
{
    if (!a || !*a)
        return;
    while ((*a)->top)
        drop_top(*a);
    free(*a);
    *a = NULL;
}

static size_t aligned(size_t size)
{
    return (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
}

void *arena_take(struct arena *a, size_t size)
{
    size_t want;
    void *piece;

    if (size > a->cap)
        return NULL;
    size = aligned(size);
    if (a->top->size - a->top->used < size) {
        want = a->held > size ? a->held : size;
        if (want > a->cap - a->held)
            want = a->cap - a->held;
        struct chunk *c = want < size ? NULL : chunk_create(want, a->top);
        if (!c)
            return NULL;
        a->top = c;
        a->held += want;
    }
    piece = a->top->memory + a->top->used;
    a->top->used += size;
    return piece;
}

void arena_trim(struct arena *a, void *piece, size_t size, size_t keep)
{
    struct chunk *c = a->top;
    unsigned char *at = piece;

    if (keep < size && at >= c->memory && at + aligned(size) == c->memory + c->used)
        chunk_wipe(c, (size_t)(at - c->memory) + aligned(keep));
}

struct arena_mark arena_mark(struct arena *a)
{
    return (struct arena_mark){ a->top, a->top->used };
}

void arena_release(struct arena *a, struct arena_mark mark)
{
    while (a->top != mark.chunk)
        drop_top(a);
    chunk_wipe(a->top, mark.used);
}

void arena_reset(struct arena *a)
{
    while (a->top->before)
        drop_top(a);
    chunk_wipe(a->top, 0);
}

size_t arena_used(const struct arena *a)
{
    size_t used = 0;

    for (const struct chunk *c = a->top; c; c = c->before)
        used += c->used;
    return used;
}
