/* A response as bytes: status line, fields, body. Every response gets the security fields here, so that no route can forget them. */
#ifndef NET_RESPONSE_H
#define NET_RESPONSE_H

#include "base/instant.h"
#include "net/http.h"

enum { RESPONSE_DATE_MAX = 30, RESPONSE_BODY_MAX = 64 << 20 };

struct response_frame {
    bool head_only; /* answer to HEAD */
    bool close;     /* the connection ends with it */
    bool secure;    /* on a TLS listener of ours: browsers may come by TLS alone for a year (RFC 6797) */
    const char *date; /* ended by NUL; empty: no Date field (a server without a clock sends none) */
};

/* On the heap; wiped and freed by response_destroy. */
struct response_bytes {
    char *at;
    size_t length;
};

/* False without memory or when the body is over 64 MiB. */
MUST_USE bool response_write(const struct http_response *r, struct response_frame frame, struct response_bytes *out_bytes);
/* A refusal of the protocol: status, its name and the reason as plain text; always closes. */
MUST_USE bool response_refusal(int status, const char *reason, struct response_frame frame, struct response_bytes *out_bytes);
void response_destroy(struct response_bytes *b);

/* IMF-fixdate (RFC 9110, section 5.6.7): "Sun, 06 Nov 1994 08:49:37 GMT". */
void response_date(struct instant at, char out_date[RESPONSE_DATE_MAX]);

#endif
