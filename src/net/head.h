/* The head of a request, read once it is whole: request line, fields, framing, host. Part of the parser (parse.h); nobody else includes this. */
#ifndef NET_HEAD_H
#define NET_HEAD_H

#include "net/parse.h"

#include <llhttp.h>

struct parse_message {
    llhttp_t machine;
    struct http_request request;
    struct http_header headers[HTTP_HEADERS_MAX];
    char *body;
    size_t body_length, body_size, body_max;
    size_t raw_length;           /* of the body with its framing */
    uint64_t declared, framed;   /* length of the body: by our reading, by llhttp's */
    bool chunked, framed_chunked;
    bool keeps_alive, expects_continue, body_over, complete, skipped;
    bool in_tail;                /* behind the last chunk */
    size_t tail_length;
    int minor;                   /* HTTP/1.minor */
    int lines;                   /* of the head so far */
    size_t line_start, head_length, head_size;
    char head[];
};

/* Status 0: the head is good. */
struct head_refusal {
    int status;
    const char *reason;
};

/* Fills in the request from `m->head`, whose lines end with CR LF and which has no control characters. */
struct head_refusal head_read(struct parse_message *m, const struct parse_rules *rules);

#endif
