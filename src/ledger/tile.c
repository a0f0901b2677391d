#include "ledger/tile.h"

#include <string.h>

enum { TILE_BITS = 8 }; /* 2^8 = TILE_WIDTH */
static const uint64_t last_number = UINT64_MAX >> TILE_BITS;

/* Hashes that a tree of `size` leaves has on a level of tiles. */
static uint64_t level_total(uint64_t size, int level)
{
    return size >> (TILE_BITS * level);
}

/* Root of a full subtree; `count` is a power of two. */
static struct hash fold(const struct hash *hashes, int count)
{
    if (count == 1)
        return hashes[0];
    return ledger_node(fold(hashes, count / 2), fold(hashes + count / 2, count / 2));
}

static struct tile_place place_in(uint64_t size, int level, uint64_t number)
{
    uint64_t total = level_total(size, level);
    bool full = total >> TILE_BITS > number;

    return (struct tile_place){ .level = level, .number = number, .width = full ? TILE_WIDTH : (int)(total & (TILE_WIDTH - 1)) };
}

static bool read_hashes(struct work *w, tile_reader read, void *context, struct tile_place place, const struct hash **out_hashes)
{
    struct text bytes;

    TRY(read(w, context, place, &bytes));
    if (bytes.length < (size_t)place.width * sizeof(struct hash))
        FAIL(w, ERR_TAMPERED, "tile %llu of level %d is shorter than %d hashes", (unsigned long long)place.number, place.level, place.width);
    *out_hashes = (const struct hash *)(const void *)bytes.at; /* a hash is bytes: any address will do */
    return true;
}

bool tile_hash(struct work *w, void *source, int level, uint64_t index, struct hash *out_hash)
{
    const struct tile_source *s = source;
    const struct hash *hashes;
    struct tile_place place;
    int tile_level = level / TILE_BITS, height = level % TILE_BITS, from;
    uint64_t first;

    if (level < 0 || level >= TILE_BITS * TILE_LEVELS || s->size >> level <= index)
        FAIL(w, ERR_INVALID, "a log of size %llu has no subtree %llu of level %d", (unsigned long long)s->size, (unsigned long long)index, level);
    first = index << height;
    from = (int)(first & (TILE_WIDTH - 1));
    place = place_in(s->size, tile_level, first >> TILE_BITS);
    TRY(read_hashes(w, s->read, s->context, place, &hashes));
    *out_hash = fold(hashes + from, 1 << height);
    return true;
}

/* Numbers go in groups of three digits, all but the last marked with an x: 1234067 is x001/x234/067. */
void tile_path(const struct tile_place *place, struct draft *out)
{
    unsigned groups[8];
    uint64_t number = place->number;
    int count = 0;

    do {
        groups[count++] = (unsigned)(number % 1000);
        number /= 1000;
    } while (number);
    draft_addf(out, "tile/%d", place->level);
    while (count-- > 0)
        draft_addf(out, count ? "/x%03u" : "/%03u", groups[count]);
    if (place->width < TILE_WIDTH)
        draft_addf(out, ".p/%d", place->width);
}

static bool take_number(struct text groups, uint64_t *out_number)
{
    uint64_t number = 0, digits;
    struct text group;

    while (text_cut(&groups, '/', &group)) {
        if (group.length == 4 && group.at[0] == 'x')
            group = text_from(group, 1);
        if (group.length != 3 || !text_to_u64(group, &digits) || number > last_number / 1000)
            return false;
        number = number * 1000 + digits;
    }
    *out_number = number;
    return number <= last_number;
}

/* Read generously, written again and compared: so one place has one path. */
bool tile_path_parse(struct text path, struct tile_place *out_place)
{
    struct text rest = path, part, width_digits;
    struct tile_place place = { .width = TILE_WIDTH };
    uint64_t level, width;
    char canonical[TILE_PATH_MAX];
    struct draft d = draft_in(canonical, sizeof canonical);
    size_t dot;

    if (!text_starts(path, TEXT("tile/")) || path.length >= TILE_PATH_MAX)
        return false;
    rest = text_from(path, 5);
    if (!text_cut(&rest, '/', &part) || !text_to_u64(part, &level) || level >= TILE_LEVELS)
        return false;
    if (text_find(rest, TEXT(".p/"), &dot)) {
        width_digits = text_from(rest, dot + 3);
        if (!text_to_u64(width_digits, &width) || width < 1 || width >= TILE_WIDTH)
            return false;
        place.width = (int)width;
        rest = text_first(rest, dot);
    }
    place.level = (int)level;
    if (!take_number(rest, &place.number))
        return false;
    tile_path(&place, &d);
    if (d.overflow || !text_equal(draft_text(&d), path))
        return false;
    *out_place = place;
    return true;
}

