#include "vault/sealkey.h"

#include "vault/vault.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEY_BYTES = 32 };

static void close_descriptor(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static bool check(struct work *w, const char *path, const struct stat *status)
{
    if (!S_ISREG(status->st_mode))
        FAIL(w, ERR_INVALID, "seal key %s is not a regular file", path);
    if (status->st_size != KEY_BYTES)
        FAIL(w, ERR_INVALID, "seal key %s has %lld bytes, %d expected: it is not a seal key or was cut off", path, (long long)status->st_size, KEY_BYTES);
    if (status->st_uid != geteuid())
        FAIL(w, ERR_INVALID, "seal key %s belongs to uid %u, uid %u expected, who runs the server: chown %u %s", path, (unsigned)status->st_uid,
             (unsigned)geteuid(), (unsigned)geteuid(), path);
    if (status->st_mode & 0177)
        FAIL(w, ERR_INVALID, "seal key %s has mode %04o, 0600 expected, so that nobody else reads it: chmod 600 %s", path,
             (unsigned)status->st_mode & 07777, path);
    return true;
}

bool sealkey_read(struct work *w, const char *path, uint8_t out_key[32])
{
    CLEANUP(close_descriptor) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat status;

    if (fd < 0 && errno == ENOENT)
        FAIL(w, ERR_NOT_FOUND, "there is no seal key %s: restore it from its backup; no other key opens what is stored", path);
    if (fd < 0)
        FAIL(w, ERR_IO, "seal key %s cannot be opened: %s", path, strerror(errno));
    if (fstat(fd, &status) != 0)
        FAIL(w, ERR_IO, "seal key %s: %s", path, strerror(errno));
    TRY(check(w, path, &status));
    if (read(fd, out_key, KEY_BYTES) != KEY_BYTES)
        FAIL(w, ERR_IO, "seal key %s cannot be read", path);
    return true;
}

static bool write_key(struct work *w, const char *path, const struct vault_config *config)
{
    CLEANUP(close_descriptor) int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    uint8_t key[KEY_BYTES];
    bool written;

    if (fd < 0)
        FAIL(w, ERR_IO, "%s cannot be made: %s", path, strerror(errno));
    config->entropy(config->entropy_context, key, sizeof key);
    written = fchmod(fd, 0600) == 0 && write(fd, key, sizeof key) == sizeof key && fsync(fd) == 0;
    sodium_memzero(key, sizeof key);
    if (!written)
        FAIL(w, ERR_IO, "%s cannot be written: %s", path, strerror(errno));
    return true;
}

static bool sync_folder_of(struct work *w, const char *path)
{
    char copy[PATH_MAX];
    CLEANUP(close_descriptor) int fd = -1;

    snprintf(copy, sizeof copy, "%s", path);
    fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || fsync(fd) != 0)
        FAIL(w, ERR_IO, "the folder of seal key %s cannot be synced: %s", path, strerror(errno));
    return true;
}

/* Whole under another name first; link(2) never replaces, so a key is never lost to a second one. */
bool vault_seal_key_create(struct work *w, const char *path, const struct vault_config *config)
{
    char unfinished[PATH_MAX];
    int linked, number;

    if (snprintf(unfinished, sizeof unfinished, "%s.new", path) >= (int)sizeof unfinished)
        FAIL(w, ERR_INVALID, "the path of the seal key is too long");
    TRY(write_key(w, unfinished, config));
    linked = link(unfinished, path);
    number = errno;
    unlink(unfinished);
    if (linked != 0 && number == EEXIST)
        FAIL(w, ERR_CONFLICT, "seal key %s exists already and is not replaced: without it no sealed record opens", path);
    if (linked != 0)
        FAIL(w, ERR_IO, "seal key %s cannot be made: %s", path, strerror(number));
    return sync_folder_of(w, path);
}
