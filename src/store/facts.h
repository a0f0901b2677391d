/* Reading the log of a site: fact rows, tiles and the head, as a snapshot sees them. The fact row goes when its time has come; the tree
 * keeps its hash. */
#ifndef STORE_FACTS_H
#define STORE_FACTS_H

#include "ledger/fact.h"
#include "ledger/tile.h"
#include "sql/sql.h"

struct fact_row {
    int64_t position; /* -1: none */
    struct fact fact;
    uint8_t salt[FACT_SALT];
    struct text canonical; /* in the unit's arena */
};

/* From the unit's snapshot; `site` is the row key of the site. Errors: NOT_FOUND when there is none at the position, or no longer; TAMPERED. */
MUST_USE bool facts_load(struct work *w, int64_t site, uint64_t position, struct fact_row *out_row);
/* The newest of a type; position -1 when there is none. */
MUST_USE bool facts_newest(struct work *w, int64_t site, enum fact_type type, struct fact_row *out_row);
MUST_USE bool facts_count_since(struct work *w, int64_t site, enum fact_type type, struct instant since, int64_t *out_count);

/* Where tiles are read: the context of store_tile_reader. */
struct tile_table {
    struct sql_connection *connection;
    int64_t site;
};

/* A tile_reader. Errors: NOT_FOUND when the tile is not there or holds fewer hashes than asked for. */
bool store_tile_reader(struct work *w, void *table, struct tile_place place, struct text *out_hashes);
/* The head as committed. Errors: NOT_FOUND. */
MUST_USE bool facts_head(struct work *w, const struct tile_table *table, struct ledger_head *out_head);

#endif
