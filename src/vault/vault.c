/* The vault as a whole: opened, closed, synced, extended. */
#include "vault/inside.h"

#include "vault/gate.h"
#include "vault/sealkey.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static void vault_free(struct vault *v)
{
    for (uint32_t i = 0; i < v->segment_count; i++)
        segment_close(&v->segments[i]);
    file_close(&v->journal.file);
    file_close(&v->holder); /* gives the folder up, after all files are closed */
    if (v->folder >= 0)
        close(v->folder);
    cache_destroy(&v->cache);
    if (v->seal_key)
        sodium_free(v->seal_key); /* wipes */
    free(v->doomed);
    free(v->services);
    batch_close(&v->batch);
    pthread_mutex_destroy(&v->lock);
    pthread_mutex_destroy(&v->sync_lock);
    pthread_mutex_destroy(&v->extend_lock);
    free(v);
}

void vault_close(struct vault **v)
{
    if (*v)
        vault_free(*v);
    *v = NULL;
}

static struct vault *vault_allocate(const struct vault_config *config, const struct vault_files *files)
{
    struct vault *v = sodium_init() >= 0 ? calloc(1, sizeof *v) : NULL;

    if (!v)
        return NULL;
    v->files = *files;
    if (files == &vault_files_real)
        v->files.context = &v->batch;
    v->entropy = config->entropy;
    v->entropy_context = config->entropy_context;
    v->copy_folder = config->tombstone_copy;
    v->folder = v->holder.fd = v->journal.file.fd = -1;
    pthread_mutex_init(&v->lock, NULL);
    pthread_mutex_init(&v->sync_lock, NULL);
    pthread_mutex_init(&v->extend_lock, NULL);
    v->cache = cache_create();
    v->seal_key = sodium_malloc(32);
    if (!v->cache || !v->seal_key)
        vault_close(&v);
    return v;
}

static bool open_folder(struct work *w, struct vault *v, const char *path)
{
    if (mkdir(path, 0700) != 0 && errno != EEXIST)
        FAIL(w, ERR_IO, "the key folder %s cannot be made: %s", path, strerror(errno));
    v->folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (v->folder < 0)
        FAIL(w, ERR_IO, "the key folder %s cannot be opened: %s", path, strerror(errno));
    return true;
}

static bool pass_gate(struct work *w, struct vault *v, const struct vault_config *config)
{
    if (gate_filesystem(w, config->folder, v->state.filesystem))
        return true;
    if (w->err.code != ERR_UNSUPPORTED || !config->weaker_filesystem)
        return error_pass(&w->err, __func__, __LINE__);
    error_clear(&w->err);
    v->state.weaker_filesystem = true;
    return true;
}

static bool hold_folder(struct work *w, struct vault *v, const char *path)
{
    TRY(file_open(w, &v->files, v->folder, "lock", O_RDWR | O_CREAT, &v->holder));
    if (flock(v->holder.fd, LOCK_EX | LOCK_NB) == 0)
        return true;
    if (errno != EWOULDBLOCK)
        FAIL(w, ERR_IO, "the key folder %s cannot be locked: %s", path, strerror(errno));
    FAIL(w, ERR_CONFLICT, "another server holds the key folder %s: two servers never share one; stop the other first", path);
}

