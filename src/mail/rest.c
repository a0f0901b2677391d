#include "mail/rest.h"

void mail_rest_open(struct mail_rest *r)
{
    *r = (struct mail_rest){ .seconds = 0 };
    pthread_mutex_init(&r->lock, NULL);
}

void mail_rest_close(struct mail_rest *r)
{
    pthread_mutex_destroy(&r->lock);
}

/* A clock that was set back must not let it rest for a year. */
struct span mail_rest_left(struct work *w, struct mail_rest *r)
{
    struct span left;
    bool rests;

    pthread_mutex_lock(&r->lock);
    left = instant_since(r->until, w->now);
    rests = left.ms > 0 && left.ms <= SPAN_SECONDS(r->seconds).ms;
    pthread_mutex_unlock(&r->lock);
    return rests ? left : (struct span){ 0 };
}

bool mail_rest_over(struct work *w, struct mail_rest *r)
{
    struct span left = mail_rest_left(w, r);

    if (left.ms > 0)
        FAIL(w, ERR_UNAVAILABLE, "the mail server could not be used a moment ago and is left alone for %lld seconds", (long long)(left.ms + 999) / 1000);
    return true;
}

void mail_rest_set(struct work *w, struct mail_rest *r, int64_t seconds)
{
    if (seconds > MAILER_REST_SECONDS_MAX)
        seconds = MAILER_REST_SECONDS_MAX;
    pthread_mutex_lock(&r->lock);
    r->seconds = seconds;
    r->until = seconds > 0 ? instant_add(w->now, SPAN_SECONDS(seconds)) : (struct instant){ 0 };
    pthread_mutex_unlock(&r->lock);
}
