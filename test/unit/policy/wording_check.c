#include "unit.h"

#include "example.h"
#include "policy/wording_literal.h"
#include "source/report.h"

/* --- what is written out by hand ---------------------------------------------------------------------------------------------------------------------- */

static void assert_literals(const char *words, const char *expected)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct literal l;
    struct draft d;

    assert_ok(w, work_draft(w, 4096, &d));
    for (size_t from = 0; literal_find(text_of(words), from, &l); from = l.offset + l.length) {
        struct text kind = text_from(text_of(literal_kind_name(l.kind)), 4);
        draft_addf(&d, "%s%.*s=%.*s", d.length ? "; " : "", TEXT_ARGS(kind), TEXT_ARGS(text_first(text_from(text_of(words), l.offset), l.length)));
        if (l.kind == LITERAL_PERIOD)
            draft_addf(&d, ":%d%c", (int)l.count, l.unit);
    }
    assert_text(expected, draft_text(&d));
}

static void facts_that_are_written_out_are_seen(void **state)
{
    (void)state;
    assert_literals("no facts at all", "");
    assert_literals("kept for 24 months, or a 30-day trial", "period=24 months:24m; period=30-day:30d");
    assert_literals("within 45 business days and 2 years", "period=45 business days:45d; period=2 years:2y");
    assert_literals("thirty days and twenty-four months", "period=thirty days:30d; period=twenty-four months:24m");
    assert_literals("one more thing", "");
    assert_literals("on 2026-03-01, 1 March 2026 and March 1, 2026", "date=2026-03-01; date=1 March 2026; date=March 1, 2026");
    assert_literals("in May 2018 we may do so", "date=May 2018");
    assert_literals("01/03/2026 or 1.3.2026", "date=01/03/2026; date=1.3.2026");
    assert_literals("all 1,000 of 12 people", "number=1,000; number=12");
    assert_literals("$100, EUR 5.50 or 300 yen", "amount=$100; amount=EUR 5.50; amount=300 yen");
    assert_literals("call +81 3-1234-5678 or 03-1234-5678.", "telephone number=+81 3-1234-5678; telephone number=03-1234-5678");
    assert_literals("write to privacy@hikari.example, please", "e-mail address=privacy@hikari.example");
    assert_literals("see https://www.hikari.example/x?y=1. Or www.hikari.example.", "web address=https://www.hikari.example/x?y=1; web address=www.hikari.example");
    assert_literals("at (hikari.example)", "web address=hikari.example");
}

static void japanese_facts_are_seen(void **state)
{
    (void)state;
    assert_literals("24か月間と30日、2年", "period=24か月:24m; period=30日:30d; period=2年:2y");
    assert_literals("３０日以内", "period=３０日:30d");
    assert_literals("三十日間、二十四か月", "period=三十日間:30d; period=二十四か月:24m");
    assert_literals("2026年3月1日と3月1日", "date=2026年3月1日; date=3月1日");
    assert_literals("1,000円", "amount=1,000円");
    assert_literals("メールはprivacy@hikari.exampleまで", "e-mail address=privacy@hikari.example");
    assert_literals("一日も早く、一年を通して", "");
}

static void names_are_no_facts(void **state)
{
    (void)state;
    assert_literals("SHA-256, P2P, TLS1.3, H264 and e.g. i.e. U.S.", "");
    assert_literals("(1) first, (2) second", "");
    assert_literals("and/or, either.or.", "web address=either.or");
    assert_literals("", "");
}

/* --- findings ----------------------------------------------------------------------------------------------------------------------------------------------- */

#define P7_EN "    en: Personal data are encrypted where they are stored, and each person's data have a key of their own."

