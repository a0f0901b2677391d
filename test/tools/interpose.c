/* Loaded before the C library: writes down the order in which a server writes to its files, syncs them, and sends answers. kill -9 keeps the
 * page cache, so only this can show a missing sync. One line an event: OP PATH FIRST-BYTES. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static int journal(void)
{
    static int file = -2;
    const char *path = getenv("INTERPOSE_LOG");

    if (file == -2)
        file = path ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
    return file;
}

static void note(const char *operation, int descriptor, const void *bytes, size_t length)
{
    static ssize_t (*real)(int, const void *, size_t);
    char link[64], path[512], line[700];
    struct stat status;
    ssize_t got;
    int size;

    if (journal() < 0 || fstat(descriptor, &status) != 0 || (!S_ISREG(status.st_mode) && !S_ISSOCK(status.st_mode)))
        return;
    if (!real)
        real = (ssize_t (*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    got = readlink(link, path, sizeof path - 1);
    path[got < 0 ? 0 : got] = 0;
    size = snprintf(line, sizeof line, "%s %s ", operation, S_ISSOCK(status.st_mode) ? "socket" : path);
    for (size_t i = 0; i < length && i < 12; i++) {
        char c = ((const char *)bytes)[i];
        line[size++] = c > ' ' && c < 127 ? c : '_';
    }
    line[size++] = '\n';
    real(journal(), line, (size_t)size);
}

#define WRAP(type, name, ...)                                       \
    static type (*real)(__VA_ARGS__);                               \
    if (!real)                                                      \
        real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

ssize_t write(int f, const void *b, size_t n) { WRAP(ssize_t, "write", int, const void *, size_t); ssize_t r = real(f, b, n); note("write", f, b, n); return r; }
ssize_t pwrite(int f, const void *b, size_t n, off_t at) { WRAP(ssize_t, "pwrite", int, const void *, size_t, off_t); ssize_t r = real(f, b, n, at); note("write", f, b, n); return r; }
ssize_t pwrite64(int f, const void *b, size_t n, off64_t at) { WRAP(ssize_t, "pwrite64", int, const void *, size_t, off64_t); ssize_t r = real(f, b, n, at); note("write", f, b, n); return r; }
int fsync(int f) { WRAP(int, "fsync", int); int r = real(f); note("sync", f, "", 0); return r; }
int fdatasync(int f) { WRAP(int, "fdatasync", int); int r = real(f); note("sync", f, "", 0); return r; }
ssize_t recv(int f, void *b, size_t n, int flags) { WRAP(ssize_t, "recv", int, void *, size_t, int); ssize_t r = real(f, b, n, flags); if (r > 0) note("receive", f, b, (size_t)r); return r; }
ssize_t read(int f, void *b, size_t n) { WRAP(ssize_t, "read", int, void *, size_t); ssize_t r = real(f, b, n); struct stat s; if (r > 0 && fstat(f, &s) == 0 && S_ISSOCK(s.st_mode)) note("receive", f, b, (size_t)r); return r; }
ssize_t send(int f, const void *b, size_t n, int flags) { WRAP(ssize_t, "send", int, const void *, size_t, int); note("send", f, b, n); return real(f, b, n, flags); }
ssize_t writev(int f, const struct iovec *v, int n) { WRAP(ssize_t, "writev", int, const struct iovec *, int); if (n > 0) note("send", f, v[0].iov_base, v[0].iov_len); return real(f, v, n); }
ssize_t sendmsg(int f, const struct msghdr *m, int flags) { WRAP(ssize_t, "sendmsg", int, const struct msghdr *, int); if (m->msg_iovlen > 0) note("send", f, m->msg_iov[0].iov_base, m->msg_iov[0].iov_len); return real(f, m, flags); }
