#include "unit.h"

#include "net/proxy.h"

#include <string.h>

static void ranges_hold_their_addresses_and_no_others(void **state)
{
    static const struct {
        const char *word, *address;
        bool holds;
    } cases[] = {
        { "127.0.0.1", "127.0.0.1", true },      { "127.0.0.1", "127.0.0.2", false },      { "10.0.0.0/8", "10.255.1.2", true },
        { "10.0.0.0/8", "11.0.0.0", false },     { "10.16.0.0/12", "10.31.255.255", true }, { "10.16.0.0/12", "10.32.0.0", false },
        { "::1", "::1", true },                  { "::1", "::2", false },                  { "fd00::/8", "fdff::1", true },
        { "fd00::/8", "fe00::1", false },        { "2001:db8::/33", "2001:db8:7fff::", true }, { "2001:db8::/33", "2001:db8:8000::", false },
        { "127.0.0.1", "::ffff:127.0.0.1", true }, { "0.0.0.0/0", "9.9.9.9", true },       { "0.0.0.0/0", "::1", false },
        { "unix", "127.0.0.1", false },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct address_set set = { .count = 0 };
        struct peer_address a;
        assert_true(address_set_add(&set, text_of(cases[i].word)));
        assert_true(peer_address_parse(text_of(cases[i].address), &a));
        assert_int_equal(address_set_holds(&set, &a), cases[i].holds);
    }
}

static void what_is_no_range_is_refused(void **state)
{
    static const char *const words[] = { "", "localhost", "10.0.0.0/33", "::1/129", "10.0.0.0/", "10.0.0", "/8", "10.0.0.0/-1", "unix:/run/x", "10.0.0.0/8/8", "::/x" };
    struct address_set set = { .count = 0 };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(words); i++)
        assert_false(address_set_add(&set, text_of(words[i])));
    assert_int_equal(set.count, 0);
    for (int i = 0; i < ADDRESS_RANGES_MAX; i++)
        assert_true(address_set_add(&set, TEXT("::1")));
    assert_false(address_set_add(&set, TEXT("::1")));
}

static void the_client_is_the_rightmost_address_that_is_no_proxy(void **state)
{
    static const struct {
        const char *first, *second, *client; /* two fields; NULL: it is not there */
    } cases[] = {
        { "203.0.113.9", NULL, "203.0.113.9" },
        { "198.51.100.1, 203.0.113.9", NULL, "203.0.113.9" },          /* the left one is made up */
        { "198.51.100.1, 203.0.113.9, 10.1.1.1", NULL, "203.0.113.9" }, /* through two proxies of ours */
        { "198.51.100.1, 203.0.113.9", "10.1.1.1", "203.0.113.9" },
        { "203.0.113.9", "198.51.100.7", "198.51.100.7" },
        { "10.1.1.1, 10.1.1.2", NULL, "10.1.1.1" },
        { "203.0.113.9:4711", NULL, "203.0.113.9" },
        { "[2001:db8::9]:4711", NULL, "2001:db8::9" },
        { "2001:db8::9", NULL, "2001:db8::9" },
        { "203.0.113.9, unknown", NULL, "127.0.0.1" },
        { "203.0.113.9, ", NULL, "127.0.0.1" },
        { "203.0.113.9, unknown, 10.1.1.1", NULL, "10.1.1.1" },
        { "203.0.113.9 10.1.1.1", NULL, "127.0.0.1" },
        { "", NULL, "127.0.0.1" },
        { NULL, NULL, "127.0.0.1" },
    };
    struct address_set set = { .count = 0 };
    struct peer_address proxy;

    (void)state;
    assert_true(address_set_add(&set, TEXT("127.0.0.1")) && address_set_add(&set, TEXT("10.0.0.0/8")));
    assert_true(peer_address_parse(TEXT("127.0.0.1"), &proxy));
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct http_header headers[3] = { { TEXT("Host"), TEXT("a") } };
        struct http_request r = { .headers = headers, .header_count = 1 };
        if (cases[i].first)
            headers[r.header_count++] = (struct http_header){ TEXT("x-forwarded-for"), text_of(cases[i].first) };
        if (cases[i].second)
            headers[r.header_count++] = (struct http_header){ TEXT("X-Forwarded-For"), text_of(cases[i].second) };
        assert_string_equal(proxy_client(&set, proxy, &r).words, cases[i].client);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranges_hold_their_addresses_and_no_others),
        cmocka_unit_test(what_is_no_range_is_refused),
        cmocka_unit_test(the_client_is_the_rightmost_address_that_is_no_proxy),
    };

    return cmocka_run_group_tests_name("net/proxy", tests, NULL, NULL);
}
