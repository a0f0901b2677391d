/* The log of a site in our tables: hash tiles, and a head that moves by compare-and-set on its old size. Used by the commit pipeline only,
 * inside the writer's transaction; what a transaction appended counts when fact_log_settle says that it was committed. */
#ifndef STORE_FACT_LOG_H
#define STORE_FACT_LOG_H

#include "ledger/tile.h"
#include "sql/sql.h"

struct fact_log;

/* Reads the right edge; a site without a head gets one of size 0. Errors: TAMPERED when tiles and head do not fit together. */
MUST_USE bool fact_log_open(struct work *w, struct sql_connection *c, int64_t site, struct fact_log **out_log);
void fact_log_close(struct fact_log **l);

/* Position of the first fact of the next transaction. */
uint64_t fact_log_next(const struct fact_log *l);
struct ledger_head fact_log_head(const struct fact_log *l);

/* Writes the changed tiles and moves the head. Errors: CONFLICT when it is no longer where it was. */
MUST_USE bool fact_log_grow(struct work *w, struct fact_log *l, const struct hash *leaves, size_t count, int64_t group);
void fact_log_settle(struct fact_log *l, bool committed);
/* At the start of a transaction: reads the edge again if another writer appended to the log. */
MUST_USE bool fact_log_refresh(struct work *w, struct fact_log *l);

#endif