/* One change of the example, the finding that it raises, and (\1) where. */
static const struct {
    enum finding_code code;
    const char *to;
    const char *message, *hint;
} mutations[] = {
    { PD_UNBOUND_SENTENCE, "    en: \1We do our best.", "`We do our best.` is bound to no promise", "as in [P9-2]" },
    { PD_WRITTEN_OUT, "    en: Kept for \1" "24 months. [P9-1]", "`24 months` is written out by hand", "`{keep.support}` says it: 24 months" },
    { PD_WRITTEN_OUT, "    en: A \1" "24-month rule. [P9-1]", "`24-month` is written out", "`{keep.support}` says it" },
    { PD_WRITTEN_OUT, "    en: Kept for \1" "9 years. [P9-1]", "`9 years` is written out", "declare the period where the policy has it" },
    { PD_WRITTEN_OUT, "    en: Write to \1privacy-eu@hikari.example. [P13]", "`privacy-eu@hikari.example` is written out", "`{contact.EU.email}` says it" },
    { PD_WRITTEN_OUT, "    en: We are at \1" "34 Sample Street, London EC1A 1AA, United Kingdom.", "`34` is written out", "`{representative.UK.address}` says it: 34 Sample Street" },
    { PD_WRITTEN_OUT, "    en: See \1https://www.hikari.example/terms.", "`https://www.hikari.example/terms` is written out", "{link.NAME}" },
    { PD_WRITTEN_OUT, "    en: Reviewed on \1" "20 January 2026. [P7-3]", "`20 January 2026` is written out", "`{security.reviewed}` says it" },
    { PD_WRITTEN_OUT, "    en: >-\n      Two lines are\n      kept for \1" "24 months. [P9-1]", "`24 months`", "`{keep.support}`" },
    { PD_WRITTEN_OUT, "    en: \"Not R3 but {keep.support} and \1" "3 again.\"", "`3` is", "declare the number" },
    { PD_UNKNOWN_PLACEHOLDER, "    en: Kept for \1{keep.suport}. [P9-1]", "no fact of this policy is called `{keep.suport}`", "did you mean `keep.support`?" },
    { PD_UNKNOWN_PLACEHOLDER, "    en: Kept \1{for ever}.", "`{for ever}`", "{{ for a brace" },
    { PD_EMPTY_PLACEHOLDER, "    en: Call \1{contact.UK.phone}. [P13]", "the policy says nothing for `{contact.UK.phone}`", "declare the fact" },
    { PD_LONELY_BRACE, "    en: A set \1{ of data. [P7-1]", "begins no placeholder", "{{" },
    { PD_NO_LINK, "    en: See \1{link.conditions}. [P7-1]", "`{link.conditions}` leads nowhere", "declare it under `links`" },
    { PD_UNKNOWN_CLAUSE, "    en: Destroyed. [\1P9-22]", "no clause is called `P9-22`", "did you mean `P9-2`?" },
    { PD_UNKNOWN_CLAUSE, "    en: \"[\1P9-2] Destroyed.\"", "no sentence stands before `[P9-2]`", "on the same line" },
    { PD_NOT_PROMISED, "    en: We log your use. [\1" "C3-9]", NULL, NULL },
    { PD_LANGUAGES_DIFFER, "    en: Kept for {keep.support}. [P9-1]", "`ja` is bound to P7-1 where `en` is bound to P9-1", "the same clauses" },
    { PD_LANGUAGES_DIFFER, "    en: \"Sealed. [P7-1] {controller.name} destroys it {rule.support}, {lead}. [P9-2]\"", "`ja` lacks `{lead}` where `en` has it", "the same facts" },
    { PD_LANGUAGES_DIFFER, "    en: Sealed. [P7-1] It goes {rule.support}. [P9-2]", "`ja` has `{controller.name}` where `en` has not", "the same facts" },
};

static const struct finding *check_changed(struct work *w, struct text source, enum finding_code code, struct findings *f)
{
    struct policy p;

    assert_ok(w, policy_parse(w, source, shipped_law(), &p, f));
    return finding_of(f, code);
}

/* The example's own English words of P7, whatever they are now. */
static struct text own_words_replaced(struct work *w, const char *to, int *out_line, int *out_column)
{
    struct text source = example_source(w), block;
    size_t at, end;
    char *from;

    assert_true(text_find(source, TEXT("\ntext:\n"), &at));
    block = text_from(source, at);
    assert_true(text_find(block, TEXT("    en: "), &end));
    at += end;
    assert_true(text_find(text_from(source, at), TEXT("\n    ja: "), &end));
    from = WORK_NEW(w, char, end + 1);
    assert_non_null(from);
    memcpy(from, source.at + at, end);
    return example_changed(w, from, to, out_line, out_column);
}

