/* The mailer for providers who take mail by HTTP: one POST a mail, built from the operator's template (mail/body_template.h). Which answers mean
 * "taken" and which "never" is configured; all others are tried again. Every attempt carries the Message-ID as its Idempotency-Key, so that a
 * provider who knows it sends once. */
#ifndef MAIL_HTTP_MAILER_H
#define MAIL_HTTP_MAILER_H

#include "mail/mailer.h"
#include "net/http.h"

enum { HTTP_MAILER_HEADERS_MAX = 5, HTTP_MAILER_STATUSES_MAX = 16 };

struct http_mailer_config {
    struct text url;
    struct http_header headers[HTTP_MAILER_HEADERS_MAX]; /* {secret} and {message_id} may stand in values */
    int header_count;
    struct text secret;        /* empty: none */
    struct text body;          /* the template */
    int taken[HTTP_MAILER_STATUSES_MAX];   /* statuses that mean so; none: 200 to 299 */
    int refused[HTTP_MAILER_STATUSES_MAX]; /* statuses after which the same mail is never tried again */
    int taken_count, refused_count;
    struct text ca_file;
    bool allow_private;
    int timeout_ms;            /* of one attempt; 0: the usual */
};

/* Keeps a copy. It is left alone as mailer_smtp_open tells when it cannot be reached, does not let us in (401, 403), or says that it is too much
 * (429, 503), then as long as Retry-After says. Errors: UNAVAILABLE. */
MUST_USE bool mailer_http_open(struct work *w, const struct http_mailer_config *config, struct mailer **out_mailer);

#endif
