/* HTTP client for our own commands: one POST of JSON to our own server, over its control socket or loopback. */
#ifndef NET_CLIENT_H
#define NET_CLIENT_H

#include "base/work.h"

enum { HTTP_CLIENT_ANSWER_MAX = 4 << 20, HTTP_CLIENT_TIMEOUT_MS = 60000 };

struct http_client_answer {
    int status;
    struct text body; /* in the arena */
};

/* `where` is "unix:/path/control.sock" or "http://127.0.0.1:8123"; `path` begins with "/". Any status is an answer, not an error.
 * Errors: UNAVAILABLE when nobody listens (nothing was sent); UNCERTAIN when the request may have been carried out and no answer came;
 * LIMIT for an answer over 4 MiB; INVALID for an address that cannot be read. */
/* GET of an address of the web, https or http, within the time. Errors: UNAVAILABLE (with what is wrong), LIMIT. */
MUST_USE bool http_client_get(struct work *w, const char *url, int timeout_ms, struct http_client_answer *out_answer);
MUST_USE bool http_client_post(struct work *w, struct text where, struct text path, struct text json, struct http_client_answer *out_answer);

#endif
