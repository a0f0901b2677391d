/* Tombstones of other journals: read, and carried out in a vault that was restored. */
#include "vault/inside.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BATCH = 1024 };

void vault_key_list_free(struct vault_key_list *l)
{
    free(l->keys);
    *l = (struct vault_key_list){ NULL, 0, 0 };
}

static int by_id(const void *a, const void *b)
{
    const struct vault_key *x = a, *y = b;
    int order = memcmp(x->id.id.bytes, y->id.id.bytes, sizeof x->id.id.bytes);

    return order ? order : (x->generation > y->generation) - (x->generation < y->generation);
}

void vault_key_list_sort(struct vault_key_list *l)
{
    size_t kept = 0;

    if (l->count)
        qsort(l->keys, l->count, sizeof *l->keys, by_id);
    for (size_t i = 0; i < l->count; i++)
        if (kept == 0 || by_id(&l->keys[kept - 1], &l->keys[i]) != 0)
            l->keys[kept++] = l->keys[i];
    l->count = kept;
}

bool vault_key_list_has(const struct vault_key_list *l, struct vault_key key)
{
    return l->count && bsearch(&key, l->keys, l->count, sizeof key, by_id);
}

static bool add_key(struct work *w, void *context, struct vault_key key)
{
    struct vault_key_list *l = context;

    if (l->count == l->room) {
        size_t room = l->room ? l->room * 2 : 1024;
        struct vault_key *keys = reallocarray(l->keys, room, sizeof *keys);
        if (!keys)
            FAIL(w, ERR_UNAVAILABLE, "no memory for the list of destroyed keys");
        l->keys = keys;
        l->room = room;
    }
    l->keys[l->count++] = key;
    return true;
}

static bool read_journal(struct work *w, struct tombstones *t, struct vault_key_list *list)
{
    static const char magic[] = "privacyd tombstones 1\n";
    uint8_t head[TOMBSTONE_BYTES];
    uint64_t size;

    TRY(file_size(w, &t->file, &size));
    if (size < TOMBSTONE_BYTES)
        FAIL(w, ERR_INVALID, "the file %s was cut off", t->file.name);
    TRY(file_read(w, &t->file, head, sizeof head, 0));
    if (memcmp(head, magic, sizeof magic - 1) != 0)
        FAIL(w, ERR_TAMPERED, "the file %s does not begin like a journal of destroyed keys", t->file.name);
    t->room = size / TOMBSTONE_BYTES - 1;
    return tombstones_each(w, t, add_key, list);
}

static bool read_file(struct work *w, int folder, const char *name, struct vault_key_list *list)
{
    struct arena_mark before = arena_mark(w->arena);
    struct tombstones t = { .file = { .fd = -1 } };
    bool read = file_open(w, &vault_files_real, folder, name, O_RDONLY, &t.file) && read_journal(w, &t, list);

    file_close(&t.file);
    arena_release(w->arena, before);
    return read;
}

static bool is_journal(const char *name)
{
    return strncmp(name, "tombstones", 10) == 0 && strcmp(name, "tombstones.new") != 0;
}

bool vault_tombstones_read(struct work *w, const char *folder, struct vault_key_list *list)
{
    DIR *listing = opendir(folder);
    const struct dirent *entry;
    bool good = true, found = false;

    if (!listing)
        FAIL(w, ERR_NOT_FOUND, "the folder %s cannot be opened: %s", folder, strerror(errno));
    while (good && (entry = readdir(listing)) != NULL) {
        if (!is_journal(entry->d_name))
            continue;
        found = true;
        good = read_file(w, dirfd(listing), entry->d_name, list);
    }
    closedir(listing);
    if (good && !found)
        FAIL(w, ERR_NOT_FOUND, "the folder %s holds no file tombstones", folder);
    return good;
}

/* Those that are not there: the journal of this vault tells of them too from now on. */
static bool journal_gone(struct work *w, struct vault *v, const struct vault_shredding *items, size_t count)
{
    struct vault_key *gone = WORK_NEW(w, struct vault_key, count);
    size_t gone_count = 0;
    bool written;

    if (!gone)
        return false;
    for (size_t i = 0; i < count; i++)
        if (items[i].status == VAULT_KEY_GONE)
            gone[gone_count++] = items[i].key;
    pthread_mutex_lock(&v->lock);
    written = gone_count == 0 || (tombstones_append(w, &v->journal, gone, gone_count) && tombstones_done(w, &v->journal));
    pthread_mutex_unlock(&v->lock);
    return written;
}

bool vault_replay(struct work *w, struct vault *v, const struct vault_key_list *keys, bool foreign, uint64_t *out_destroyed)
{
    struct arena_mark before = arena_mark(w->arena);

    *out_destroyed = 0;
    for (size_t at = 0, n; at < keys->count; at += n) {
        struct vault_shredding *items;
        n = keys->count - at < BATCH ? keys->count - at : BATCH;
        items = WORK_NEW(w, struct vault_shredding, n);
        if (!items)
            return false;
        for (size_t i = 0; i < n; i++)
            items[i].key = keys->keys[at + i];
        TRY(vault_shred_many(w, v, items, n));
        for (size_t i = 0; i < n; i++)
            *out_destroyed += items[i].status == VAULT_OK;
        if (foreign)
            TRY(journal_gone(w, v, items, n));
        arena_release(w->arena, before);
    }
    return true;
}
