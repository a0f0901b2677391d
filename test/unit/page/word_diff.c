#include "unit.h"

#include "page/word_diff.h"

#include <stdlib.h>
#include <time.h>

static struct patience much(void)
{
    return (struct patience){ 100 * 1000 * 1000 };
}

/* [what is only here] in brackets. */
static struct text marked(struct work *w, const struct stretch *list, size_t count)
{
    struct draft d;

    assert_ok(w, work_draft(w, 4096, &d));
    for (size_t i = 0; i < count; i++)
        draft_addf(&d, list[i].changed ? "[%.*s]" : "%.*s", TEXT_ARGS(list[i].text));
    return draft_text(&d);
}

static void assert_diff(const char *before, const char *after, const char *marked_before, const char *marked_after)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct patience p = much();
    struct word_diff d;

    assert_ok(w, word_diff_make(w, text_of(before), text_of(after), &p, &d));
    assert_text(marked_before, marked(w, d.before, d.before_count));
    assert_text(marked_after, marked(w, d.after, d.after_count));
}

static void words_that_differ_are_marked(void **state)
{
    (void)state;
    assert_diff("We keep it for 24 months.", "We keep it for 36 months.", "We keep it for [24 ]months.", "We keep it for [36 ]months.");
    assert_diff("the same", "the same", "the same", "the same");
    assert_diff("one two three", "one three", "one [two ]three", "one three");
    assert_diff("a long sentence here", "a long sentence, here", "a long sentence here", "a long sentence[, ]here");
    assert_diff("", "all of it is new", "", "[all of it is new]");
}

static void japanese_is_compared_by_characters(void **state)
{
    (void)state;
    assert_diff("24か月間保存します。", "36か月間保存します。", "[24]か月間保存します。", "[36]か月間保存します。");
    assert_diff("お問い合わせにお答えするため", "お問い合わせに速やかにお答えするため", "お問い合わせにお答えするため", "お問い合わせに[速やかに]お答えするため");
}

/* What both have by chance does not tear a change apart. */
static void lonely_words_between_changes_go_with_them(void **state)
{
    (void)state;
    assert_diff("You may write to us by post or by mail at any time you like.", "You may write to us on paper or on line at any time you like.",
                "You may write to us [by post or by mail ]at any time you like.", "You may write to us [on paper or on line ]at any time you like.");
    assert_diff("quite another sentence stands here", "nobody wrote this before now", "[quite another sentence stands here]", "[nobody wrote this before now]");
}

static void the_stretches_are_the_texts(void **state)
{
    static const char *const texts[] = { "", " ", "a", "  two  spaces ", "\xFF\xFE broken", "混ぜた text 123 と。", "<b>&amp;</b>" };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        for (size_t k = 0; k < COUNT_OF(texts); k++) {
            CLEANUP(unit_work_end) struct work *w = unit_work();
            struct patience p = much();
            struct word_diff d;
            struct draft all;
            assert_ok(w, word_diff_make(w, text_of(texts[i]), text_of(texts[k]), &p, &d));
            assert_ok(w, work_draft(w, 256, &all));
            for (size_t n = 0; n < d.before_count; n++)
                draft_add(&all, d.before[n].text);
            assert_text(texts[i], draft_text(&all));
            all.length = 0;
            for (size_t n = 0; n < d.after_count; n++)
                draft_add(&all, d.after[n].text);
            assert_text(texts[k], draft_text(&all));
        }
}

static struct text large(char first, size_t length)
{
    char *bytes = malloc(length);
    uint32_t x = (uint32_t)first;

    assert_non_null(bytes);
    for (size_t i = 0; i < length; i++) {
        x = x * 1664525u + 1013904223u;
        bytes[i] = x >> 29 ? (char)('a' + (x >> 16) % 26) : ' ';
    }
    return (struct text){ bytes, length };
}

/* A megabyte of other words, twice: as a whole, in the blink of an eye and in little memory. */
static void what_is_too_long_is_compared_as_a_whole(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct text a = large('a', 1 << 20), b = large('b', 1 << 20);
    size_t used = arena_used(w->arena);
    struct patience p = much();
    struct word_diff d;
    clock_t began = clock();

    (void)state;
    assert_ok(w, word_diff_make(w, a, b, &p, &d));
    assert_true(d.whole);
    assert_int_equal(d.before_count, 1);
    assert_true(arena_used(w->arena) - used < 64 * 1024);
    assert_true(clock() - began < CLOCKS_PER_SEC);
    a.length = b.length = 36 * 1024; /* short enough to be looked at, and nothing alike */
    p.steps = 5 * 1000 * 1000;
    began = clock();
    assert_ok(w, word_diff_make(w, a, b, &p, &d));
    assert_true(clock() - began < CLOCKS_PER_SEC);
    assert_true(arena_used(w->arena) - used < 64 * 1024); /* what was needed on the way is given back */
    free((void *)(uintptr_t)a.at);
    free((void *)(uintptr_t)b.at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_that_differ_are_marked),
        cmocka_unit_test(japanese_is_compared_by_characters),
        cmocka_unit_test(lonely_words_between_changes_go_with_them),
        cmocka_unit_test(the_stretches_are_the_texts),
        cmocka_unit_test(what_is_too_long_is_compared_as_a_whole),
    };

    return cmocka_run_group_tests_name("page/word_diff", tests, NULL, NULL);
}
