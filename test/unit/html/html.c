#include "html/html.h"
#include "unit.h"

static struct text shown(struct work *w, void (*write)(struct html_out *, struct text), struct text t)
{
    struct html_out out;
    struct html page;

    assert_ok(w, html_open(w, 4096, &out));
    write(&out, t);
    assert_ok(w, html_close(w, &out, &page));
    return page.markup;
}

static void text_can_neither_open_a_tag_nor_leave_a_quote(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();

    (void)state;
    assert_text("&lt;script&gt;a &amp;&amp; b&lt;/script&gt; &quot;x&#39; 日本", shown(w, html_text, TEXT("<script>a && b</script> \"x' 日本")));
    assert_text("", shown(w, html_text, TEXT("")));
}

static void controls_and_bidi_overrides_are_shown_as_replacement(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();

    (void)state;
    assert_text("a\xEF\xBF\xBD" "b\n", shown(w, html_text, TEXT("a\x01" "b\n")));
    assert_text("\xEF\xBF\xBD" "x", shown(w, html_text, TEXT("\x7F" "x")));
    assert_text("a\xEF\xBF\xBD" "b", shown(w, html_text, TEXT("a\xE2\x80\xAE" "b")));
    assert_text("a\xEF\xBF\xBD" "b", shown(w, html_text, TEXT("a\xE2\x81\xA6" "b")));
    assert_text("a\xEF\xBF\xBD" "b", shown(w, html_text, TEXT("a\xC2\x85" "b")));
    assert_text("a\xEF\xBF\xBD" "b", shown(w, html_text, TEXT("a\xEF\xBF\xBE" "b"))); /* no character of XML */
    assert_text("a\xEF\xBF\xBD", shown(w, html_text, TEXT("a\xEF\xBF\xBF")));
    assert_text("\xE2\x80", shown(w, html_text, TEXT("\xE2\x80")));
}

/* U+2068 FIRST STRONG ISOLATE, U+2069 POP DIRECTIONAL ISOLATE */
static void an_isolate_that_is_closed_stays(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();

    (void)state;
    assert_text("a \u2068b\u2069 c", shown(w, html_text, TEXT("a \u2068b\u2069 c")));
    assert_text("\u2068a\u2068b\u2069\u2069", shown(w, html_text, TEXT("\u2068a\u2068b\u2069\u2069")));
    assert_text("\uFFFDa", shown(w, html_text, TEXT("\u2068a")));
    assert_text("\uFFFDa\uFFFD", shown(w, html_text, TEXT("\u2069a\u2068")));
    assert_text("\uFFFDa\uFFFDb\uFFFD", shown(w, html_text, TEXT("\u2068a\u2069b\u2069")));
    assert_text("\u2068\uFFFDa\u2069", shown(w, html_text, TEXT("\u2068\u202Ea\u2069")));
    assert_text("\uFFFDa\uFFFD", shown(w, html_text, TEXT("\u2067a\u2069")));
}

static void a_url_has_a_known_scheme_or_none(void **state)
{
    static const struct { const char *given, *shown; } cases[] = {
        { "https://www.hikari.example/a?b=1&c=2", "https://www.hikari.example/a?b=1&amp;c=2" },
        { "HTTP://www.hikari.example", "HTTP://www.hikari.example" },
        { "mailto:privacy@hikari.example", "mailto:privacy@hikari.example" },
        { "tel:+442000000000", "tel:+442000000000" },
        { "/privacy/v/3", "/privacy/v/3" },
        { "#P9-2", "#P9-2" },
        { "?a:b", "?a:b" },
        { "v/3", "v/3" },
        { "javascript:alert(1)", "#" },
        { "JaVaScRiPt:alert(1)", "#" },
        { " javascript:alert(1)", "#" },
        { "java\tscript:alert(1)", "#" },
        { "\x01javascript:alert(1)", "#" },
        { "data:text/html,x", "#" },
        { "vbscript:x", "#" },
        { "https:", "#" },
    };
    CLEANUP(unit_work_end) struct work *w = unit_work();

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_text(cases[i].shown, shown(w, html_url, text_of(cases[i].given)));
}

static void a_value_inside_a_url_cannot_add_to_it(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();

    (void)state;
    assert_text("P8.1-1", shown(w, html_url_part, TEXT("P8.1-1")));
    assert_text("a%20b%22%26%3F%23%E6%97%A5%00", shown(w, html_url_part, (struct text){ "a b\"&?#\xE6\x97\xA5\0", 11 }));
    assert_text("x@hikari.example", shown(w, html_url_part, TEXT("x@hikari.example")));
}

static void a_page_that_does_not_fit_is_an_error_and_never_cut(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct html_out out;
    struct html page = { TEXT("untouched") };

    (void)state;
    assert_ok(w, html_open(w, 8, &out));
    html_literal(&out, "<p>12345</p>", 12);
    assert_error(w, ERR_LIMIT, html_close(w, &out, &page));
    assert_non_null(strstr(w->err.message, "larger than 8 bytes"));
    assert_text("untouched", page.markup);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_can_neither_open_a_tag_nor_leave_a_quote),
        cmocka_unit_test(controls_and_bidi_overrides_are_shown_as_replacement),
        cmocka_unit_test(an_isolate_that_is_closed_stays),
        cmocka_unit_test(a_url_has_a_known_scheme_or_none),
        cmocka_unit_test(a_value_inside_a_url_cannot_add_to_it),
        cmocka_unit_test(a_page_that_does_not_fit_is_an_error_and_never_cut),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
