/* The HTTP/1.1 server: one thread (epoll, llhttp) that turns bytes into bounded requests and answers into bytes. It decides nothing but
 * what the protocol decides: malformed, too long, too slow, unknown host.
 *
 * Limits are absolute: head within 10 s, body within 30 s, idle 30 s, 50 connections per address (not on Unix sockets
 * nor from proxies). Every response
 * carries the security headers of the design (CSP, nosniff, no-referrer, frame-ancestors, COOP, CORP). */
#ifndef NET_SERVER_H
#define NET_SERVER_H

#include "base/work.h"
#include "net/http.h"

struct address_set; /* net/address_set.h */
struct tls;         /* net/tls.h */
struct http_server;
struct http_exchange; /* one request that waits for its answer */

enum { HTTP_LISTENERS_MAX = 8 };

/* What it points to lives as long as the server. */
struct http_listener {
    const char *address;      /* "127.0.0.1:8123", "[::1]:8123", or "unix:/path" (created 0600) */
    int mode;                 /* of a Unix socket; 0: 0600. A web server runs as another user */
    const struct text *hosts; /* allowed Host values, without port; others are answered 421. NULL on Unix sockets that carry commands: any */
    size_t host_count;
    size_t body_max;          /* 0: HTTP_BODY_MAX */
    struct tls *tls;          /* NULL: none */
    int port;                 /* out: where it listens when the address asked for port 0 */
};

struct http_server_config {
    struct http_listener *listeners;
    int listener_count;
    /* On the net thread; must not block. Answers at once or later, from any thread, with http_answer; exactly once. */
    void (*handle)(void *context, const struct http_request *request, struct http_exchange *exchange);
    /* On the net thread, about every `tick_ms` of monotonic time. May be NULL. */
    void (*tick)(void *context);
    int tick_ms;
    void *context;
    struct moment (*monotonic)(void *context);
    struct instant (*now)(void *context); /* for the Date field, on the net thread; NULL: no Date */
    int head_ms, body_ms, idle_ms; /* 0: the defaults above; tests shorten them */
    int connections_per_address;   /* 0: 50 */
    const struct address_set *proxies; /* they have no limit of connections, and what they say of the client counts; NULL: none */
};

/* Binds and listens. Errors: UNAVAILABLE "address already in use", saying which; INVALID for an address that cannot be read. */
MUST_USE bool http_server_create(struct work *w, const struct http_server_config *config, struct http_server **out_server);
/* Starts the net thread. */
MUST_USE bool http_server_start(struct work *w, struct http_server *s);
/* Graceful: stops accepting, lets running exchanges end for at most `ms`, then closes. From any thread but the net thread. */
void http_server_drain(struct http_server *s, int ms);
/* Drains with 0 ms first. Whoever still holds an exchange must be stopped before: answers may come until here, not after. */
void http_server_destroy(struct http_server **s);

/* Hands over the answer: its bytes are copied. Any thread. A peer that has gone is no error. */
void http_answer(struct http_exchange *exchange, const struct http_response *response);
const struct http_request *http_exchange_request(const struct http_exchange *exchange);

struct http_counters {
    uint64_t accepted, open, requests, answered[6] /* by hundreds */, refused_protocol, refused_limit, timed_out;
};
struct http_counters http_server_counters(struct http_server *s);

#endif
