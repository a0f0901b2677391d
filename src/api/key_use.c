#include "api/key_use.h"

#include "api_queries.h"

#include <pthread.h>
#include <stdlib.h>

enum { WAITING_MAX = 256 };

struct use {
    int64_t key;
    struct day day;
};

struct key_uses {
    pthread_mutex_t lock;
    struct use waiting[WAITING_MAX];
    int count;
};

struct key_uses *key_uses_create(void)
{
    struct key_uses *u = calloc(1, sizeof *u);

    if (u)
        pthread_mutex_init(&u->lock, NULL);
    return u;
}

void key_uses_destroy(struct key_uses **uses)
{
    if (!*uses)
        return;
    pthread_mutex_destroy(&(*uses)->lock);
    free(*uses);
    *uses = NULL;
}

static bool waits(const struct key_uses *u, struct use use)
{
    for (int i = 0; i < u->count; i++)
        if (u->waiting[i].key == use.key && u->waiting[i].day.number >= use.day.number)
            return true;
    return false;
}

void key_use_note(struct key_uses *u, const struct api_key *key, struct day today)
{
    struct use use = { key->key, today };

    if (key->used.number >= today.number)
        return;
    pthread_mutex_lock(&u->lock);
    if (u->count < WAITING_MAX && !waits(u, use))
        u->waiting[u->count++] = use;
    pthread_mutex_unlock(&u->lock);
}

static bool add_writes(struct work *w, struct key_uses *u, int64_t *out_count)
{
    struct use uses[WAITING_MAX];
    int count;

    pthread_mutex_lock(&u->lock);
    count = u->count;
    for (int i = 0; i < count; i++)
        uses[i] = u->waiting[i];
    pthread_mutex_unlock(&u->lock);
    *out_count = count;
    TRY(list_open_slice(w));
    for (int i = 0; i < count; i++)
        TRY(LIST_WRITE(w, query_api_key_used, STORE_ANY_ROWS, NULL, STORE_NUMBER(uses[i].key), STORE_NUMBER(uses[i].day.number)));
    return true;
}

/* What was noted while the list was written stands behind what it took. */
static void forget(struct key_uses *u, int64_t count)
{
    pthread_mutex_lock(&u->lock);
    for (int i = (int)count; i < u->count; i++)
        u->waiting[i - count] = u->waiting[i];
    u->count -= (int)count;
    pthread_mutex_unlock(&u->lock);
}

bool key_use_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    struct slice *slice = state;
    struct key_uses *u = slice->services->key_uses;

    *out_next = TASK_END;
    if (!u)
        return true;
    if (phase > 0) {
        forget(u, slice->done);
        return true;
    }
    TRY(add_writes(w, u, &slice->done));
    if (slice->done)
        *out_next = TASK_COMMIT;
    return true;
}
