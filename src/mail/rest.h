/* A mail server that cannot be used is left alone for a while: what is due meanwhile waits, and nothing is tried. Thread-safe. */
#ifndef MAIL_REST_H
#define MAIL_REST_H

#include "base/work.h"

#include <pthread.h>

enum { MAILER_REST_SECONDS = 30, MAILER_REST_SECONDS_MAX = 3600 /* what a server may ask for */ };

struct mail_rest {
    pthread_mutex_t lock;
    struct instant until; /* ms 0: it does not rest */
    int64_t seconds;      /* of the rest that was begun */
};

void mail_rest_open(struct mail_rest *r);
void mail_rest_close(struct mail_rest *r);
/* Errors: UNAVAILABLE while it rests. */
MUST_USE bool mail_rest_over(struct work *w, struct mail_rest *r);
/* How long it still rests; 0: it does not. */
struct span mail_rest_left(struct work *w, struct mail_rest *r);
/* 0: it can be used, and a rest ends. */
void mail_rest_set(struct work *w, struct mail_rest *r, int64_t seconds);

#endif
