#include "policy/clause.h"
#include "policy/parse.h"
#include "source/report.h"
#include "shipped_law.h"
#include "unit.h"

#include <stdio.h>

/* What must be there, held here a second time. */
static const char *const ids[] = {
    "P0-1",   "P0-2",   "P1-1",   "P1-2",   "P2-1",   "P3-1",   "P3A1-1", "P3A1-2", "P3A1-3", "P3A2-1", "P3A2-2", "P3A3-1", "P3B-1",  "P3B-2",   "P4-1",
    "P4-2",   "P4-3",   "P5-1",   "P6-1",   "P6A1",   "P6A2-1", "P6A2-2", "P6A3",   "P6A4",   "P6A5",   "P6A6",   "P6B-1",  "P6B-2",  "P7-1",    "P7-2",
    "P7-3",   "P8.1-1", "P8.1-2", "P8.1-3", "P8.1-4", "P8.1-5", "P8.1-6", "P8.1-7", "P8.2",   "P8.3-1", "P8.3-2", "P9-1",   "P9-2",   "P10",     "P11-1",
    "P11-2",  "P12-1",  "P12-2",  "P12-3",  "P13",    "C0-1",   "C0-2",   "C1",     "C2",     "C3-1",   "C3-2",   "C4A-1",  "C4A-2",  "C4B-1",   "C4B-2",
    "C4B-3",  "C4B-4",  "C4B-5",  "C4B-6",  "C4B-7",  "C4B-8",  "C4B-9",  "C4B-10", "C5",     "C6",     "C7",     "C8",     "C9",
};

static const char small_policy[] =
    "privacyd: 1\n"
    "site: { name: Small shop, origins: [https://shop.example], languages: [en] }\n"
    "controller: { name: Small Shop, address: 1 Road, contacts: { privacy: privacy@shop.example } }\n"
    "data: { email: { is: user.contact.email, identifies: subject, label: E-mail address } }\n"
    "purposes: { orders: { why: send you what you ordered, basis: contract, keep: 1 year after collected } }\n"
    "channels: { order: { purpose: orders, required: [email], deliver: [{ mail: desk@shop.example }] } }\n";

static void the_table_has_the_73_clauses_in_their_order(void **state)
{
    (void)state;
    assert_int_equal(COUNT_OF(ids), 73);
    assert_int_equal(clause_count, 73);
    for (int i = 0; i < clause_count; i++)
        assert_string_equal(clauses[i].id, ids[i]);
}

static void every_id_is_found_and_stands_once(void **state)
{
    (void)state;
    for (int i = 0; i < clause_count; i++)
        assert_ptr_equal(clause_find(text_of(clauses[i].id)), &clauses[i]);
    assert_null(clause_find(TEXT("P9")));
    assert_null(clause_find(TEXT("")));
}

static void a_clause_stands_in_the_section_of_its_id(void **state)
{
    (void)state;
    for (int i = 0; i < clause_count; i++) {
        struct text id = text_of(clauses[i].id), section = text_of(clauses[i].section), rest = text_from(id, section.length);
        assert_true(text_starts(id, section));
        assert_true(rest.length == 0 || rest.at[0] < '0' || rest.at[0] > '9');
    }
}

static void a_disclaimer_claims_no_mechanism(void **state)
{
    int disclaimers = 0;

    (void)state;
    for (int i = 0; i < clause_count; i++) {
        assert_non_null(clauses[i].mechanism);
        if (!clauses[i].text_only)
            continue;
        disclaimers++;
        assert_string_equal(clauses[i].mechanism, "");
    }
    assert_int_equal(disclaimers, 1);
    assert_true(clause_find(TEXT("P7-2"))->text_only);
}

static struct policy parsed(struct work *w, struct text source)
{
    struct policy p;
    struct findings findings;
    struct text report = TEXT("");

    assert_ok(w, policy_parse(w, source, shipped_law(), &p, &findings));
    if (findings.errors) {
        assert_ok(w, findings_as_text(w, &findings, TEXT("policy.yaml"), source, &report));
        fail_msg("%.*s", TEXT_ARGS(report));
    }
    return p;
}

