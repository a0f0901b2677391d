/* The mailer that is real: hands messages to the operator's mail server. Holds its own copy of the settings, immutable, so that any thread
 * may send; what it learns on the way (the token, that the server is down) lies under locks. */
#include "mail/mailer.h"

#include "mail/rest.h"
#include "mail/return_path.h"
#include "mail/token.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { TOKEN_MARGIN_SECONDS = 60, REPLY_LOGIN_GOES_ON = 334 /* with it, or with 535, a token is refused */ };

struct smtp_mailer {
    struct mailer base;
    struct smtp_config config;
    struct text token_command, return_path;
    pthread_mutex_t lock;
    char token[TOKEN_MAX];      /* empty: none */
    struct instant token_until;
    struct mail_rest rest;
    size_t length;
    char bytes[]; /* url, user, password, command and return path in a row, each with a NUL behind it */
};

static bool kept_token(struct work *w, struct smtp_mailer *m, struct text *out_token, bool *out_kept)
{
    bool good = true;

    pthread_mutex_lock(&m->lock);
    *out_kept = m->token[0] && instant_compare(instant_add(w->now, SPAN_SECONDS(TOKEN_MARGIN_SECONDS)), m->token_until) < 0;
    if (*out_kept)
        good = work_copy(w, text_of(m->token), out_token);
    pthread_mutex_unlock(&m->lock);
    return good;
}

/* The token that is kept, or a new one out of the command. */
static bool find_token(struct work *w, struct smtp_mailer *m, bool fresh, struct text *out_token)
{
    struct token token;
    bool kept = false;

    if (!fresh)
        TRY(kept_token(w, m, out_token, &kept));
    if (kept)
        return true;
    TRY(token_fetch(w, m->token_command, &token));
    pthread_mutex_lock(&m->lock);
    memcpy(m->token, token.value.at, token.value.length);
    m->token[token.value.length] = '\0';
    m->token_until = instant_add(w->now, token.life);
    pthread_mutex_unlock(&m->lock);
    *out_token = token.value;
    return true;
}

static bool send_once(struct work *w, struct smtp_mailer *m, bool fresh, const struct smtp_message *message, int *out_reply, bool *out_about_us)
{
    struct smtp_config config = m->config;

    *out_about_us = true; /* also when there is no token */
    if (config.auth == SMTP_AUTH_XOAUTH2)
        TRY(find_token(w, m, fresh, &config.token));
    return smtp_send(w, &config, message, out_reply, out_about_us);
}

/* A token may end before its time; then a new one is asked for, once. */
static bool smtp_mailer_send(struct work *w, struct mailer *self, const struct mail_message *message, int *out_reply)
{
    struct smtp_mailer *m = (struct smtp_mailer *)self;
    struct smtp_message wire;
    bool about_us, sent;

    TRY(mail_rest_over(w, &m->rest));
    TRY(mailer_compose(w, message, &wire));
    if (m->return_path.length)
        TRY(return_path_mark(w, m->return_path, message->uid, &wire.from));
    sent = send_once(w, m, false, &wire, out_reply, &about_us);
    if (!sent && about_us && m->config.auth == SMTP_AUTH_XOAUTH2 && *out_reply >= REPLY_LOGIN_GOES_ON) {
        error_clear(&w->err);
        sent = send_once(w, m, true, &wire, out_reply, &about_us);
    }
    mail_rest_set(w, &m->rest, !sent && about_us ? MAILER_REST_SECONDS : 0);
    return sent;
}

static struct span smtp_mailer_rest(struct work *w, struct mailer *self)
{
    return mail_rest_left(w, &((struct smtp_mailer *)self)->rest);
}

static void smtp_mailer_close(struct mailer *self)
{
    struct smtp_mailer *m = (struct smtp_mailer *)self;

    pthread_mutex_destroy(&m->lock);
    mail_rest_close(&m->rest);
    sodium_memzero(m->token, sizeof m->token);
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

bool mailer_smtp_open(struct work *w, const struct smtp_config *config, struct text token_command, struct text return_path, struct mailer **out_mailer)
{
    size_t size = config->url.length + config->user.length + config->password.length + token_command.length + return_path.length + 5;
    struct smtp_mailer *m = calloc(1, sizeof *m + size);

    if (!m)
        FAIL(w, ERR_UNAVAILABLE, "no memory for the mailer");
    m->base = (struct mailer){ smtp_mailer_send, smtp_mailer_close, smtp_mailer_rest };
    pthread_mutex_init(&m->lock, NULL);
    mail_rest_open(&m->rest);
    m->config = *config;
    m->config.url = keep(m, config->url);
    m->config.user = keep(m, config->user);
    m->config.password = keep(m, config->password);
    m->token_command = keep(m, token_command);
    m->return_path = keep(m, return_path);
    *out_mailer = &m->base;
    return true;
}
