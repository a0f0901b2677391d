/* The mailer that is real: hands messages to the operator's mail server. Holds its own copy of the settings, immutable, so that any thread
 * may send. */
#include "mail/mailer.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

struct smtp_mailer {
    struct mailer base;
    struct smtp_config config;
    size_t length;
    char bytes[]; /* url, user and password in a row, each with a NUL behind it */
};

static bool smtp_mailer_send(struct work *w, struct mailer *self, const struct smtp_message *message, int *out_reply)
{
    struct smtp_mailer *m = (struct smtp_mailer *)self;

    return smtp_send(w, &m->config, message, out_reply);
}

static void smtp_mailer_close(struct mailer *self)
{
    struct smtp_mailer *m = (struct smtp_mailer *)self;

    sodium_memzero(m->bytes, m->length);
    free(m);
}

static struct text keep(struct smtp_mailer *m, struct text t)
{
    char *at = m->bytes + m->length;

    if (t.length)
        memcpy(at, t.at, t.length);
    m->length += t.length + 1;
    return (struct text){ at, t.length };
}

bool mailer_smtp_open(struct work *w, const struct smtp_config *config, struct mailer **out_mailer)
{
    size_t size = config->url.length + config->user.length + config->password.length + 3;
    struct smtp_mailer *m = calloc(1, sizeof *m + size);

    if (!m)
        FAIL(w, ERR_UNAVAILABLE, "no memory for the mailer");
    m->base = (struct mailer){ smtp_mailer_send, smtp_mailer_close };
    m->config = *config;
    m->config.url = keep(m, config->url);
    m->config.user = keep(m, config->user);
    m->config.password = keep(m, config->password);
    *out_mailer = &m->base;
    return true;
}
