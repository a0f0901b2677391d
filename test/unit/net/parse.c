#include "unit.h"
#include "vectors.h"

#include "net/parse.h"

#include <stdio.h>

#define LINE "POST /in HTTP/1.1\r\n"
#define HOST "Host: www.hikari.example\r\n"
#define CHUNKED LINE HOST "Transfer-Encoding: chunked\r\n\r\n"

static const struct text hosts[] = { TEXT("www.hikari.example"), TEXT("[::1]") };
static const struct parse_rules rules = { hosts, COUNT_OF(hosts), HTTP_BODY_MAX };

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
