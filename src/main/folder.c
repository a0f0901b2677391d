#include "main/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static bool name_all(struct work *w, const char *path, struct folder *f)
{
    if (strlen(path) == 0 || strlen(path) >= sizeof f->path)
        FAIL(w, ERR_INVALID, "data: a path of 1 to %zu bytes is needed", sizeof f->path - 1);
    snprintf(f->path, sizeof f->path, "%s", path);
    snprintf(f->database, sizeof f->database, "%s/privacyd.db", path);
    snprintf(f->vault, sizeof f->vault, "%s/vault", path);
    snprintf(f->reserve, sizeof f->reserve, "%s/reserve", path);
    snprintf(f->control, sizeof f->control, "%s/control.sock", path);
    return true;
}

static bool check_folder(struct work *w, const char *path)
{
    struct stat s;

    if (stat(path, &s) != 0)
        FAIL(w, ERR_IO, "data: %s cannot be looked at: %s", path, strerror(errno));
    if (!S_ISDIR(s.st_mode))
        FAIL(w, ERR_INVALID, "data: %s is not a folder", path);
    if (s.st_uid != geteuid())
        FAIL(w, ERR_INVALID, "data: %s belongs to user %u, but privacyd runs as user %u", path, s.st_uid, geteuid());
    if (s.st_mode & 077)
        FAIL(w, ERR_INVALID, "data: others may read %s (mode %04o); run: chmod 0700 %s", path, s.st_mode & 07777, path);
    if (access(path, W_OK | X_OK) != 0)
        FAIL(w, ERR_UNAVAILABLE, "data: %s cannot be written: %s", path, strerror(errno));
    return true;
}

static long owner_of(int lock)
{
    char words[32] = "";

    if (pread(lock, words, sizeof words - 1, 0) <= 0)
        return 0;
    return strtol(words, NULL, 10);
}

static bool take_lock(struct work *w, struct folder *f)
{
    char path[1100], words[32];
    int length;

    snprintf(path, sizeof path, "%s/lock", f->path);
    f->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (f->lock < 0)
        FAIL(w, errno == EROFS || errno == ENOSPC || errno == EACCES ? ERR_UNAVAILABLE : ERR_IO, "data: %s cannot be opened: %s", path, strerror(errno));
    if (flock(f->lock, LOCK_EX | LOCK_NB) != 0)
        FAIL(w, ERR_CONFLICT, "data: another privacyd (process %ld) is using %s; stop it first, or give this one a data folder of its own",
             owner_of(f->lock), f->path);
    length = snprintf(words, sizeof words, "%ld\n", (long)getpid());
    if (ftruncate(f->lock, 0) != 0 || pwrite(f->lock, words, (size_t)length, 0) != length)
        FAIL(w, ERR_UNAVAILABLE, "data: %s cannot be written: %s", path, strerror(errno));
    return true;
}

bool folder_open(struct work *w, const char *path, struct folder *out_folder)
{
    struct folder f = { .lock = -1 };

    TRY(name_all(w, path, &f));
    if (mkdir(path, 0700) != 0 && errno != EEXIST)
        FAIL(w, ERR_UNAVAILABLE, "data: %s cannot be made: %s", path, strerror(errno));
    TRY(check_folder(w, path));
    if (!take_lock(w, &f)) {
        folder_close(&f);
        return false;
    }
    f.fresh = access(f.database, F_OK) != 0;
    if (mkdir(f.vault, 0700) != 0 && errno != EEXIST) {
        folder_close(&f);
        FAIL(w, ERR_UNAVAILABLE, "data: %s cannot be made: %s", f.vault, strerror(errno));
    }
    *out_folder = f;
    return true;
}

bool folder_look(struct work *w, const char *path, struct folder *out_folder)
{
    struct folder f = { .lock = -1 };

    TRY(name_all(w, path, &f));
    if (access(f.database, R_OK) != 0)
        FAIL(w, ERR_NOT_FOUND, "data: %s holds no privacyd.db that can be read (%s)", path, strerror(errno));
    *out_folder = f;
    return true;
}

bool folder_names(struct work *w, struct text path, struct folder *out_folder)
{
    struct text copy;

    *out_folder = (struct folder){ .lock = -1 };
    TRY(work_copy(w, path, &copy));
    return name_all(w, copy.at, out_folder);
}

void folder_close(struct folder *f)
{
    if (f->lock >= 0)
        close(f->lock); /* the lock goes with the descriptor; the file stays, so that two servers never lock two different files */
    f->lock = -1;
}
