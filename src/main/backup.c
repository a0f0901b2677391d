#include "main/backup.h"

#include "main/backup_part.h"
#include "main/clock.h"
#include "main/folder.h"
#include "policy/own_record.h"
#include "sql/sql.h"
#include "vault/vault.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- two places ---------------------------------------------------------------------------------------------------------------------------- */

/* The real path of something that need not be there yet, nor the folders above it: the longest part that is there, and the rest as it is. */
static bool real_path(struct work *w, const char *path, char out[PATH_MAX])
{
    char whole[PATH_MAX], there[PATH_MAX], real[PATH_MAX];
    size_t end;

    if (snprintf(whole, sizeof whole, "%s%s", path[0] == '/' ? "" : "./", path) >= (int)sizeof whole)
        FAIL(w, ERR_INVALID, "the path %s is too long", path);
    for (end = strlen(whole); end > 1 && whole[end - 1] == '/'; end--)
        whole[end - 1] = 0;
    for (;;) {
        snprintf(there, sizeof there, "%.*s", end ? (int)end : 1, end ? whole : "/");
        if (realpath(there, real))
            break;
        if (errno != ENOENT || end == 0)
            FAIL(w, ERR_IO, "the folder above %s cannot be looked at: %s", path, strerror(errno));
        while (end > 0 && whole[end - 1] != '/')
            end--;
        while (end > 0 && whole[end - 1] == '/')
            end--;
    }
    if (snprintf(out, PATH_MAX, "%s%s", strcmp(real, "/") == 0 ? "" : real, whole + end) >= PATH_MAX)
        FAIL(w, ERR_INVALID, "the path %s is too long", path);
    return true;
}

static bool lies_in(const char *inner, const char *outer)
{
    size_t length = strlen(outer);

    return strncmp(inner, outer, length) == 0 && (inner[length] == 0 || inner[length] == '/');
}

static bool check_apart(struct work *w, const struct config *config, const char *to, const char *keys_to)
{
    char a[PATH_MAX], b[PATH_MAX], data[PATH_MAX];
    struct text folder;

    TRY(work_copy(w, config->data, &folder));
    TRY(real_path(w, folder.at, data));
    if (to)
        TRY(real_path(w, to, a));
    if (keys_to)
        TRY(real_path(w, keys_to, b));
    if (to && keys_to && (lies_in(a, b) || lies_in(b, a)))
        FAIL(w, ERR_INVALID, "the keys and the database must not lie in one folder: whoever has both reads everything. Give --keys-to another place, best on another disk");
    if ((to && lies_in(a, data)) || (keys_to && lies_in(b, data)))
        FAIL(w, ERR_INVALID, "a backup inside the data directory is lost with it: name a place outside of %s", data);
    return true;
}

/* --- making -------------------------------------------------------------------------------------------------------------------------------- */

static bool copy_database(struct work *w, struct backup_part *p, const struct folder *f)
{
    CLEANUP(sql_close) struct sql_connection *c = NULL;
    char path[BACKUP_PATH_MAX + 64];

    snprintf(path, sizeof path, "%s/privacyd.db", p->work);
    TRY(sql_open(w, &sql_driver_sqlite, f->database, SQL_READ, &c));
    TRY(sql_begin(w, c));
    TRY(sql_copy(w, c, path));
    sql_rollback(c);
    return backup_part_note(w, p, "privacyd.db");
}

/* The tombstones last: whichever key is gone by then is told of. */
static bool copy_keys(struct work *w, struct backup_part *p, const struct folder *f)
{
    DIR *listing = opendir(f->vault);
    const struct dirent *entry;
    char path[BACKUP_PATH_MAX + 64];
    bool good = true;

    if (!listing)
        FAIL(w, ERR_IO, "%s cannot be listed: %s", f->vault, strerror(errno));
    while (good && (entry = readdir(listing)) != NULL) {
        if (strncmp(entry->d_name, "keys.", 5) != 0 || text_ends(text_of(entry->d_name), TEXT(".new")))
            continue;
        snprintf(path, sizeof path, "%.1000s/%.40s", f->vault, entry->d_name);
        good = backup_part_add(w, p, path, entry->d_name);
    }
    closedir(listing);
    if (!good)
        return error_pass(&w->err, __func__, __LINE__);
    snprintf(path, sizeof path, "%.1000s/tombstones", f->vault);
    return backup_part_add(w, p, path, "tombstones");
}

