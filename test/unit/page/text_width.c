#include "page/text_width.h"

#include "unit.h"

static const struct {
    const char *text;
    int width;
} widths[] = {
    { "", 0 },
    { "i", 278 },
    { "W", 1035 },
    { "Name", 763 + 613 + 974 + 615 },
    { "日本語", 3000 },        /* two cells each */
    { "ｶﾅ", 1000 },            /* half width: one cell each */
    { "e\xCC\x81", 615 },      /* a combining accent takes no room */
    { "\xE2\x80\x8B", 0 },     /* zero width space */
    { "😀", 1300 },
    { "\xE6\x97x", 1000 + 1000 + 592 }, /* no UTF-8: each byte is drawn as something */
};

static void a_text_is_as_wide_as_its_characters(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(widths); i++)
        assert_int_equal(widths[i].width, text_width(text_of(widths[i].text)));
}

enum { EM = 1000, LINES = 3 };

static const struct {
    const char *text;
    int width;
    const char *lines[LINES];
    bool cut;
} wraps[] = {
    { "", 5 * EM, { 0 }, false },
    { "  one  ", 5 * EM, { "one" }, false },
    { "send you the newsletter", 8 * EM, { "send you the", "newsletter" }, false },
    { "answer you and help you with the products that you own", 8 * EM, { "answer you and", "help you with", "the products" }, true },
    { "two\nlines", 20 * EM, { "two\nlines" }, false },
    { "list_tool_of_the_office", 8 * EM, { "list_tool_of_", "the_office" }, false },
    { "Donaudampfschifffahrt", 6 * EM, { "Donaudam", "pfschifffahr", "t" }, false },
    { "お問い合わせ内容の確認", 6 * EM, { "お問い合わせ", "内容の確認" }, false },
    { "ご住所、お名前", 3 * EM, { "ご住", "所、お", "名前" }, false },  /* no comma begins a line */
    { "お名前（必須）", 4 * EM, { "お名前", "（必須）" }, false },       /* no bracket ends one */
    { "日本語日本語日本語日本語", 3 * EM, { "日本語", "日本語", "日本" }, true },
};

static void a_text_is_cut_into_lines_that_fit(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(wraps); i++) {
        struct text lines[LINES];
        bool cut;
        size_t count = text_wrap(text_of(wraps[i].text), wraps[i].width, lines, LINES, &cut);

        for (size_t k = 0; k < LINES; k++)
            assert_text(wraps[i].lines[k] ? wraps[i].lines[k] : "", k < count ? lines[k] : TEXT(""));
        for (size_t k = 0; k < count; k++)
            assert_true(text_width(lines[k]) + (cut && k + 1 == count ? EM : 0) <= wraps[i].width);
        assert_int_equal(wraps[i].cut, cut);
    }
}

static void no_text_makes_a_line_too_wide_or_takes_for_ever(void **state)
{
    const struct text hostile = TEXT("<&\"'\xFF\xE6\x97 \xF0\x9F\x98\x80\xE2\x80\x8D\xE3\x80\x81\xE3\x80\x81WWWWWWWW   \n\t\xCC\x81\xCC\x81--__//");

    (void)state;
    for (size_t from = 0; from < hostile.length; from++) {
        for (int width = 1400; width < 9000; width += 300) {
            struct text lines[64];
            bool cut;
            size_t count = text_wrap(text_from(hostile, from), width, lines, COUNT_OF(lines), &cut);

            assert_false(cut);
            for (size_t k = 0; k < count; k++) {
                assert_true(lines[k].length > 0);
                assert_true(text_width(lines[k]) <= width);
            }
        }
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_is_as_wide_as_its_characters),
        cmocka_unit_test(a_text_is_cut_into_lines_that_fit),
        cmocka_unit_test(no_text_makes_a_line_too_wide_or_takes_for_ever),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
