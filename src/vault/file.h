/* Files of the vault: a table of calls with the real one here and failing ones in tests, and the few ways in which the vault uses them.
 * A short read or write is an error. A failed sync ends the process with 70: the kernel may have dropped the pages and would report success
 * the next time, so nothing but start-up from what is on disk can tell the truth. */
#ifndef VAULT_FILE_H
#define VAULT_FILE_H

#include "base/work.h"
#include "vault/batch.h"

#include <sys/types.h>

/* Each as the call of that name, with errno set on failure. */
struct vault_files {
    int (*open)(void *context, int folder, const char *name, int flags, mode_t mode); /* openat */
    ssize_t (*read)(void *context, int fd, void *out_bytes, size_t length, off_t at); /* pread */
    ssize_t (*write)(void *context, int fd, const void *bytes, size_t length, off_t at); /* pwrite */
    int (*truncate)(void *context, int fd, off_t length);
    int (*sync_data)(void *context, int fd);                                       /* fdatasync */
    int (*sync)(void *context, int fd);                                            /* fsync, also of a folder */
    int (*rename)(void *context, int folder, const char *from, const char *to);
    /* How many of the pieces, from the first, were read together; the others go one after the other through `read`. NULL: all of them do. */
    size_t (*read_many)(void *context, int fd, const struct piece *pieces, size_t count);
    void *context; /* of the real files: a struct batch */
};
extern const struct vault_files vault_files_real;

/* One open file with the name that its errors tell. */
struct vault_file {
    const struct vault_files *files;
    int fd; /* -1: not open */
    char name[32];
};

/* Flags as open(2); O_CLOEXEC is added, new files get mode 0600. Errors: NOT_FOUND, CONFLICT (O_EXCL), UNAVAILABLE (disk full, too many files), IO. */
MUST_USE bool file_open(struct work *w, const struct vault_files *files, int folder, const char *name, int flags, struct vault_file *out_file);
void file_close(struct vault_file *f); /* accepts one that is not open */
MUST_USE bool file_size(struct work *w, const struct vault_file *f, uint64_t *out_size);
MUST_USE bool file_read(struct work *w, const struct vault_file *f, void *out_bytes, size_t length, uint64_t at);
MUST_USE bool file_read_many(struct work *w, const struct vault_file *f, const struct piece *pieces, size_t count);
MUST_USE bool file_write(struct work *w, const struct vault_file *f, const void *bytes, size_t length, uint64_t at);
MUST_USE bool file_truncate(struct work *w, const struct vault_file *f, uint64_t length);
MUST_USE bool file_rename(struct work *w, const struct vault_files *files, int folder, const char *from, const char *to);
void file_sync_data(const struct vault_file *f);
void file_sync_whole(const struct vault_file *f);
void file_sync_folder(const struct vault_files *files, int folder);

#endif