/* For `doctor`: the age of a file is the age of the last backup. That it cannot be written is no reason to call the backup bad. */
static void note_done(const struct folder *f, enum backup_kind kind)
{
    char path[1200];
    FILE *file;

    snprintf(path, sizeof path, "%s/backup.%s", f->path, kind == BACKUP_KEYS ? "keys" : "database");
    file = fopen(path, "we");
    if (file)
        fclose(file);
}

static bool make_part(struct work *w, enum backup_kind kind, const char *path, const struct folder *f)
{
    struct backup_part p = { .path = "" };
    bool good;

    if (!path)
        return true;
    good = backup_part_begin(w, kind, path, &p) && (kind == BACKUP_KEYS ? copy_keys(w, &p, f) : copy_database(w, &p, f)) && backup_part_end(w, &p);
    if (!good)
        backup_part_drop(&p);
    if (good)
        note_done(f, kind);
    return good;
}

bool backup_make(struct work *w, const struct config *config, const char *to, const char *keys_to)
{
    struct folder folder;
    struct text data;

    TRY(work_copy(w, config->data, &data));
    TRY(folder_look(w, data.at, &folder));
    TRY(check_apart(w, config, to, keys_to));
    TRY(make_part(w, BACKUP_DATABASE, to, &folder));
    return make_part(w, BACKUP_KEYS, keys_to, &folder);
}

bool backup_keys_age(struct work *w, const char *keys, int64_t *out_days)
{
    struct backup_part p;

    TRY(backup_part_check(w, BACKUP_KEYS, keys, &p));
    *out_days = instant_since(w->now, p.made).ms / SPAN_HOURS(24).ms;
    return true;
}

/* --- unpacking ----------------------------------------------------------------------------------------------------------------------------- */

static bool fill(struct work *w, const struct backup_part *database, const struct backup_part *keys, const char *to)
{
    char vault[BACKUP_PATH_MAX + 64];

    TRY(backup_part_unpack(w, database, to));
    snprintf(vault, sizeof vault, "%s/vault", to);
    if (!keys)
        return true;
    if (mkdir(vault, 0700) != 0)
        FAIL(w, ERR_IO, "%s cannot be made: %s", vault, strerror(errno));
    return backup_part_unpack(w, keys, vault);
}

bool backup_unpack(struct work *w, const char *from, const char *keys, const char *to)
{
    struct backup_part database, key_part;

    TRY(backup_part_check(w, BACKUP_DATABASE, from, &database));
    if (keys)
        TRY(backup_part_check(w, BACKUP_KEYS, keys, &key_part));
    if (mkdir(to, 0700) != 0)
        FAIL(w, errno == EEXIST ? ERR_CONFLICT : ERR_IO, "%s cannot be made: %s", to, strerror(errno));
    if (fill(w, &database, keys ? &key_part : NULL, to))
        return true;
    backup_remove(to);
    return false;
}

/* --- restoring ----------------------------------------------------------------------------------------------------------------------------- */

/* A place that need not be there. *out_found: it was, and holds tombstones. */
static bool read_place(struct work *w, const char *folder, struct vault_key_list *l, bool *out_found)
{
    *out_found = vault_tombstones_read(w, folder, l);
    if (*out_found || w->err.code != ERR_NOT_FOUND)
        return *out_found;
    error_clear(&w->err);
    return true;
}

static bool read_all(struct work *w, const struct config *config, const struct cli_restore *r, struct vault_key_list *l, bool *out_newer)
{
    struct text copy, former;
    bool found;

    *out_newer = false;
    if (r->tombstones) {
        TRY(vault_tombstones_read(w, r->tombstones, l));
        *out_newer = true;
    }
    if (config->tombstones.length) {
        TRY(work_copy(w, config->tombstones, &copy));
        TRY(read_place(w, copy.at, l, &found));
        *out_newer = *out_newer || found;
    }
    if (config->data.length) {
        TRY(work_format(w, &former, "%.*s/vault", TEXT_ARGS(config->data)));
        TRY(read_place(w, former.at, l, &found));
        *out_newer = *out_newer || found;
    }
    return true;
}

