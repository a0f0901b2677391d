#include "vault/segment.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK = 64 * 1024, CHUNK_SLOTS = CHUNK / SLOT_BYTES, BLOCK = 4096, PIECE = 4 * BLOCK, PIECES = 64 };

static void free_bytes(uint8_t **at)
{
    free(*at);
    *at = NULL;
}

/* Aligned for direct reads. */
static bool chunk_take(struct work *w, uint8_t **out_chunk)
{
    uint8_t *chunk = aligned_alloc(BLOCK, CHUNK);

    if (!chunk)
        FAIL(w, ERR_UNAVAILABLE, "no memory to read key slots");
    memset(chunk, 0, CHUNK);
    *out_chunk = chunk;
    return true;
}

static void segment_name(uint32_t number, const char *ending, char out_name[32])
{
    snprintf(out_name, 32, "keys.%04u%s", number, ending);
}

static bool fill(struct work *w, const struct vault_file *f, const uint8_t *first)
{
    CLEANUP(free_bytes) uint8_t *chunk = NULL;

    TRY(chunk_take(w, &chunk));
    for (uint64_t at = 0; at < SEGMENT_BYTES; at += CHUNK) {
        if (first && at == 0)
            memcpy(chunk, first, SLOT_BYTES);
        TRY(file_write(w, f, chunk, CHUNK, at));
        memset(chunk, 0, SLOT_BYTES);
    }
    return true;
}

/* Under another name until it is whole, so that a crash leaves no half segment. */
bool segment_create(struct work *w, const struct vault_files *files, int folder, uint32_t number, const uint8_t *first)
{
    CLEANUP(file_close) struct vault_file f = { .fd = -1 };
    char name[32], unfinished[32];

    segment_name(number, "", name);
    segment_name(number, ".new", unfinished);
    TRY(file_open(w, files, folder, unfinished, O_RDWR | O_CREAT | O_TRUNC, &f));
    TRY(fill(w, &f, first));
    file_sync_whole(&f);
    TRY(file_rename(w, files, folder, unfinished, name));
    file_sync_folder(files, folder);
    return true;
}

static bool check_size(struct work *w, const struct vault_file *f)
{
    uint64_t size;

    TRY(file_size(w, f, &size));
    if (size != SEGMENT_BYTES)
        FAIL(w, ERR_INVALID, "key file %s has %llu bytes, %d expected: it was cut off or is another file; restore it from the key backup", f->name,
             (unsigned long long)size, SEGMENT_BYTES);
    return true;
}

bool segment_open(struct work *w, const struct vault_files *files, int folder, uint32_t number, struct segment **out_segment)
{
    CLEANUP(segment_close) struct segment *s = calloc(1, sizeof *s);
    char name[32];

    if (!s)
        FAIL(w, ERR_UNAVAILABLE, "no memory for a key segment");
    s->file.fd = s->direct.fd = -1;
    s->number = number;
    segment_name(number, "", name);
    TRY(file_open(w, files, folder, name, O_RDWR, &s->file));
    TRY(check_size(w, &s->file));
    *out_segment = TAKE(s);
    return true;
}

void segment_close(struct segment **s)
{
    if (!*s)
        return;
    file_close(&(*s)->file);
    file_close(&(*s)->direct);
    free(*s);
    *s = NULL;
}

bool segment_read(struct work *w, const struct segment *s, uint32_t index, uint8_t out_bytes[SLOT_BYTES])
{
    return file_read(w, &s->file, out_bytes, SLOT_BYTES, (uint64_t)index * SLOT_BYTES);
}

bool segment_write(struct work *w, struct segment *s, uint32_t index, const uint8_t bytes[SLOT_BYTES])
{
    s->dirty = true;
    return file_write(w, &s->file, bytes, SLOT_BYTES, (uint64_t)index * SLOT_BYTES);
}

/* Slots are handed out from the front, so a chunk of zeros ends what was ever used. Only keys of one unsynced batch can lie behind it after
 * a power cut; no row refers to them, and segment_take looks before it writes. */
bool segment_walk(struct work *w, const struct segment *s, void (*see)(void *context, uint32_t index, const uint8_t bytes[SLOT_BYTES]), void *context)
{
    CLEANUP(free_bytes) uint8_t *chunk = NULL;

    TRY(chunk_take(w, &chunk));
    for (uint32_t first = 0; first < SEGMENT_SLOTS; first += CHUNK_SLOTS) {
        TRY(file_read(w, &s->file, chunk, CHUNK, (uint64_t)first * SLOT_BYTES));
        if (chunk[0] == 0 && memcmp(chunk, chunk + 1, CHUNK - 1) == 0)
            return true;
        for (uint32_t i = 0; i < CHUNK_SLOTS; i++)
            see(context, first + i, chunk + (size_t)i * SLOT_BYTES);
    }
    return true;
}

static void set_used(struct segment *s, uint32_t index)
{
    s->used[index / 64] |= UINT64_C(1) << (index % 64);
}

bool segment_is_used(const struct segment *s, uint32_t index)
{
    return s->used[index / 64] >> (index % 64) & 1;
}

static void see_slot(void *context, uint32_t index, const uint8_t bytes[SLOT_BYTES])
{
    struct segment *s = context;

    if (slot_is_free(bytes))
        return;
    set_used(s, index);
    s->free--;
}

