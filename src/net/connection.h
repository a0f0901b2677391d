/* One connection: a socket, its parser, at most one exchange, at most one answer on its way. Lives on the net thread alone.
 * Also what the net thread shares with it: server.c runs the loop, connection.c what happens on one socket. */
#ifndef NET_CONNECTION_H
#define NET_CONNECTION_H

#include "net/listen.h"
#include "net/parse.h"
#include "net/proxy.h"
#include "net/response.h"
#include "net/server.h"
#include "net/tls.h"

#include <pthread.h>
#include <stdatomic.h>

enum watch_kind { WATCH_LISTENER, WATCH_CONNECTION, WATCH_WAKE };

/* What epoll hands back. */
struct watch {
    enum watch_kind kind;
    int fd; /* -1: closed */
};

enum phase {
    PHASE_IDLE,   /* between requests */
    PHASE_HEAD,
    PHASE_BODY,
    PHASE_HANDLE, /* the exchange has no answer yet */
    PHASE_WRITE,
    PHASE_TLS,    /* shakes hands; no byte of HTTP yet */
    PHASE_LINGER, /* answered and shut; reads what the peer still sends, so that the answer is not lost in a reset */
};

struct connection {
    struct watch watch;
    struct http_server *server;
    struct connection *next, *previous;               /* all of the server, or its graveyard */
    struct connection *bucket_next, *bucket_previous; /* those whose limit keys share a bucket */
    struct tls_session *tls; /* NULL: the bytes go as they are */
    struct parser parser;
    enum phase phase;
    struct http_exchange *exchange;
    struct response_bytes out;
    size_t out_sent;
    char *later;           /* bytes of the next requests, read with those of this one; at most one read */
    size_t later_at, later_length;
    int64_t since, deadline; /* ms of the monotonic clock */
    uint32_t events;
    int listener;
    bool close_after, input_ended, continue_sent;
    int64_t uid;
    struct peer_address peer;
    bool from_proxy;
};

struct http_exchange {
    struct http_server *server;
    struct connection *connection; /* NULL when it has gone; net thread only */
    struct parse_message *message;
    struct peer_address client;
    struct http_exchange *next, *previous;  /* all of the server; net thread only */
    struct http_exchange *next_answered;    /* under the lock */
    struct response_bytes answer;
    int status;
    bool close;
    atomic_bool answered;
};

enum { READ_MAX = 16 * 1024, BUCKETS = 1024 };

struct listener {
    struct watch watch;
    struct listen_socket socket;
    struct parse_rules rules;
    struct tls *tls; /* NULL: none */
};

struct http_server {
    struct http_server_config config;
    struct listener listeners[HTTP_LISTENERS_MAX];
    int listener_count;
    struct watch wake;
    int epoll;
    pthread_t join;          /* for http_server_drain */
    bool started, joined;
    /* net thread only */
    pthread_t self;
    struct connection *connections, *graveyard, *buckets[BUCKETS];
    struct http_exchange *exchanges;
    struct http_exchange *handling; /* inside config.handle: an answer that comes at once needs no lock */
    bool answered_at_once;
    int64_t now, earliest, next_tick, accept_again;
    bool accept_paused, drains;
    int64_t drain_until;
    char scratch[READ_MAX];
    /* shared */
    pthread_mutex_t lock;
    struct http_exchange *answered, *answered_last;
    char date[RESPONSE_DATE_MAX];
    int64_t date_second;
    int64_t drain_ms;        /* -1: not asked */
    atomic_bool closing;     /* answers tell the peer that the connection ends */
    _Atomic uint64_t accepted, open, requests, answered_by[6], refused_protocol, refused_limit, timed_out;
};

/* Takes over a socket just accepted; closes it when the address has too many. */
void connection_open(struct http_server *s, int fd, int listener, const struct sockaddr_storage *from);
void connection_event(struct connection *c, uint32_t events);
/* The deadline has passed. */
void connection_expire(struct connection *c);
void connection_close(struct connection *c);
/* The answer of its exchange is there. */
void connection_answer(struct connection *c, struct response_bytes *answer, int status, bool close);
void exchange_destroy(struct http_exchange *e);
/* Copies the Date field. */
void server_date(struct http_server *s, char out_date[RESPONSE_DATE_MAX]);

#endif
