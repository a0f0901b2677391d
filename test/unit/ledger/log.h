/* A log in memory, for tests: leaves are counted numbers, tiles lie in one array a level. */
#ifndef TEST_LOG_H
#define TEST_LOG_H

#include "ledger/tile.h"
#include "unit.h"

struct memory_log {
    struct tile_edge edge;
    struct hash *levels[TILE_LEVELS];
    size_t rooms[TILE_LEVELS]; /* hashes that fit in each level */
    int last_level;            /* of the last tile written in an append */
    int64_t last_number;
};

struct memory_log *log_create(size_t most_leaves);
void log_destroy(struct memory_log **log);
struct hash log_leaf(uint64_t number);
/* Appends leaf numbers up to `size`. */
void log_grow(struct work *w, struct memory_log *log, uint64_t size);
void log_append(struct work *w, struct memory_log *log, struct hash leaf);
bool log_read(struct work *w, void *log, struct tile_place place, struct text *out_hashes);
struct tile_source log_source(struct memory_log *log, uint64_t size);

#endif
