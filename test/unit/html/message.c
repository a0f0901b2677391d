#include "html/message.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

static void a_language_is_found_by_its_tag_or_a_regional_one(void **state)
{
    enum language language = LANGUAGES;

    (void)state;
    assert_true(language_find(TEXT("ja"), &language));
    assert_int_equal(LANGUAGE_JA, language);
    assert_true(language_find(TEXT("en-GB"), &language));
    assert_int_equal(LANGUAGE_EN, language);
    assert_true(language_find(TEXT("en-XA"), &language));
    assert_int_equal(LANGUAGE_EN_XA, language);
    assert_true(language_find(TEXT("ar-XB-x"), &language));
    assert_int_equal(LANGUAGE_AR_XB, language);
    assert_false(language_find(TEXT("ar"), &language));
    assert_false(language_find(TEXT("eng"), &language));
    assert_false(language_find(TEXT("e"), &language));
    assert_false(language_find(TEXT(""), &language));
}

static void the_reader_gets_the_language_wanted_most(void **state)
{
    static const struct text available[] = { { "en", 2 }, { "ja", 2 } };
    static const struct { const char *accept; int chosen; } cases[] = {
        { "ja,en;q=0.5", 1 }, { "en;q=0.5, ja;q=0.8", 1 }, { "ja-JP", 1 }, { "en-GB,ja", 0 }, { "nl,de;q=0.9,ja;q=0.1", 1 },
        { "nl", 7 }, { "", 7 }, { "ja;q=0", 7 }, { "ja;q=x", 7 }, { "*", 7 }, { ",,;q=1", 7 }, { "ja;q=0.001,en;q=0.002", 0 },
    };

    static const struct text regional[] = { { "pt", 2 }, { "pt-BR", 5 }, { "en", 2 } };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_int_equal(cases[i].chosen, language_choose(text_of(cases[i].accept), available, 2, 7));
    assert_int_equal(1, language_choose(TEXT("pt-BR"), regional, 3, 7));
    assert_int_equal(0, language_choose(TEXT("pt-PT,en;q=0.5"), regional, 3, 7));
}

static void dates_are_long_and_name_their_zone(void **state)
{
    char memory[64];
    struct instant at = { 0 };
    struct draft d;

    (void)state;
    assert_true(instant_parse(TEXT("2026-12-19T14:05:59Z"), &at));
    d = draft_in(memory, sizeof memory);
    message_instant(&d, LANGUAGE_EN, at);
    assert_text("19 December 2026, 14:05 UTC", draft_text(&d));
    d = draft_in(memory, sizeof memory);
    message_instant(&d, LANGUAGE_JA, at);
    assert_text("2026年12月19日 14:05 UTC", draft_text(&d));
    d = draft_in(memory, sizeof memory);
    message_day(&d, LANGUAGE_EN, (struct day){ -1 });
    assert_text("31 December 1969", draft_text(&d));
}

static void languages_run_to_the_right_or_to_the_left(void **state)
{
    static const char *const left[] = { "ar", "ar-EG", "he", "fa-IR", "ur", "yi" }, *const right[] = { "en", "ja", "arn", "az", "", "h", "pt-BR" };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(left); i++)
        assert_text("rtl", language_direction(text_of(left[i])));
    for (size_t i = 0; i < COUNT_OF(right); i++)
        assert_text("ltr", language_direction(text_of(right[i])));
}

/* Made by tools/pseudo.py for builds with tests: to lay pages out, not to be read. */
static void layout_languages_are_longer_or_run_to_the_left(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct text value = TEXT("P9-2"), words;
    size_t at;

    (void)state;
    for (int i = 0; i < MESSAGES; i++) {
        struct text en = message_text(LANGUAGE_EN, (enum message)i), qps = message_text(LANGUAGE_EN_XA, (enum message)i), ar = message_text(LANGUAGE_AR_XB, (enum message)i);
        assert_true(text_starts(qps, TEXT("[")) && text_ends(qps, TEXT("]")));
        if (en.length > 12 && text_utf8_length(qps) * 10 < text_utf8_length(en) * 13)
            fail_msg("%.*s is hardly longer than %.*s", TEXT_ARGS(qps), TEXT_ARGS(en));
        for (size_t k = 0; k < ar.length; k++)
            assert_false((ar.at[k] >= 'a' && ar.at[k] <= 'z') || (ar.at[k] >= 'A' && ar.at[k] <= 'Z'));
    }
    assert_ok(w, message_format(w, LANGUAGE_AR_XB, MSG_PAGE_EVIDENCE_FOR, &value, 1, &words));
    assert_true(text_find(words, TEXT("\u2068P9-2\u2069"), &at));
    assert_ok(w, message_format(w, LANGUAGE_EN_XA, MSG_PAGE_EVIDENCE_FOR, &value, 1, &words));
    assert_true(text_find(words, value, &at));
    assert_false(text_find(words, TEXT("\u2068"), &at));
    assert_int_equal(LANGUAGE_EN, language_written_like(LANGUAGE_AR_XB));
    assert_int_equal(LANGUAGE_JA, language_written_like(LANGUAGE_JA));
}

