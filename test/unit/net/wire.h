/* A server with a scripted handler, and raw sockets to talk to it. */
#ifndef NET_WIRE_H
#define NET_WIRE_H

#include "unit.h"

#include "net/server.h"

#include <pthread.h>
#include <stdatomic.h>

enum { WIRE_ANSWER_MAX = 1 << 20, WORKERS = 4, QUEUE = 256 };

/* Paths: /none 204; /echo the body; /where path and query; /whence the client's address; /later 204 out of a worker; /held waits for wire_release; /big 8 MiB; /bad a
 * response whose header breaks the line. */
struct wire {
    struct work *w;
    struct http_server *server;
    struct http_listener listeners[2];
    atomic_int ticks;
    pthread_mutex_t lock;
    pthread_cond_t more;
    struct http_exchange *queue[QUEUE], *held[QUEUE];
    int queued, holds;
    bool stop;
    pthread_t workers[WORKERS];
};

/* Listener 0: 127.0.0.1, for www.hikari.example. Listener 1, when unix_address is given: that one, for any host. */
struct wire *wire_start(struct http_server_config config, const char *unix_address);
void wire_stop(struct wire **wire);
int wire_holds(struct wire *wire); /* exchanges at /held */
void wire_release(struct wire *wire);

int wire_connect(struct wire *wire);
void wire_send(int fd, struct text bytes);
/* Reads until the peer closes, or until `answers` whole answers (by Content-Length) are there. */
struct text wire_receive(int fd, int answers);
/* Sends, reads to the end, closes, gives the status. */
int wire_status(struct wire *wire, struct text bytes);
int64_t wire_now(void);
bool text_has(struct text t, const char *part);
void wire_wait_until(bool (*true_now)(struct wire *wire), struct wire *wire);

#endif
