/* Wraps another mailer and fails some of its calls, for tests of what happens then. */
#include "mail/mailer.h"

#include <stdatomic.h>
#include <stdlib.h>

struct failing_mailer {
    struct mailer base;
    struct mailer *inner;
    int first, times, reply;
    enum error_code code;
    atomic_int calls;
};

static bool failing_send(struct work *w, struct mailer *self, const struct mail_message *message, int *out_reply)
{
    struct failing_mailer *m = (struct failing_mailer *)self;
    int call = atomic_fetch_add(&m->calls, 1) + 1;
    bool fails = call >= m->first && call - m->first < m->times;

    if (!fails || m->code == ERR_UNCERTAIN)
        TRY(m->inner->send(w, m->inner, message, out_reply));
    if (!fails)
        return true;
    *out_reply = m->reply;
    FAIL(w, m->code, "the mail server of the test answers %d to call %d", m->reply, call);
}

static void failing_close(struct mailer *self)
{
    struct failing_mailer *m = (struct failing_mailer *)self;

    mailer_close(&m->inner);
    free(m);
}

bool mailer_failing_open(struct work *w, struct mailer *inner, int first, int times, enum error_code code, int reply, struct mailer **out_mailer)
{
    struct failing_mailer *m = calloc(1, sizeof *m);

    if (!m) {
        mailer_close(&inner);
        FAIL(w, ERR_UNAVAILABLE, "no memory for the mailer");
    }
    *m = (struct failing_mailer){ .base = { failing_send, failing_close }, .inner = inner, .first = first, .times = times, .reply = reply, .code = code };
    *out_mailer = &m->base;
    return true;
}
