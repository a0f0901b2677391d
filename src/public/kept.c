#include "public/kept.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct kept_answer {
    int64_t key;
    struct moment made;
    char *bytes; /* NULL: free */
    size_t length;
};

struct kept {
    pthread_mutex_t lock;
    struct kept_answer answers[KEPT_MAX];
};

struct kept *kept_create(void)
{
    struct kept *k = calloc(1, sizeof *k);

    if (k)
        pthread_mutex_init(&k->lock, NULL);
    return k;
}

void kept_destroy(struct kept **k)
{
    if (!*k)
        return;
    for (int i = 0; i < KEPT_MAX; i++)
        free((*k)->answers[i].bytes);
    pthread_mutex_destroy(&(*k)->lock);
    free(*k);
    *k = NULL;
}

bool kept_find(struct work *w, struct kept *k, int64_t key, struct moment now, struct text *out_bytes)
{
    bool found = false;

    if (!k)
        return false;
    pthread_mutex_lock(&k->lock);
    for (int i = 0; i < KEPT_MAX && !found; i++) {
        const struct kept_answer *a = &k->answers[i];
        if (a->bytes && a->key == key && now.ms - a->made.ms <= KEPT_MS)
            found = work_copy(w, (struct text){ a->bytes, a->length }, out_bytes);
    }
    pthread_mutex_unlock(&k->lock);
    return found;
}

/* The one of this key, a free one, or the oldest. */
static struct kept_answer *place_for(struct kept *k, int64_t key)
{
    struct kept_answer *best = &k->answers[0];

    for (int i = 0; i < KEPT_MAX; i++) {
        struct kept_answer *a = &k->answers[i];
        if (a->bytes && a->key == key)
            return a;
        if (best->bytes && (!a->bytes || a->made.ms < best->made.ms))
            best = a;
    }
    return best;
}

void kept_add(struct kept *k, int64_t key, struct moment now, struct text bytes)
{
    struct kept_answer *a;
    char *copy = k && bytes.length <= KEPT_BYTES_MAX ? malloc(bytes.length + 1) : NULL;

    if (!copy)
        return;
    memcpy(copy, bytes.at, bytes.length);
    pthread_mutex_lock(&k->lock);
    a = place_for(k, key);
    free(a->bytes);
    *a = (struct kept_answer){ key, now, copy, bytes.length };
    pthread_mutex_unlock(&k->lock);
}
