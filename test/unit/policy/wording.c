#include "unit.h"

#include "example.h"
#include "policy/wording.h"
#include "policy/wording_scan.h"

/* --- how a text is cut ------------------------------------------------------------------------------------------------------------------------------ */

/* One line a token: words as they are, {placeholder}, [clause], / the end of a sentence (_/ with white space), | of a paragraph, ! a lonely brace. */
static void assert_cut(const char *text, const char *expected)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct wording_scan scan = wording_scan(text_of(text));
    struct draft d;

    assert_ok(w, work_draft(w, 4096, &d));
    for (struct wording_token t = wording_next(&scan); t.part != WORDING_END; t = wording_next(&scan)) {
        static const char *const forms[] = { [WORDING_WORDS] = "%.*s", [WORDING_PLACEHOLDER] = "{%.*s}", [WORDING_BRACE] = "!", [WORDING_CLAUSE] = "[%.*s]",
            [WORDING_SENTENCE_END] = "/", [WORDING_PARAGRAPH_END] = "|" };
        if (t.part == WORDING_SENTENCE_END && t.space)
            draft_byte(&d, '_');
        if (t.part == WORDING_WORDS || t.part == WORDING_PLACEHOLDER || t.part == WORDING_CLAUSE) {
            draft_add(&d, text_first(text_of(forms[t.part]), t.part == WORDING_WORDS ? 0 : 1));
            draft_add(&d, t.text);
            draft_add(&d, t.part == WORDING_WORDS ? TEXT("") : t.part == WORDING_CLAUSE ? TEXT("]") : TEXT("}"));
        } else {
            draft_add(&d, text_of(forms[t.part]));
        }
    }
    assert_text(expected, draft_text(&d));
}

static void sentences_end_with_their_stop_and_their_clause(void **state)
{
    (void)state;
    assert_cut("", "");
    assert_cut("  \n\n ", "");
    assert_cut("One. Two! Three", "One._/Two!_/Three/|");
    assert_cut("One. [P9-2] Two.", "One.[P9-2]_/Two./|");
    assert_cut("One. [P9-1] [P9-2]\nTwo.", "One.[P9-1][P9-2]/|Two./|");
    assert_cut("One [P9-2]. Two.", "One[P9-2]._/Two./|");
    assert_cut("Kept for {keep.support}. Then gone.", "Kept for {keep.support}._/Then gone./|");
    assert_cut("Ask {contact.EU.email} [P13]", "Ask {contact.EU.email}[P13]/|");
    assert_cut("{controller.name} asks. {site.name} too.", "{controller.name} asks._/{site.name} too./|");
    assert_cut("He said \"no.\" We agree.", "He said \"no.\"_/We agree./|");
    assert_cut("Really?! Yes... Well.", "Really?!_/Yes..._/Well./|");
    assert_cut("One.\n\nTwo.\r\nThree.", "One./|Two./|Three./|");
}

static void japanese_sentences_end_without_a_space(void **state)
{
    (void)state;
    assert_cut("保存します。破棄します。", "保存します。/破棄します。/|");
    assert_cut("保存します。[P9-1]破棄します。[P9-2]", "保存します。[P9-1]/破棄します。[P9-2]/|");
    assert_cut("「破棄する。」と書きます。次です。", "「破棄する。」と書きます。/次です。/|");
    assert_cut("「破棄する。」\n次です。", "「破棄する。」/|次です。/|");
    assert_cut("本当ですか？はい！", "本当ですか？/はい！/|");
}

static void a_stop_inside_a_sentence_ends_nothing(void **state)
{
    (void)state;
    assert_cut("Hikari Optics Co., Ltd. The maker.", "Hikari Optics Co., Ltd. The maker./|");
    assert_cut("As in Art. 6, e.g. Japan, or the U.S. Congress.", "As in Art. 6, e.g. Japan, or the U.S. Congress./|");
    assert_cut("Version 1.2 of hikari.example is here.", "Version 1.2 of hikari.example is here./|");
    assert_cut("It ends... and goes on.", "It ends... and goes on./|");
    assert_cut("See [1] and [the list] there.", "See [1] and [the list] there./|");
}

static void braces_are_placeholders_or_doubled(void **state)
{
    (void)state;
    assert_cut("{{ is a brace", "{ is a brace/|");
    assert_cut("{{{keep.support}", "{{keep.support}/|");
    assert_cut("a { b", "a ! b/|");
    assert_cut("{}", "!}/|");
    assert_cut("{a{b}", "!a{b}/|");
    assert_cut("{a\nb}", "!a/|b}/|");
    assert_cut("}} stays", "}} stays/|");
}

/* --- with the facts of the example -------------------------------------------------------------------------------------------------------------------- */

