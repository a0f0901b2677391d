/* The SQLite driver. Statements are prepared once a connection and kept, found by the address of their query. */
#include "sql/sql.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <malloc.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STATEMENT_SLOTS = 512, BUSY_MS = 5000, CHECKPOINT_PAGES = 4000 };

struct prepared {
    const struct sql_query *query;
    sqlite3_stmt *statement;
    uint8_t place[64]; /* SQLite's number for $n: it numbers parameters in the order in which they appear */
};

struct sqlite_connection {
    struct sql_connection base;
    sqlite3 *db;
    enum sql_mode mode;
    bool asked; /* a reader's transaction that nothing was read in yet */
    struct prepared prepared[STATEMENT_SLOTS];
};

static enum error_code code_of(int result)
{
    switch (result & 0xff) {
    case SQLITE_FULL:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_NOMEM:
        return ERR_UNAVAILABLE;
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
        return ERR_INVALID;
    case SQLITE_ERROR: /* the text of a query and the tables do not fit together */
    case SQLITE_SCHEMA:
        return ERR_UNSUPPORTED;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return ERR_TAMPERED;
    default:
        return ERR_IO;
    }
}

/* Rule of durability: a sync that failed is never tried again, because the kernel may have dropped the pages and would report success. */
static void stop_on_failed_sync(int extended)
{
    if (extended != SQLITE_IOERR_FSYNC && extended != SQLITE_IOERR_DIR_FSYNC)
        return;
    fprintf(stderr, "privacyd: a sync of the database failed; stopping, so that start-up recovers from what is on disk\n");
    _exit(70);
}

/* SQLite's words may quote a value that broke a constraint: only its result code and our own name of the query are told. */
static bool fail(struct work *w, struct sqlite_connection *c, const char *what)
{
    int extended = sqlite3_extended_errcode(c->db);

    stop_on_failed_sync(extended);
    FAIL(w, code_of(extended), "%s: %s (SQLite %d)", what, sqlite3_errstr(extended), extended);
}

/* SQLite would do this itself after a commit, but keep quiet about a sync that failed. */
static int checkpoint(void *unused, sqlite3 *db, const char *name, int pages)
{
    (void)unused;
    if (pages >= CHECKPOINT_PAGES && sqlite3_wal_checkpoint_v2(db, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL) != SQLITE_OK)
        stop_on_failed_sync(sqlite3_extended_errcode(db));
    return SQLITE_OK; /* the commit stands; a later checkpoint takes the pages */
}

static bool execute(struct work *w, struct sqlite_connection *c, const char *sql)
{
    if (sqlite3_exec(c->db, sql, NULL, NULL, NULL) != SQLITE_OK)
        return fail(w, c, sql);
    return true;
}

static bool pragma_is(struct work *w, struct sqlite_connection *c, const char *name, const char *wanted)
{
    char sql[64];
    sqlite3_stmt *statement = NULL;
    bool same = false;

    snprintf(sql, sizeof sql, "PRAGMA %s", name);
    if (sqlite3_prepare_v2(c->db, sql, -1, &statement, NULL) != SQLITE_OK)
        return fail(w, c, sql);
    if (sqlite3_step(statement) == SQLITE_ROW)
        same = strcmp((const char *)sqlite3_column_text(statement, 0), wanted) == 0;
    sqlite3_finalize(statement);
    if (!same)
        FAIL(w, ERR_UNSUPPORTED, "the database does not keep %s = %s", name, wanted);
    return true;
}

static const struct {
    const char *name, *set, *wanted;
    bool writer, reader;
} pragmas[] = {
    { "journal_mode", "PRAGMA journal_mode=WAL", "wal", true, false }, /* a reader finds it in the file */
    { "query_only", "PRAGMA query_only=ON", "1", false, true },
    { "synchronous", "PRAGMA synchronous=FULL", "2", true, true },
    { "foreign_keys", "PRAGMA foreign_keys=ON", "1", true, true },
    { "trusted_schema", "PRAGMA trusted_schema=OFF", "0", true, true },
    { "secure_delete", "PRAGMA secure_delete=ON", "1", true, true },
    { "cell_size_check", "PRAGMA cell_size_check=ON", "1", true, true },
    { "cache_size", "PRAGMA cache_size=-16384", "-16384", true, false }, /* a large group fits: pages written twice cost more than memory */
    { "temp_store", "PRAGMA temp_store=MEMORY", "2", true, true }, /* no names in temporary files */
};

