#include "unit.h"

#include "policy/parse.h"
#include "source/report.h"

#include <jansson.h>
#include <stdio.h>

static struct text report(struct work *w, const char *source, struct findings *f)
{
    struct policy p;
    struct text out = TEXT("");

    assert_ok(w, policy_parse(w, text_of(source), &p, f));
    assert_ok(w, findings_as_text(w, f, TEXT("policy.yaml"), text_of(source), &out));
    return out;
}

/* The part of the report that begins with `from`, up to the next finding. */
static struct text part(struct text all, const char *from)
{
    size_t at, end;

    if (!text_find(all, text_of(from), &at))
        fail_msg("no \"%s\" in: %.*s", from, TEXT_ARGS(all));
    all = text_from(all, at);
    return text_find(text_from(all, 1), TEXT("policy.yaml:"), &end) ? text_first(all, end + 1) : all;
}

static void a_finding_reads_as_a_compiler_prints_it(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct findings f;

    (void)state;
    assert_text("policy.yaml:3:3: error[PD0020]: `timzone` is not a key of site\n"
                "    3 |   timzone: Asia/Tokyo\n"
                "      |   ^^^^^^^\n"
                "   hint: did you mean `timezone`?\n",
        part(report(w, "privacyd: 1\nsite:\n  timzone: Asia/Tokyo\n", &f), "policy.yaml:3:3"));
}

static void the_other_side_of_a_contradiction_is_shown_too(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct findings f;

    (void)state;
    assert_text("policy.yaml:5:3: error[PD0107]: purpose `p` has no legal basis\n"
                "    5 |   c: { purpose: p }\n"
                "      |   ^\n"
                "   see line 3:\n"
                "    3 |   p: { why: be, basis: off, keep: 1 day after collected }\n"
                "      |                        ^^^\n"
                "   hint: channel `c` collects for it; add `basis: consent`, or another basis that holds\n"
                "   refs: T-2 P4-1\n",
        part(report(w, "privacyd: 1\npurposes:\n  p: { why: be, basis: off, keep: 1 day after collected }\nchannels:\n  c: { purpose: p }\n", &f),
            "policy.yaml:5:3"));
}

static void carets_stand_right_under_wide_letters_and_behind_tabs(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct findings f;

    (void)state;
    assert_text("policy.yaml:2:18: error[PD0020]: `日本` is not a key of site\n"
                "    2 | site: { name: 光, 日本: x }\n"
                "      |                   ^^^^\n",
        part(report(w, "privacyd: 1\nsite: { name: 光, 日本: x }\n", &f), "policy.yaml:2:18"));
    assert_text("policy.yaml:2:15: error[PD0023]: `of` is not known here\n"
                "    2 | never:\t[sell,\tof]\n"
                "      |       \t      \t^^\n"
                "   hint: one of: sell share\n",
        part(report(w, "privacyd: 1\nnever:\t[sell,\tof]\n", &f), "policy.yaml:2:15"));
    assert_text("policy.yaml:2:18: error[PD0020]: `nmae` is not a key of site\n" /* the accent is a code point without a width */
                "    2 | site: { \"e\xCC\x81\": x, nmae: y }\n"
                "      |                 ^^^^\n"
                "   hint: did you mean `name`?\n",
        part(report(w, "privacyd: 1\nsite: { \"e\xCC\x81\": x, nmae: y }\n", &f), "policy.yaml:2:18"));
}

static void a_long_line_is_shown_around_the_place(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    char source[5000];
    struct findings f;
    struct text out, line;
    size_t at;

    (void)state;
    snprintf(source, sizeof source, "privacyd: 1\nsite: { name: %01000d, nmae: %01000d }\n", 7, 8);
    out = part(report(w, source, &f), "policy.yaml:2:1017");
    assert_true(text_find(out, TEXT("    2 | ..."), &at));
    while (text_cut(&out, '\n', &line))
        assert_true(line.length < 190);
}

static void a_hostile_file_cannot_steer_the_terminal(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct findings f;
    struct text out = report(w, "privacyd: 1\n\"ne\\e[31mver\": 1\nsite: { \"\xE2\x80\xAEname\": x }\n", &f);
    size_t offset, length;

    (void)state;
    assert_false(text_is_hostile(out, &offset, &length));
    assert_true(text_find(out, TEXT("`ne?[31mver` is not a key of policy"), &offset));
    assert_true(text_find(out, TEXT("site: { \"?name\": x }"), &offset));
}

static void programs_read_the_same_as_json(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct findings f;
    struct text out;
    json_t *root, *all, *one;
    json_error_t error;

    (void)state;
    report(w, "privacyd: 1\nsite:\n  timzone: Asia/Tokyo\n", &f);
    assert_ok(w, findings_as_json(w, &f, TEXT("dir/\"policy\".yaml"), &out));
    root = json_loadb(out.at, out.length, JSON_REJECT_DUPLICATES, &error);
    assert_non_null(root);
    all = json_object_get(root, "findings");
    assert_int_equal(json_array_size(all), f.count);
    one = NULL;
    for (size_t i = 0; i < json_array_size(all); i++)
        if (strcmp(json_string_value(json_object_get(json_array_get(all, i), "id")), "PD0020") == 0)
            one = json_array_get(all, i);
    assert_non_null(one);
    assert_int_equal(json_object_size(one), 8);
    assert_string_equal(json_string_value(json_object_get(one, "severity")), "error");
    assert_string_equal(json_string_value(json_object_get(one, "file")), "dir/\"policy\".yaml");
    assert_int_equal(json_integer_value(json_object_get(one, "line")), 3);
    assert_int_equal(json_integer_value(json_object_get(one, "column")), 3);
    assert_string_equal(json_string_value(json_object_get(one, "message")), "`timzone` is not a key of site");
    assert_string_equal(json_string_value(json_object_get(one, "hint")), "did you mean `timezone`?");
    assert_string_equal(json_string_value(json_object_get(one, "refs")), "");
    json_decref(root);
}

static void every_place_in_every_cut_of_a_file_can_be_shown(void **state)
{
    static const char source[] = "privacyd: 1\nsite: { name: { en: 日本, jp: \"\\u202e\" } }\npurposes: { a: { why: \xE5\x85\x89, keep: soon } }\nchannels: { c: { purpose: b } }\n";
    struct findings f;

    (void)state;
    for (size_t i = 0; i < sizeof source; i++) {
        CLEANUP(unit_work_end) struct work *w = unit_work();
        struct policy p;
        struct text out, cut = text_of_bytes(source, i);
        assert_ok(w, policy_parse(w, cut, &p, &f));
        assert_ok(w, findings_as_text(w, &f, TEXT("policy.yaml"), cut, &out));
        assert_true(f.count > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_finding_reads_as_a_compiler_prints_it),
        cmocka_unit_test(the_other_side_of_a_contradiction_is_shown_too),
        cmocka_unit_test(carets_stand_right_under_wide_letters_and_behind_tabs),
        cmocka_unit_test(a_long_line_is_shown_around_the_place),
        cmocka_unit_test(a_hostile_file_cannot_steer_the_terminal),
        cmocka_unit_test(programs_read_the_same_as_json),
        cmocka_unit_test(every_place_in_every_cut_of_a_file_can_be_shown),
    };

    return cmocka_run_group_tests_name("policy/report", tests, NULL, NULL);
}
