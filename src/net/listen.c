#include "net/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

struct address {
    struct sockaddr_storage storage;
    socklen_t length;
};

static bool read_unix(struct work *w, const char *address, struct address *out)
{
    struct sockaddr_un *un = (struct sockaddr_un *)&out->storage;
    struct text path = text_from(text_of(address), sizeof "unix:" - 1);

    if (path.length == 0 || path.at[0] != '/' || path.length >= sizeof un->sun_path)
        FAIL(w, ERR_INVALID, "address \"%s\": a Unix socket is written unix:/path, absolute and shorter than %zu bytes", address, sizeof un->sun_path);
    un->sun_family = AF_UNIX;
    memcpy(un->sun_path, path.at, path.length);
    out->length = sizeof *un;
    return true;
}

static bool read_ip(struct text host, uint16_t port, struct address *out)
{
    struct sockaddr_in *four = (struct sockaddr_in *)&out->storage;
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)&out->storage;
    bool bracketed = host.length > 2 && host.at[0] == '[' && host.at[host.length - 1] == ']';
    char words[64];

    if (bracketed)
        host = text_of_bytes(host.at + 1, host.length - 2);
    if (host.length >= sizeof words)
        return false;
    snprintf(words, sizeof words, "%.*s", TEXT_ARGS(host));
    if (bracketed) {
        six->sin6_family = AF_INET6;
        six->sin6_port = htons(port);
        out->length = sizeof *six;
        return inet_pton(AF_INET6, words, &six->sin6_addr) == 1;
    }
    four->sin_family = AF_INET;
    four->sin_port = htons(port);
    out->length = sizeof *four;
    return inet_pton(AF_INET, words, &four->sin_addr) == 1;
}

static bool read_address(struct work *w, const char *address, struct address *out)
{
    const char *colon = strrchr(address, ':');
    uint64_t port;

    *out = (struct address){ .length = 0 };
    if (text_starts(text_of(address), TEXT("unix:")))
        return read_unix(w, address, out);
    if (!colon || !text_to_u64(text_of(colon + 1), &port) || port > 65535 ||
        !read_ip(text_of_bytes(address, (size_t)(colon - address)), (uint16_t)port, out))
        FAIL(w, ERR_INVALID, "address \"%s\" cannot be read: write 127.0.0.1:8123, [::1]:8123 or unix:/path", address);
    return true;
}

/* A socket file outlives a server that was killed. It is removed only when it is a socket and nobody answers. */
static bool remove_stale(struct work *w, const struct address *a, const char *address)
{
    const char *path = ((const struct sockaddr_un *)&a->storage)->sun_path;
    struct stat status;
    int probe, failed;

    if (lstat(path, &status) != 0)
        return true;
    if (!S_ISSOCK(status.st_mode))
        FAIL(w, ERR_UNAVAILABLE, "cannot listen on \"%s\": a file that is not a socket stands there", address);
    probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (probe < 0)
        FAIL(w, ERR_IO, "cannot listen on \"%s\": %s", address, strerror(errno));
    failed = connect(probe, (const struct sockaddr *)&a->storage, a->length) == 0 ? 0 : errno;
    close(probe);
    if (failed != ECONNREFUSED)
        FAIL(w, ERR_UNAVAILABLE, "cannot listen on \"%s\": address already in use", address);
    if (unlink(path) != 0 && errno != ENOENT)
        FAIL(w, ERR_UNAVAILABLE, "cannot listen on \"%s\": the old socket cannot be removed: %s", address, strerror(errno));
    return true;
}

static void set_options(int fd, int family)
{
    int on = 1;

    if (family == AF_UNIX) {
        fchmod(fd, 0600); /* before bind: Linux gives the file this mode, so there is no moment in which others may connect */
        return;
    }
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on); /* inherited by what is accepted */
    if (family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
}

static bool bind_and_listen(struct work *w, int fd, const struct address *a, const char *address)
{
    const char *why;

    if (bind(fd, (const struct sockaddr *)&a->storage, a->length) == 0 && listen(fd, BACKLOG) == 0)
        return true;
    why = errno == EADDRINUSE ? "address already in use" : strerror(errno);
    FAIL(w, ERR_UNAVAILABLE, "cannot listen on \"%s\": %s", address, why);
}

static int port_of(int fd)
{
    struct sockaddr_storage a = { .ss_family = AF_UNSPEC };
    socklen_t length = sizeof a;

    if (getsockname(fd, (struct sockaddr *)&a, &length) != 0)
        return 0;
    if (a.ss_family == AF_INET)
        return ntohs(((struct sockaddr_in *)&a)->sin_port);
    return a.ss_family == AF_INET6 ? ntohs(((struct sockaddr_in6 *)&a)->sin6_port) : 0;
}

bool listen_open(struct work *w, const char *address, struct listen_socket *out_socket)
{
    struct listen_socket s = { .fd = -1 };
    struct address a;

    TRY(read_address(w, address, &a));
    s.is_unix = a.storage.ss_family == AF_UNIX;
    if (s.is_unix)
        TRY(remove_stale(w, &a, address));
    s.fd = socket(a.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (s.fd < 0)
        FAIL(w, ERR_UNAVAILABLE, "cannot listen on \"%s\": %s", address, strerror(errno));
    set_options(s.fd, a.storage.ss_family);
    if (!bind_and_listen(w, s.fd, &a, address)) {
        close(s.fd);
        return error_pass(&w->err, __func__, __LINE__);
    }
    if (s.is_unix)
        snprintf(s.path, sizeof s.path, "%s", address + sizeof "unix:" - 1);
    s.port = port_of(s.fd);
    *out_socket = s;
    return true;
}

void listen_close(struct listen_socket *s)
{
    if (s->fd < 0)
        return;
    if (s->path[0])
        unlink(s->path);
    close(s->fd);
    s->fd = -1;
}

static struct peer_address address_of_bytes(const void *bytes, int family)
{
    static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
    struct peer_address peer = { .family = family };

    if (family == 16 && memcmp(bytes, mapped, sizeof mapped) == 0)
        return address_of_bytes((const uint8_t *)bytes + sizeof mapped, 4);
    memcpy(peer.bytes, bytes, (size_t)family);
    memcpy(peer.limit_key, bytes, family == 4 ? 4 : 8);
    peer.limit_key[15] = (uint8_t)family;
    inet_ntop(family == 4 ? AF_INET : AF_INET6, peer.bytes, peer.words, sizeof peer.words);
    return peer;
}

struct peer_address peer_address_of(const struct sockaddr_storage *a)
{
    if (a->ss_family == AF_INET)
        return address_of_bytes(&((const struct sockaddr_in *)a)->sin_addr, 4);
    if (a->ss_family == AF_INET6)
        return address_of_bytes(&((const struct sockaddr_in6 *)a)->sin6_addr, 16);
    return (struct peer_address){ .family = 0 };
}

bool peer_address_parse(struct text t, struct peer_address *out_address)
{
    char words[INET6_ADDRSTRLEN];
    uint8_t bytes[16];
    int family = t.length && memchr(t.at, ':', t.length) ? 16 : 4;

    if (t.length == 0 || t.length >= sizeof words)
        return false;
    snprintf(words, sizeof words, "%.*s", TEXT_ARGS(t));
    if (inet_pton(family == 4 ? AF_INET : AF_INET6, words, bytes) != 1)
        return false;
    *out_address = address_of_bytes(bytes, family);
    return true;
}

int64_t peer_uid(int fd)
{
    struct ucred credentials;
    socklen_t length = sizeof credentials;

    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &credentials, &length) != 0)
        return -1;
    return credentials.uid;
}
