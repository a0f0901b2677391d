/* SMTP out, through libcurl (loaded at first use). One message to one address. */
#ifndef NET_SMTP_H
#define NET_SMTP_H

#include "base/work.h"

/* Ways to log in (RFC 4954). ANY: the safest that the server offers. */
enum smtp_auth { SMTP_AUTH_ANY = 0, SMTP_AUTH_PLAIN, SMTP_AUTH_LOGIN, SMTP_AUTH_XOAUTH2 };

struct smtp_config {
    struct text url;       /* "smtp://127.0.0.1:2525", "smtps://..." */
    struct text user, password;
    enum smtp_auth auth;
    struct text token;     /* for XOAUTH2, in place of the password */
    bool require_tls;      /* STARTTLS or smtps, else nothing is sent; a login demands it too, unless the server is on this machine */
    int timeout_ms;        /* of the whole delivery; 0: 30,000 */
};

struct smtp_message {
    struct text from, to;  /* addr-spec; CR, LF and NUL are refused before libcurl sees them */
    struct text data;      /* RFC 5322 message, CRLF line ends */
};

/* out_reply: the last reply code, 0 when there was none. Errors: REFUSED (5xx: for good), UNAVAILABLE (4xx, no connection: again later),
 * UNCERTAIN (the message was sent whole and no reply came), INVALID (an address or header that must not be sent). *out_about_us (may be NULL): the server was not reached, or does not let us in: no other
 * message fares better now. */
MUST_USE bool smtp_send(struct work *w, const struct smtp_config *config, const struct smtp_message *message, int *out_reply, bool *out_about_us);

/* How far one comes at the mail server without sending anything. */
enum smtp_step { SMTP_CONNECTS = 0, SMTP_ENCRYPTS, SMTP_LOGS_IN, SMTP_READY };
struct smtp_probe {
    enum smtp_step failed_at; /* SMTP_READY: nothing failed */
    bool tls;                 /* what is said is encrypted */
    char words[200];          /* why it failed */
};
/* Connects, encrypts and logs in as smtp_send would, and goes. Errors: INVALID (the address of the server), UNAVAILABLE (libcurl). */
MUST_USE bool smtp_look(struct work *w, const struct smtp_config *config, struct smtp_probe *out_probe);

#endif
