#include "unit.h"

#include "net/http.h"
#include "net/response.h"

static bool accepts(const char *list, const char *coding)
{
    struct http_header h = { TEXT("Accept-Encoding"), text_of(list) };
    struct http_request r = { .headers = &h, .header_count = 1 };

    return http_accepts_encoding(&r, text_of(coding));
}

static void a_coding_is_used_only_when_it_is_wanted(void **state)
{
    struct http_request none = { .header_count = 0 };

    (void)state;
    assert_true(accepts("gzip, deflate, br", "br"));
    assert_true(accepts("GZIP;q=0.5", "gzip"));
    assert_true(accepts("*", "br"));
    assert_true(accepts("br;q=0.001", "br"));
    assert_false(accepts("br;q=0", "br"));
    assert_false(accepts("br; q=0.000, *", "br"));
    assert_false(accepts("*;q=0", "br"));
    assert_false(accepts("brotli, xbr", "br"));
    assert_false(accepts("", "br"));
    assert_false(http_accepts_encoding(&none, TEXT("br")));
}

static void a_media_type_comes_without_its_parameters(void **state)
{
    struct http_header h = { TEXT("content-TYPE"), TEXT("text/plain ; charset=utf-8") };
    struct http_request r = { .headers = &h, .header_count = 1 }, none = { .header_count = 0 };

    (void)state;
    assert_text("text/plain", http_content_type(&r));
    assert_text("", http_content_type(&none));
}

static void expect_date(int64_t seconds, const char *words)
{
    char date[RESPONSE_DATE_MAX];

    response_date((struct instant){ seconds * 1000 + 999 }, date);
    assert_string_equal(words, date);
}

static void a_date_is_written_as_http_wants_it(void **state)
{
    (void)state;
    expect_date(784111777, "Sun, 06 Nov 1994 08:49:37 GMT");
    expect_date(0, "Thu, 01 Jan 1970 00:00:00 GMT");
    expect_date(951782399, "Mon, 28 Feb 2000 23:59:59 GMT");
    expect_date(951782400, "Tue, 29 Feb 2000 00:00:00 GMT");
    expect_date(-86400, "Wed, 31 Dec 1969 00:00:00 GMT");
    expect_date(253402300800, ""); /* the year 10000 */
}

static void the_route_chooses_how_long_an_answer_is_kept(void **state)
{
    static const char *const fields[] = { [HTTP_NO_STORE] = "\r\nCache-Control: no-store\r\n", [HTTP_REVALIDATE] = "\r\nCache-Control: no-cache\r\n",
        [HTTP_SHORT] = "\r\nCache-Control: public, max-age=300\r\n", [HTTP_IMMUTABLE] = "\r\nCache-Control: public, max-age=31536000, immutable\r\n" };
    struct response_bytes b;
    size_t at;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        struct http_response r = { .status = 204, .cache = (enum http_cache)i };
        assert_true(response_write(&r, (struct response_frame){ .date = "" }, &b));
        assert_true(text_find(text_of_bytes(b.at, b.length), text_of(fields[i]), &at));
        response_destroy(&b);
    }
}

static void a_compressed_answer_tells_caches_so(void **state)
{
    struct http_response r = { .status = 200, .content_type = TEXT("application/octet-stream"), .content_encoding = TEXT("br"), .body = TEXT("xyz") };
    struct response_bytes b;
    struct text got;
    size_t at;

    (void)state;
    assert_true(response_write(&r, (struct response_frame){ .date = "" }, &b));
    got = text_of_bytes(b.at, b.length);
    assert_true(text_find(got, TEXT("\r\nContent-Encoding: br\r\nVary: Accept-Encoding\r\nContent-Length: 3\r\n"), &at));
    assert_false(text_find(got, TEXT("\r\nDate:"), &at));
    response_destroy(&b);
    r.content_encoding = TEXT("");
    assert_true(response_write(&r, (struct response_frame){ .date = "" }, &b));
    assert_false(text_find(text_of_bytes(b.at, b.length), TEXT("Vary"), &at));
    response_destroy(&b);
}

static void a_redirect_names_its_place_and_further_fields_follow(void **state)
{
    struct http_response r = { .status = 303, .location = TEXT("/privacy/receipt/abc") };
    struct response_bytes b;
    struct text got;
    size_t at;

    (void)state;
    http_header_add(&r, TEXT("Retry-After"), TEXT("5"));
    assert_true(response_write(&r, (struct response_frame){ .date = "", .close = true }, &b));
    got = text_of_bytes(b.at, b.length);
    assert_true(text_starts(got, TEXT("HTTP/1.1 303 See Other\r\n")));
    assert_true(text_ends(got, TEXT("\r\nLocation: /privacy/receipt/abc\r\nRetry-After: 5\r\nConnection: close\r\n\r\n")));
    assert_true(text_find(got, TEXT("\r\nContent-Length: 0\r\n"), &at));
    response_destroy(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_coding_is_used_only_when_it_is_wanted),
        cmocka_unit_test(a_media_type_comes_without_its_parameters),
        cmocka_unit_test(a_date_is_written_as_http_wants_it),
        cmocka_unit_test(the_route_chooses_how_long_an_answer_is_kept),
        cmocka_unit_test(a_compressed_answer_tells_caches_so),
        cmocka_unit_test(a_redirect_names_its_place_and_further_fields_follow),
    };

    return cmocka_run_group_tests_name("net/http", tests, NULL, NULL);
}
