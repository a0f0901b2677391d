/* Invariants of the log: the tiles are one tree, the head is its head, and every kept fact is the one that its leaf commits to. */
#include "assurance/violation.h"

#include "assurance_queries.h"
#include "ledger/fact.h"
#include "policy/own_record.h"
#include "policy/site.h"
#include "store/facts.h"

#include <string.h>

static bool load_head(struct work *w, struct ledger_head *out_head)
{
    struct sql_value site = sql_number(w->site->key);
    struct sql_row row;
    int64_t size;

    TRY(sql_load(w, w->snapshot, &query_verify_head, &site, 1, &row));
    TRY(sql_row_number(w, &row, 0, &size));
    if (size < 0)
        FAIL(w, ERR_TAMPERED, "the head of the log has a negative size");
    out_head->size = (uint64_t)size;
    return sql_row_hash(w, &row, 1, out_head->root.bytes);
}

struct tile_walk {
    struct verifying *checking;
    uint64_t size;
    struct tile_table table;
};

/* Root of a full tile: the hash that the level above holds of it. */
static struct hash tile_root(const uint8_t *hashes)
{
    struct ledger_edge edge = { 0 };
    struct hash h;

    for (int i = 0; i < TILE_WIDTH; i++) {
        memcpy(h.bytes, hashes + (size_t)i * 32, 32);
        ledger_edge_append(&edge, h);
    }
    return ledger_edge_head(&edge).root;
}

static uint64_t hashes_at(uint64_t size, int level)
{
    return level * 8 < 64 ? size >> (level * 8) : 0;
}

static bool tile_above(struct work *w, struct tile_walk *walk, int level, uint64_t number, struct hash root)
{
    struct tile_place above = { level + 1, number / TILE_WIDTH, (int)(number % TILE_WIDTH) + 1 };
    struct text hashes;

    TRY(store_tile_reader(w, &walk->table, above, &hashes));
    if (memcmp(hashes.at + (number % TILE_WIDTH) * 32, root.bytes, 32) == 0)
        return true;
    return violation_add(w, walk->checking, "tile %llu of level %d is not the one that the level above commits to", (unsigned long long)number, level);
}

static bool tile_row(struct work *w, void *context, const struct sql_row *row)
{
    struct tile_walk *walk = context;
    struct arena_mark mark;
    struct text hashes;
    int64_t level, number;
    uint64_t wanted;
    bool good = true;

    TRY(sql_row_number(w, row, 0, &level));
    TRY(sql_row_number(w, row, 1, &number));
    TRY(sql_row_bytes(w, row, 2, &hashes));
    walk->checking->v->checked++;
    if (level < 0 || level >= TILE_LEVELS || number < 0)
        return violation_add(w, walk->checking, "there is no tile of level %lld", (long long)level);
    wanted = hashes_at(walk->size, (int)level);
    wanted = wanted > (uint64_t)number * TILE_WIDTH ? wanted - (uint64_t)number * TILE_WIDTH : 0;
    if (wanted > TILE_WIDTH)
        wanted = TILE_WIDTH;
    if (hashes.length != wanted * 32)
        return violation_add(w, walk->checking, "tile %lld of level %lld holds %zu hashes, not %llu", (long long)number, (long long)level, hashes.length / 32, (unsigned long long)wanted);
    if (wanted < TILE_WIDTH)
        return true;
    mark = arena_mark(w->arena);
    good = tile_above(w, walk, (int)level, (uint64_t)number, tile_root((const uint8_t *)hashes.at));
    if (walk->checking->v->violations == 0)
        arena_release(w->arena, mark);
    return good;
}

bool check_log(struct work *w, struct verifying *c)
{
    struct tile_walk walk = { .checking = c, .table = { w->snapshot, w->site->key } };
    struct sql_value site = sql_number(w->site->key);
    struct tile_edge *edge = WORK_NEW(w, struct tile_edge, 1);
    struct ledger_head head, real;

    if (!edge)
        return false;
    TRY(load_head(w, &head));
    c->v->log_size = walk.size = head.size;
    TRY(sql_stream(w, w->snapshot, &query_verify_tiles, &site, 1, tile_row, &walk));
    TRY(tile_edge_read(w, store_tile_reader, &walk.table, head.size, edge));
    real = tile_edge_head(edge);
    if (hash_equal(real.root, head.root))
        return true;
    return violation_add(w, c, "the head of the log is not the head of its tree");
}

/* --- facts --------------------------------------------------------------------------------------------------------------------------------- */