static void a_sentence_ends_with_one_full_stop(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct text company = TEXT("Hikari Optics Co., Ltd."), firm = TEXT("Hikari"), words;

    (void)state;
    assert_ok(w, message_format(w, LANGUAGE_EN, MSG_CLAUSE_C9, &company, 1, &words));
    assert_text("Questions about this part go to Hikari Optics Co., Ltd.", words);
    assert_ok(w, message_format(w, LANGUAGE_EN, MSG_CLAUSE_C9, &firm, 1, &words));
    assert_text("Questions about this part go to Hikari.", words);
}

static void every_message_has_words_in_every_language(void **state)
{
    (void)state;
    for (int language = 0; language < LANGUAGES; language++)
        for (int message = 0; message < MESSAGES; message++)
            assert_true(message_text((enum language)language, (enum message)message).length > 0);
}

/* Runs the generator on one small file per language and expects `words` in what it says; "" for success. */
static void expect_generator(const char *en, const char *ja, const char *words)
{
    CLEANUP(unit_folder_remove) char *folder = unit_folder();
    char command[2048], line[512] = "";
    size_t length;
    FILE *pipe;
    int status;

    snprintf(command, sizeof command,
             "mkdir %1$s/en %1$s/ja && printf '%2$s' >%1$s/en/a.txt && printf '%3$s' >%1$s/ja/a.txt && "
             "python3 %4$s %1$s/out.h %1$s/out.c %1$s/en/a.txt %1$s/ja/a.txt 2>&1",
             folder, en, ja, unit_source_path("tools/messages.py"));
    pipe = popen(command, "r");
    assert_non_null(pipe);
    length = fread(line, 1, sizeof line - 1, pipe);
    line[length] = '\0';
    status = pclose(pipe);
    assert_int_equal(*words == '\0', status == 0);
    if (!strstr(line, words))
        fail_msg("expected \"%s\" in \"%s\"", words, line);
}

static void the_generator_names_file_and_line_of_what_is_wrong(void **state)
{
    (void)state;
    expect_generator("a: one {0}\\n", "a: {0} one\\n", "");
    expect_generator("a: one\\nb: two\\n", "a: one\\n", "en/a.txt:2: b is missing in language ja");
    expect_generator("a: one\\n", "a: one\\n# c\\nb: two\\n", "ja/a.txt:3: b is missing in language en");
    expect_generator("a: {0}\\n", "a: {1}\\n", "a must use the same values");
    expect_generator("a: one\\na: two\\n", "a: one\\n", "en/a.txt:2: a stands twice; first at");
    expect_generator("a one\\n", "a: one\\n", "en/a.txt:1: expected `id_in_lower_case: text`");
    expect_generator("a: {x}\\n", "a: one\\n", "en/a.txt:1: a brace in a that is not {0} to {9}");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_language_is_found_by_its_tag_or_a_regional_one),
        cmocka_unit_test(the_reader_gets_the_language_wanted_most),
        cmocka_unit_test(dates_are_long_and_name_their_zone),
        cmocka_unit_test(languages_run_to_the_right_or_to_the_left),
        cmocka_unit_test(layout_languages_are_longer_or_run_to_the_left),
        cmocka_unit_test(a_sentence_ends_with_one_full_stop),
        cmocka_unit_test(every_message_has_words_in_every_language),
        cmocka_unit_test(the_generator_names_file_and_line_of_what_is_wrong),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
