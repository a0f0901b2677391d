#include "main/versions.h"

#include "sql/sql.h"

#include <stdlib.h>

enum { VERSION_ARENA_BYTES = 32 << 20 };

struct loaded_version {
    struct version version;
    struct arena *arena;
    struct loaded_version *older;
};

void versions_open(struct versions *v)
{
    atomic_store(&v->newest, NULL);
    pthread_mutex_init(&v->adopting, NULL);
}

static void loaded_destroy(struct loaded_version **loaded)
{
    if (*loaded)
        arena_destroy(&(*loaded)->arena);
    free(*loaded);
    *loaded = NULL;
}

void versions_close(struct versions *v)
{
    struct loaded_version *l = atomic_exchange(&v->newest, NULL);

    while (l) {
        struct loaded_version *older = l->older;
        loaded_destroy(&l);
        l = older;
    }
    pthread_mutex_destroy(&v->adopting);
}

const struct version *versions_newest(struct versions *v)
{
    struct loaded_version *l = atomic_load(&v->newest);

    return l ? &l->version : NULL;
}

/* A unit of its own: the version outlives the one that asked. */
static bool load(struct work *outer, struct loaded_version *l, int64_t number, const char *database, const struct site *site)
{
    CLEANUP(sql_close) struct sql_connection *c = NULL;
    struct work unit = { .arena = l->arena, .now = outer->now, .random = outer->random, .site = site }, *w = &unit;
    bool good = sql_open(w, &sql_driver_sqlite, database, SQL_READ, &c) && sql_begin(w, c);

    w->snapshot = c;
    good = good && version_load(w, number, &l->version);
    if (c)
        sql_rollback(c);
    if (!good)
        outer->err = w->err;
    return good;
}

/* Newest first, however two publishes overtake each other. */
static void insert(struct versions *v, struct loaded_version *l)
{
    struct loaded_version *newest;

    pthread_mutex_lock(&v->adopting);
    newest = atomic_load(&v->newest);
    if (!newest || newest->version.number < l->version.number) {
        l->older = newest;
        atomic_store(&v->newest, l);
    } else {
        l->older = newest->older;
        newest->older = l;
    }
    pthread_mutex_unlock(&v->adopting);
}

bool versions_adopt(struct work *w, struct versions *v, int64_t number, const char *database, const struct site *site)
{
    CLEANUP(loaded_destroy) struct loaded_version *l = calloc(1, sizeof *l);

    if (!l || !(l->arena = arena_create(VERSION_ARENA_BYTES)))
        FAIL(w, ERR_UNAVAILABLE, "no memory for version %lld of the policy", (long long)number);
    TRY(load(w, l, number, database, site));
    insert(v, TAKE(l));
    return true;
}
