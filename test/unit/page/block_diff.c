#include "unit.h"

#include "page/block_diff.h"

#define PAGE(body) "<main><h1>Policy</h1><section><h2 id=\"section-P9\">How long</h2>" body "</section></main>"
#define P9_1(text) "<p id=\"P9-1\">" text "</p>"
#define P9_2(text) "<p id=\"P9-2\">" text "</p>"

static void add_side(struct draft *d, const struct stretch *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        draft_addf(d, list[i].changed ? "[%.*s]" : "%.*s", TEXT_ARGS(list[i].text));
}

static void assert_hunks(const char *before, const char *after, const struct change *changes, size_t change_count, const char *expected)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    const struct diff diff = { .changes = changes, .count = change_count };
    const struct hunk *hunks;
    struct draft d;
    size_t count;
    bool more;

    assert_ok(w, block_diff_make(w, text_of(before), text_of(after), &diff, &hunks, &count, &more));
    assert_ok(w, work_draft(w, 8192, &d));
    for (size_t i = 0; i < count; i++) {
        draft_addf(&d, "%s %.*s %.*s: ", change_badge_name(hunks[i].badge), TEXT_ARGS(hunks[i].anchor), TEXT_ARGS(hunks[i].heading));
        if (hunks[i].was)
            add_side(&d, hunks[i].words.before, hunks[i].words.before_count);
        draft_add(&d, TEXT(" | "));
        if (hunks[i].is)
            add_side(&d, hunks[i].words.after, hunks[i].words.after_count);
        draft_byte(&d, '\n');
    }
    assert_text(expected, draft_text(&d));
}

static void only_what_differs_is_shown(void **state)
{
    (void)state;
    assert_hunks(PAGE(P9_1("We keep it.")), PAGE(P9_1("We keep it.")), NULL, 0, "");
    assert_hunks(PAGE(P9_1("For 24 months.") P9_2("It stays.")), PAGE(P9_1("For 36 months.") P9_2("It stays.")), NULL, 0,
                 "wording P9-1 How long: For [24 ]months. | For [36 ]months.\n");
    assert_hunks(PAGE(P9_1("It stays.")), PAGE(P9_1("It stays.") P9_2("A new one.")), NULL, 0, "wording P9-2 How long:  | [A new one.]\n");
    assert_hunks(PAGE(P9_1("It stays.") P9_2("An old one.")), PAGE(P9_1("It stays.")), NULL, 0, "wording P9-2 How long: [An old one.] | \n");
}

/* A clause is held against itself, wherever another one came between. */
static void places_are_paired_by_their_anchor(void **state)
{
    (void)state;
    assert_hunks(PAGE(P9_1("We keep all of it for two years.")), PAGE(P9_2("Something else that is quite new.") P9_1("We keep all of it for three years.")), NULL, 0,
                 "wording P9-1 How long: We keep all of it for [two ]years. | We keep all of it for [three ]years.\n"
                 "wording P9-2 How long:  | [Something else that is quite new.]\n");
}

static void a_place_wears_the_badge_of_its_change(void **state)
{
    static const struct change longer = { .kind = CHANGE_KEPT_LONGER, .purpose = { "support", 7 } }, words = { .kind = CHANGE_PURPOSE_WORDS }, contact = { .kind = CHANGE_CONTACT };
    const struct change changes[] = { longer, words, contact };

    (void)state;
    assert_hunks(PAGE(P9_1("24 months")), PAGE(P9_1("36 months")), changes, 3, "material P9-1 How long: [24 ]months | [36 ]months\n");
    assert_hunks(PAGE(P9_2("24 months")), PAGE(P9_2("36 months")), changes, 3, "material P9-2 How long: [24 ]months | [36 ]months\n"); /* the same section */
    assert_hunks("<main><p id=\"P13\">a b c d</p></main>", "<main><p id=\"P13\">a b c e</p></main>", changes, 3, "contact P13 : a b c [d] | a b c [e]\n");
    assert_hunks("<main><p id=\"P7-1\">a b c d</p></main>", "<main><p id=\"P7-1\">a b c e</p></main>", changes, 3, "other P7-1 : a b c [d] | a b c [e]\n");
    assert_hunks("<main><p id=\"P7-1\">a b c d</p></main>", "<main><p id=\"P7-1\">a b c e</p></main>", changes + 1, 1, "wording P7-1 : a b c [d] | a b c [e]\n");
    assert_hunks("<main><table><tr id=\"purpose-support\"><td>a b c d</td></tr></table></main>", "<main><table><tr id=\"purpose-support\"><td>a b c e</td></tr></table></main>",
                 changes, 3, "material purpose-support : a b c [d] | a b c [e]\n");
    assert_hunks("<main><p id=\"P12-2\">a b c d</p></main>", "<main><p id=\"P12-2\">a b c e</p></main>", changes, 1, "other P12-2 : a b c [d] | a b c [e]\n"); /* told there, not about it */
}

/* More than a page can show: it ends, in bounded time. */
static void there_may_be_more_than_can_be_shown(void **state)
{
    enum { MANY = 3000 };
    CLEANUP(unit_work_end) struct work *w = unit_work();
    const struct diff diff = { .count = 0 };
    const struct hunk *hunks;
    struct draft a, b;
    size_t count;
    bool more;

    (void)state;
    assert_ok(w, work_draft(w, MANY * 40, &a));
    assert_ok(w, work_draft(w, MANY * 40, &b));
    draft_add(&a, TEXT("<main>"));
    draft_add(&b, TEXT("<main>"));
    for (int i = 0; i < MANY; i++) {
        draft_addf(&a, "<p id=\"a%d\">old %d</p>", i, i);
        draft_addf(&b, "<p id=\"b%d\">new %d</p>", i, MANY - i);
    }
    assert_ok(w, block_diff_make(w, draft_text(&a), draft_text(&b), &diff, &hunks, &count, &more));
    assert_true(more);
    assert_int_equal(count, HUNKS_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_differs_is_shown),
        cmocka_unit_test(places_are_paired_by_their_anchor),
        cmocka_unit_test(a_place_wears_the_badge_of_its_change),
        cmocka_unit_test(there_may_be_more_than_can_be_shown),
    };

    return cmocka_run_group_tests_name("page/block_diff", tests, NULL, NULL);
}
