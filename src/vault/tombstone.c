#include "vault/tombstone.h"

#include <endian.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>

enum { WINDOW = 1024, TOMBSTONE = 'T', DONE = 'D', SUM_AT = 48, SUM_BYTES = 16 };

static const char name[] = "tombstones", unfinished_name[] = "tombstones.new";
static const uint8_t magic[TOMBSTONE_BYTES] = "privacyd tombstones 1\n";

struct tombstone {
    uint8_t kind;
    struct vault_key key;
};

static uint64_t place_of(uint64_t record)
{
    return (record + 1) * TOMBSTONE_BYTES;
}

static void encode(const struct tombstone *t, struct instant now, uint64_t number, uint8_t out[TOMBSTONE_BYTES])
{
    uint32_t generation = htobe32(t->key.generation);
    uint64_t moment = htobe64((uint64_t)now.ms), place = htobe64(number);

    memset(out, 0, TOMBSTONE_BYTES);
    out[0] = t->kind;
    memcpy(out + 4, &generation, 4);
    memcpy(out + 8, t->key.id.id.bytes, 16);
    memcpy(out + 24, &moment, 8);
    memcpy(out + 32, &place, 8);
    crypto_generichash(out + SUM_AT, SUM_BYTES, out, SUM_AT, NULL, 0);
}

static bool decode(const uint8_t bytes[TOMBSTONE_BYTES], uint64_t number, struct tombstone *out)
{
    uint8_t sum[SUM_BYTES];
    uint64_t place = htobe64(number);
    uint32_t generation;

    crypto_generichash(sum, sizeof sum, bytes, SUM_AT, NULL, 0);
    if (memcmp(sum, bytes + SUM_AT, SUM_BYTES) != 0 || memcmp(bytes + 32, &place, 8) != 0)
        return false;
    memcpy(&generation, bytes + 4, 4);
    *out = (struct tombstone){ .kind = bytes[0], .key = { .generation = be32toh(generation) } };
    memcpy(out->key.id.id.bytes, bytes + 8, 16);
    return out->kind == TOMBSTONE || out->kind == DONE;
}

/* Reads records through a window that follows the reader in both directions. */
struct reader {
    const struct tombstones *journal;
    uint64_t first, count; /* what the window holds */
    uint8_t *window;
};

static bool record_at(struct work *w, struct reader *r, uint64_t number, const uint8_t **out_bytes)
{
    if (number < r->first || number >= r->first + r->count) {
        r->first = number / WINDOW * WINDOW;
        r->count = r->journal->room - r->first < WINDOW ? r->journal->room - r->first : WINDOW;
        TRY(file_read(w, &r->journal->file, r->window, r->count * TOMBSTONE_BYTES, place_of(r->first)));
    }
    *out_bytes = r->window + (number - r->first) * TOMBSTONE_BYTES;
    return true;
}

static bool is_reserve(const uint8_t *bytes)
{
    return bytes[0] == 0 && memcmp(bytes, bytes + 1, TOMBSTONE_BYTES - 1) == 0;
}

/* Where the zeros in reserve begin. */
static bool find_end(struct work *w, struct reader *r, uint64_t *out_end)
{
    const uint8_t *bytes;
    uint64_t end = r->journal->room;

    for (; end > 0; end--) {
        TRY(record_at(w, r, end - 1, &bytes));
        if (!is_reserve(bytes))
            break;
    }
    *out_end = end;
    return true;
}

/* What follows the last done record. */
static bool find_start(struct work *w, struct reader *r, uint64_t end, uint64_t *out_start)
{
    struct tombstone t;
    const uint8_t *bytes;
    uint64_t start = end;

    for (; start > 0; start--) {
        TRY(record_at(w, r, start - 1, &bytes));
        if (decode(bytes, start - 1, &t) && t.kind == DONE)
            break;
    }
    *out_start = start;
    return true;
}

/* The whole records among [start, end), in the arena. After a power cut any of the sectors of an unsynced batch may be missing. */
static bool collect(struct work *w, struct reader *r, uint64_t start, uint64_t end, struct vault_key **out_keys, size_t *out_count)
{
    struct vault_key *keys = WORK_NEW(w, struct vault_key, end - start);
    struct tombstone t;
    const uint8_t *bytes;
    size_t count = 0;

    if (!keys)
        return false;
    for (uint64_t i = start; i < end; i++) {
        TRY(record_at(w, r, i, &bytes));
        if (decode(bytes, i, &t))
            keys[count++] = t.key;
    }
    *out_keys = keys;
    *out_count = count;
    return true;
}

bool tombstones_each(struct work *w, const struct tombstones *t, vault_key_taker take, void *context)
{
    struct reader r = { .journal = t, .window = WORK_NEW(w, uint8_t, WINDOW * TOMBSTONE_BYTES) };
    struct tombstone stone;
    const uint8_t *bytes;

    if (!r.window)
        return false;
    for (uint64_t i = 0; i < t->room; i++) {
        TRY(record_at(w, &r, i, &bytes));
        if (decode(bytes, i, &stone) && stone.kind == TOMBSTONE)
            TRY(take(w, context, stone.key));
    }
    return true;
}

static bool write_tombstones(struct work *w, const struct tombstones *t, uint64_t at, const struct vault_key *keys, size_t count)
{
    struct arena_mark before = arena_mark(w->arena);
    uint8_t *bytes = WORK_NEW(w, uint8_t, count * TOMBSTONE_BYTES);

    if (!bytes)
        return false;
    for (size_t i = 0; i < count; i++)
        encode(&(struct tombstone){ TOMBSTONE, keys[i] }, w->now, at + i, bytes + i * TOMBSTONE_BYTES);
    TRY(file_write(w, &t->file, bytes, count * TOMBSTONE_BYTES, place_of(at)));
    arena_release(w->arena, before);
    return true;
}

