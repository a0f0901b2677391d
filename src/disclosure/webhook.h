/* Webhooks: a signed POST to the system of a recipient, in the form of the Standard Webhooks. The receiver checks the signature over
 * `webhook-id`.`webhook-timestamp`.body, refuses what is older than five minutes, and takes an id that it knows for a repetition: it is the same
 * for every attempt. While a secret is replaced both sign. Clauses P6-1, P6A2-1. */
#ifndef DISCLOSURE_WEBHOOK_H
#define DISCLOSURE_WEBHOOK_H

#include "base/work.h"

enum { WEBHOOKS_MAX = 16, WEBHOOK_SECRET_MIN = 24 };

struct webhook {
    struct text recipient; /* its id in the policy */
    struct text url;
    struct text secret, old_secret; /* bytes; the old one may be empty */
    struct text ca_file; /* empty: the system's */
    bool allow_private;
};

/* Of the whole server: who is called where. Lives as long as the server. */
struct webhooks {
    struct webhook list[WEBHOOKS_MAX];
    size_t count;
};

struct webhook_message {
    struct id uid;
    struct instant at; /* of this attempt */
    struct text body;  /* JSON */
};

struct webhook_answer {
    int status;       /* of HTTP; 0: none */
    struct span wait; /* what the receiver asks for; 0: nothing */
};

const struct webhook *webhook_find(const struct webhooks *hooks, struct text recipient); /* hooks may be NULL */
/* "whsec_" and base64, else the bytes themselves. Errors: INVALID when it is shorter than WEBHOOK_SECRET_MIN bytes. */
MUST_USE bool webhook_secret_read(struct work *w, struct text line, struct text *out_secret);
/* "v1,BASE64", twice while there is an old secret. */
MUST_USE bool webhook_sign(struct work *w, const struct webhook *hook, const struct webhook_message *m, struct text *out_signature);
/* Errors: as post_send, and UNAVAILABLE for an answer that is not 2xx, REFUSED for 410 Gone: the receiver wants no more. */
MUST_USE bool webhook_send(struct work *w, const struct webhook *hook, const struct webhook_message *m, struct webhook_answer *out_answer);

#endif