bool segment_scan(struct work *w, struct segment *s)
{
    if (s->scanned)
        return true;
    memset(s->used, 0, sizeof s->used);
    s->free = SEGMENT_SLOTS;
    TRY(segment_walk(w, s, see_slot, s));
    s->next = 0;
    s->scanned = true;
    return true;
}

static bool next_free(struct segment *s, uint32_t *out_index)
{
    for (uint32_t i = s->next; i < SEGMENT_SLOTS; i++) {
        if (i % 64 == 0 && s->used[i / 64] == UINT64_MAX) {
            i += 63;
            continue;
        }
        if (segment_is_used(s, i))
            continue;
        s->next = i + 1;
        *out_index = i;
        return true;
    }
    s->next = SEGMENT_SLOTS;
    return false;
}

bool segment_take(struct work *w, struct segment *s, uint32_t *out_index, uint32_t *out_generation, bool *out_taken)
{
    uint8_t bytes[SLOT_BYTES];
    uint32_t index;

    *out_taken = false;
    while (next_free(s, &index)) {
        TRY(segment_read(w, s, index, bytes));
        set_used(s, index);
        s->free--;
        if (!slot_is_free(bytes))
            continue;
        *out_index = index;
        *out_generation = slot_parse(index, bytes).generation + 1;
        *out_taken = true;
        return true;
    }
    return true;
}

void segment_mark_free(struct segment *s, uint32_t index)
{
    if (!s->scanned || !segment_is_used(s, index))
        return;
    s->used[index / 64] &= ~(UINT64_C(1) << (index % 64));
    s->free++;
    if (index < s->next)
        s->next = index;
}

/* Opens the file a second time for reads past the page cache; without that, asks the kernel to drop its pages, which are clean by now. */
static const struct vault_file *reader(struct work *w, struct segment *s, int folder)
{
    if (!s->direct_tried) {
        s->direct_tried = true;
        if (!file_open(w, s->file.files, folder, s->file.name, O_RDONLY | O_DIRECT, &s->direct))
            error_clear(&w->err);
    }
    if (s->direct.fd >= 0)
        return &s->direct;
    posix_fadvise(s->file.fd, 0, 0, POSIX_FADV_DONTNEED);
    return &s->file;
}

/* How many of the slots from the first one on lie in one piece that starts at the block of the first. */
static size_t in_one_piece(const uint32_t *indexes, size_t count, struct piece *out_piece)
{
    uint64_t start = (uint64_t)indexes[0] * SLOT_BYTES / BLOCK * BLOCK, end = start + BLOCK;
    size_t n = 1;

    for (; n < count && ((uint64_t)indexes[n] + 1) * SLOT_BYTES <= start + PIECE; n++)
        end = ((uint64_t)indexes[n] * SLOT_BYTES / BLOCK + 1) * BLOCK;
    *out_piece = (struct piece){ .length = (size_t)(end - start), .at = start };
    return n;
}

/* As many slots as fit into one round of reads. */
struct round {
    struct piece pieces[PIECES];
    size_t slots[PIECES]; /* in each piece */
    size_t count, slot_count, bytes;
};

static struct round round_of(const uint32_t *indexes, size_t count)
{
    struct round r = { .count = 0 };

    while (r.count < PIECES && r.slot_count < count) {
        struct piece *p = &r.pieces[r.count];
        size_t n = in_one_piece(indexes + r.slot_count, count - r.slot_count, p);
        r.slots[r.count++] = n;
        r.slot_count += n;
        r.bytes += p->length;
    }
    return r;
}

static bool compare_piece(struct work *w, const struct segment *s, const struct piece *p, const uint32_t *indexes, const uint8_t (*expected)[SLOT_BYTES], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (memcmp((uint8_t *)p->bytes + ((uint64_t)indexes[i] * SLOT_BYTES - p->at), expected[i], SLOT_BYTES) != 0)
            FAIL(w, ERR_IO, "key file %s: slot %u still holds other bytes after it was overwritten and synced", s->file.name, indexes[i]);
    return true;
}

static bool read_round(struct work *w, const struct segment *s, const struct vault_file *f, struct round *r, const uint32_t *indexes,
                       const uint8_t (*expected)[SLOT_BYTES])
{
    CLEANUP(free_bytes) uint8_t *bytes = aligned_alloc(BLOCK, r->bytes);
    size_t at = 0;

    if (!bytes)
        FAIL(w, ERR_UNAVAILABLE, "no memory to read key slots");
    for (size_t i = 0; i < r->count; i++) {
        r->pieces[i].bytes = bytes + at;
        at += r->pieces[i].length;
    }
    TRY(file_read_many(w, f, r->pieces, r->count));
    for (size_t i = 0; i < r->count; i++) {
        TRY(compare_piece(w, s, &r->pieces[i], indexes, expected, r->slots[i]));
        indexes += r->slots[i], expected += r->slots[i];
    }
    return true;
}

bool segment_read_back(struct work *w, struct segment *s, int folder, const uint32_t *indexes, const uint8_t (*expected)[SLOT_BYTES], size_t count)
{
    const struct vault_file *f = reader(w, s, folder);

    for (size_t done = 0; done < count;) {
        struct round r = round_of(indexes + done, count - done);
        TRY(read_round(w, s, f, &r, indexes + done, expected + done));
        done += r.slot_count;
    }
    return true;
}
