#include "unit.h"

static void a_cut_gives_every_part_and_then_nothing(void **state)
{
    struct text rest = TEXT("a,,b"), part;

    (void)state;
    assert_true(text_cut(&rest, ',', &part));
    assert_text("a", part);
    assert_true(text_cut(&rest, ',', &part));
    assert_text("", part);
    assert_true(text_cut(&rest, ',', &part));
    assert_text("b", part);
    assert_false(text_cut(&rest, ',', &part));
}

static void a_number_has_only_digits_and_does_not_overflow(void **state)
{
    uint64_t number = 7;

    (void)state;
    assert_true(text_to_u64(TEXT("18446744073709551615"), &number));
    assert_true(number == UINT64_MAX);
    assert_false(text_to_u64(TEXT("18446744073709551616"), &number));
    assert_false(text_to_u64(TEXT("-1"), &number));
    assert_false(text_to_u64(TEXT(""), &number));
    assert_false(text_to_u64(TEXT("1 "), &number));
}

static void utf8_is_strict(void **state)
{
    (void)state;
    assert_true(text_is_utf8(TEXT("caf\xC3\xA9 \xE6\x97\xA5 \xF0\x9F\x93\xB7")));
    assert_false(text_is_utf8(TEXT("\xC0\xAF")));         /* overlong */
    assert_false(text_is_utf8(TEXT("\xED\xA0\x80")));     /* surrogate */
    assert_false(text_is_utf8(TEXT("\xF4\x90\x80\x80"))); /* past the last code point */
    assert_false(text_is_utf8(TEXT("\xE6\x97")));         /* cut off */
    assert_false(text_is_utf8((struct text){ "a\0b", 3 }));
}

static void a_draft_remembers_overflow(void **state)
{
    char memory[4];
    struct draft d = draft_in(memory, sizeof memory);

    (void)state;
    draft_add(&d, TEXT("abc"));
    assert_false(d.overflow);
    draft_add(&d, TEXT("de"));
    assert_true(d.overflow);
    assert_text("abc", draft_text(&d));
}

static void base64_goes_there_and_back_in_one_spelling(void **state)
{
    uint8_t bytes[8];
    size_t length;
    char memory[32];

    (void)state;
    for (size_t n = 0; n <= 5; n++) {
        struct draft d = draft_in(memory, sizeof memory);
        draft_base64(&d, (const uint8_t *)"\xff\xfe\xfd\xfc\xfb", n);
        assert_true(text_unbase64(draft_text(&d), bytes, sizeof bytes, &length));
        assert_int_equal(length, n);
        assert_memory_equal(bytes, "\xff\xfe\xfd\xfc\xfb", n);
    }
    assert_true(text_unbase64(TEXT("/w=="), bytes, sizeof bytes, &length));
    assert_false(text_unbase64(TEXT("/x=="), bytes, sizeof bytes, &length)); /* left-over bits */
    assert_false(text_unbase64(TEXT("/w="), bytes, sizeof bytes, &length));
    assert_false(text_unbase64url(TEXT("a+"), bytes, sizeof bytes, &length));
    assert_false(text_unbase64(TEXT("AAAAAAAAAAAAAAAA"), bytes, sizeof bytes, &length)); /* too long for the place */
}

static void the_distance_counts_edits(void **state)
{
    (void)state;
    assert_int_equal(text_distance(TEXT("purpose"), TEXT("purpose")), 0);
    assert_int_equal(text_distance(TEXT("purpose"), TEXT("prpose")), 1);
    assert_int_equal(text_distance(TEXT("abc"), TEXT("")), 3);
}

static void code_points_come_one_by_one(void **state)
{
    struct text rest = TEXT("a\xC3\xA9\xE6\x97\xA5\xFF\xF0\x9F\x98\x80");
    const uint32_t expected[] = { 'a', 0xE9, 0x65E5, 0xFFFD, 0x1F600 };
    uint32_t point;

    (void)state;
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        assert_true(text_cut_point(&rest, &point));
        assert_int_equal(point, expected[i]);
    }
    assert_false(text_cut_point(&rest, &point));
    assert_true(point_is_wide(0x65E5) && point_is_wide(0x3042) && point_is_wide(0xAC00));
    assert_false(point_is_wide('a') || point_is_wide(0xE9));
}

static void lines_are_broken_between_words_and_long_words_anywhere(void **state)
{
    char memory[200];
    struct draft d = draft_in(memory, sizeof memory);

    (void)state;
    draft_add(&d, TEXT("on: "));
    draft_wrapped(&d, TEXT("one two three four"), 4, 12);
    assert_text("on: one two\n    three\n    four\n", draft_text(&d));
    d = draft_in(memory, sizeof memory);
    draft_wrapped(&d, TEXT("a abcdefghijkl b"), 0, 5);
    assert_text("a abc\ndefgh\nijkl\nb\n", draft_text(&d));
    d = draft_in(memory, sizeof memory);
    draft_wrapped(&d, TEXT("日本語の文"), 0, 6); /* two columns each */
    assert_text("日本語\nの文\n", draft_text(&d));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cut_gives_every_part_and_then_nothing),
        cmocka_unit_test(a_number_has_only_digits_and_does_not_overflow),
        cmocka_unit_test(utf8_is_strict),
        cmocka_unit_test(a_draft_remembers_overflow),
        cmocka_unit_test(base64_goes_there_and_back_in_one_spelling),
        cmocka_unit_test(the_distance_counts_edits),
        cmocka_unit_test(code_points_come_one_by_one),
        cmocka_unit_test(lines_are_broken_between_words_and_long_words_anywhere),
    };

    return cmocka_run_group_tests_name("base/text", tests, NULL, NULL);
}
