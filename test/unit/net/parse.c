#include "unit.h"

#include "net/parse.h"

#include <stdio.h>

#define LINE "POST /in HTTP/1.1\r\n"
#define HOST "Host: www.hikari.example\r\n"
#define CHUNKED LINE HOST "Transfer-Encoding: chunked\r\n\r\n"

static const struct text hosts[] = { TEXT("www.hikari.example"), TEXT("[::1]") };
static const struct parse_rules rules = { hosts, COUNT_OF(hosts), HTTP_BODY_MAX };

/* Status 0: a whole request; 100: more bytes are needed. */
static const struct vector {
    int status;
    const char *name;
    struct text bytes;
} vectors[] = {
    { 0, "plain GET", TEXT("GET / HTTP/1.1\r\n" HOST "\r\n") },
    { 0, "length", TEXT(LINE HOST "Content-Length: 3\r\n\r\nabc") },
    { 0, "chunked", TEXT(CHUNKED "3\r\nabc\r\n0\r\n\r\n") },
    { 0, "chunk extension", TEXT(CHUNKED "3;a=b\r\nabc\r\n0\r\n\r\n") },
    { 0, "one empty line before", TEXT("\r\nGET / HTTP/1.1\r\n" HOST "\r\n") },
    { 0, "HTTP/1.0 with a Host", TEXT("GET / HTTP/1.0\r\n" HOST "\r\n") },
    { 0, "absolute form", TEXT("GET http://www.hikari.example/a?b HTTP/1.1\r\n" HOST "\r\n") },
    { 0, "absolute form without a path", TEXT("GET HTTP://www.hikari.example HTTP/1.1\r\n" HOST "\r\n") },
    { 0, "upgrade is ignored", TEXT("GET / HTTP/1.1\r\n" HOST "Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n") },
    { 0, "no space after the colon", TEXT("GET / HTTP/1.1\r\nHost:www.hikari.example\r\n\r\n") },
    { 100, "half a head", TEXT("GET / HTTP/1.1\r\n" HOST) },
    { 100, "half a body", TEXT(LINE HOST "Content-Length: 3\r\n\r\nab") },
    { 100, "chunks without their end", TEXT(CHUNKED "3\r\nabc\r\n0\r\n") },
    /* two readings of one length */
    { 400, "CL and TE", TEXT(LINE HOST "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG") },
    { 400, "TE and CL", TEXT(LINE HOST "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n5c\r\n") },
    { 400, "two lengths", TEXT(LINE HOST "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd") },
    { 400, "two equal lengths", TEXT(LINE HOST "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc") },
    { 400, "list of lengths", TEXT(LINE HOST "Content-Length: 3, 3\r\n\r\nabc") },
    { 400, "signed length", TEXT(LINE HOST "Content-Length: +3\r\n\r\nabc") },
    { 400, "negative length", TEXT(LINE HOST "Content-Length: -1\r\n\r\n") },
    { 400, "hexadecimal length", TEXT(LINE HOST "Content-Length: 0x3\r\n\r\nabc") },
    { 400, "length with words", TEXT(LINE HOST "Content-Length: 3 abc\r\n\r\nabc") },
    { 400, "empty length", TEXT(LINE HOST "Content-Length:\r\n\r\n") },
    { 400, "length past 64 bits", TEXT(LINE HOST "Content-Length: 18446744073709551619\r\n\r\nabc") },
    { 400, "TE twice", TEXT(LINE HOST "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") },
    { 400, "TE chunked twice in a list", TEXT(LINE HOST "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n") },
    { 400, "TE xchunked", TEXT(LINE HOST "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n") },
    { 400, "TE identity", TEXT(LINE HOST "Transfer-Encoding: identity\r\n\r\n") },
    { 400, "TE chunked, identity", TEXT(LINE HOST "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n") },
    { 400, "TE with a parameter", TEXT(LINE HOST "Transfer-Encoding: chunked;a=b\r\n\r\n0\r\n\r\n") },
    { 400, "TE quoted", TEXT(LINE HOST "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n") },
    { 400, "TE with a vertical tab", TEXT(LINE HOST "Transfer-Encoding: \vchunked\r\n\r\n0\r\n\r\n") },
    { 400, "TE folded", TEXT(LINE HOST "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n") },
    { 400, "TE in HTTP/1.0", TEXT("POST / HTTP/1.0\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n") },
    { 501, "TE gzip", TEXT(LINE HOST "Transfer-Encoding: gzip\r\n\r\n") },
    { 501, "TE gzip, chunked", TEXT(LINE HOST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n") },
    /* lines */
    { 400, "space before the colon", TEXT(LINE HOST "Content-Length : 3\r\n\r\nabc") },
    { 400, "tab before the colon", TEXT(LINE HOST "Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n") },
    { 400, "folded field", TEXT("GET / HTTP/1.1\r\n" HOST "X-A: b\r\n c\r\n\r\n") },
    { 400, "first field begins with a space", TEXT("GET / HTTP/1.1\r\n " HOST "\r\n") },
    { 400, "field without a colon", TEXT("GET / HTTP/1.1\r\n" HOST "nothing\r\n\r\n") },
    { 400, "field without a name", TEXT("GET / HTTP/1.1\r\n" HOST ": x\r\n\r\n") },
    { 400, "LF alone after the request line", TEXT("GET / HTTP/1.1\n" HOST "\r\n") },
    { 400, "LF alone after a field", TEXT("GET / HTTP/1.1\r\n" HOST "X-A: b\nX-B: c\r\n\r\n") },
    { 400, "LF LF as the end", TEXT("GET / HTTP/1.1\r\n" HOST "\n") },
    { 400, "CR alone in a field", TEXT("GET / HTTP/1.1\r\n" HOST "X-A: b\rContent-Length: 3\r\n\r\n") },
    { 400, "CR alone at the end of the head", TEXT("GET / HTTP/1.1\r\n" HOST "\rX") },
    { 400, "NUL in a value", TEXT("GET / HTTP/1.1\r\n" HOST "X-A: b\0c\r\n\r\n") },
    { 400, "NUL in a name", TEXT("GET / HTTP/1.1\r\n" HOST "X\0A: b\r\n\r\n") },
    { 400, "DEL in a value", TEXT("GET / HTTP/1.1\r\n" HOST "X-A: \x7f\r\n\r\n") },
    { 400, "two empty lines before", TEXT("\r\n\r\nGET / HTTP/1.1\r\n" HOST "\r\n") },
    { 400, "bytes of TLS", TEXT("\x16\x03\x01\x02\x00\x01") },
    /* chunks */
    { 400, "chunk size with 0x", TEXT(CHUNKED "0x3\r\nabc\r\n0\r\n\r\n") },
    { 400, "chunk size negative", TEXT(CHUNKED "-3\r\nabc\r\n0\r\n\r\n") },
    { 400, "chunk size empty", TEXT(CHUNKED "\r\nabc\r\n0\r\n\r\n") },
    { 400, "chunk size past 64 bits", TEXT(CHUNKED "10000000000000003\r\nabc\r\n0\r\n\r\n") },
    { 400, "chunk size with a space before", TEXT(CHUNKED " 3\r\nabc\r\n0\r\n\r\n") },
    { 400, "chunk size line with LF alone", TEXT(CHUNKED "3\nabc\r\n0\r\n\r\n") },
    { 400, "chunk size line with CR alone", TEXT(CHUNKED "3\rXabc\r\n0\r\n\r\n") },
    { 400, "chunk data longer than its size", TEXT(CHUNKED "3\r\nabcd\r\n0\r\n\r\n") },
    { 400, "chunk data ended by LF alone", TEXT(CHUNKED "3\r\nabc\n0\r\n\r\n") },
    { 400, "chunk extension ended by LF alone", TEXT(CHUNKED "3;a\nabc\r\n0\r\n\r\n") },
    { 400, "chunk extension with CR alone", TEXT(CHUNKED "3;a\rb\r\nabc\r\n0\r\n\r\n") },
    { 400, "last chunk ended by LF alone", TEXT(CHUNKED "3\r\nabc\r\n0\r\n\n") },
    { 400, "trailer field", TEXT(CHUNKED "3\r\nabc\r\n0\r\nHost: other.example\r\n\r\n") },
    /* request line */
    { 400, "no version", TEXT("GET /\r\n" HOST "\r\n") },
    { 400, "two spaces", TEXT("GET  / HTTP/1.1\r\n" HOST "\r\n") },
    { 400, "space in the address", TEXT("GET /a b HTTP/1.1\r\n" HOST "\r\n") },
    { 400, "space at the end", TEXT("GET / HTTP/1.1 \r\n" HOST "\r\n") },
    { 400, "tab for a space", TEXT("GET\t/\tHTTP/1.1\r\n" HOST "\r\n") },
    { 400, "http in small letters", TEXT("GET / http/1.1\r\n" HOST "\r\n") },
    { 400, "version with more digits", TEXT("GET / HTTP/1.10\r\n" HOST "\r\n") },
    { 505, "HTTP/2.0", TEXT("GET / HTTP/2.0\r\n" HOST "\r\n") },
    { 505, "HTTP/1.2", TEXT("GET / HTTP/1.2\r\n" HOST "\r\n") },
    { 505, "preface of HTTP/2", TEXT("PRI * HTTP/2.0\r\n\r\n") },
    { 405, "TRACE", TEXT("TRACE / HTTP/1.1\r\n" HOST "\r\n") },
    { 405, "PUT", TEXT("PUT / HTTP/1.1\r\n" HOST "\r\n") },
    { 405, "CONNECT", TEXT("CONNECT www.hikari.example:443 HTTP/1.1\r\n" HOST "\r\n") },
    { 405, "OPTIONS *", TEXT("OPTIONS * HTTP/1.1\r\n" HOST "\r\n") },
    { 501, "unknown method", TEXT("BREW / HTTP/1.1\r\n" HOST "\r\n") },
    { 501, "get in small letters", TEXT("get / HTTP/1.1\r\n" HOST "\r\n") },
    { 400, "method with a bracket", TEXT("G[T / HTTP/1.1\r\n" HOST "\r\n") },
    { 400, "raw bytes in the address", TEXT("GET /\xC3\xA9 HTTP/1.1\r\n" HOST "\r\n") },
    { 400, "fragment", TEXT("GET /#a HTTP/1.1\r\n" HOST "\r\n") },
    { 400, "GET *", TEXT("GET * HTTP/1.1\r\n" HOST "\r\n") },
    { 400, "address without a slash", TEXT("GET privacy HTTP/1.1\r\n" HOST "\r\n") },
    { 400, "dot segment", TEXT("GET /a/./b HTTP/1.1\r\n" HOST "\r\n") },
    { 400, "dot dot segment", TEXT("GET /a/../b HTTP/1.1\r\n" HOST "\r\n") },
    { 400, "dot dot in code", TEXT("GET /a/%2e%2E/b HTTP/1.1\r\n" HOST "\r\n") },
    { 400, "dot dot with an encoded slash", TEXT("GET /a/..%2fb HTTP/1.1\r\n" HOST "\r\n") },
    { 400, "NUL in code", TEXT("GET /a%00b HTTP/1.1\r\n" HOST "\r\n") },
    { 400, "CR LF in code", TEXT("GET /a%0d%0ab HTTP/1.1\r\n" HOST "\r\n") },
    { 400, "overlong UTF-8", TEXT("GET /%C0%AE%C0%AE/ HTTP/1.1\r\n" HOST "\r\n") },
    { 400, "half a percent sign", TEXT("GET /a%4 HTTP/1.1\r\n" HOST "\r\n") },
    /* host */
    { 400, "no Host", TEXT("GET / HTTP/1.1\r\n\r\n") },
    { 400, "no Host in HTTP/1.0", TEXT("GET / HTTP/1.0\r\n\r\n") },
    { 400, "two Hosts", TEXT("GET / HTTP/1.1\r\n" HOST HOST "\r\n") },
    { 400, "empty Host", TEXT("GET / HTTP/1.1\r\nHost:\r\n\r\n") },
    { 400, "list of Hosts", TEXT("GET / HTTP/1.1\r\nHost: www.hikari.example, other.example\r\n\r\n") },
    { 400, "Host with a user", TEXT("GET / HTTP/1.1\r\nHost: a@www.hikari.example\r\n\r\n") },
    { 400, "Host with a bad port", TEXT("GET / HTTP/1.1\r\nHost: www.hikari.example:80a\r\n\r\n") },
    { 400, "Host with a port too large", TEXT("GET / HTTP/1.1\r\nHost: www.hikari.example:65536\r\n\r\n") },
    { 400, "address and Host differ", TEXT("GET http://other.example/ HTTP/1.1\r\n" HOST "\r\n") },
    { 400, "user in the address", TEXT("GET http://www.hikari.example@other.example/ HTTP/1.1\r\n" HOST "\r\n") },
    { 0, "Host in capitals with a port", TEXT("GET / HTTP/1.1\r\nHost: WWW.Hikari.Example:8080\r\n\r\n") },
    { 0, "Host is an IPv6 address", TEXT("GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n") },
    { 421, "another Host", TEXT("GET / HTTP/1.1\r\nHost: other.example\r\n\r\n") },
    { 421, "Host with a dot behind", TEXT("GET / HTTP/1.1\r\nHost: www.hikari.example.\r\n\r\n") },
    { 421, "another Host as absolute form", TEXT("GET http://other.example/ HTTP/1.1\r\nHost: other.example\r\n\r\n") },
    /* size and expectation */
    { 413, "declared over the limit", TEXT(LINE HOST "Content-Length: 65537\r\n\r\n") },
    { 413, "chunk over the limit", TEXT(CHUNKED "10001\r\n") },
    { 417, "unknown expectation", TEXT(LINE HOST "Expect: tea\r\nContent-Length: 3\r\n\r\nabc") },
};

static int outcome(struct parser *p, struct text bytes, size_t step)
{
    size_t used = 0;

    while (used < bytes.length && p->state != PARSE_DONE && p->state != PARSE_REFUSED) {
        struct text piece = text_first(text_from(bytes, used), step);
        size_t took = parser_take(p, piece.at, piece.length);
        assert_true(took <= piece.length);
        assert_true(took > 0 || p->state == PARSE_REFUSED);
        used += took;
    }
    if (p->state == PARSE_REFUSED)
        assert_true(p->reason && p->reason[0]);
    return p->state == PARSE_REFUSED ? p->status : p->state == PARSE_DONE ? 0 : 100;
}

static void expect_outcome(const struct vector *v, size_t step)
{
    struct parser p = parser_of_rules(&rules);
    int status = outcome(&p, v->bytes, step);

    parser_clear(&p);
    if (status != v->status)
        fail_msg("%s, %zu bytes at a time: expected %d, got %d", v->name, step, v->status, status);
}

static void every_vector_has_its_status_however_it_is_cut(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(vectors); i++) {
        expect_outcome(&vectors[i], 1);
        expect_outcome(&vectors[i], 7);
        expect_outcome(&vectors[i], SIZE_MAX);
    }
}

static void a_request_is_read_into_its_parts(void **state)
{
    struct parser p = parser_of_rules(&rules);
    struct parse_message *m;
    struct http_request *r;
    struct text value;

    (void)state;
    assert_int_equal(0, outcome(&p, TEXT("POST /caf%C3%A9/a%20b?x=%20y HTTP/1.1\r\nHost: WWW.hikari.example:81\r\nX-A: \t one two \t\r\n"
        "Content-Type: application/json; charset=utf-8\r\nContent-Length: 4\r\n\r\nbody"), SIZE_MAX));
    m = parser_take_message(&p);
    r = message_request(m);
    assert_text("POST", r->method);
    assert_text("/caf\xC3\xA9/a b", r->path);
    assert_text("x=%20y", r->query);
    assert_text("www.hikari.example", r->host);
    assert_text("body", r->body);
    assert_true(http_header_find(r, TEXT("x-a"), &value));
    assert_text("one two", value);
    assert_text("application/json", http_content_type(r));
    assert_true(message_keeps_alive(m));
    message_destroy(&m);
    assert_null(m);
}

static void chunks_are_joined_and_the_next_request_is_left_alone(void **state)
{
    struct parser p = parser_of_rules(&rules);
    struct text bytes = TEXT(CHUNKED "3\r\nabc\r\n002\r\nde\r\n0\r\n\r\nGET /next HTTP/1.1\r\n" HOST "\r\n");
    struct parse_message *m;
    size_t used;

    (void)state;
    used = parser_take(&p, bytes.at, bytes.length);
    assert_int_equal(PARSE_DONE, p.state);
    m = parser_take_message(&p);
    assert_text("abcde", message_request(m)->body);
    message_destroy(&m);
    assert_int_equal(0, outcome(&p, text_from(bytes, used), SIZE_MAX));
    m = parser_take_message(&p);
    assert_text("/next", message_request(m)->path);
    message_destroy(&m);
}

/* Of each limit the largest that passes, and one byte or field more. */
static int with_fill(const char *before, size_t fill, const char *after)
{
    static char bytes[64 * 1024];
    struct draft d = draft_in(bytes, sizeof bytes);
    struct parser p = parser_of_rules(&rules);
    int status;

    draft_add(&d, text_of(before));
    for (size_t i = 0; i < fill; i++)
        draft_byte(&d, 'a');
    draft_add(&d, text_of(after));
    assert_false(d.overflow);
    status = outcome(&p, draft_text(&d), 4096);
    parser_clear(&p);
    return status;
}

static void an_address_may_have_4_KiB_and_a_line_8(void **state)
{
    (void)state;
    assert_int_equal(0, with_fill("GET /", HTTP_TARGET_MAX - 1, " HTTP/1.1\r\n" HOST "\r\n"));
    assert_int_equal(414, with_fill("GET /", HTTP_TARGET_MAX, " HTTP/1.1\r\n" HOST "\r\n"));
    assert_int_equal(414, with_fill("GET /", HTTP_LINE_MAX, " HTTP/1.1\r\n" HOST "\r\n"));
    assert_int_equal(414, with_fill("", HTTP_LINE_MAX + 2, ""));
    assert_int_equal(0, with_fill("GET / HTTP/1.1\r\n" HOST "X: ", HTTP_LINE_MAX - 3, "\r\n\r\n"));
    assert_int_equal(431, with_fill("GET / HTTP/1.1\r\n" HOST "X: ", HTTP_LINE_MAX, "\r\n\r\n"));
}

static void a_head_may_have_16_KiB_and_64_fields(void **state)
{
    static char bytes[HTTP_HEAD_MAX + 8];
    struct draft d = draft_in(bytes, sizeof bytes);
    struct parser p = parser_of_rules(&rules);

    (void)state;
    for (int fields = 64; fields <= 65; fields++) {
        d.length = 0;
        draft_add(&d, TEXT("GET / HTTP/1.1\r\n" HOST));
        for (int i = 1; i < fields; i++)
            draft_addf(&d, "X-%d: y\r\n", i);
        draft_add(&d, TEXT("\r\n"));
        assert_int_equal(fields == 64 ? 0 : 431, outcome(&p, draft_text(&d), SIZE_MAX));
        parser_clear(&p);
    }
    for (size_t over = 0; over <= 1; over++) {
        d.length = 0;
        draft_add(&d, TEXT("GET / HTTP/1.1\r\n" HOST "A: "));
        while (d.length < 8000)
            draft_byte(&d, 'a');
        draft_add(&d, TEXT("\r\nB: "));
        while (d.length < 15000)
            draft_byte(&d, 'b');
        draft_add(&d, TEXT("\r\nC: "));
        while (d.length < HTTP_HEAD_MAX - 4 + over)
            draft_byte(&d, 'c');
        draft_add(&d, TEXT("\r\n\r\n"));
        assert_int_equal(over ? 431 : 0, outcome(&p, draft_text(&d), SIZE_MAX));
        parser_clear(&p);
    }
}

static void a_chunked_body_stops_at_the_limit_too(void **state)
{
    (void)state;
    assert_int_equal(0, with_fill(CHUNKED "8000\r\n", 0x8000, "\r\n0\r\n\r\n"));
    assert_int_equal(413, with_fill(CHUNKED "8000\r\n", 0x8000, "\r\n8001\r\n"));
}

static void chunks_of_one_byte_may_not_go_on_for_ever(void **state)
{
    struct parse_rules small = { hosts, COUNT_OF(hosts), 65536 };
    struct parser p = parser_of_rules(&small);
    int status = outcome(&p, TEXT(CHUNKED), SIZE_MAX), chunks = 0;

    (void)state;
    assert_int_equal(100, status);
    for (; status == 100 && chunks < 65536; chunks++)
        status = outcome(&p, TEXT("1\r\na\r\n"), SIZE_MAX);
    parser_clear(&p);
    assert_int_equal(413, status);
    assert_true(chunks < 20000);
}

static void a_client_that_waits_for_100_is_seen_only_before_its_body(void **state)
{
    struct parser p = parser_of_rules(&rules);

    (void)state;
    assert_int_equal(100, outcome(&p, TEXT(LINE HOST "Expect: 100-Continue\r\nContent-Length: 3\r\n\r\n"), SIZE_MAX));
    assert_true(parser_wants_continue(&p));
    parser_take(&p, "a", 1);
    assert_false(parser_wants_continue(&p));
    parser_clear(&p);
}

static void an_old_or_closing_client_is_not_kept_alive(void **state)
{
    static const struct text closing[] = { TEXT("GET / HTTP/1.0\r\n" HOST "Connection: keep-alive\r\n\r\n"),
        TEXT("GET / HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n"), TEXT("GET / HTTP/1.1\r\n" HOST "Connection: foo, Close\r\n\r\n") };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(closing); i++) {
        struct parser p = parser_of_rules(&rules);
        struct parse_message *m;
        assert_int_equal(0, outcome(&p, closing[i], SIZE_MAX));
        m = parser_take_message(&p);
        assert_false(message_keeps_alive(m));
        message_destroy(&m);
    }
}