static void a_word_that_terms_replace_is_found(void **state)
{
    static const struct { const char *words, *found; } cases[] = {
        { "    en: We keep \1Personal Data safe. [P7-1]", "`personal data` stands for `personal information`" },
        { "    en: We keep personal information safe. [P7-1]", NULL },
        { "    en: We keep impersonal datasets safe. [P7-1]", NULL },
        { "    en: We keep \1information safe. [P7-1]", "`information` stands for `personal information`" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        CLEANUP(unit_work_end) struct work *w = unit_work();
        struct findings findings;
        const struct finding *found;
        int line, column;
        struct text source = own_words_replaced(w, cases[i].words, &line, &column), more;
        struct draft d;

        more = TEXT("\nterms: { pi: { word: { en: personal information, ja: 個人情報 }, also: [personal data, information, 個人デ] } }\n");
        assert_ok(w, work_draft(w, source.length + more.length, &d));
        draft_add(&d, source);
        draft_add(&d, more);
        found = check_changed(w, draft_text(&d), PD_OTHER_TERM, &findings);
        if (!cases[i].found) {
            assert_true(found && text_equal(found->message, TEXT("`個人デ` stands for `個人情報`"))); /* the Japanese words of the example */
            continue;
        }
        assert_non_null(found);
        assert_text(cases[i].found, found->message);
        assert_int_equal(found->place.line, line);
        assert_int_equal(found->place.column, column);
    }
}

static void a_text_is_a_few_paragraphs(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct findings findings;
    int line, column;
    char *words = WORK_NEW(w, char, 20 * 1024);

    (void)state;
    assert_non_null(words);
    memset(words, 'a', 17 * 1024);
    memcpy(words, "    en: ", 8);
    assert_non_null(check_changed(w, own_words_replaced(w, words, &line, &column), PD_TEXT_TOO_LONG, &findings));
}

static void each_fault_of_own_wording_is_found_where_it_stands(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(mutations); i++) {
        CLEANUP(unit_work_end) struct work *w = unit_work();
        struct findings findings;
        const struct finding *found;
        int line, column;
        struct text source;
        size_t at;

        if (mutations[i].message == NULL)
            continue;
        source = own_words_replaced(w, mutations[i].to, &line, &column);
        found = check_changed(w, source, mutations[i].code, &findings);
        if (!found || !text_find(found->message, text_of(mutations[i].message), &at) || !text_find(found->hint, text_of(mutations[i].hint), &at) ||
            (line && (found->place.line != line || found->place.column != column)))
            fail_msg("%s: PD%04d: %.*s (%.*s) at %d:%d, expected %d:%d", mutations[i].to, found ? found->code : 0, TEXT_ARGS(found ? found->message : TEXT("")),
                TEXT_ARGS(found ? found->hint : TEXT("")), found ? found->place.line : 0, found ? found->place.column : 0, line, column);
    }
}

static void a_sentence_cannot_lean_on_what_is_not_promised(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct findings findings;
    const struct finding *found;
    int line, column;
    struct text source = own_words_replaced(w, "    en: We promise nothing. [\1P7-2]", &line, &column);
    size_t at, end;
    struct draft d;

    (void)state;
    assert_true(text_find(source, TEXT("  no_guarantee: true\n"), &at));
    end = at + strlen("  no_guarantee: true\n");
    assert_ok(w, work_draft(w, source.length, &d));
    draft_add(&d, text_first(source, at));
    draft_add(&d, text_from(source, end));
    found = check_changed(w, draft_text(&d), PD_NOT_PROMISED, &findings);
    assert_non_null(found);
    assert_int_equal(found->severity, SEVERITY_ERROR);
    assert_int_equal(found->place.line, line - 1);
    assert_int_equal(found->place.column, column);
    assert_text("this policy does not promise `P7-2`", found->message);
}

static void the_example_binds_all_its_sentences(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct findings findings;
    struct policy policy;

    (void)state;
    assert_ok(w, policy_parse(w, example_source(w), shipped_law(), &policy, &findings));
    for (const struct finding *i = findings.first; i; i = i->next)
        if (i->code >= PD_UNBOUND_SENTENCE && i->code <= PD_TEXT_TOO_LONG)
            fail_msg("%d: %.*s", i->place.line, TEXT_ARGS(i->message));
    assert_true(policy.text_count > 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(facts_that_are_written_out_are_seen),
        cmocka_unit_test(japanese_facts_are_seen),
        cmocka_unit_test(names_are_no_facts),
        cmocka_unit_test(each_fault_of_own_wording_is_found_where_it_stands),
        cmocka_unit_test(a_word_that_terms_replace_is_found),
        cmocka_unit_test(a_text_is_a_few_paragraphs),
        cmocka_unit_test(a_sentence_cannot_lean_on_what_is_not_promised),
        cmocka_unit_test(the_example_binds_all_its_sentences),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