/* The own text of P7 in the example is `yaml`, one line for each language. Sentences as text, each with its clauses. */
static void assert_read(struct work *w, const char *key, const char *yaml, int language, const char *expected)
{
    struct wording_facts facts;
    struct wording wording;
    struct findings findings;
    struct policy policy;
    struct text source, one;
    struct draft d, changed;
    size_t at;

    source = example_source(w);
    assert_true(text_find(source, TEXT("\ntext:\n"), &at));
    assert_ok(w, work_draft(w, at + 64 + strlen(yaml), &changed));
    draft_add(&changed, text_first(source, at));
    draft_addf(&changed, "\ntext:\n  %s:\n%s", key, yaml);
    assert_ok(w, policy_parse(w, draft_text(&changed), shipped_law(), &policy, &findings));
    assert_int_equal(findings.breaking, 0);
    assert_ok(w, wording_facts(w, &(struct wording_ground){ &policy, shipped_law()->law, { 20500 } }, language, &facts));
    assert_ok(w, wording_read(w, &policy, policy_own_text(&policy, text_of(key)), language, &facts, &wording));
    assert_ok(w, work_draft(w, 4096, &d));
    for (size_t i = 0; i < wording.paragraph_count; i++)
        for (size_t k = 0; k < wording.paragraphs[i].sentence_count; k++) {
            const struct wording_sentence *s = &wording.paragraphs[i].sentences[k];
            assert_ok(w, wording_sentence_text(w, s, &one));
            draft_addf(&d, "%s%.*s", d.length ? "|" : "", TEXT_ARGS(one));
            for (size_t c = 0; c < s->clause_count; c++)
                draft_addf(&d, " <%s>", s->clauses[c]->id);
        }
    assert_text(expected, draft_text(&d));
}

static void facts_are_said_in_the_readers_language(void **state)
{
    static const char *const yaml = "    en: \"{controller.name} keeps it {keep.support}, {rule.support}. Logs: {keep.security_log}; letters: {keep.newsletter}. [P9-1]\"\n"
                                    "    ja: \"{controller.name}は{keep.support}、{rule.support}。{keep.security_log}と{keep.newsletter}。[P9-1]\"\n";
    CLEANUP(unit_work_end) struct work *w = unit_work();

    (void)state;
    assert_read(w, "P9", yaml, 0, "Hikari Optics Co., Ltd. keeps it 24 months, 24 months after you and we were last in touch.|"
                                  "Logs: 30 days; letters: until you take back your consent. <P9-1>");
    assert_read(w, "P9", yaml, 1, "Hikari Optics Co., Ltd.は24か月、最後のご連絡から24か月。|30日と同意が取り消されるまで。 <P9-1>");
}

static void every_kind_of_placeholder_has_its_fact(void **state)
{
    static const struct { const char *name, *says, *link; } known[] = {
        { "site.name", "Hikari camera website", "" },
        { "controller.country", "Japan", "" },
        { "officer.email", "dpo@hikari.example", "mailto:dpo@hikari.example" },
        { "link.promises", "the page of our promises", "/promises" },
        { "link.care", "the page on looking after your camera", "https://www.hikari.example/care" },
        { "reviewed", "20 February 2026", "" },
        { "controller.address", "1-2-3 Example, Minato-ku, Tokyo 105-0000, Japan", "" },
        { "controller.affiliates", "List of affiliated companies", "https://www.hikari.example/company/affiliates" },
        { "contact.EU.email", "privacy-eu@hikari.example", "mailto:privacy-eu@hikari.example" },
        { "contact.privacy.address", "Privacy Office, Hikari Optics Co., Ltd., 1-2-3 Example, Minato-ku, Tokyo 105-0000, Japan", "" },
        { "contact.UK.phone", "", "" },
        { "data.product_serial", "Serial number of your camera", "" },
        { "purpose.support", "Support", "" },
        { "why.support", "answer you and help you with the products that you own", "" },
        { "recipient.list_tool", "Hikari list service", "" },
        { "country.list_tool", "Japan", "" },
        { "lifetime.visits", "for 13 months", "" },
        { "region.US-CA", "California", "" },
        { "authority.UK", "ico.org.uk", "https://ico.org.uk/make-a-complaint/" },
        { "law.US-CA.know", "45 days", "" },
        { "law.EU.access", "1 month", "" },
        { "lead", "30 days", "" },
        { "minors.under", "16", "" },
        { "security.certificate", "ISO/IEC 27001", "" },
        { "security.scope", "the systems of our offices in Tokyo, Amsterdam and London", "" },
        { "security.reviewed", "20 January 2026", "" },
    };
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct wording_facts facts;
    struct findings findings;
    struct policy policy;

    (void)state;
    assert_ok(w, policy_parse(w, example_source(w), shipped_law(), &policy, &findings));
    assert_ok(w, wording_facts(w, &(struct wording_ground){ &policy, shipped_law()->law, { 20500 } }, 0, &facts));
    for (size_t i = 0; i < COUNT_OF(known); i++) {
        const struct wording_fact *fact = wording_fact_find(&facts, text_of(known[i].name));
        if (!fact)
            fail_msg("no {%s}", known[i].name);
        assert_text(known[i].says, fact->text);
        assert_text(known[i].link, fact->link);
    }
    assert_null(wording_fact_find(&facts, TEXT("keep.nothing")));
    assert_null(wording_fact_find(&facts, TEXT("")));
}

