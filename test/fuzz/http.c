/* Arbitrary bytes into the parser of a connection, whole and in pieces: the outcome must not depend on where they are cut, and a request
 * that passes keeps what http.h promises. */
#include "net/parse.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static const struct text hosts[] = { TEXT("www.hikari.example"), TEXT("[::1]") };
static const struct parse_rules rules = { hosts, COUNT_OF(hosts), 4096 };

static void check_request(const struct http_request *r)
{
    struct text value;

    must(text_equal(r->method, TEXT("GET")) || text_equal(r->method, TEXT("HEAD")) || text_equal(r->method, TEXT("POST")));
    must(text_starts(r->path, TEXT("/")) && text_is_utf8(r->path));
    for (struct text rest = r->path, segment; text_cut(&rest, '/', &segment);)
        must(!text_equal(segment, TEXT(".")) && !text_equal(segment, TEXT("..")));
    must(text_equal(r->host, hosts[0]) || text_equal(r->host, hosts[1]));
    must(r->header_count <= HTTP_HEADERS_MAX);
    for (size_t i = 0; i < r->header_count; i++)
        must(r->headers[i].name.length && !memchr(r->headers[i].value.at, '\n', r->headers[i].value.length));
    must(r->body.length <= rules.body_max);
    must(!(http_header_find(r, TEXT("content-length"), &value) && http_header_find(r, TEXT("transfer-encoding"), &value)));
    http_content_type(r);
    http_accepts_encoding(r, TEXT("br"));
}

/* Requests until one is refused or the bytes end: a sum of what was seen. */
static uint64_t run(const char *bytes, size_t length, size_t step)
{
    struct parser p = parser_of_rules(&rules);
    uint64_t seen = 0;
    size_t used = 0;

    while (used < length && p.state != PARSE_REFUSED) {
        struct text piece = text_first(text_of_bytes(bytes + used, length - used), step);
        size_t took = parser_take(&p, piece.at, piece.length);
        must(took <= piece.length && (took > 0 || p.state == PARSE_REFUSED));
        used += took;
        if (p.state != PARSE_DONE)
            continue;
        struct parse_message *m = parser_take_message(&p);
        check_request(message_request(m));
        seen = seen * 31 + message_request(m)->path.length * 7 + message_request(m)->body.length + message_keeps_alive(m);
        message_destroy(&m);
    }
    seen = seen * 1009 + (p.state == PARSE_REFUSED ? (uint64_t)p.status : p.state);
    parser_clear(&p);
    return seen;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    uint64_t whole = run((const char *)bytes, length, SIZE_MAX);

    must(run((const char *)bytes, length, 1) == whole);
    must(run((const char *)bytes, length, 13) == whole);
    return 0;
}
