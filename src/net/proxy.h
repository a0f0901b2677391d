/* Which peers are proxies of ours, and whom they speak for. Only what a configured proxy says about the client counts; the same words from
 * anybody else are ignored. */
#ifndef NET_PROXY_H
#define NET_PROXY_H

#include "net/http.h"
#include "net/listen.h"

enum { PROXY_RANGES_MAX = 16 };

struct proxy_range {
    int family, bits; /* of peer_address */
    uint8_t bytes[16];
};

struct proxy_set {
    struct proxy_range ranges[PROXY_RANGES_MAX];
    int count;
    bool unix_sockets; /* whoever comes through one */
};

/* "unix", "127.0.0.1", "::1", "10.0.0.0/8", "fd00::/8". False: none of these, or no room. */
bool proxy_set_add(struct proxy_set *s, struct text word);
bool proxy_set_holds(const struct proxy_set *s, const struct peer_address *a);
/* The client of a request that came from a proxy: in X-Forwarded-For the rightmost address that is no proxy of ours, because whoever is left of
 * it may have been made up. What cannot be read ends the walk at the last address that could. */
struct peer_address proxy_client(const struct proxy_set *s, struct peer_address from, const struct http_request *r);

#endif
