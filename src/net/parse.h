/* Parser of one connection: bytes in, one bounded request at a time out. No sockets, no clock, no threads: what a fuzzer can feed.
 *
 * A head is read twice: by the strict line rules here (CR LF only, no folding, no control characters, every limit), which yield the
 * fields, and by llhttp, which frames the body. A request passes only when both agree about its length, so that no proxy in front can
 * see another request than we do. After a refusal nothing more is read: the connection answers and closes.
 * An idle parser owns no memory; what held a request is wiped when it is released. */
#ifndef NET_PARSE_H
#define NET_PARSE_H

#include "net/http.h"

enum parse_state {
    PARSE_IDLE = 0, /* no byte of a request yet */
    PARSE_HEAD,
    PARSE_BODY,
    PARSE_DONE,     /* the request is whole; parser_take_message */
    PARSE_REFUSED,  /* status and reason say why */
};

struct parse_rules {
    const struct text *hosts; /* NULL: any */
    size_t host_count;
    size_t body_max;
};

struct parse_message;

struct parser {
    const struct parse_rules *rules;
    struct parse_message *message;
    enum parse_state state;
    int status;
    const char *reason; /* what was wrong and what would be right; a constant, never words of the request */
};

struct parser parser_of_rules(const struct parse_rules *rules);
/* Takes what belongs to the current request and returns how many bytes that were; the rest belongs to the next one. */
size_t parser_take(struct parser *p, const char *bytes, size_t length);
/* In PARSE_BODY, before any byte of the body: whether the client waits for "100 Continue". */
bool parser_wants_continue(const struct parser *p);
/* Bytes of body so far. */
size_t parser_body_length(const struct parser *p);
/* In PARSE_REFUSED: whether the refused request was a HEAD, whose answer has no body. */
bool parser_is_head(const struct parser *p);
/* Hands the whole request on; the parser is idle again. */
struct parse_message *parser_take_message(struct parser *p);
/* Forgets a request that is not whole. */
void parser_clear(struct parser *p);

/* The request lives as long as the message. */
struct http_request *message_request(struct parse_message *m);
bool message_keeps_alive(const struct parse_message *m);
void message_destroy(struct parse_message **m);

#endif
