#include "main/versions.h"

#include "base/teeth.h"
#include "sql/sql.h"

#include <stdlib.h>

enum { VERSION_ARENA_BYTES = 32 << 20 };

struct loaded_version {
    struct version version;
    struct arena *arena;
    _Atomic(struct loaded_version *) older;
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
        struct loaded_version *older = atomic_load(&l->older);
        loaded_destroy(&l);
        l = older;
    }
    pthread_mutex_destroy(&v->adopting);
}

/* With the tooth out no date ever comes that lay ahead. */
static bool is_held_back(const struct version *v)
{
    return TEETH_OUT(TOOTH_VERSION_SWITCH) && instant_compare(v->effective_at, v->posted_at) > 0;
}

/* The list is short: what was published since the start, the newest first. */
const struct version *versions_at(struct versions *v, struct instant at)
{
    const struct version *oldest = NULL;

    for (struct loaded_version *l = atomic_load(&v->newest); l; l = atomic_load(&l->older)) {
        oldest = &l->version;
        if (instant_compare(oldest->effective_at, at) <= 0 && !is_held_back(oldest))
            return oldest;
    }
    return oldest;
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

/* Newest first, however publishes overtake each other. Readers take no lock: a version is linked in when it is whole. */
static void insert(struct versions *v, struct loaded_version *l)
{
    _Atomic(struct loaded_version *) *place = &v->newest;

    pthread_mutex_lock(&v->adopting);
    for (struct loaded_version *next = atomic_load(place); next && next->version.number > l->version.number; next = atomic_load(place))
        place = &next->older;
    atomic_store(&l->older, atomic_load(place));
    atomic_store(place, l);
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
