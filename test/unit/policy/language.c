#include "unit.h"

#include "policy/clause.h"
#include "policy/language.h"
#include "policy/schema.h"
#include "source/explain.h"

#include <jansson.h>

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

/* --- the schema for editors ----------------------------------------------------------------------------------------------------------------- */

static bool has_example(const json_t *key)
{
    return json_object_get(key, "enum") || json_object_get(json_object_get(key, "items"), "enum") || json_object_get(key, "anyOf") || json_object_get(key, "examples");
}

/* Maps and lists of maps explain themselves by their keys. */
static bool is_structure(const json_t *key)
{
    const char *type = json_string_value(json_object_get(key, "type"));

    return (type && strcmp(type, "object") == 0) || json_object_get(json_object_get(key, "items"), "properties");
}

static void look_at_key(const char *name, const json_t *key)
{
    const char *description = json_string_value(json_object_get(key, "description")), *marked = json_string_value(json_object_get(key, "markdownDescription"));
    const json_t *choice;
    size_t i;

    if (!description || !marked || !strstr(description, "Value: ") || !strstr(marked, "Value: "))
        fail_msg("%s does not say what it is", name);
    json_array_foreach(json_object_get(key, "enum"), i, choice)
        if (json_is_string(choice) && !strstr(description, json_string_value(choice)) && !strstr(description, "list that the editor offers"))
            fail_msg("%s does not say %s", name, json_string_value(choice));
    if (!is_structure(key) && !has_example(key) && name[0] != '^') /* keys that the file chooses stand as a pattern */
        fail_msg("%s has no example", name);
}

/* A map is closed, whichever way its keys are told; returns how many keys were seen. */
static int look_at_map(json_t *map)
{
    json_t *keys = json_object_get(map, "properties") ? json_object_get(map, "properties") : json_object_get(map, "patternProperties"), *key, *form;
    const char *name;
    int seen = 0;
    size_t i;

    if (!keys)
        return 0;
    assert_true(json_is_false(json_object_get(map, "additionalProperties")));
    json_object_foreach(keys, name, key) {
        look_at_key(name, key);
        seen += 1 + look_at_map(key) + look_at_map(json_object_get(key, "items"));
        json_array_foreach(json_object_get(key, "anyOf"), i, form)
            seen += look_at_map(form);
    }
    return seen;
}

static int count_rows(const struct schema_section *section)
{
    int count = 0;

    for (int i = 0; section && i < section->count; i++)
        count += 1 + count_rows(section->rows[i].section);
    return count;
}

static void an_editor_is_told_of_every_key_what_it_is(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct text out;
    json_t *root, *lead;

    (void)state;
    assert_ok(w, language_json_schema(w, &out));
    root = json_loadb(out.at, out.length, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(root);
    assert_string_equal(json_string_value(json_object_get(root, "$schema")), "http://json-schema.org/draft-07/schema#");
    assert_int_equal(look_at_map(root), count_rows(&schema_policy));
    assert_int_equal(json_unpack(root, "{s:{s:{s:{s:{s:{s:o}}}}}}", "properties", "statements", "properties", "changes", "properties", "lead", &lead), 0);
    assert_string_equal(json_string_value(json_object_get(lead, "type")), "integer");
    assert_int_equal(json_integer_value(json_object_get(lead, "maximum")), 365);
    assert_true(json_is_integer(json_object_get(lead, "default")));
    assert_string_equal(json_string_value(json_object_get(lead, "description")),
        "how long before they count.\nValue: whole number, 0 to 365 days.\nLeft out: 0.\nClauses: P12-2 T-14.");
    json_decref(root);
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
        cmocka_unit_test(an_editor_is_told_of_every_key_what_it_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
