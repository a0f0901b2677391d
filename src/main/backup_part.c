#include "main/backup_part.h"

#include "base/json.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 64 * 1024, READINGS = 16, MANIFEST_MAX = 1 << 20 };

static const char *const kind_names[] = { [BACKUP_DATABASE] = "database", [BACKUP_KEYS] = "keys" };
static const char manifest_name[] = "manifest.json", format_name[] = "privacyd backup 1";

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
    (void)status, (void)kind, (void)walk;
    return remove(path);
}

void backup_remove(const char *path)
{
    nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

static bool set_path(struct work *w, const char *path, char out[BACKUP_PATH_MAX])
{
    size_t length = strlen(path);

    while (length > 1 && path[length - 1] == '/')
        length--;
    if (length == 0 || length >= BACKUP_PATH_MAX)
        FAIL(w, ERR_INVALID, "a path of 1 to %d bytes is needed", BACKUP_PATH_MAX - 1);
    snprintf(out, BACKUP_PATH_MAX, "%.*s", (int)length, path);
    return true;
}

static bool sync_path(struct work *w, const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    bool good = file >= 0 && fsync(file) == 0;
    int why = errno;

    if (file >= 0)
        close(file);
    if (!good)
        FAIL(w, ERR_IO, "%s cannot be made durable: %s", path, strerror(why));
    return true;
}

bool backup_part_begin(struct work *w, enum backup_kind kind, const char *path, struct backup_part *p)
{
    struct stat s;

    *p = (struct backup_part){ .kind = kind, .made = w->now, .files = WORK_NEW(w, struct backup_file, BACKUP_FILES_MAX) };
    if (!p->files)
        return false;
    TRY(set_path(w, path, p->path));
    if (lstat(p->path, &s) == 0)
        FAIL(w, ERR_CONFLICT, "%s is there already, and a backup never overwrites: name a new folder", p->path);
    snprintf(p->work, sizeof p->work, "%s.part", p->path);
    backup_remove(p->work); /* of one that was killed */
    if (mkdir(p->work, 0700) != 0)
        FAIL(w, ERR_IO, "%s cannot be made: %s", p->work, strerror(errno));
    return true;
}

void backup_part_drop(struct backup_part *p)
{
    if (p->work[0])
        backup_remove(p->work);
}

/* --- copying ---------------------------------------------------------------------------------------------------------------------------- */

struct copying {
    int from, to; /* to: -1 only reads */
    uint8_t *block, *again;
    crypto_hash_sha256_state state;
    uint64_t bytes;
};

static void copying_end(struct copying *c)
{
    if (c->from >= 0)
        close(c->from);
    if (c->to >= 0)
        close(c->to);
}

/* A slot of a key may be written at this moment: half of the old and half of the new would be neither. */
static bool read_block(struct work *w, struct copying *c, ssize_t *out_got)
{
    ssize_t got = pread(c->from, c->block, BLOCK, (off_t)c->bytes), second;

    for (int i = 0; i < READINGS && got > 0; i++) {
        second = pread(c->from, c->again, BLOCK, (off_t)c->bytes);
        if (second == got && memcmp(c->block, c->again, (size_t)got) == 0)
            break;
        memcpy(c->block, c->again, BLOCK);
        got = second;
    }
    if (got < 0)
        FAIL(w, ERR_IO, "a file cannot be read: %s", strerror(errno));
    *out_got = got;
    return true;
}

static bool copy_bytes(struct work *w, struct copying *c, const char *name)
{
    ssize_t got, put;

    crypto_hash_sha256_init(&c->state);
    for (;;) {
        TRY(read_block(w, c, &got));
        if (got == 0)
            return true;
        crypto_hash_sha256_update(&c->state, c->block, (size_t)got);
        put = c->to < 0 ? got : pwrite(c->to, c->block, (size_t)got, (off_t)c->bytes);
        if (put != got)
            FAIL(w, ERR_UNAVAILABLE, "%s cannot be written: %s", name, put < 0 ? strerror(errno) : "no space left on the device");
        c->bytes += (uint64_t)got;
    }
}

static void hex_of(crypto_hash_sha256_state *state, char out[65])
{
    uint8_t hash[32];

    crypto_hash_sha256_final(state, hash);
    sodium_bin2hex(out, 65, hash, sizeof hash);
}

/* to NULL: reads only. */
static bool copy_file(struct work *w, const char *from, const char *to, struct backup_file *out_file)
{
    CLEANUP(copying_end) struct copying c = { .from = -1, .to = -1 };
    struct arena_mark before = arena_mark(w->arena);

    c.block = WORK_NEW(w, uint8_t, BLOCK);
    c.again = WORK_NEW(w, uint8_t, BLOCK);
    if (!c.block || !c.again)
        return false;
    c.from = open(from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (c.from < 0)
        FAIL(w, ERR_IO, "%s cannot be read: %s", from, strerror(errno));
    if (to && (c.to = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)) < 0)
        FAIL(w, ERR_IO, "%s cannot be made: %s", to, strerror(errno));
    TRY(copy_bytes(w, &c, to ? to : from));
    if (to && fsync(c.to) != 0)
        FAIL(w, ERR_UNAVAILABLE, "%s cannot be made durable: %s", to, strerror(errno));
    out_file->bytes = c.bytes;
    hex_of(&c.state, out_file->sha256);
    arena_release(w->arena, before);
    return true;
}

static bool take_entry(struct work *w, struct backup_part *p, const char *name, struct backup_file **out_file)
{
    if (p->count == BACKUP_FILES_MAX || strlen(name) >= BACKUP_NAME_MAX)
        FAIL(w, ERR_LIMIT, "a backup holds at most %d files", BACKUP_FILES_MAX);
    *out_file = &p->files[p->count++];
    snprintf((*out_file)->name, BACKUP_NAME_MAX, "%s", name);
    return true;
}

bool backup_part_add(struct work *w, struct backup_part *p, const char *from, const char *name)
{
    char to[BACKUP_PATH_MAX + 64];
    struct backup_file *file;

    TRY(take_entry(w, p, name, &file));
    snprintf(to, sizeof to, "%s/%s", p->work, name);
    return copy_file(w, from, to, file);
}

bool backup_part_note(struct work *w, struct backup_part *p, const char *name)
{
    char path[BACKUP_PATH_MAX + 64];
    struct backup_file *file;

    TRY(take_entry(w, p, name, &file));
    snprintf(path, sizeof path, "%s/%s", p->work, name);
    return copy_file(w, path, NULL, file);
}

/* --- the manifest ------------------------------------------------------------------------------------------------------------------------ */

static bool write_manifest(struct work *w, const struct backup_part *p)
{
    char path[BACKUP_PATH_MAX + 64];
    struct draft d;
    struct json j;
    FILE *file;
    bool good;

    TRY(work_draft(w, MANIFEST_MAX, &d));
    j = json_in_lines(&d);
    json_open_object(&j, NULL);
    json_text(&j, "format", text_of(format_name));
    json_text(&j, "part", text_of(kind_names[p->kind]));
    json_instant(&j, "made", p->made);
    json_text(&j, "program", TEXT(PRIVACYD_VERSION));
    json_open_list(&j, "files");
    for (size_t i = 0; i < p->count; i++) {
        json_open_object(&j, NULL);
        json_text(&j, "name", text_of(p->files[i].name));
        json_number(&j, "bytes", (int64_t)p->files[i].bytes);
        json_text(&j, "sha256", text_of(p->files[i].sha256));
        json_close_object(&j);
    }
    json_close_list(&j);
    json_close_object(&j);
    must(!d.overflow);
    snprintf(path, sizeof path, "%s/%s", p->work, manifest_name);
    file = fopen(path, "wxe");
    good = file && fwrite(d.at, 1, d.length, file) == d.length && fputc('\n', file) != EOF && fflush(file) == 0 && fsync(fileno(file)) == 0;
    if (file && fclose(file) != 0)
        good = false;
    if (!good)
        FAIL(w, ERR_UNAVAILABLE, "%s cannot be written: %s", path, strerror(errno));
    return true;
}

bool backup_part_end(struct work *w, struct backup_part *p)
{
    char parent[BACKUP_PATH_MAX];
    char *slash;

    TRY(write_manifest(w, p));
    TRY(sync_path(w, p->work));
    if (rename(p->work, p->path) != 0)
        FAIL(w, ERR_IO, "%s cannot be named %s: %s", p->work, p->path, strerror(errno));
    p->work[0] = 0;
    snprintf(parent, sizeof parent, "%s", p->path);
    slash = strrchr(parent, '/');
    if (slash == parent)
        slash++;
    if (slash)
        *slash = 0;
    return sync_path(w, slash ? parent : ".");
}

static bool read_entry(struct work *w, struct backup_part *p, json_t *entry)
{
    json_t *name = json_object_get(entry, "name"), *bytes = json_object_get(entry, "bytes"), *hash = json_object_get(entry, "sha256");
    struct backup_file *file, seen;
    char path[BACKUP_PATH_MAX + 64];

    if (!json_is_string(name) || !json_is_integer(bytes) || !json_is_string(hash) || strchr(json_string_value(name), '/'))
        FAIL(w, ERR_INVALID, "%s/%s is no manifest of a backup", p->path, manifest_name);
    TRY(take_entry(w, p, json_string_value(name), &file));
    snprintf(path, sizeof path, "%s/%s", p->path, file->name);
    TRY(copy_file(w, path, NULL, &seen));
    if (seen.bytes != (uint64_t)json_integer_value(bytes) || strcmp(seen.sha256, json_string_value(hash)) != 0)
        FAIL(w, ERR_TAMPERED, "%s is not the file that the manifest tells of: it was changed or cut off", path);
    *file = (struct backup_file){ .bytes = seen.bytes };
    snprintf(file->name, sizeof file->name, "%s", json_string_value(name));
    snprintf(file->sha256, sizeof file->sha256, "%s", seen.sha256);
    return true;
}

static bool read_manifest(struct work *w, struct backup_part *p, json_t *root)
{
    const char *format = json_string_value(json_object_get(root, "format")), *part = json_string_value(json_object_get(root, "part"));
    const char *made = json_string_value(json_object_get(root, "made"));
    json_t *files = json_object_get(root, "files"), *entry;
    size_t i;

    if (!format || strcmp(format, format_name) != 0 || !part || !made || !instant_parse(text_of(made), &p->made))
        FAIL(w, ERR_INVALID, "%s/%s is no manifest of a backup that this program can read", p->path, manifest_name);
    if (strcmp(part, kind_names[p->kind]) != 0)
        FAIL(w, ERR_INVALID, "%s is the part with the %s; the one with the %s is needed here", p->path, part, kind_names[p->kind]);
    json_array_foreach(files, i, entry) TRY(read_entry(w, p, entry));
    return true;
}

bool backup_part_check(struct work *w, enum backup_kind kind, const char *path, struct backup_part *p)
{
    char manifest[BACKUP_PATH_MAX + 64];
    json_error_t error;
    json_t *root;
    bool good;

    *p = (struct backup_part){ .kind = kind, .files = WORK_NEW(w, struct backup_file, BACKUP_FILES_MAX) };
    if (!p->files)
        return false;
    TRY(set_path(w, path, p->path));
    snprintf(manifest, sizeof manifest, "%s/%s", p->path, manifest_name);
    if (access(manifest, R_OK) != 0)
        FAIL(w, ERR_NOT_FOUND, "%s holds no manifest that can be read (%s): it is no whole part of a backup", p->path, strerror(errno));
    root = json_load_file(manifest, JSON_REJECT_DUPLICATES, &error);
    if (!root)
        FAIL(w, ERR_INVALID, "%s cannot be read as JSON: %s", manifest, error.text);
    good = read_manifest(w, p, root);
    json_decref(root);
    return good;
}

bool backup_part_unpack(struct work *w, const struct backup_part *p, const char *to)
{
    char from[BACKUP_PATH_MAX + 64], into[BACKUP_PATH_MAX + 64];
    struct backup_file copied;

    for (size_t i = 0; i < p->count; i++) {
        snprintf(from, sizeof from, "%s/%s", p->path, p->files[i].name);
        snprintf(into, sizeof into, "%s/%s", to, p->files[i].name);
        TRY(copy_file(w, from, into, &copied));
        if (strcmp(copied.sha256, p->files[i].sha256) != 0)
            FAIL(w, ERR_TAMPERED, "%s changed while it was copied", from);
    }
    return sync_path(w, to);
}