static void a_refusal_says_what_would_be_right(void **state)
{
    struct parser p = parser_of_rules(&rules);

    (void)state;
    assert_int_equal(400, outcome(&p, TEXT(LINE HOST "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"), SIZE_MAX));
    assert_string_equal("The request has both Content-Length and Transfer-Encoding. Send one of them.", p.reason);
    parser_clear(&p);
    assert_int_equal(400, outcome(&p, TEXT("GET / HTTP/1.1\r\n\r\n"), SIZE_MAX));
    assert_string_equal("The request must have exactly one Host field. Send one: Host: name.", p.reason);
    parser_clear(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_vector_has_its_status_however_it_is_cut),
        cmocka_unit_test(a_request_is_read_into_its_parts),
        cmocka_unit_test(chunks_are_joined_and_the_next_request_is_left_alone),
        cmocka_unit_test(an_address_may_have_4_KiB_and_a_line_8),
        cmocka_unit_test(a_head_may_have_16_KiB_and_64_fields),
        cmocka_unit_test(a_chunked_body_stops_at_the_limit_too),
        cmocka_unit_test(chunks_of_one_byte_may_not_go_on_for_ever),
        cmocka_unit_test(a_client_that_waits_for_100_is_seen_only_before_its_body),
        cmocka_unit_test(an_old_or_closing_client_is_not_kept_alive),
        cmocka_unit_test(a_refusal_says_what_would_be_right),
    };

    return cmocka_run_group_tests_name("net/parse", tests, NULL, NULL);
}
