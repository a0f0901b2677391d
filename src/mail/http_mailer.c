#include "mail/http_mailer.h"

#include "mail/body_template.h"
#include "mail/rest.h"
#include "net/post.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(HTTP_MAILER_HEADERS_MAX + 2 <= POST_HEADERS_MAX, "Content-Type and Idempotency-Key come to those of the operator");

struct http_mailer {
    struct mailer base;
    struct http_mailer_config config;
    struct mail_rest rest;
    size_t length;
    char bytes[]; /* the texts of the settings in a row */
};

/* "Bearer {secret}" */
static bool fill_header(struct work *w, const struct http_mailer_config *c, struct text id, struct text value, struct text *out_value)
{
    static const struct text names[] = { TEXT("{secret}"), TEXT("{message_id}") };
    const struct text values[] = { c->secret, id };
    struct draft d;

    TRY(work_draft(w, value.length * (1 + c->secret.length + id.length) + 1, &d));
    while (value.length) {
        size_t which = text_starts(value, names[0]) ? 0 : text_starts(value, names[1]) ? 1 : COUNT_OF(names);
        draft_add(&d, which < COUNT_OF(names) ? values[which] : text_first(value, 1));
        value = text_from(value, which < COUNT_OF(names) ? names[which].length : 1);
    }
    must(!d.overflow);
    *out_value = draft_text(&d);
    return true;
}

static bool build(struct work *w, const struct http_mailer_config *c, const struct mail_message *message, struct post_request *out_request)
{
    struct post_request r = { .url = c->url, .ca_file = c->ca_file, .allow_private = c->allow_private, .timeout_ms = c->timeout_ms };
    struct text id;

    TRY(mail_message_id(w, message, &id));
    r.headers[r.header_count++] = (struct http_header){ TEXT("Content-Type"), TEXT("application/json") };
    r.headers[r.header_count++] = (struct http_header){ TEXT("Idempotency-Key"), id };
    for (int i = 0; i < c->header_count; i++) {
        struct http_header *h = &r.headers[r.header_count++];
        h->name = c->headers[i].name;
        TRY(fill_header(w, c, id, c->headers[i].value, &h->value));
    }
    TRY(body_template_fill(w, c->body, message, &r.body));
    *out_request = r;
    return true;
}

static bool is_one_of(int status, const int *list, int count)
{
    for (int i = 0; i < count; i++)
        if (list[i] == status)
            return true;
    return false;
}

static bool judge(struct work *w, const struct http_mailer_config *c, int status)
{
    if (c->taken_count ? is_one_of(status, c->taken, c->taken_count) : status >= 200 && status < 300)
        return true;
    if (is_one_of(status, c->refused, c->refused_count))
        FAIL(w, ERR_REFUSED, "the mail provider refused the message for good (status %d)", status);
    if (status == 401 || status == 403)
        FAIL(w, ERR_UNAVAILABLE, "the mail provider does not let us in (status %d): look at mail_http.headers and secret_file", status);
    FAIL(w, ERR_UNAVAILABLE, "the mail provider does not take the message now (status %d)", status);
}

/* For how long nobody needs to try: it is about us or about the provider, not about this mail. */
static int64_t rest_after(const struct post_answer *answer)
{
    int status = answer->status;

    if (status == 0 || status == 401 || status == 403)
        return MAILER_REST_SECONDS;
    if (status == 429 || status == 503)
        return answer->wait_seconds > MAILER_REST_SECONDS ? answer->wait_seconds : MAILER_REST_SECONDS;
    return 0;
}

static bool http_mailer_send(struct work *w, struct mailer *self, const struct mail_message *message, int *out_reply)
{
    struct http_mailer *m = (struct http_mailer *)self;
    struct post_answer answer = { 0, 0 };
    struct post_request request;
    bool sent;

    TRY(mail_rest_over(w, &m->rest));
    TRY(build(w, &m->config, message, &request));
    sent = post_send(w, &request, &answer);
    *out_reply = answer.status;
    if (sent)
        sent = judge(w, &m->config, answer.status);
    mail_rest_set(w, &m->rest, sent || w->err.code != ERR_UNAVAILABLE ? 0 : rest_after(&answer));
    return sent;
}

static struct span http_mailer_rest(struct work *w, struct mailer *self)
{
    return mail_rest_left(w, &((struct http_mailer *)self)->rest);
}

static void http_mailer_close(struct mailer *self)
{
    struct http_mailer *m = (struct http_mailer *)self;

    mail_rest_close(&m->rest);
    sodium_memzero(m->bytes, m->length);
    free(m);
}

static void keep(struct http_mailer *m, struct text *t)
{
    char *at = m->bytes + m->length;

    if (t->length)
        memcpy(at, t->at, t->length);
    m->length += t->length;
    t->at = at;
}

bool mailer_http_open(struct work *w, const struct http_mailer_config *config, struct mailer **out_mailer)
{
    size_t size = config->url.length + config->secret.length + config->body.length + config->ca_file.length;
    struct http_mailer *m;

    for (int i = 0; i < config->header_count; i++)
        size += config->headers[i].name.length + config->headers[i].value.length;
    m = calloc(1, sizeof *m + size);
    if (!m)
        FAIL(w, ERR_UNAVAILABLE, "no memory for the mailer");
    m->base = (struct mailer){ http_mailer_send, http_mailer_close, http_mailer_rest };
    m->config = *config;
    mail_rest_open(&m->rest);
    keep(m, &m->config.url);
    keep(m, &m->config.secret);
    keep(m, &m->config.body);
    keep(m, &m->config.ca_file);
    for (int i = 0; i < config->header_count; i++) {
        keep(m, &m->config.headers[i].name);
        keep(m, &m->config.headers[i].value);
    }
    *out_mailer = &m->base;
    return true;
}