static struct policy example_at(struct work *w, const char *path)
{
    FILE *file = fopen(unit_source_path(path), "rb");
    char *bytes = WORK_NEW(w, char, 1 << 16);
    size_t length;

    assert_non_null(file);
    assert_non_null(bytes);
    length = fread(bytes, 1, 1 << 16, file);
    fclose(file);
    return parsed(w, text_of_bytes(bytes, length));
}

static struct policy example(struct work *w)
{
    return example_at(w, "examples/camera-maker/policy.yaml");
}

static struct text sentence(struct work *w, const struct policy *p, const char *id, int language)
{
    struct text out;

    assert_ok(w, clause_find(text_of(id))->sentence(w, p, language, &out));
    return out;
}

static void assert_says(struct text sentence_, const char *part)
{
    size_t at;

    if (!text_find(sentence_, text_of(part), &at))
        fail_msg("\"%s\" is not in \"%.*s\"", part, TEXT_ARGS(sentence_));
}

static void check_sentence(struct work *w, const struct policy *p, const struct clause *clause, int language)
{
    struct text out = sentence(w, p, clause->id, language);
    size_t at;

    if (text_find(out, TEXT("{"), &at) || text_find(out, TEXT("}"), &at) || !text_is_utf8(out))
        fail_msg("%s: not filled: %.*s", clause->id, TEXT_ARGS(out));
    if (!clause->promised(p)) /* its facts are not there; the page does not ask for it */
        return;
    if (out.length < 10)
        fail_msg("%s: no sentence", clause->id);
    if (text_find(out, TEXT("()"), &at) || text_find(out, TEXT(": ."), &at) || text_find(out, TEXT("：。"), &at) || text_find(out, TEXT("  "), &at))
        fail_msg("%s: a fact is missing: %.*s", clause->id, TEXT_ARGS(out));
}

static void every_clause_has_a_sentence_in_both_languages(void **state)
{
    struct work *w = unit_work();
    struct policy p = example(w);

    (void)state;
    assert_int_equal(p.language_count, 2);
    for (int i = 0; i < clause_count; i++)
        assert_true(clauses[i].promised(&p)); /* the example is there to show them all */
    for (int i = 0; i < clause_count; i++) {
        struct text en = sentence(w, &p, clauses[i].id, 0), ja = sentence(w, &p, clauses[i].id, 1);
        check_sentence(w, &p, &clauses[i], 0);
        check_sentence(w, &p, &clauses[i], 1);
        assert_false(text_equal(en, ja));
    }
    unit_work_end(&w);
}

static void a_small_policy_has_sentences_too(void **state)
{
    struct work *w = unit_work();
    struct policy p = parsed(w, text_of(small_policy));

    (void)state;
    for (int i = 0; i < clause_count; i++)
        check_sentence(w, &p, &clauses[i], 0);
    unit_work_end(&w);
}

static void no_two_clauses_say_the_same(void **state)
{
    struct work *w = unit_work();
    struct policy p = example(w);
    struct text said[COUNT_OF(ids)];

    (void)state;
    for (int i = 0; i < clause_count; i++) {
        said[i] = sentence(w, &p, clauses[i].id, 0);
        for (int k = 0; k < i; k++)
            assert_false(text_equal(said[i], said[k]));
    }
    unit_work_end(&w);
}

