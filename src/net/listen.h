/* Listening sockets: addresses in words, TCP and Unix. */
#ifndef NET_LISTEN_H
#define NET_LISTEN_H

#include "base/work.h"

#include <sys/socket.h>

struct listen_socket {
    int fd;
    bool is_unix;
    int port;         /* TCP */
    char path[108];   /* Unix; removed by listen_close */
};

/* Binds and listens, not blocking. "127.0.0.1:8123", "[::1]:8123", "unix:/path" (mode 0600; a socket that nobody answers any more is
 * replaced). Errors: INVALID for an address that cannot be read; UNAVAILABLE when it is in use or may not be used; IO. */
MUST_USE bool listen_open(struct work *w, const char *address, struct listen_socket *out_socket);
/* Closes and, on Unix, removes the path first: somebody who starts meanwhile keeps his own. */
void listen_close(struct listen_socket *s);

/* Who is on the other side. Bytes that are equal belong to one address for the limits: a whole IPv4 address, or the first 64 bits of an
 * IPv6 address, since one household or server has all that follow. */
struct peer_address {
    int family;        /* bytes that count: 4, 16; 0 on a Unix socket */
    uint8_t bytes[16];
    uint8_t limit_key[16];
    char words[46];
};

struct peer_address peer_address_of(const struct sockaddr_storage *a);
/* "192.0.2.1", "2001:db8::1"; an IPv4 address written as IPv6 (::ffff:192.0.2.1) is the IPv4 address. */
bool peer_address_parse(struct text words, struct peer_address *out_address);
/* uid of the process behind a Unix socket, -1 when unknown. */
int64_t peer_uid(int fd);

#endif
