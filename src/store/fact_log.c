#include "store/fact_log.h"

#include "base/teeth.h"
#include "store/facts.h"
#include "store_queries.h"

#include <stdlib.h>
#include <string.h>

struct fact_log {
    struct tile_table table;
    uint64_t next; /* position of the next fact; the size of the tree, unless a tooth is out */
    size_t pending;
    int current;
    struct tile_edge edges[2]; /* as committed, and as the open transaction makes it */
};

static bool write_tile(struct work *w, void *context, int level, uint64_t number, int from, const struct hash *hashes, int count)
{
    struct fact_log *l = context;
    const struct tile_edge *before = &l->edges[l->current];
    struct hash tile[TILE_WIDTH];
    struct sql_count written;

    must(from >= 0 && count > 0 && from + count <= TILE_WIDTH && (from == 0 || from == before->counts[level]));
    memcpy(tile, before->hashes[level], sizeof *tile * (size_t)from);
    memcpy(tile + from, hashes, sizeof *tile * (size_t)count);
    const struct sql_value values[] = {
        sql_number(l->table.site), sql_number(level), sql_number((int64_t)number), sql_bytes(tile, sizeof *tile * (size_t)(from + count)),
    };
    return sql_run(w, l->table.connection, &query_tile_write, values, (int)COUNT_OF(values), &written);
}

static bool move_head(struct work *w, struct fact_log *l, uint64_t from, struct ledger_head to, int64_t group)
{
    const struct sql_value values[] = {
        sql_number(l->table.site), sql_number((int64_t)from), sql_number((int64_t)to.size), sql_bytes(to.root.bytes, sizeof to.root.bytes), sql_number(group),
    };
    struct sql_count moved;

    TRY(sql_run(w, l->table.connection, &query_log_head_grow, values, (int)COUNT_OF(values), &moved));
    if (moved.rows == 1)
        return true;
    FAIL(w, ERR_CONFLICT, "the log is no longer of size %llu: another writer appended to it", (unsigned long long)from);
}

bool fact_log_grow(struct work *w, struct fact_log *l, const struct hash *leaves, size_t count, int64_t group)
{
    struct tile_edge *after = &l->edges[!l->current];

    *after = l->edges[l->current];
    l->pending = count;
    if (count == 0 || TEETH_OUT(TOOTH_LEDGER))
        return true;
    TRY(tile_append(w, after, leaves, count, write_tile, l));
    return move_head(w, l, l->edges[l->current].size, tile_edge_head(after), group);
}

void fact_log_settle(struct fact_log *l, bool committed)
{
    if (committed) {
        l->current = !l->current;
        l->next += l->pending;
    }
    l->pending = 0;
}

uint64_t fact_log_next(const struct fact_log *l)
{
    return l->next;
}

struct ledger_head fact_log_head(const struct fact_log *l)
{
    return tile_edge_head(&l->edges[l->current]);
}

/* Facts beyond the head would get positions twice. */
static bool read_next(struct work *w, struct fact_log *l, uint64_t size)
{
    const struct sql_value site[] = { sql_number(l->table.site) };
    struct sql_row row;
    int64_t next = 0;

    TRY(sql_find(w, l->table.connection, &query_log_next_position, site, 1, &row));
    if (row.count)
        TRY(sql_row_number(w, &row, 0, &next));
    if ((uint64_t)next > size && !TEETH_OUT(TOOTH_LEDGER))
        FAIL(w, ERR_TAMPERED, "the log's head is of size %llu, but there is a fact at position %lld", (unsigned long long)size, (long long)next - 1);
    l->next = (uint64_t)next > size ? (uint64_t)next : size;
    return true;
}

static bool read_edge(struct work *w, struct fact_log *l)
{
    struct ledger_head head;

    TRY(facts_head(w, &l->table, &head));
    TRY(tile_edge_read(w, store_tile_reader, &l->table, head.size, &l->edges[l->current]));
    if (!hash_equal(tile_edge_head(&l->edges[l->current]).root, head.root))
        FAIL(w, ERR_TAMPERED, "the tiles of the log do not have the root that its head of size %llu names", (unsigned long long)head.size);
    TRY(read_next(w, l, head.size));
    return true;
}

bool fact_log_refresh(struct work *w, struct fact_log *l)
{
    struct ledger_head head;

    TRY(facts_head(w, &l->table, &head));
    return head.size == l->edges[l->current].size || read_edge(w, l);
}

static bool create_head(struct work *w, struct fact_log *l)
{
    struct ledger_head empty = tile_edge_head(&l->edges[0]);
    const struct sql_value values[] = { sql_number(l->table.site), sql_bytes(empty.root.bytes, sizeof empty.root.bytes) };
    struct sql_count count;

    return sql_run(w, l->table.connection, &query_log_head_create, values, (int)COUNT_OF(values), &count);
}

bool fact_log_open(struct work *w, struct sql_connection *c, int64_t site, struct fact_log **out_log)
{
    CLEANUP(fact_log_close) struct fact_log *l = calloc(1, sizeof *l);

    if (!l)
        FAIL(w, ERR_UNAVAILABLE, "no memory for the edge of the log");
    l->table = (struct tile_table){ c, site };
    TRY(sql_begin(w, c));
    if (!create_head(w, l) || !read_edge(w, l)) {
        sql_rollback(c);
        return error_pass(&w->err, __func__, __LINE__);
    }
    TRY(sql_commit(w, c));
    *out_log = TAKE(l);
    return true;
}

void fact_log_close(struct fact_log **l)
{
    free(*l);
    *l = NULL;
}
