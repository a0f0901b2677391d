/* Hash tiles (C2SP tlog-tiles): a full tile is 256 hashes; level L holds the hashes of tree level 8 L. Stored and served as they are;
 * every other hash of the tree is computed out of one tile. */
#ifndef LEDGER_TILE_H
#define LEDGER_TILE_H

#include "ledger/tree.h"

enum { TILE_WIDTH = 256, TILE_LEVELS = 8, TILE_BYTES = TILE_WIDTH * 32, TILE_PATH_MAX = 64 };

struct tile_place {
    int level;
    uint64_t number;
    int width; /* 1..256; 256 is a full tile */
};

/* Gives the stored bytes of a tile, at least `width` * 32 of them; they must live until the unit ends. */
typedef bool (*tile_reader)(struct work *w, void *context, struct tile_place place, struct text *out_hashes);

/* A ledger_reader over tiles: its context is a struct tile_source. */
struct tile_source {
    tile_reader read;
    void *context;
    uint64_t size; /* of the tree: says how wide the last tiles are */
};
bool tile_hash(struct work *w, void *source, int level, uint64_t index, struct hash *out_hash);

/* "tile/0/x001/234.p/112". Parsing insists on the canonical form. */
void tile_path(const struct tile_place *place, struct draft *out);
bool tile_path_parse(struct text path, struct tile_place *out_place);

/* Tiles that change when leaves [old_size, new_size) are appended: called once for each, in order of level and number, with the hashes
 * that are new in it, beginning at hash `from` of the tile. Higher levels get their hashes when the tile below is full. */
typedef bool (*tile_writer)(struct work *w, void *context, int level, uint64_t number, int from, const struct hash *hashes, int count);
/* The right edge in tiles: the hashes of the last, unfilled tile of each level. Kept by the one who appends. */
struct tile_edge {
    uint64_t size;
    struct hash hashes[TILE_LEVELS][TILE_WIDTH];
    int counts[TILE_LEVELS];
};
/* After a failure the edge is not to be used. */
MUST_USE bool tile_edge_read(struct work *w, tile_reader read, void *context, uint64_t size, struct tile_edge *out_edge);
/* After a failure the edge is as it was before. */
MUST_USE bool tile_append(struct work *w, struct tile_edge *edge, const struct hash *leaves, size_t count, tile_writer write, void *context);
/* Head of the tree that the edge is the edge of. */
struct ledger_head tile_edge_head(const struct tile_edge *edge);

#endif
