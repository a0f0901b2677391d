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
bool mail_rest_over(struct work *w, struct mail_rest *r)
{
    struct span left;
    int64_t seconds;

    pthread_mutex_lock(&r->lock);
    left = instant_since(r->until, w->now);
    seconds = r->seconds;
    pthread_mutex_unlock(&r->lock);
    if (left.ms > 0 && left.ms <= SPAN_SECONDS(seconds).ms)
        FAIL(w, ERR_UNAVAILABLE, "the mail server could not be used a moment ago and is left alone for %lld seconds", (long long)seconds);
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