/* Writes the whole records one after the other and zeros over the rest. */
static bool cut_tail(struct work *w, const struct tombstones *t, uint64_t start, uint64_t end, const struct vault_key *keys, size_t count)
{
    static const uint8_t zeros[TOMBSTONE_BYTES];

    TRY(write_tombstones(w, t, start, keys, count));
    for (uint64_t i = start + count; i < end; i++)
        TRY(file_write(w, &t->file, zeros, sizeof zeros, place_of(i)));
    file_sync_data(&t->file);
    return true;
}

static bool recover(struct work *w, struct tombstones *t, struct vault_key **out_keys, size_t *out_count)
{
    struct reader r = { .journal = t, .window = WORK_NEW(w, uint8_t, WINDOW * TOMBSTONE_BYTES) };
    uint64_t start, end;

    if (!r.window)
        return false;
    TRY(find_end(w, &r, &end));
    TRY(find_start(w, &r, end, &start));
    TRY(collect(w, &r, start, end, out_keys, out_count));
    if (*out_count < end - start)
        TRY(cut_tail(w, t, start, end, *out_keys, *out_count));
    t->next = start + *out_count;
    return true;
}

static bool write_reserve(struct work *w, const struct vault_file *f, uint64_t at)
{
    enum { STEP = 64 * 1024 };
    struct arena_mark before = arena_mark(w->arena);
    uint8_t *zeros = WORK_NEW(w, uint8_t, STEP);

    if (!zeros)
        return false;
    for (uint64_t done = 0; done < (uint64_t)TOMBSTONE_RESERVE * TOMBSTONE_BYTES; done += STEP)
        TRY(file_write(w, f, zeros, STEP, at + done));
    arena_release(w->arena, before);
    return true;
}

static bool create(struct work *w, const struct vault_files *files, int folder)
{
    CLEANUP(file_close) struct vault_file f = { .fd = -1 };

    TRY(file_open(w, files, folder, unfinished_name, O_RDWR | O_CREAT | O_TRUNC, &f));
    TRY(file_write(w, &f, magic, sizeof magic, 0));
    TRY(write_reserve(w, &f, place_of(0)));
    file_sync_whole(&f);
    TRY(file_rename(w, files, folder, unfinished_name, name));
    file_sync_folder(files, folder);
    return true;
}

static bool open_or_create(struct work *w, const struct vault_files *files, int folder, bool may_create, struct vault_file *out_file)
{
    if (file_open(w, files, folder, name, O_RDWR, out_file))
        return true;
    if (w->err.code != ERR_NOT_FOUND)
        return error_pass(&w->err, __func__, __LINE__);
    if (!may_create)
        FAIL(w, ERR_INVALID, "key file %s is missing beside the slot files: without it nobody can tell which keys were destroyed; restore it", name);
    error_clear(&w->err);
    TRY(create(w, files, folder));
    return file_open(w, files, folder, name, O_RDWR, out_file);
}

bool tombstones_open(struct work *w, const struct vault_files *files, int folder, bool may_create, struct tombstones *out_journal,
                     struct vault_key **out_unfinished, size_t *out_count)
{
    struct tombstones *t = out_journal;
    uint8_t head[TOMBSTONE_BYTES];
    uint64_t size;

    TRY(open_or_create(w, files, folder, may_create, &t->file));
    TRY(file_size(w, &t->file, &size));
    if (size < TOMBSTONE_BYTES)
        FAIL(w, ERR_INVALID, "key file %s has %llu bytes, at least %d expected: it was cut off", name, (unsigned long long)size, TOMBSTONE_BYTES);
    TRY(file_read(w, &t->file, head, sizeof head, 0));
    if (memcmp(head, magic, sizeof magic) != 0)
        FAIL(w, ERR_TAMPERED, "key file %s does not begin like a tombstone journal", name);
    if (size % TOMBSTONE_BYTES)
        TRY(file_truncate(w, &t->file, size - size % TOMBSTONE_BYTES));
    t->room = size / TOMBSTONE_BYTES - 1;
    return recover(w, t, out_unfinished, out_count);
}

bool tombstones_reserve(struct work *w, struct tombstones *t)
{
    if (t->room - t->next >= TOMBSTONE_RESERVE / 2)
        return true;
    TRY(write_reserve(w, &t->file, place_of(t->room)));
    file_sync_whole(&t->file);
    t->room += TOMBSTONE_RESERVE;
    return true;
}

bool tombstones_append(struct work *w, struct tombstones *t, const struct vault_key *keys, size_t count)
{
    if (t->room - t->next < count + 1) /* the slow pool is behind */
        TRY(tombstones_reserve(w, t));
    if (t->room - t->next < count + 1)
        FAIL(w, ERR_LIMIT, "%zu tombstones do not fit in one batch", count);
    TRY(write_tombstones(w, t, t->next, keys, count));
    file_sync_data(&t->file);
    t->next += count;
    return true;
}

bool tombstones_done(struct work *w, struct tombstones *t)
{
    uint8_t bytes[TOMBSTONE_BYTES];

    encode(&(struct tombstone){ .kind = DONE }, w->now, t->next, bytes);
    TRY(file_write(w, &t->file, bytes, sizeof bytes, place_of(t->next)));
    t->next++;
    return true;
}
