#include "log.h"

#include <stdlib.h>

struct memory_log *log_create(size_t most_leaves)
{
    struct memory_log *log = calloc(1, sizeof *log);

    assert_non_null(log);
    for (int level = 0; level < 3; level++) {
        log->rooms[level] = (most_leaves >> (8 * level)) + 1;
        log->levels[level] = calloc(log->rooms[level], sizeof(struct hash));
        assert_non_null(log->levels[level]);
    }
    return log;
}

void log_destroy(struct memory_log **log)
{
    for (int level = 0; level < TILE_LEVELS; level++)
        free((*log)->levels[level]);
    free(*log);
    *log = NULL;
}

struct hash log_leaf(uint64_t number)
{
    return ledger_leaf(&number, sizeof number);
}

/* Insists on the order that the header promises. */
static bool write_tile(struct work *w, void *context, int level, uint64_t number, int from, const struct hash *hashes, int count)
{
    struct memory_log *log = context;
    size_t at = (size_t)number * TILE_WIDTH + (size_t)from;

    (void)w;
    assert_true(level > log->last_level || (level == log->last_level && (int64_t)number == log->last_number + 1));
    assert_true(count > 0 && from >= 0 && from + count <= TILE_WIDTH);
    assert_true(at + (size_t)count <= log->rooms[level]);
    memcpy(log->levels[level] + at, hashes, (size_t)count * sizeof *hashes);
    log->last_level = level;
    log->last_number = (int64_t)number;
    return true;
}

static void append(struct work *w, struct memory_log *log, const struct hash *leaves, size_t count)
{
    log->last_level = -1;
    assert_ok(w, tile_append(w, &log->edge, leaves, count, write_tile, log));
}

void log_append(struct work *w, struct memory_log *log, struct hash leaf)
{
    append(w, log, &leaf, 1);
}

void log_grow(struct work *w, struct memory_log *log, uint64_t size)
{
    size_t count = (size_t)(size - log->edge.size);
    struct arena_mark mark = arena_mark(w->arena);
    struct hash *leaves = WORK_NEW(w, struct hash, count);

    assert_non_null(leaves);
    for (size_t i = 0; i < count; i++)
        leaves[i] = log_leaf(log->edge.size + i);
    append(w, log, leaves, count);
    arena_release(w->arena, mark);
}

bool log_read(struct work *w, void *context, struct tile_place place, struct text *out_hashes)
{
    struct memory_log *log = context;
    size_t from = (size_t)place.number * TILE_WIDTH;

    (void)w;
    assert_true(from + (size_t)place.width <= log->rooms[place.level]);
    *out_hashes = text_of_bytes(log->levels[place.level] + from, (size_t)place.width * sizeof(struct hash));
    return true;
}

struct tile_source log_source(struct memory_log *log, uint64_t size)
{
    return (struct tile_source){ log_read, log, size };
}