static bool has_family(const char *name)
{
    struct text family = text_of(name), dot;

    (void)text_cut(&family, '.', &dot);
    for (size_t i = 0; i < wording_family_count; i++) {
        struct text form = text_of(wording_families[i].form), first;
        (void)text_cut(&form, '.', &first);
        if (text_equal(first, dot))
            return true;
    }
    return false;
}

static void the_manual_lists_every_kind(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct wording_facts facts;
    struct findings findings;
    struct policy policy;

    (void)state;
    assert_ok(w, policy_parse(w, example_source(w), shipped_law(), &policy, &findings));
    assert_ok(w, wording_facts(w, &(struct wording_ground){ &policy, shipped_law()->law, { 20500 } }, 0, &facts));
    for (size_t i = 0; i < facts.count; i++) {
        char name[200];
        snprintf(name, sizeof name, "%.*s", TEXT_ARGS(facts.list[i].name));
        if (!has_family(name))
            fail_msg("{%s} is of no kind that the manual lists", name);
        assert_true(i == 0 || text_compare(facts.list[i - 1].name, facts.list[i].name) < 0);
    }
}

static void under_a_clause_every_sentence_belongs_to_it(void **state)
{
    static const char *const yaml = "    en: \"One. Two. [P9-2] Three.\"\n    ja: \"一。二。[P9-2]三。\"\n";
    CLEANUP(unit_work_end) struct work *w = unit_work();

    (void)state;
    assert_read(w, "P7-1", yaml, 0, "One. <P7-1>|Two. <P9-2>|Three. <P7-1>");
    assert_read(w, "P7", yaml, 0, "One.|Two. <P9-2>|Three.");
    assert_read(w, "P7", yaml, 1, "一。|二。 <P9-2>|三。");
}

static void what_means_nothing_is_shown_as_it_stands(void **state)
{
    static const char *const yaml = "    en: \"A {nothing.here} and a { and {contact.UK.phone}. [Q1] [C1-1]\"\n    ja: \"あ。\"\n";
    CLEANUP(unit_work_end) struct work *w = unit_work();

    (void)state;
    assert_read(w, "P7", yaml, 0, "A {nothing.here} and a { and {contact.UK.phone}.");
}

static void a_language_without_words_gets_those_that_count(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();

    (void)state;
    assert_read(w, "P7", "    en: \"Only {keep.support}.\"\n", 1, "Only 24か月.");
}

static void sentences_without_a_clause_are_listed(void **state)
{
    static const char *const yaml = "text:\n  P7:\n    en: \"One. Two. [P7-1] Three {lead}.\"\n    ja: \"一。二。[P7-1]三{lead}。四。\"\n  P7-1:\n    en: Bound.\n    ja: 結。\n  P9:\n    en: Four.\n";
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct text source = example_source(w);
    struct unbound_sentence *list;
    struct findings findings;
    struct policy policy;
    struct draft d;
    size_t at, count;

    (void)state;
    assert_true(text_find(source, TEXT("\ntext:\n"), &at));
    assert_ok(w, work_draft(w, at + 300, &d));
    draft_add(&d, text_first(source, at + 1));
    draft_add(&d, text_of(yaml));
    assert_ok(w, policy_parse(w, draft_text(&d), shipped_law(), &policy, &findings));
    assert_ok(w, wording_unbound(w, &(struct wording_ground){ &policy, NULL, { 20500 } }, 0, &list, &count));
    assert_int_equal(count, 3);
    assert_text("One.", list[0].sentence);
    assert_text("P7", list[0].section);
    assert_text("Three 30 days.", list[1].sentence);
    assert_text("Four.", list[2].sentence);
    assert_text("P9", list[2].section);
    assert_ok(w, wording_unbound(w, &(struct wording_ground){ &policy, NULL, { 20500 } }, 1, &list, &count));
    assert_int_equal(count, 4);
    assert_text("三30日。", list[1].sentence);
    assert_text("Four.", list[3].sentence);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_end_with_their_stop_and_their_clause),
        cmocka_unit_test(japanese_sentences_end_without_a_space),
        cmocka_unit_test(a_stop_inside_a_sentence_ends_nothing),
        cmocka_unit_test(braces_are_placeholders_or_doubled),
        cmocka_unit_test(facts_are_said_in_the_readers_language),
        cmocka_unit_test(every_kind_of_placeholder_has_its_fact),
        cmocka_unit_test(the_manual_lists_every_kind),
        cmocka_unit_test(under_a_clause_every_sentence_belongs_to_it),
        cmocka_unit_test(what_means_nothing_is_shown_as_it_stands),
        cmocka_unit_test(sentences_without_a_clause_are_listed),
        cmocka_unit_test(a_language_without_words_gets_those_that_count),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