static bool leaf_is(struct work *w, struct tile_walk *walk, uint64_t position, struct hash leaf, bool *out_same)
{
    struct tile_place place = { 0, position / TILE_WIDTH, (int)(position % TILE_WIDTH) + 1 };
    struct text hashes;

    TRY(store_tile_reader(w, &walk->table, place, &hashes));
    *out_same = memcmp(hashes.at + (position % TILE_WIDTH) * 32, leaf.bytes, 32) == 0;
    return true;
}

struct fact_columns {
    int64_t position, type, at, policy_number;
    struct text canonical;
    uint8_t salt[FACT_SALT];
};

static bool fact_columns_of(struct work *w, const struct sql_row *row, struct fact_columns *f)
{
    TRY(sql_row_number(w, row, 0, &f->position));
    TRY(sql_row_number(w, row, 1, &f->type));
    TRY(sql_row_number(w, row, 2, &f->at));
    TRY(sql_row_number(w, row, 3, &f->policy_number));
    TRY(sql_row_bytes(w, row, 4, &f->canonical));
    return sql_row_hash(w, row, 5, f->salt);
}

static bool fact_holds(struct work *w, struct tile_walk *walk, const struct fact_columns *f)
{
    struct fact fact;
    bool same;

    if (f->position < 0 || (uint64_t)f->position >= walk->size)
        return violation_add(w, walk->checking, "fact %lld lies outside of the log", (long long)f->position);
    if (!fact_decode(w, f->canonical, &fact)) {
        error_clear(&w->err);
        return violation_add(w, walk->checking, "fact %lld cannot be read", (long long)f->position);
    }
    if ((int64_t)fact.type != f->type || fact.at.ms != f->at || fact.policy_number != f->policy_number)
        return violation_add(w, walk->checking, "fact %lld: its columns say something else than the fact", (long long)f->position);
    TRY(leaf_is(w, walk, (uint64_t)f->position, fact_leaf(f->salt, f->canonical), &same));
    return same || violation_add(w, walk->checking, "fact %lld is not the one that the log commits to", (long long)f->position);
}

/* Facts go when their time has come, the oldest first. One that is missing between two younger ones was taken away. */
struct fact_walk {
    struct tile_walk tiles;
    int64_t next, before;      /* position that comes next; moment of the fact before it */
    struct instant kept_since; /* what is younger must be there */
};

/* A day of grace: the clock may have been set back a little between two facts. */
static struct instant facts_kept_since(struct work *w)
{
    struct day first = day_add_months(instant_day_utc(w->now), -OWN_EVIDENCE_MONTHS);

    return instant_of_day_utc((struct day){ first.number + 1 });
}

static bool gap_holds(struct work *w, struct fact_walk *walk, int64_t position, int64_t at)
{
    int64_t missing = position - walk->next, before = walk->before;

    walk->next = position + 1;
    walk->before = at;
    if (missing <= 0 || before <= walk->kept_since.ms || at <= walk->kept_since.ms)
        return true;
    return violation_add(w, walk->tiles.checking, "%lld fact%s before entry %lld of the log %s missing and not old enough to go", (long long)missing,
                         missing == 1 ? "" : "s", (long long)position, missing == 1 ? "is" : "are");
}

static bool fact_row(struct work *w, void *context, const struct sql_row *row)
{
    struct fact_walk *walk = context;
    struct arena_mark mark = arena_mark(w->arena);
    int64_t before = walk->tiles.checking->v->violations;
    struct fact_columns f;
    bool good = fact_columns_of(w, row, &f) && fact_holds(w, &walk->tiles, &f) && gap_holds(w, walk, f.position, f.at);

    walk->tiles.checking->v->checked++;
    if (walk->tiles.checking->v->violations == before)
        arena_release(w->arena, mark);
    return good;
}

bool check_facts(struct work *w, struct verifying *c)
{
    struct fact_walk walk = { .tiles = { .checking = c, .table = { w->snapshot, w->site->key } }, .kept_since = facts_kept_since(w) };
    struct sql_value site = sql_number(w->site->key);
    struct ledger_head head;
    struct sql_row ends;
    int64_t last;

    TRY(load_head(w, &head));
    TRY(sql_load(w, w->snapshot, &query_verify_ends, &site, 1, &ends));
    TRY(sql_row_number(w, &ends, 0, &walk.before));
    TRY(sql_row_number(w, &ends, 1, &last));
    walk.tiles.size = head.size;
    TRY(sql_stream(w, w->snapshot, &query_verify_facts, &site, 1, fact_row, &walk));
    return gap_holds(w, &walk, (int64_t)head.size, last);
}