static bool check_age(struct work *w, const char *keys)
{
    int64_t days;

    TRY(backup_keys_age(w, keys, &days));
    if (days > OWN_TRACE_DAYS)
        FAIL(w, ERR_REFUSED, "the keys in %s are %lld days old, and none may be kept longer than %d: take a newer part, and delete this one", keys, (long long)days,
             OWN_TRACE_DAYS);
    return true;
}

/* What its own journal tells of may still be in its files, which were copied before it; then what others tell of besides. */
static bool replay_lists(struct work *w, struct vault *v, const char *folder, struct vault_key_list *others, struct cli_restored *out)
{
    CLEANUP(vault_key_list_free) struct vault_key_list own = { NULL, 0, 0 };
    uint64_t destroyed;
    size_t kept = 0;

    TRY(vault_tombstones_read(w, folder, &own));
    vault_key_list_sort(&own);
    vault_key_list_sort(others);
    for (size_t i = 0; i < others->count; i++)
        if (!vault_key_list_has(&own, others->keys[i]))
            others->keys[kept++] = others->keys[i];
    others->count = kept;
    TRY(vault_replay(w, v, &own, false, &destroyed));
    TRY(vault_replay(w, v, others, true, &out->destroyed));
    out->destroyed += destroyed;
    out->tombstones = (int64_t)(own.count + others->count);
    return true;
}

static bool replay(struct work *w, const struct config *config, const char *to, struct vault_key_list *others, struct cli_restored *out)
{
    struct vault_config vc = { .expects = VAULT_EXPECTS_KEYS, .weaker_filesystem = config->weaker_filesystem, .entropy = entropy_fill };
    struct text folder, key;
    struct vault *v = NULL;
    bool good;

    TRY(work_format(w, &folder, "%s/vault", to));
    TRY(work_copy(w, config->seal_key, &key));
    vc.folder = folder.at;
    vc.seal_key_path = key.at;
    TRY(vault_open(w, &vc, &v));
    good = replay_lists(w, v, folder.at, others, out);
    vault_close(&v);
    return good;
}

/* The next start puts the rows in order before it opens its doors. */
static bool mark(struct work *w, const char *to)
{
    struct text path;
    FILE *file;
    bool good;

    TRY(work_format(w, &path, "%s/restored", to));
    file = fopen(path.at, "wxe");
    good = file && fputs("out of a backup; the next start removes this file\n", file) >= 0 && fflush(file) == 0 && fsync(fileno(file)) == 0;
    if (file)
        fclose(file);
    if (!good)
        FAIL(w, ERR_IO, "%s cannot be written: %s", path.at, strerror(errno));
    return true;
}

static bool fill_new(struct work *w, const struct config *config, const struct cli_restore *r, const char *to, struct vault_key_list *l,
                     struct cli_restored *out)
{
    TRY(backup_unpack(w, r->from, r->keys, to));
    TRY(replay(w, config, to, l, out));
    TRY(mark(w, to));
    if (rename(to, r->to) != 0)
        FAIL(w, ERR_IO, "%s cannot be named %s: %s", to, r->to, strerror(errno));
    return true;
}

bool backup_restore(struct work *w, const struct config *config, const struct cli_restore *r, struct cli_restored *out)
{
    CLEANUP(vault_key_list_free) struct vault_key_list l = { NULL, 0, 0 };
    char making[PATH_MAX], real[PATH_MAX];
    struct stat s;
    bool newer;

    *out = (struct cli_restored){ 0 };
    TRY(real_path(w, r->to, real));
    if (lstat(real, &s) == 0)
        FAIL(w, ERR_CONFLICT, "%s is there already, and a restore never overwrites: name a new folder, or move that one away", real);
    TRY(check_age(w, r->keys));
    TRY(read_all(w, config, r, &l, &newer));
    if (!newer && !r->accepts_returned)
        FAIL(w, ERR_REFUSED, "nothing here tells who was erased since the backup, and they could be read again. Give --tombstones FOLDER: the copy of the tombstones "
             "(setting backup.tombstones), a newer key backup, or the vault of the former data directory. --accept-returned restores without");
    if (snprintf(making, sizeof making, "%s.part", real) >= (int)sizeof making)
        FAIL(w, ERR_INVALID, "the path %s is too long", real);
    backup_remove(making);
    if (fill_new(w, config, r, making, &l, out))
        return true;
    backup_remove(making);
    return false;
}
