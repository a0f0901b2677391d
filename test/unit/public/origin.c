#include "unit.h"

#include "public/origin.h"

static const struct text origins[] = { TEXT("https://www.hikari.example"), TEXT("https://shop.hikari.example:8443") };
static const struct policy policy = { .origins = origins, .origin_count = 2 };
static const struct site site = { .base_url = TEXT("http://127.0.0.1:8123") };

struct origin_case {
    const char *origin, *fetch; /* NULL: the header is absent */
    bool ours, fits;
};

static void a_post_comes_from_the_site_itself(void **state)
{
    static const struct origin_case cases[] = {
        { NULL, NULL, false, true },
        { "https://www.hikari.example", NULL, false, true },
        { "https://WWW.hikari.example", "same-origin", false, true },
        { "https://shop.hikari.example:8443", "same-site", false, true },
        { "http://127.0.0.1:8123", "same-origin", false, true },
        { "https://shop.hikari.example", "same-site", false, false },
        { "http://www.hikari.example", NULL, false, false },
        { "https://evil.example", NULL, false, false },
        { "https://evil.example", "same-origin", true, false },
        { NULL, "cross-site", false, false },
        { NULL, "same-site", true, false },
        { NULL, "same-origin", false, true },
        { "null", "same-origin", false, true },
        { "null", "cross-site", true, false },
        { "null", NULL, false, false },
        { "null", NULL, true, true },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct origin_case *c = &cases[i];
        struct http_header headers[2];
        struct http_request r = { .headers = headers };
        if (c->origin)
            headers[r.header_count++] = (struct http_header){ TEXT("Origin"), text_of(c->origin) };
        if (c->fetch)
            headers[r.header_count++] = (struct http_header){ TEXT("Sec-Fetch-Site"), text_of(c->fetch) };
        if (origin_fits(&r, &policy, &site, c->ours) != c->fits)
            fail_msg("Origin %s, Sec-Fetch-Site %s, ours %d", c->origin ? c->origin : "-", c->fetch ? c->fetch : "-", c->ours);
    }
}

static void next_stays_on_the_site(void **state)
{
    static const char *const good[] = {
        "/thanks", "/", "https://www.hikari.example", "https://www.hikari.example/a?b=c#d", "https://www.hikari.example?x", "http://127.0.0.1:8123/x",
    };
    static const char *const bad[] = {
        "", "thanks", "//evil.example/", "/\\evil.example", "https://www.hikari.example.evil.example/", "https://www.hikari.example@evil.example/",
        "https://www.hikari.example:8443/", "https://evil.example/https://www.hikari.example/", "javascript:alert(1)", "https://www.hikari.example/a b",
        "/a\r\nSet-Cookie: x", "/\xC3\xA9", "http://www.hikari.example/", "\t/thanks",
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(good); i++)
        if (!next_is_allowed(&policy, &site, text_of(good[i])))
            fail_msg("refused %s", good[i]);
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (next_is_allowed(&policy, &site, text_of(bad[i])))
            fail_msg("allowed %s", bad[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_post_comes_from_the_site_itself),
        cmocka_unit_test(next_stays_on_the_site),
    };

    return cmocka_run_group_tests_name("public/origin", tests, NULL, NULL);
}
