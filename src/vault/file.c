#include "vault/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { EXIT_FAILED_SYNC = 70 };

static int real_open(void *context, int folder, const char *name, int flags, mode_t mode)
{
    (void)context;
    return openat(folder, name, flags, mode);
}

static ssize_t real_read(void *context, int fd, void *out_bytes, size_t length, off_t at)
{
    (void)context;
    return pread(fd, out_bytes, length, at);
}

static ssize_t real_write(void *context, int fd, const void *bytes, size_t length, off_t at)
{
    (void)context;
    return pwrite(fd, bytes, length, at);
}

static int real_truncate(void *context, int fd, off_t length)
{
    (void)context;
    return ftruncate(fd, length);
}

static int real_sync_data(void *context, int fd)
{
    (void)context;
    return fdatasync(fd);
}

static int real_sync(void *context, int fd)
{
    (void)context;
    return fsync(fd);
}

static int real_rename(void *context, int folder, const char *from, const char *to)
{
    (void)context;
    return renameat(folder, from, folder, to);
}

static size_t real_read_many(void *context, int fd, const struct piece *pieces, size_t count)
{
    return context ? batch_read(context, fd, pieces, count) : 0;
}

const struct vault_files vault_files_real = {
    .open = real_open,
    .read = real_read,
    .write = real_write,
    .truncate = real_truncate,
    .sync_data = real_sync_data,
    .sync = real_sync,
    .rename = real_rename,
    .read_many = real_read_many,
};

static enum error_code code_of(int number)
{
    switch (number) {
    case ENOENT:
        return ERR_NOT_FOUND;
    case EEXIST:
        return ERR_CONFLICT;
    case ENOSPC:
    case EDQUOT:
    case EMFILE:
    case ENFILE:
    case ENOMEM:
        return ERR_UNAVAILABLE;
    default:
        return ERR_IO;
    }
}

static bool fail(struct work *w, const char *name, const char *what)
{
    int number = errno;

    FAIL(w, code_of(number), "key file %s: %s: %s", name, what, strerror(number));
}

bool file_open(struct work *w, const struct vault_files *files, int folder, const char *name, int flags, struct vault_file *out_file)
{
    int fd = files->open(files->context, folder, name, flags | O_CLOEXEC, 0600);

    if (fd < 0)
        return fail(w, name, "cannot be opened");
    *out_file = (struct vault_file){ .files = files, .fd = fd };
    snprintf(out_file->name, sizeof out_file->name, "%s", name);
    return true;
}

void file_close(struct vault_file *f)
{
    if (f->files && f->fd >= 0)
        close(f->fd);
    f->fd = -1;
}

bool file_size(struct work *w, const struct vault_file *f, uint64_t *out_size)
{
    struct stat status;

    if (fstat(f->fd, &status) != 0)
        return fail(w, f->name, "has no size");
    *out_size = (uint64_t)status.st_size;
    return true;
}

bool file_read(struct work *w, const struct vault_file *f, void *out_bytes, size_t length, uint64_t at)
{
    for (size_t done = 0; done < length;) {
        ssize_t got = f->files->read(f->files->context, f->fd, (uint8_t *)out_bytes + done, length - done, (off_t)(at + done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got == 0)
            errno = EIO; /* shorter than it was when it was opened */
        if (got <= 0)
            return fail(w, f->name, "cannot be read");
        done += (size_t)got;
    }
    return true;
}

bool file_read_many(struct work *w, const struct vault_file *f, const struct piece *pieces, size_t count)
{
    size_t done = f->files->read_many ? f->files->read_many(f->files->context, f->fd, pieces, count) : 0;

    for (; done < count; done++)
        TRY(file_read(w, f, pieces[done].bytes, pieces[done].length, pieces[done].at));
    return true;
}

bool file_write(struct work *w, const struct vault_file *f, const void *bytes, size_t length, uint64_t at)
{
    for (size_t done = 0; done < length;) {
        ssize_t put = f->files->write(f->files->context, f->fd, (const uint8_t *)bytes + done, length - done, (off_t)(at + done));
        if (put < 0 && errno == EINTR)
            continue;
        if (put == 0)
            errno = EIO;
        if (put <= 0)
            return fail(w, f->name, "cannot be written");
        done += (size_t)put;
    }
    return true;
}

bool file_truncate(struct work *w, const struct vault_file *f, uint64_t length)
{
    if (f->files->truncate(f->files->context, f->fd, (off_t)length) != 0)
        return fail(w, f->name, "cannot be cut");
    return true;
}

bool file_rename(struct work *w, const struct vault_files *files, int folder, const char *from, const char *to)
{
    if (files->rename(files->context, folder, from, to) != 0)
        return fail(w, from, "cannot be renamed");
    return true;
}

_Noreturn static void stop(const char *name)
{
    fprintf(stderr, "privacyd: key file %s: a sync failed (%s); stopping, so that start-up recovers from what is on disk\n", name, strerror(errno));
    _exit(EXIT_FAILED_SYNC);
}

void file_sync_data(const struct vault_file *f)
{
    if (f->files->sync_data(f->files->context, f->fd) != 0)
        stop(f->name);
}

void file_sync_whole(const struct vault_file *f)
{
    if (f->files->sync(f->files->context, f->fd) != 0)
        stop(f->name);
}

void file_sync_folder(const struct vault_files *files, int folder)
{
    if (files->sync(files->context, folder) != 0)
        stop("folder");
}
