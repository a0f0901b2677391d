/* The copy of the tombstones at another place: what a restore from an older key backup needs to know who was erased since. It follows the
 * journal before a shredding is acknowledged. When it cannot, the shredding stands all the same, for nobody waits with an erase for a disk of
 * backups; vault_state tells, and the next call tries again. */
#include "vault/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STEP = 64 * 1024, TAIL = 64 * TOMBSTONE_BYTES, ASIDE_MAX = 1000 };

struct copying {
    int folder, file;
    uint64_t length; /* of the copy */
};

static void copying_end(struct copying *c)
{
    if (c->file >= 0)
        close(c->file);
    if (c->folder >= 0)
        close(c->folder);
}

static bool open_copy(struct work *w, struct copying *c, const char *folder)
{
    struct stat s;

    c->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (c->folder < 0)
        FAIL(w, ERR_UNAVAILABLE, "the folder %s for the copy of the tombstones cannot be opened: %s", folder, strerror(errno));
    c->file = openat(c->folder, "tombstones", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (c->file < 0 || fstat(c->file, &s) != 0)
        FAIL(w, ERR_UNAVAILABLE, "the copy of the tombstones in %s cannot be opened: %s", folder, strerror(errno));
    c->length = (uint64_t)s.st_size / TOMBSTONE_BYTES * TOMBSTONE_BYTES;
    return true;
}

/* The last records of the copy stand at the same place of the journal. One would not do: those that say that all is done are alike everywhere. */
static bool goes_on(struct work *w, const struct tombstones *t, const struct copying *c, bool *out_same)
{
    uint8_t theirs[TAIL], ours[TAIL];
    size_t length = c->length < TAIL ? (size_t)c->length : TAIL;
    uint64_t at = c->length - length;

    *out_same = c->length == 0;
    if (c->length == 0 || c->length > (t->next + 1) * TOMBSTONE_BYTES)
        return true;
    if (pread(c->file, theirs, length, (off_t)at) != (ssize_t)length)
        FAIL(w, ERR_IO, "the copy of the tombstones cannot be read: %s", strerror(errno));
    TRY(file_read(w, &t->file, ours, length, at));
    *out_same = memcmp(theirs, ours, length) == 0;
    return true;
}

static bool put_aside(struct work *w, struct copying *c, const char *folder)
{
    char name[32];

    for (int i = 1; i < ASIDE_MAX; i++) {
        snprintf(name, sizeof name, "tombstones.%d", i);
        if (faccessat(c->folder, name, F_OK, 0) == 0)
            continue;
        if (renameat(c->folder, "tombstones", c->folder, name) != 0)
            break;
        copying_end(c);
        return open_copy(w, c, folder);
    }
    FAIL(w, ERR_UNAVAILABLE, "the tombstones of another vault in %s cannot be put aside", folder);
}

static bool write_at(struct work *w, struct copying *c, const uint8_t *bytes, size_t length)
{
    ssize_t done = pwrite(c->file, bytes, length, (off_t)c->length);

    if (done != (ssize_t)length)
        FAIL(w, ERR_UNAVAILABLE, "the copy of the tombstones cannot be written: %s", done < 0 ? strerror(errno) : "no space left");
    c->length += length;
    return true;
}

static bool follow(struct work *w, const struct tombstones *t, struct copying *c)
{
    uint64_t end = (t->next + 1) * TOMBSTONE_BYTES, from = c->length;
    uint8_t *bytes = WORK_NEW(w, uint8_t, STEP);

    if (!bytes)
        return false;
    while (c->length < end) {
        size_t n = end - c->length < STEP ? (size_t)(end - c->length) : STEP;
        TRY(file_read(w, &t->file, bytes, n, c->length));
        TRY(write_at(w, c, bytes, n));
    }
    if (from < end && (fsync(c->file) != 0 || (from == 0 && fsync(c->folder) != 0)))
        FAIL(w, ERR_UNAVAILABLE, "the copy of the tombstones cannot be made durable: %s", strerror(errno));
    return true;
}

bool tombstones_copy(struct work *w, const struct tombstones *t, const char *folder)
{
    CLEANUP(copying_end) struct copying c = { -1, -1, 0 };
    bool same;

    TRY(open_copy(w, &c, folder));
    TRY(goes_on(w, t, &c, &same));
    if (!same)
        TRY(put_aside(w, &c, folder));
    return follow(w, t, &c);
}

void vault_copy_tombstones(struct work *w, struct vault *v)
{
    struct arena_mark before = arena_mark(w->arena);
    struct error err = w->err;

    if (!v->copy_folder)
        return;
    pthread_mutex_lock(&v->lock);
    v->state.copy_behind = !tombstones_copy(w, &v->journal, v->copy_folder);
    pthread_mutex_unlock(&v->lock);
    w->err = err;
    arena_release(w->arena, before);
}