static void sentences_hold_the_facts_of_the_policy(void **state)
{
    struct work *w = unit_work();
    struct policy p = example(w);

    (void)state;
    assert_says(sentence(w, &p, "P0-2", 0), "Hikari camera website (https://www.hikari.example)");
    assert_text("Hikari Optics Co., Ltd. is responsible for your data. Its office is at this address: 1-2-3 Example, Minato-ku, Tokyo 105-0000, Japan.",
        sentence(w, &p, "P1-1", 0));
    assert_says(sentence(w, &p, "P3A1-1", 0), "The form \"Contact form\" needs: Name, E-mail address and Message. You may add: ");
    assert_says(sentence(w, &p, "P3A1-1", 1), "お名前、メールアドレス、お問い合わせ内容");
    assert_text("To subscribe with the form \"Newsletter\" you only need to give: E-mail address.", sentence(w, &p, "P3A2-1", 0));
    assert_says(sentence(w, &p, "P6B-1", 0), "in your own region and in: Japan, Netherlands and United Kingdom.");
    assert_says(sentence(w, &p, "P6B-1", 1), "日本、オランダ、英国");
    assert_says(sentence(w, &p, "P8.1-5", 0), "(European Union and European Economic Area; United Kingdom; Japan)");
    assert_says(sentence(w, &p, "C9", 0), "go to Hikari Optics Co., Ltd.");
    unit_work_end(&w);
}

/* The shop's visits come from the device, its log from the server: nobody fills in a form there. */
static void what_nobody_types_in_is_not_called_a_form(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct policy p = example_at(w, "examples/eu-shop/policy.yaml");

    (void)state;
    assert_says(sentence(w, &p, "P3A1-1", 0), "The form \"Contact form\" needs: E-mail address and Message.");
    assert_says(sentence(w, &p, "P3A1-1", 0), "Your device gives \"Visits\": Page that was opened. It gives nothing else.");
    assert_says(sentence(w, &p, "P3A1-1", 0), "The record \"Log of the server\" holds: Network address and Page that was opened. It holds nothing else.");
    assert_says(sentence(w, &p, "P3A1-3", 0), "We use what \"Visits\" brings in only to count which bells are looked at, and for how long.");
}

static void a_policy_promises_only_what_it_declares(void **state)
{
    static const char *const promised[] = { "P0-1", "P0-2", "P1-1", "P2-1", "P3-1", "P3A1-1", "P3A1-3", "P4-1", "P4-2", "P5-1", "P7-1", "P9-1", "P9-2", "P12-1", "P13" };
    struct work *w = unit_work();
    struct policy p = parsed(w, text_of(small_policy));
    size_t next = 0;

    (void)state;
    for (int i = 0; i < clause_count; i++) {
        bool expected = next < COUNT_OF(promised) && strcmp(promised[next], clauses[i].id) == 0;
        if (clauses[i].promised(&p) != expected)
            fail_msg("%s is %s", clauses[i].id, expected ? "not promised" : "promised");
        next += expected;
    }
    assert_int_equal(next, COUNT_OF(promised));
    unit_work_end(&w);
}

static void the_appendix_is_promised_only_with_an_appendix(void **state)
{
    struct work *w = unit_work();
    struct policy p = example(w), without = p;
    int with_it = 0;

    (void)state;
    without.appendix_count = 0;
    for (int i = 0; i < clause_count; i++) {
        if (clauses[i].id[0] != 'C')
            continue;
        with_it += clauses[i].promised(&p);
        assert_false(clauses[i].promised(&without));
    }
    assert_true(with_it >= 20);
    unit_work_end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_has_the_73_clauses_in_their_order),
        cmocka_unit_test(every_id_is_found_and_stands_once),
        cmocka_unit_test(a_clause_stands_in_the_section_of_its_id),
        cmocka_unit_test(a_disclaimer_claims_no_mechanism),
        cmocka_unit_test(every_clause_has_a_sentence_in_both_languages),
        cmocka_unit_test(a_small_policy_has_sentences_too),
        cmocka_unit_test(no_two_clauses_say_the_same),
        cmocka_unit_test(sentences_hold_the_facts_of_the_policy),
        cmocka_unit_test(what_nobody_types_in_is_not_called_a_form),
        cmocka_unit_test(a_policy_promises_only_what_it_declares),
        cmocka_unit_test(the_appendix_is_promised_only_with_an_appendix),
    };

    return cmocka_run_group_tests_name("policy/clause", tests, NULL, NULL);
}
