/* Whom a proxy speaks for. Only what a configured proxy says about the client counts; the same words from anybody else are ignored. */
#ifndef NET_PROXY_H
#define NET_PROXY_H

#include "net/address_set.h"
#include "net/http.h"

/* The client of a request that came from one of the proxies: in X-Forwarded-For the rightmost address that is no proxy of ours, because whoever
 * is left of it may have been made up. What cannot be read ends the walk at the last address that could. */
struct peer_address proxy_client(const struct address_set *proxies, struct peer_address from, const struct http_request *r);

#endif
