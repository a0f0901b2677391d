/* A connection to a database that speaks SQL, behind a table of functions, so that SQLite, PostgreSQL and a failing wrapper look alike.
 *
 * Values are bound, never assembled into text. A connection belongs to one thread at a time. Reading connections see one snapshot between
 * sql_begin and sql_end. Texts handed to a row callback live until the callback returns. */
#ifndef SQL_SQL_H
#define SQL_SQL_H

#include "base/id.h"
#include "base/work.h"
#include "sql/query.h"

enum sql_type { SQL_NULL = 0, SQL_NUMBER, SQL_TEXT, SQL_BYTES };

struct sql_value {
    enum sql_type type;
    int64_t number;
    struct text bytes; /* SQL_TEXT and SQL_BYTES */
};

static inline struct sql_value sql_null(void)
{
    return (struct sql_value){ .type = SQL_NULL };
}

static inline struct sql_value sql_number(int64_t number)
{
    return (struct sql_value){ .type = SQL_NUMBER, .number = number };
}

static inline struct sql_value sql_text(struct text t)
{
    return (struct sql_value){ .type = SQL_TEXT, .bytes = t };
}

static inline struct sql_value sql_bytes(const void *bytes, size_t length)
{
    return (struct sql_value){ .type = SQL_BYTES, .bytes = { bytes, length } };
}

/* What a statement did. */
struct sql_count {
    int64_t rows;     /* changed by a write, returned by a SELECT */
    int64_t inserted; /* row key of the last insert */
};

struct sql_row {
    const struct sql_value *values;
    int count;
};

/* False ends the reading; then w->err is set when it was a failure, and clear when the caller has what it wanted. */
typedef bool (*sql_row_callback)(struct work *w, void *context, const struct sql_row *row);

enum sql_mode { SQL_READ, SQL_WRITE };

struct sql_connection;

/* One database system. Every function sets w->err when it returns false. A full disk and a busy lock are ERR_UNAVAILABLE, a broken
 * constraint is ERR_INVALID, a query that does not fit the tables is ERR_UNSUPPORTED, what the system could not read or write is ERR_IO. */
struct sql_driver {
    const char *name;
    /* address: a path for SQLite, a connection string for PostgreSQL */
    bool (*open)(struct work *w, const char *address, enum sql_mode mode, struct sql_connection **out_connection);
    void (*close)(struct sql_connection *c);
    /* SQL_WRITE takes the right to write; SQL_READ: the first read after it pins a snapshot for those that follow */
    bool (*begin)(struct work *w, struct sql_connection *c);
    /* ERR_UNAVAILABLE: nothing was committed, the transaction is gone. Any other error: it may have been committed */
    bool (*commit)(struct work *w, struct sql_connection *c);
    /* cannot fail: a transaction that does not commit is gone */
    void (*rollback)(struct sql_connection *c);
    bool (*savepoint)(struct work *w, struct sql_connection *c);
    bool (*savepoint_release)(struct work *w, struct sql_connection *c);
    bool (*savepoint_rollback)(struct work *w, struct sql_connection *c);
    bool (*run)(struct work *w, struct sql_connection *c, const struct sql_query *q, const struct sql_value *values, struct sql_count *out_count);
    bool (*stream)(struct work *w, struct sql_connection *c, const struct sql_query *q, const struct sql_value *values,
                   sql_row_callback row, void *context);
    /* several statements of a schema step, without parameters */
    bool (*script)(struct work *w, struct sql_connection *c, struct text script);
    /* the whole database, as the snapshot shows it, into a new file; durable on return */
    bool (*copy)(struct work *w, struct sql_connection *c, const char *path);
    /* stops what another thread runs on this connection */
    void (*cancel)(struct sql_connection *c);
    /* between transactions: gives back the memory that is only kept to be faster */
    void (*rest)(struct sql_connection *c);
};

struct sql_connection {
    const struct sql_driver *driver;
};

extern const struct sql_driver sql_driver_sqlite;

MUST_USE bool sql_open(struct work *w, const struct sql_driver *driver, const char *address, enum sql_mode mode,
                       struct sql_connection **out_connection);
void sql_close(struct sql_connection **c);
MUST_USE bool sql_begin(struct work *w, struct sql_connection *c);
MUST_USE bool sql_commit(struct work *w, struct sql_connection *c);
void sql_rollback(struct sql_connection *c);
void sql_rest(struct sql_connection *c);
/* Copies the database, as the snapshot of the connection shows it, to a file that is not there yet; writers are not held up. Durable on return.
 * Errors: UNAVAILABLE (disk full), IO, TAMPERED. */
MUST_USE bool sql_copy(struct work *w, struct sql_connection *c, const char *path);

/* Runs one statement; `count` values must be as many as the query has parameters. */
MUST_USE bool sql_run(struct work *w, struct sql_connection *c, const struct sql_query *q, const struct sql_value *values, int count,
                      struct sql_count *out_count);
/* Calls `row` for each row. */
MUST_USE bool sql_stream(struct work *w, struct sql_connection *c, const struct sql_query *q, const struct sql_value *values, int count,
                         sql_row_callback row, void *context);
/* The first row, copied into the unit's arena. Errors: NOT_FOUND when there is none. */
MUST_USE bool sql_load(struct work *w, struct sql_connection *c, const struct sql_query *q, const struct sql_value *values, int count,
                       struct sql_row *out_row);
/* The same, but absence is normal: row->count is 0 then. */
MUST_USE bool sql_find(struct work *w, struct sql_connection *c, const struct sql_query *q, const struct sql_value *values, int count,
                       struct sql_row *out_row);

/* Columns by place, with the type they must have. Errors: TAMPERED when a row is not what the schema says. */
MUST_USE bool sql_row_number(struct work *w, const struct sql_row *row, int column, int64_t *out_number);
MUST_USE bool sql_row_text(struct work *w, const struct sql_row *row, int column, struct text *out_text);   /* NULL gives the empty text */
MUST_USE bool sql_row_bytes(struct work *w, const struct sql_row *row, int column, struct text *out_bytes); /* likewise */
MUST_USE bool sql_row_id(struct work *w, const struct sql_row *row, int column, struct id *out_id);
MUST_USE bool sql_row_hash(struct work *w, const struct sql_row *row, int column, uint8_t out_hash[32]);

#endif
