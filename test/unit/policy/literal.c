/* What the checker says to the transcription of a real policy: each known defect of it, at a line that cites the lines of the defect.
 * literal.txt holds all findings; `GOLDEN=write build/test/unit-policy-literal` writes it anew. */
#include "literal.h"

#include <stdlib.h>

#define GOLDEN_PATH "test/unit/policy/literal.txt"

/* A defect or a clause of that policy, and its lines there. */
struct reference {
    const char *id, *lines;
};

/* T-1 to T-22: the traps; D-1 to D-9: groups of defects that a reader finds; then the clauses that findings refer to. */
static const struct reference references[] = {
    { "T-1", "7, 13, 106-110, 134, 142, 152" },
    { "T-2", "28, 34-37, 41-51" },
    { "T-3", "30, 44, 64-65, 124, 172" },
    { "T-4", "26-37, 170-172" },
    { "T-5", "55-71, 208" },
    { "T-6", "64-65, 73, 124" },
    { "T-7", "194-204" },
    { "T-8", "200" },
    { "T-9", "200" },
    { "T-10", "202" },
    { "T-11", "204" },
    { "T-12", "196" },
    { "T-13", "198" },
    { "T-14", "128, 130, 176" },
    { "T-15", "3, 157" },
    { "T-16", "116" },
    { "T-17", "43, 99-108" },
    { "T-18", "184" },
    { "T-19", "213, 218" },
    { "T-20", "7, 11, 136, 228" },
    { "T-21", "160" },
    { "T-22", "222" },
    { "D-1", "7" },
    { "D-2", "142, 145, 152" },
    { "D-3", "110" },
    { "D-4", "65, 73, 124" },
    { "D-5", "26-37, 43-44" },
    { "D-6", "28, 34-37, 50-51" },
    { "D-7", "26, 36-37, 170-172" },
    { "D-8", "62-65, 124, 208" },
    { "D-9", "17, 43-44, 97, 106, 116, 128-130, 164, 202" },
    { "P0-2", "7" }, { "P1-1", "11" }, { "P1-2", "13" }, { "P2-1", "17" }, { "P3A3-1", "30" }, { "P4-1", "41" }, { "P4-3", "44" },
    { "P5-1", "48-51" }, { "P6-1", "55" }, { "P6A2-1", "63-64" }, { "P6A3", "65" }, { "P6B-1", "77" }, { "P6B-2", "79" }, { "P8.1-1", "102" },
    { "P8.2", "106" }, { "P8.3-1", "108" }, { "P8.3-2", "108-112" }, { "P9-1", "116" }, { "P11-1", "124" }, { "P11-2", "124" }, { "P12-1", "128" },
    { "P12-2", "130" }, { "P13", "134-152" }, { "C0-1", "159" }, { "C0-2", "160" }, { "C1", "164" }, { "C2", "166-172" }, { "C4A-1", "182" },
    { "C4A-2", "184-192" }, { "C4B-1", "196" }, { "C4B-2", "196" }, { "C4B-6", "200" }, { "C4B-7", "200" }, { "C4B-8", "200" }, { "C4B-9", "202" },
    { "C4B-10", "204" }, { "C5", "208" }, { "C6", "212-213" }, { "C7", "217-218" }, { "C8", "222" }, { "C9", "226-229" },
};

static bool is_known_defect(const char *id)
{
    return id[0] == 'T' || id[0] == 'D';
}

static bool has_reference(const struct finding *f, const char *id)
{
    struct text rest = text_of(f->refs), one;

    while (text_cut(&rest, ' ', &one))
        if (text_equal(one, text_of(id)))
            return true;
    return false;
}

/* Whether the finding, or the second place of it, stands at a line that cites a line of the reference. */
static bool stands_at(struct text source, const struct finding *f, const struct reference *r)
{
    struct cited here = cited_by(source, f->place.line), second = cited_by(source, f->second.line), wanted = { 0 };

    cited_read(&wanted, text_of(r->lines));
    return cited_meet(&here, &wanted) || cited_meet(&second, &wanted);
}

