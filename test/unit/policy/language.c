#include "unit.h"

#include "policy/clause.h"
#include "policy/language.h"
#include "policy/schema.h"
#include "source/explain.h"

static void every_finding_has_words(void **state)
{
    (void)state;
    for (int i = 0; i < finding_kind_count; i++) {
        const struct finding_words *words = finding_words_find((int)finding_kinds[i].code);
        if (!words || !words->what[0] || !words->right[0])
            fail_msg("PD%04d has no words", (int)finding_kinds[i].code);
    }
    assert_int_equal(finding_kind_count, finding_words_count);
}

static void a_finding_is_explained_by_what_why_and_what_is_right(void **state)
{
    struct work *w = unit_work();
    struct text words;
    int code;

    (void)state;
    assert_true(finding_code_parse(TEXT("pd0107"), &code));
    assert_ok(w, finding_explain(w, code, &words));
    assert_text("PD0107 (error)\n\n"
                "what     A channel collects for a purpose that has a legal basis in no region.\n"
                "why      Without a legal basis nothing may be processed.\n"
                "right    `basis: consent`, or another basis that holds; see the list of bases.\n"
                "refs     T-2 P4-1 D-5\n",
                words);
    unit_work_end(&w);
}

static void a_code_is_written_with_or_without_its_letters(void **state)
{
    static const char *const bad[] = { "", "PD", "PD01070", "T-2", "-7" };
    int code;

    (void)state;
    assert_true(finding_code_parse(TEXT("7"), &code));
    assert_int_equal(7, code);
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_false(finding_code_parse(text_of(bad[i]), &code));
}

static void what_is_no_code_is_told(void **state)
{
    struct work *w = unit_work();
    struct text words;

    (void)state;
    assert_error(w, ERR_NOT_FOUND, finding_explain(w, 999, &words));
    assert_string_equal("there is no finding PD0999; privacyd language prints all of them", w->err.message);
    unit_work_end(&w);
}

static void the_reference_shows_keys_with_range_unit_and_default(void **state)
{
    static const char *const lines[] = {
        "## `channels.NAME.deliver[].attested`\n",
        "| `under` | whole number, 1 to 21 years | *needed* | age below which nothing is sold or shared | C8 |\n",
        "| `lead` | whole number, 0 to 365 days | 0 | how long before they count | P12-2 T-14 |\n",
        "| `privacyd` | `1` | *needed* | version of the policy language |  |\n",
        "| `last_contact` | the newest record of the person under the purpose |\n",
        "- `user.contact.email`\n",
    };
    struct work *w = unit_work();
    struct text page;
    size_t at;

    (void)state;
    assert_ok(w, language_write(w, &page));
    for (size_t i = 0; i < COUNT_OF(lines); i++)
        if (!text_find(page, text_of(lines[i]), &at))
            fail_msg("the reference lacks: %s", lines[i]);
    unit_work_end(&w);
}

static bool refers(const char *refs, struct text id)
{
    struct text rest = text_of(refs ? refs : ""), one;

    while (text_cut(&rest, ' ', &one))
        if (text_equal(one, id))
            return true;
    return false;
}

static bool section_refers(const struct schema_section *section, struct text id, int depth)
{
    for (int i = 0; section && depth < 12 && i < section->count; i++)
        if (refers(section->rows[i].refs, id) || section_refers(section->rows[i].section, id, depth + 1))
            return true;
    return false;
}

/* A promise that no key could make or leave out would be one that nobody made. */
static void every_clause_can_be_said_or_comes_with_the_program(void **state)
{
    /* The date of the page, encryption at rest, what counts as personal in California, the sum of all others, and how a request is
     * acknowledged: the program does these the same way for everybody. */
    static const char *const built_in[] = { "P0-1", "P7-1", "C1", "C3-1", "C4B-3", "C4B-4", "C4B-5" };

    (void)state;
    for (int i = 0; i < clause_count; i++) {
        bool with_the_program = false, said = section_refers(&schema_policy, text_of(clauses[i].id), 0);
        for (size_t k = 0; k < COUNT_OF(built_in); k++)
            with_the_program |= strcmp(built_in[k], clauses[i].id) == 0;
        if (said == with_the_program)
            fail_msg("%s is %s", clauses[i].id, said ? "said by a key and comes with the program" : "said by no key");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_finding_has_words),
        cmocka_unit_test(a_finding_is_explained_by_what_why_and_what_is_right),
        cmocka_unit_test(a_code_is_written_with_or_without_its_letters),
        cmocka_unit_test(what_is_no_code_is_told),
        cmocka_unit_test(the_reference_shows_keys_with_range_unit_and_default),
        cmocka_unit_test(every_clause_can_be_said_or_comes_with_the_program),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
