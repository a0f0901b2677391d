/* HTTP as values: one bounded request, one bounded response. Nothing of sockets here, nothing of privacy either. */
#ifndef NET_HTTP_H
#define NET_HTTP_H

#include "base/text.h"

enum {
    HTTP_LINE_MAX = 8 * 1024,      /* 414 */
    HTTP_TARGET_MAX = 4 * 1024,    /* 414 */
    HTTP_HEAD_MAX = 16 * 1024,     /* 431 */
    HTTP_HEADERS_MAX = 64,         /* 431 */
    HTTP_BODY_MAX = 64 * 1024,     /* 413, from the declared length; a listener may allow more */
    HTTP_RESPONSE_HEADERS_MAX = 12,
};

struct http_header {
    struct text name, value; /* value trimmed */
};

/* Lives until the answer was handed over; everything in it has been checked to be well-formed, nothing to be true. */
struct http_request {
    struct text method;  /* "GET", "HEAD", "POST"; others never get here (405, 501) */
    struct text path;    /* decoded once, UTF-8, absolute, without "." and ".." segments and without NUL */
    struct text query;   /* as sent, without the "?" */
    struct text host;    /* lower case, without port; on the allow-list of its listener */
    const struct http_header *headers;
    size_t header_count;
    struct text body;
    int listener;        /* index in http_server_config.listeners */
    struct text peer;    /* address, for limits; never logged. Behind a trusted proxy the client's. Empty on Unix sockets */
    uint8_t peer_key[16]; /* equal for one address, or one IPv6 network of 64 bits; zeros on Unix sockets */
    bool from_proxy;     /* what the fields say of the client may be believed */
    int64_t peer_uid;    /* of the process on the other side of a Unix socket, else -1 */
};

/* Value of the first header of that name (case does not matter); false when there is none. */
bool http_header_find(const struct http_request *r, struct text name, struct text *out_value);
/* Media type without parameters: "application/json"; empty when there is none. */
struct text http_content_type(const struct http_request *r);
/* Whether Accept-Encoding allows "br" or "gzip". */
bool http_accepts_encoding(const struct http_request *r, struct text coding);

enum http_cache { HTTP_NO_STORE = 0, HTTP_REVALIDATE, HTTP_SHORT, HTTP_IMMUTABLE };

/* Header names and values are checked when the response is written: CR, LF and NUL end the process in tests and drop the header in use. */
struct http_response {
    int status;
    struct text content_type;     /* with charset; needed whenever there is a body */
    struct text content_encoding; /* "br", "gzip", or empty */
    struct text body;
    enum http_cache cache;
    struct text location;         /* for 303 */
    struct http_header headers[HTTP_RESPONSE_HEADERS_MAX]; /* further ones */
    int header_count;
};

void http_header_add(struct http_response *r, struct text name, struct text value);

#endif