static void every_defect_is_found_where_it_is(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct text source = policy_text_of(w, LITERAL_PATH);
    struct findings all = policy_text_findings(w, source);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(references); i++) {
        bool found = !is_known_defect(references[i].id);
        for (const struct finding *f = all.first; f; f = f->next)
            found |= has_reference(f, references[i].id) && stands_at(source, f, &references[i]);
        if (!found)
            fail_msg("%s is not found at a line of %s", references[i].id, references[i].lines);
    }
}

static void every_finding_stands_where_one_of_its_references_is(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct text source = policy_text_of(w, LITERAL_PATH);
    struct findings all = policy_text_findings(w, source);

    (void)state;
    for (const struct finding *f = all.first; f; f = f->next) {
        bool found = !*f->refs;
        for (size_t i = 0; i < COUNT_OF(references); i++)
            found |= has_reference(f, references[i].id) && stands_at(source, f, &references[i]);
        if (!found)
            fail_msg("PD%04d (%s) stands at line %d, which cites none of these", f->code, f->refs, f->place.line);
    }
}

/* Publishing would make a false public statement, or ask what may not be asked; all others are warnings. */
static bool is_grave(const char *id)
{
    static const char *const grave[] = { "T-2", "T-3", "T-4", "T-5", "T-12" };

    for (size_t i = 0; i < COUNT_OF(grave); i++)
        if (strcmp(grave[i], id) == 0)
            return true;
    return false;
}

static void defects_are_as_grave_as_they_are(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct findings all = policy_text_findings(w, policy_text_of(w, LITERAL_PATH));

    (void)state;
    for (size_t i = 0; i < COUNT_OF(references) && references[i].id[0] == 'T'; i++) {
        int errors = 0, warnings = 0;
        for (const struct finding *f = all.first; f; f = f->next) {
            errors += has_reference(f, references[i].id) && f->severity == SEVERITY_ERROR;
            warnings += has_reference(f, references[i].id) && f->severity == SEVERITY_WARNING;
        }
        if (is_grave(references[i].id) ? errors == 0 : errors > 0 || warnings == 0)
            fail_msg("%s has %d errors and %d warnings", references[i].id, errors, warnings);
    }
}

/* "name", for the reader of the list. */
static struct text key_in(struct text source, int number)
{
    struct text line = text_trim(policy_text_line(source, number)), key = TEXT("");

    if (text_starts(line, TEXT("- ")))
        line = text_from(line, 2);
    (void)text_cut(&line, ':', &key);
    return line.length ? key : TEXT("in a list");
}

static struct text golden_of(struct work *w, struct text source, const struct findings *all)
{
    struct draft d;

    assert_ok(w, work_draft(w, POLICY_TEXT_MAX, &d));
    for (const struct finding *f = all->first; f; f = f->next) {
        struct text key = key_in(source, f->place.line);
        draft_addf(&d, "%d:%d %.*s: %s PD%04d%s%s\n", f->place.line, f->place.column, TEXT_ARGS(key), severity_name(f->severity), f->code, *f->refs ? " " : "",
            f->refs);
    }
    assert_false(d.overflow);
    return draft_text(&d);
}

static void golden_write(struct text golden)
{
    FILE *file = fopen(unit_source_path(GOLDEN_PATH), "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(golden.at, 1, golden.length, file), golden.length);
    assert_int_equal(fclose(file), 0);
}

static void all_findings_are_those_that_are_known(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct text source = policy_text_of(w, LITERAL_PATH);
    struct findings all = policy_text_findings(w, source);
    struct text now = golden_of(w, source, &all), before = policy_text_of(w, GOLDEN_PATH), one, other;

    (void)state;
    if (getenv("GOLDEN"))
        golden_write(before = now);
    while (now.length || before.length) {
        one = other = TEXT("nothing");
        (void)text_cut(&now, '\n', &one);
        (void)text_cut(&before, '\n', &other);
        if (!text_equal(one, other))
            fail_msg("literal.txt has \"%.*s\" where the checker says \"%.*s\"", TEXT_ARGS(other), TEXT_ARGS(one));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_defect_is_found_where_it_is),
        cmocka_unit_test(every_finding_stands_where_one_of_its_references_is),
        cmocka_unit_test(defects_are_as_grave_as_they_are),
        cmocka_unit_test(all_findings_are_those_that_are_known),
    };

    return cmocka_run_group_tests_name("policy/literal", tests, NULL, NULL);
}
