/* The write list of a unit of work: what it wants to have happened. The writer runs it whole or not at all (store/pipeline.h).
 *
 * A unit reads from its snapshot, computes, and adds statements with the row counts it expects, guards for what it read and did not
 * write, keys to create, plaintexts to seal and facts to append. Values that exist only later (a new row's key, a new key's id, sealed
 * bytes) are named by the index of what makes them. A wrong row count is a conflict: the unit runs again from the start.
 * Lives in the unit's arena. */
#ifndef STORE_LIST_H
#define STORE_LIST_H

#include "base/work.h"
#include "ledger/fact.h"
#include "sql/sql.h"
#include "store/limits.h"
#include "vault/vault.h"

enum store_value_kind {
    STORE_VALUE = 0,    /* as it stands */
    STORE_ROW,          /* row key that write number `index` inserted */
    STORE_KEY_ID,       /* id of the new key number `index` */
    STORE_KEY_GENERATION,
    STORE_SEALED,       /* record bytes of seal number `index` */
    STORE_POSITION,     /* position of fact number `index` in the log */
};

struct store_value {
    enum store_value_kind kind;
    int index;
    struct sql_value value;
};

#define STORE_NUMBER(n) ((struct store_value){ .value = sql_number(n) })
#define STORE_TEXT(t) ((struct store_value){ .value = sql_text(t) })
#define STORE_BYTES(at, length) ((struct store_value){ .value = sql_bytes((at), (length)) })
#define STORE_ID(typed) ((struct store_value){ .value = sql_bytes((typed).bytes, 16) })
#define STORE_NULL ((struct store_value){ .value = { .type = SQL_NULL } })
#define STORE_OF(what, number) ((struct store_value){ .kind = (what), .index = (number) })

enum { STORE_ANY_ROWS = -1 };

struct write {
    const struct sql_query *query;
    const struct store_value *values;
    int64_t expected; /* rows, or STORE_ANY_ROWS */
    bool guard;       /* a SELECT whose row count is what the unit saw */
    bool after_facts; /* needs positions: runs after the facts are numbered */
};

/* A plaintext to seal: under new key number `new_key`, or, when that is -1, under an existing key. */
struct seal_wish {
    int new_key;
    struct vault_key key;
    uint16_t table, group;
    struct record_id record;
    uint8_t retention_class;
    struct text plaintext;
};

struct fact_wish {
    struct fact fact;
    uint8_t salt[32];
};

/* What the writer made of the list; valid after the commit. */
struct list_results {
    int64_t *rows;           /* row key that each write inserted */
    struct vault_key *keys;  /* by index of the new key */
    uint64_t *positions;     /* in the log, by index of the fact */
    int64_t group;           /* number of the commit */
};

struct write_list {
    struct write *writes;
    int write_count, write_max;
    struct seal_wish *seals;
    int seal_count, seal_max;
    int new_keys;
    struct fact_wish *facts;
    int fact_count, fact_max;
    struct list_results results;
};

/* An empty list for the unit; w->writes points at it. The slice form has the larger limits of a job. */
MUST_USE bool list_open(struct work *w);
MUST_USE bool list_open_slice(struct work *w);

/* Each adds one entry and gives its index (out_ may be NULL). Values are copied, the bytes they point to are not: they must live in the
 * unit's arena. Errors: LIMIT. */
MUST_USE bool list_write(struct work *w, const struct sql_query *q, int64_t expected, const struct store_value *values, int count, int *out_index);
MUST_USE bool list_guard(struct work *w, const struct sql_query *q, int64_t expected, const struct store_value *values, int count);
MUST_USE bool list_key(struct work *w, int *out_index);
MUST_USE bool list_seal(struct work *w, struct seal_wish wish, int *out_index);
/* The salt is drawn here, from the unit's randomness. */
MUST_USE bool list_fact(struct work *w, struct fact fact, int *out_index);

#define LIST_WRITE(w, query, expected, out_index, ...)                                                           \
    list_write((w), &(query), (expected), (const struct store_value[]){ __VA_ARGS__ },                            \
               (int)COUNT_OF(((const struct store_value[]){ __VA_ARGS__ })), (out_index))
#define LIST_GUARD(w, query, expected, ...)                                                                      \
    list_guard((w), &(query), (expected), (const struct store_value[]){ __VA_ARGS__ },                            \
               (int)COUNT_OF(((const struct store_value[]){ __VA_ARGS__ })))

#endif