static bool configure(struct work *w, struct sqlite_connection *c)
{
    sqlite3_busy_timeout(c->db, BUSY_MS);
    sqlite3_extended_result_codes(c->db, 1);
    TRY(execute(w, c, "PRAGMA mmap_size=0")); /* an I/O error must be a return value, not SIGBUS */
    for (size_t i = 0; i < COUNT_OF(pragmas); i++) {
        if (c->mode == SQL_WRITE ? !pragmas[i].writer : !pragmas[i].reader)
            continue;
        TRY(execute(w, c, pragmas[i].set));
        TRY(pragma_is(w, c, pragmas[i].name, pragmas[i].wanted));
    }
    sqlite3_db_config(c->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_wal_hook(c->db, checkpoint, NULL);
#ifdef PRIVACYD_TEETH
    if (getenv("PRIVACYD_SABOTAGE_NORMAL")) /* the durability test must be seen to fail without FULL */
        TRY(execute(w, c, "PRAGMA synchronous=NORMAL"));
#endif
    return true;
}

static void sqlite_close(struct sql_connection *base)
{
    struct sqlite_connection *c = (struct sqlite_connection *)base;

    for (int i = 0; i < STATEMENT_SLOTS; i++)
        sqlite3_finalize(c->prepared[i].statement);
    sqlite3_close(c->db);
    free(c);
}

/* Nobody else reads the database; SQLite gives its WAL and index the mode of the file. Not for a file that is there: closing it would let go
 * of the locks that this process may hold on it. */
static bool create_private(struct work *w, const char *address)
{
    int file = open(address, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (file < 0 && errno != EEXIST)
        FAIL(w, errno == ENOSPC || errno == EMFILE ? ERR_UNAVAILABLE : ERR_IO, "cannot create the database %s: %s", address, strerror(errno));
    if (file >= 0)
        close(file);
    return true;
}

static bool open_handle(struct work *w, struct sqlite_connection *c, const char *address, int flags)
{
    int result = sqlite3_open_v2(address, &c->db, SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | flags, NULL);

    if (result != SQLITE_OK)
        FAIL(w, code_of(result), "cannot open the database %s: %s", address, sqlite3_errstr(result));
    return configure(w, c);
}

/* A reader makes the index of the WAL beside the database, and here nothing can be made: the disk is read-only or full. When the WAL has been
 * carried over the file is whole without it. */
static bool stands_alone(struct sqlite_connection *c, const char *address)
{
    int extended = sqlite3_extended_errcode(c->db);
    bool no_index = (extended & 0xff) == SQLITE_CANTOPEN || extended == SQLITE_IOERR_SHMOPEN || extended == SQLITE_IOERR_SHMSIZE || extended == SQLITE_IOERR_SHMMAP;
    char wal[PATH_MAX];
    struct stat s;

    if (!no_index || snprintf(wal, sizeof wal, "%s-wal", address) >= (int)sizeof wal)
        return false;
    return stat(wal, &s) != 0 ? errno == ENOENT : s.st_size == 0;
}

/* "file:/path?immutable=1"; what would mean something in an address is written as %XX. */
static bool open_alone(struct work *w, struct sqlite_connection *c, const char *address)
{
    struct draft d;

    TRY(work_draft(w, strlen(address) * 3 + 32, &d));
    draft_add(&d, TEXT("file:"));
    for (; *address; address++) {
        if (strchr("%?#", *address))
            draft_addf(&d, "%%%02x", (unsigned char)*address);
        else
            draft_byte(&d, *address);
    }
    draft_add(&d, TEXT("?immutable=1"));
    draft_byte(&d, 0);
    must(!d.overflow);
    sqlite3_close(c->db);
    c->db = NULL;
    return open_handle(w, c, d.at, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
}

/* SQLite would count its memory under one lock for all threads, and nobody asks for the figure. */
static void settings_of_process(void)
{
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static bool sqlite_open(struct work *w, const char *address, enum sql_mode mode, struct sql_connection **out_connection)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct sqlite_connection *c;
    bool good;

    (void)pthread_once(&once, settings_of_process);
    if (mode == SQL_WRITE)
        TRY(create_private(w, address));
    c = calloc(1, sizeof *c);
    if (!c)
        FAIL(w, ERR_UNAVAILABLE, "no memory for a database connection");
    c->base.driver = &sql_driver_sqlite;
    c->mode = mode;
    good = open_handle(w, c, address, SQLITE_OPEN_READWRITE); /* a reader too: it shares the index of the WAL */
    if (!good && mode == SQL_READ && stands_alone(c, address)) {
        error_clear(&w->err);
        good = open_alone(w, c, address);
    }
    if (!good) {
        sqlite_close(&c->base);
        return error_pass(&w->err, __func__, __LINE__);
    }
    *out_connection = &c->base;
    return true;
}

static void place_parameters(struct prepared *p)
{
    char name[16];

    must(p->query->parameters < (int)COUNT_OF(p->place));
    for (int n = 1; n <= p->query->parameters; n++) {
        snprintf(name, sizeof name, "$%d", n);
        int place = sqlite3_bind_parameter_index(p->statement, name);
        must(place > 0 && place < UINT8_MAX);
        p->place[n] = (uint8_t)place;
    }
}

static bool prepare(struct work *w, struct sqlite_connection *c, const struct sql_query *q, struct prepared **out_prepared)
{
    size_t at = ((uintptr_t)q / sizeof *q) % STATEMENT_SLOTS;

    for (int tries = 0; tries < STATEMENT_SLOTS; tries++, at = (at + 1) % STATEMENT_SLOTS) {
        struct prepared *p = &c->prepared[at];
        if (p->query == q) {
            must(!sqlite3_stmt_busy(p->statement)); /* a row callback may not run the query that it is fed by */
            *out_prepared = p;
            return true;
        }
        if (p->query)
            continue;
        if (sqlite3_prepare_v3(c->db, q->text, -1, SQLITE_PREPARE_PERSISTENT, &p->statement, NULL) != SQLITE_OK)
            return fail(w, c, q->name);
        p->query = q;
        place_parameters(p);
        *out_prepared = p;
        return true;
    }
    FAIL(w, ERR_LIMIT, "more than %d different queries on one connection", STATEMENT_SLOTS);
}

static int bind_one(sqlite3_stmt *s, int place, const struct sql_value *v)
{
    switch (v->type) {
    case SQL_NUMBER:
        return sqlite3_bind_int64(s, place, v->number);
    case SQL_TEXT:
        return sqlite3_bind_text64(s, place, v->bytes.at ? v->bytes.at : "", v->bytes.length, SQLITE_STATIC, SQLITE_UTF8);
    case SQL_BYTES:
        return v->bytes.length ? sqlite3_bind_blob64(s, place, v->bytes.at, v->bytes.length, SQLITE_STATIC) : sqlite3_bind_zeroblob(s, place, 0);
    case SQL_NULL:
        break;
    }
    return sqlite3_bind_null(s, place);
}

static bool bind_all(struct work *w, struct sqlite_connection *c, struct prepared *p, const struct sql_value *values)
{
    int count = p->query->parameters;

    must(values || count == 0);
    for (int n = 1; n <= count; n++)
        if (bind_one(p->statement, p->place[n], &values[n - 1]) != SQLITE_OK)
            return fail(w, c, p->query->name);
    return true;
}

/* Values were bound without a copy: they are unbound before their memory goes. */
static void settle(struct prepared *p)
{
    sqlite3_reset(p->statement);
    sqlite3_clear_bindings(p->statement);
}

/* Transactions by statements that are prepared once like all others. */
static const struct sql_query begin_read = { "begin_read", "BEGIN", 0 };
static const struct sql_query begin_write = { "begin_write", "BEGIN IMMEDIATE", 0 };
static const struct sql_query commit = { "commit", "COMMIT", 0 };
static const struct sql_query rollback = { "rollback", "ROLLBACK", 0 };
static const struct sql_query savepoint = { "savepoint", "SAVEPOINT list", 0 };
static const struct sql_query savepoint_release = { "savepoint_release", "RELEASE list", 0 };
static const struct sql_query savepoint_back = { "savepoint_back", "ROLLBACK TO list", 0 };

/* Many a unit of work reads nothing in one of its phases: its snapshot then costs nothing. */
static bool enter(struct work *w, struct sqlite_connection *c)
{
    struct prepared *p;

    if (!c->asked)
        return true;
    c->asked = false;
    TRY(prepare(w, c, &begin_read, &p));
    if (sqlite3_step(p->statement) != SQLITE_DONE)
        fail(w, c, begin_read.name);
    settle(p);
    return w->err.code == ERR_NONE;
}

static bool sqlite_run(struct work *w, struct sql_connection *base, const struct sql_query *q, const struct sql_value *values, struct sql_count *out_count)
{
    struct sqlite_connection *c = (struct sqlite_connection *)base;
    struct sql_count count = { 0, 0 };
    struct prepared *p;
    int result;

    TRY(enter(w, c));
    TRY(prepare(w, c, q, &p));
    if (!bind_all(w, c, p, values)) {
        settle(p);
        return false;
    }
    while ((result = sqlite3_step(p->statement)) == SQLITE_ROW)
        count.rows++;
    if (result != SQLITE_DONE) {
        fail(w, c, q->name);
        settle(p);
        return false;
    }
    if (!sqlite3_stmt_readonly(p->statement)) {
        count.rows = sqlite3_changes64(c->db);
        count.inserted = count.rows ? sqlite3_last_insert_rowid(c->db) : 0;
    }
    settle(p);
    *out_count = count;
    return true;
}

static struct sql_value column(sqlite3_stmt *s, int i)
{
    switch (sqlite3_column_type(s, i)) {
    case SQLITE_INTEGER:
        return sql_number(sqlite3_column_int64(s, i));
    case SQLITE_TEXT:
        return sql_text(text_of_bytes(sqlite3_column_text(s, i), (size_t)sqlite3_column_bytes(s, i)));
    case SQLITE_BLOB:
        return sql_bytes(sqlite3_column_blob(s, i), (size_t)sqlite3_column_bytes(s, i));
    default:
        return sql_null();
    }
}

static bool give_row(struct work *w, sqlite3_stmt *s, sql_row_callback row, void *context)
{
    struct sql_value values[64];
    int count = sqlite3_column_count(s);

    must(count <= (int)COUNT_OF(values));
    for (int i = 0; i < count; i++)
        values[i] = column(s, i);
    return row(w, context, &(struct sql_row){ values, count });
}

static bool sqlite_stream(struct work *w, struct sql_connection *base, const struct sql_query *q, const struct sql_value *values,
                          sql_row_callback row, void *context)
{
    struct sqlite_connection *c = (struct sqlite_connection *)base;
    struct prepared *p;
    int result = SQLITE_DONE;
    bool going = true;

    error_clear(&w->err);
    TRY(enter(w, c));
    TRY(prepare(w, c, q, &p));
    going = bind_all(w, c, p, values);
    while (going && (result = sqlite3_step(p->statement)) == SQLITE_ROW)
        going = give_row(w, p->statement, row, context);
    if (going && result != SQLITE_DONE)
        fail(w, c, q->name);
    settle(p);
    return w->err.code == ERR_NONE;
}

static bool run_plain(struct work *w, struct sql_connection *base, const struct sql_query *q)
{
    struct sql_count count;

    return sqlite_run(w, base, q, NULL, &count);
}

static void sqlite_rollback(struct sql_connection *base)
{
    struct sqlite_connection *c = (struct sqlite_connection *)base;
    struct work w = { 0 }; /* what goes wrong here leaves no transaction either */

    c->asked = false;
    if (!sqlite3_get_autocommit(c->db) && !run_plain(&w, base, &rollback))
        sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
}

static bool sqlite_begin(struct work *w, struct sql_connection *base)
{
    struct sqlite_connection *c = (struct sqlite_connection *)base;

    if (c->mode == SQL_WRITE)
        return run_plain(w, base, &begin_write);
    c->asked = true;
    return true;
}

/* On a full disk the WAL cannot grow; carried over into the database it begins anew in the space that it has. */
static bool sqlite_commit(struct work *w, struct sql_connection *base)
{
    struct sqlite_connection *c = (struct sqlite_connection *)base;
    bool full;

    if (run_plain(w, base, &commit))
        return true;
    full = sqlite3_errcode(c->db) == SQLITE_FULL;
    sqlite_rollback(base);
    if (full)
        checkpoint(NULL, c->db, "main", CHECKPOINT_PAGES);
    return error_pass(&w->err, __func__, __LINE__);
}

static bool sqlite_savepoint(struct work *w, struct sql_connection *base)
{
    return run_plain(w, base, &savepoint);
}

static bool sqlite_savepoint_release(struct work *w, struct sql_connection *base)
{
    return run_plain(w, base, &savepoint_release);
}

static bool sqlite_savepoint_rollback(struct work *w, struct sql_connection *base)
{
    TRY(run_plain(w, base, &savepoint_back));
    return run_plain(w, base, &savepoint_release);
}

static bool sqlite_script(struct work *w, struct sql_connection *base, struct text script)
{
    struct sqlite_connection *c = (struct sqlite_connection *)base;
    struct text copy;

    TRY(work_copy(w, script, &copy));
    if (sqlite3_exec(c->db, copy.at, NULL, NULL, NULL) != SQLITE_OK)
        FAIL(w, code_of(sqlite3_extended_errcode(c->db)), "a schema step failed: %s", sqlite3_errmsg(c->db));
    return true;
}

static bool copy_into(struct work *w, struct sqlite_connection *c, sqlite3 *copy, const char *path)
{
    sqlite3_backup *backup = sqlite3_backup_init(copy, "main", c->db, "main");
    int result = backup ? sqlite3_backup_step(backup, -1) : sqlite3_extended_errcode(copy);

    if (backup)
        sqlite3_backup_finish(backup);
    if (result != SQLITE_DONE)
        FAIL(w, code_of(result), "the database cannot be copied to %s: %s", path, sqlite3_errstr(result));
    return true;
}

static bool sqlite_copy(struct work *w, struct sql_connection *base, const char *path)
{
    sqlite3 *copy = NULL;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXCLUSIVE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
    int result = sqlite3_open_v2(path, &copy, flags, NULL);
    bool good;

    if (result == SQLITE_OK)
        result = sqlite3_exec(copy, "PRAGMA synchronous=FULL", NULL, NULL, NULL);
    if (result != SQLITE_OK) {
        sqlite3_close(copy);
        FAIL(w, code_of(result), "the copy of the database %s cannot be made: %s", path, sqlite3_errstr(result));
    }
    good = copy_into(w, (struct sqlite_connection *)base, copy, path);
    sqlite3_close(copy);
    return good;
}

static void sqlite_cancel(struct sql_connection *base)
{
    sqlite3_interrupt(((struct sqlite_connection *)base)->db);
}

/* The C library keeps what is freed; a server that has been busy once would stay large. */
static void sqlite_rest(struct sql_connection *base)
{
    sqlite3_db_release_memory(((struct sqlite_connection *)base)->db);
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}

const struct sql_driver sql_driver_sqlite = {
    .name = "sqlite",
    .open = sqlite_open,
    .close = sqlite_close,
    .begin = sqlite_begin,
    .commit = sqlite_commit,
    .rollback = sqlite_rollback,
    .savepoint = sqlite_savepoint,
    .savepoint_release = sqlite_savepoint_release,
    .savepoint_rollback = sqlite_savepoint_rollback,
    .run = sqlite_run,
    .stream = sqlite_stream,
    .script = sqlite_script,
    .copy = sqlite_copy,
    .cancel = sqlite_cancel,
    .rest = sqlite_rest,
};