bool tile_edge_read(struct work *w, tile_reader read, void *context, uint64_t size, struct tile_edge *out_edge)
{
    const struct hash *hashes;

    for (int level = 0; level < TILE_LEVELS; level++) {
        uint64_t total = level_total(size, level);
        struct tile_place place = place_in(size, level, total >> TILE_BITS);
        out_edge->counts[level] = place.width;
        if (place.width == 0)
            continue;
        TRY(read_hashes(w, read, context, place, &hashes));
        memcpy(out_edge->hashes[level], hashes, (size_t)place.width * sizeof *hashes);
    }
    out_edge->size = size;
    return true;
}

/* What is new on one level, and where it begins. */
struct growth {
    const struct hash *hashes;
    size_t count;
};

/* Writes the new hashes of one level tile by tile, and gives the roots of the tiles they fill: what is new on the level above. */
static bool grow_level(struct work *w, const struct tile_edge *edge, int level, struct growth new, tile_writer write, void *context,
    struct growth *out_above)
{
    struct hash tile[TILE_WIDTH], *roots;
    uint64_t number = level_total(edge->size, level) >> TILE_BITS;
    size_t from = (size_t)edge->counts[level], filled = 0;

    roots = WORK_NEW(w, struct hash, (from + new.count) / TILE_WIDTH);
    if (!roots)
        return false;
    memcpy(tile, edge->hashes[level], from * sizeof *tile);
    for (size_t done = 0, count; done < new.count; done += count, number++) {
        count = TILE_WIDTH - from < new.count - done ? TILE_WIDTH - from : new.count - done;
        TRY(write(w, context, level, number, (int)from, new.hashes + done, (int)count));
        memcpy(tile + from, new.hashes + done, count * sizeof *tile);
        if (from + count == TILE_WIDTH)
            roots[filled++] = fold(tile, TILE_WIDTH);
        from = 0;
    }
    *out_above = (struct growth){ roots, filled };
    return true;
}

/* What of the level stays in its last tile. */
static void settle_level(struct tile_edge *edge, int level, struct growth new)
{
    size_t before = (size_t)edge->counts[level], after = (before + new.count) % TILE_WIDTH;
    size_t kept = before + new.count < TILE_WIDTH ? new.count : after; /* of the new ones */

    memcpy(edge->hashes[level] + (after - kept), new.hashes + (new.count - kept), kept * sizeof *new.hashes);
    edge->counts[level] = (int)after;
}

/* The edge changes when every write has succeeded, so a failed unit leaves it as it was. */
bool tile_append(struct work *w, struct tile_edge *edge, const struct hash *leaves, size_t count, tile_writer write, void *context)
{
    struct growth new[TILE_LEVELS + 1] = { { leaves, count } };

    if (edge->size + count < edge->size)
        FAIL(w, ERR_LIMIT, "the log is full");
    for (int level = 0; level < TILE_LEVELS && new[level].count; level++)
        TRY(grow_level(w, edge, level, new[level], write, context, &new[level + 1]));
    for (int level = 0; level < TILE_LEVELS && new[level].count; level++)
        settle_level(edge, level, new[level]);
    edge->size += count;
    return true;
}

struct ledger_head tile_edge_head(const struct tile_edge *edge)
{
    struct ledger_head head = { .size = edge->size, .root = hash_bytes("", 0) };
    bool begun = false;

    for (int level = 0; level < TILE_BITS * TILE_LEVELS; level++) {
        int tile_level = level / TILE_BITS, width = 1 << level % TILE_BITS;
        int from = edge->counts[tile_level] & ~(2 * width - 1);
        if (!(edge->size >> level & 1))
            continue;
        struct hash full = fold(edge->hashes[tile_level] + from, width);
        head.root = begun ? ledger_node(full, head.root) : full;
        begun = true;
    }
    return head;
}
