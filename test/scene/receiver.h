/* A receiver of webhooks for scenes: a real server on loopback that keeps what it is sent and answers by a script. */
#ifndef RECEIVER_H
#define RECEIVER_H

#include "scene.h"

#include <pthread.h>

enum { RECEIVED_MAX = 64, RECEIVED_BYTES = 16384, STATUSES_MAX = 16 };

struct received {
    char head[4096], body[RECEIVED_BYTES];
};

struct receiver {
    int socket, port;
    pthread_t thread;
    pthread_mutex_t lock;
    int statuses[STATUSES_MAX], status_count; /* taken one after the other, the last for ever; 0: it reads all and closes without an answer */
    struct received list[RECEIVED_MAX];
    int count;
};

struct receiver *receiver_open(void);
void receiver_close(struct receiver **r);
/* From the next request on; ends with -1. */
void receiver_answers(struct receiver *r, const int *statuses);
int receiver_count(struct receiver *r);
/* Header of the n-th request (from 0); empty when it is not there. */
struct text receiver_header(struct receiver *r, int n, const char *name);
struct text receiver_body(struct receiver *r, int n);
/* The scene's server calls it for a recipient, from its next start on; starts it again. The secret is "a secret of at least 24 bytes". */
void receiver_use(struct scene *s, const struct receiver *r, const char *recipient);

#endif
