/* One POST to an address that somebody configured, through libcurl (loaded at first use). The connection is refused when the peer's own
 * address is not where it may go, so no name that changes its mind between two look-ups helps; no redirect is followed, no proxy of the
 * environment is asked, and of the answer only its status counts. */
#ifndef NET_POST_H
#define NET_POST_H

#include "base/work.h"
#include "net/http.h"

enum { POST_TIMEOUT_MS = 15000, POST_ANSWER_MAX = 64 * 1024, POST_HEADERS_MAX = 8 };

struct post_request {
    struct text url; /* https://; http:// only to this machine, and only with allow_private */
    struct http_header headers[POST_HEADERS_MAX];
    int header_count;
    struct text body;
    bool allow_private; /* it may be in our own network (never: link-local and the like; net/scope.h) */
    struct text ca_file; /* certificates that vouch for the other side; empty: those of the system */
    int timeout_ms;     /* of the whole; 0: POST_TIMEOUT_MS */
};

struct post_answer {
    int status;           /* any is an answer, not an error */
    int64_t wait_seconds; /* Retry-After in seconds; 0: none */
};

/* Whether the address has a form that may be called at all; `out_right` says what would be right. */
bool post_url_good(struct text url, bool allow_private, const char **out_right);
/* Errors: INVALID (the address has not that form), UNAVAILABLE (nothing was taken: no such name, it leads where it may not, nobody listens, a
 * certificate that nobody vouches for, too slow), UNCERTAIN (it was sent whole and no answer came). */
MUST_USE bool post_send(struct work *w, const struct post_request *request, struct post_answer *out_answer);

#endif