/* How many segments the folder should have, by the highest number; what a crash left half made is removed. */
static bool count_segments(struct work *w, struct vault *v, uint32_t *out_count)
{
    int copy = openat(v->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *folder = copy < 0 ? NULL : fdopendir(copy);
    const struct dirent *entry;
    uint32_t count = 0;
    uint64_t number;

    if (!folder)
        FAIL(w, ERR_IO, "the key folder cannot be listed: %s", strerror(errno));
    while ((entry = readdir(folder)) != NULL) {
        struct text name = text_of(entry->d_name);
        if (text_ends(name, TEXT(".new")))
            unlinkat(v->folder, entry->d_name, 0);
        else if (text_starts(name, TEXT("keys.")) && text_to_u64(text_from(name, 5), &number) && number < SEGMENTS_MAX && number >= count)
            count = (uint32_t)number + 1;
    }
    closedir(folder);
    *out_count = count;
    return true;
}

/* The first slot of keys.0000 holds a key that nobody uses: whether it opens tells whether the seal key is the right one. */
static bool create_first_segment(struct work *w, struct vault *v)
{
    struct slot header = { .use = SLOT_HEADER, .generation = 1, .created = w->now };
    struct {
        uint8_t secret[SLOT_SECRET], nonce[SLOT_NONCE], id[12];
    } fresh;
    uint8_t bytes[SLOT_BYTES];

    v->entropy(v->entropy_context, &fresh, sizeof fresh);
    header.id = slot_key_id(0, fresh.id).id;
    slot_seal(v->seal_key, &header, fresh.secret, fresh.nonce, bytes);
    sodium_memzero(&fresh, sizeof fresh);
    return segment_create(w, &v->files, v->folder, 0, bytes);
}

static bool check_seal_key(struct work *w, struct vault *v, const char *path)
{
    uint8_t bytes[SLOT_BYTES], secret[SLOT_SECRET];
    enum vault_status status;

    TRY(segment_read(w, v->segments[0], 0, bytes));
    status = slot_open(v->seal_key, 0, bytes, secret);
    sodium_memzero(secret, sizeof secret);
    if (status == VAULT_WRONG_KEY)
        FAIL(w, ERR_TAMPERED, "wrong seal key: keys.0000 was not sealed under the key in %s", path);
    if (status != VAULT_OK || slot_parse(0, bytes).use != SLOT_HEADER)
        FAIL(w, ERR_TAMPERED, "key file keys.0000 does not begin with its header slot: it is damaged or another file; restore it from the key backup");
    return true;
}

static bool open_segment(struct work *w, struct vault *v, uint32_t number)
{
    if (segment_open(w, &v->files, v->folder, number, &v->segments[number])) {
        v->segment_count = number + 1;
        return true;
    }
    if (w->err.code == ERR_NOT_FOUND)
        FAIL(w, ERR_INVALID, "key file keys.%04u is missing beside others: restore it from the key backup", number);
    return error_pass(&w->err, __func__, __LINE__);
}

static bool open_files(struct work *w, struct vault *v, const struct vault_config *config)
{
    struct vault_key *unfinished;
    size_t unfinished_count;
    uint32_t count;

    TRY(count_segments(w, v, &count));
    if (count == 0 && config->expects == VAULT_EXPECTS_KEYS)
        FAIL(w, ERR_INVALID, "the key folder %s holds no keys, but the database was written with some: put them back there from the key backup, or mount them",
             config->folder);
    TRY(tombstones_open(w, &v->files, v->folder, count == 0, &v->journal, &unfinished, &unfinished_count));
    if (count == 0 && v->journal.next > 0)
        FAIL(w, ERR_INVALID, "key file keys.0000 is missing, but the tombstones tell of keys: restore it from the key backup");
    if (count == 0)
        TRY(create_first_segment(w, v));
    TRY(open_segment(w, v, 0));
    TRY(check_seal_key(w, v, config->seal_key_path));
    if (count < 2)
        TRY(segment_create(w, &v->files, v->folder, 1, NULL));
    for (uint32_t i = 1; i < (count < 2 ? 2 : count); i++)
        TRY(open_segment(w, v, i));
    return vault_shred_recover(w, v, unfinished, unfinished_count);
}

static bool open_all(struct work *w, struct vault *v, const struct vault_config *config)
{
    TRY(sealkey_read(w, config->seal_key_path, v->seal_key));
    TRY(open_folder(w, v, config->folder));
    TRY(pass_gate(w, v, config));
    TRY(hold_folder(w, v, config->folder));
    TRY(open_files(w, v, config));
    TRY(vault_services_find(w, v));
    if (v->service_count && config->expects == VAULT_EXPECTS_NONE)
        FAIL(w, ERR_INVALID, "the key folder %s holds the keys of a site whose database is not there: put the database back, or move the key folder away",
             config->folder);
    return segment_scan(w, v->segments[v->segment_count - 1]); /* the others are full, or are read when this one is */
}

bool vault_open_on(struct work *w, const struct vault_config *config, const struct vault_files *files, struct vault **out_vault)
{
    CLEANUP(vault_close) struct vault *v = vault_allocate(config, files);
    struct arena_mark before = arena_mark(w->arena);
    bool opened;

    if (!v)
        FAIL(w, ERR_UNAVAILABLE, "no memory for the vault");
    opened = open_all(w, v, config);
    if (opened)
        vault_copy_tombstones(w, v);
    arena_release(w->arena, before);
    TRY(opened);
    *out_vault = TAKE(v);
    return true;
}

bool vault_open(struct work *w, const struct vault_config *config, struct vault **out_vault)
{
    return vault_open_on(w, config, config->files ? config->files : &vault_files_real, out_vault);
}

/* Takes the marks of what is to be synced; whoever creates keys meanwhile marks anew. */
static size_t take_dirty(struct vault *v, struct segment **out_dirty)
{
    size_t count = 0;

    pthread_mutex_lock(&v->lock);
    for (uint32_t i = 0; i < v->segment_count; i++) {
        if (!v->segments[i]->dirty)
            continue;
        v->segments[i]->dirty = false;
        out_dirty[count++] = v->segments[i];
    }
    pthread_mutex_unlock(&v->lock);
    return count;
}

/* The disk works without the vault's lock. A second caller waits for the first, whose sync may cover its keys. */
bool vault_sync(struct work *w, struct vault *v)
{
    struct arena_mark before = arena_mark(w->arena);
    struct segment **dirty = WORK_NEW(w, struct segment *, SEGMENTS_MAX);
    size_t count;

    if (!dirty)
        return false;
    pthread_mutex_lock(&v->sync_lock);
    count = take_dirty(v, dirty);
    for (size_t i = 0; i < count; i++)
        file_sync_data(&dirty[i]->file);
    pthread_mutex_unlock(&v->sync_lock);
    arena_release(w->arena, before);
    return true;
}

/* One segment a call, so that what was freed long ago is found again and nobody waits long for the lock. */
static bool scan_one_more(struct work *w, struct vault *v)
{
    for (uint32_t i = 1; i < v->segment_count; i++)
        if (!v->segments[i]->scanned)
            return segment_scan(w, v->segments[i]);
    return true;
}

/* Free slots as far as they are known; reads one more segment while they seem few. */
static bool has_room(struct work *w, struct vault *v, bool *out_room)
{
    uint64_t free = 0;

    for (uint32_t i = v->segment_count - 1; i >= 1 && free < SEGMENT_SLOTS / 4; i--) {
        TRY(segment_scan(w, v->segments[i]));
        free += v->segments[i]->free;
    }
    *out_room = free >= SEGMENT_SLOTS / 4;
    TRY(scan_one_more(w, v));
    return tombstones_reserve(w, &v->journal);
}

static bool attach_segment(struct work *w, struct vault *v, uint32_t number)
{
    bool opened;

    pthread_mutex_lock(&v->lock);
    opened = open_segment(w, v, number) && segment_scan(w, v->segments[number]);
    pthread_mutex_unlock(&v->lock);
    return opened;
}

static bool extend(struct work *w, struct vault *v)
{
    bool room = true, looked;
    uint32_t next;

    pthread_mutex_lock(&v->lock);
    looked = has_room(w, v, &room);
    next = v->segment_count;
    pthread_mutex_unlock(&v->lock);
    TRY(looked);
    if (room)
        return true;
    if (next == SEGMENTS_MAX)
        FAIL(w, ERR_LIMIT, "the vault has %d segments and cannot grow", SEGMENTS_MAX);
    TRY(segment_create(w, &v->files, v->folder, next, NULL));
    return attach_segment(w, v, next);
}

bool vault_extend(struct work *w, struct vault *v)
{
    bool extended;

    if (v->state.copy_behind)
        vault_copy_tombstones(w, v);
    pthread_mutex_lock(&v->extend_lock);
    extended = extend(w, v);
    pthread_mutex_unlock(&v->extend_lock);
    return extended;
}

struct vault_state vault_state(struct vault *v)
{
    struct vault_state state;

    pthread_mutex_lock(&v->lock);
    state = v->state;
    for (uint32_t i = 1; i < v->segment_count; i++) {
        state.slots += SEGMENT_SLOTS;
        state.used += v->segments[i]->scanned ? SEGMENT_SLOTS - v->segments[i]->free : SEGMENT_SLOTS;
    }
    pthread_mutex_unlock(&v->lock);
    return state;
}
