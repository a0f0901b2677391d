#include "shipped_law.h"
#include "unit.h"

#include "policy/parse.h"
#include "source/report.h"

#include <jansson.h>
#include <stdio.h>

static struct text report(struct work *w, const char *source, struct findings *f)
{
    struct policy p;
    struct text out = TEXT("");

    assert_ok(w, policy_parse(w, text_of(source), shipped_law(), &p, f));
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
                "   refs: T-2 P4-1 D-5\n",
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
    assert_int_equal(json_object_size(one), 9);
    assert_string_equal(json_string_value(json_object_get(one, "severity")), "error");
    assert_string_equal(json_string_value(json_object_get(one, "file")), "dir/\"policy\".yaml");
    assert_int_equal(json_integer_value(json_object_get(one, "line")), 3);
    assert_int_equal(json_integer_value(json_object_get(one, "column")), 3);
    assert_string_equal(json_string_value(json_object_get(one, "message")), "`timzone` is not a key of site");
    assert_string_equal(json_string_value(json_object_get(one, "hint")), "did you mean `timezone`?");
    assert_string_equal(json_string_value(json_object_get(one, "refs")), "");
    assert_true(json_is_null(json_object_get(one, "second")));
    json_decref(root);
}

static void a_workflow_command_is_one_line_whatever_the_names_are(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    const char *source = "privacyd: 1\nsite: { name: 光, \"a:b,100%\": x }\n";
    struct findings f;
    struct text out, line;
    size_t at;

    (void)state;
    report(w, source, &f);
    assert_ok(w, findings_as_github(w, &f, TEXT("a,b:c%\n.yaml"), text_of(source), &out));
    assert_true(text_find(out, TEXT("::error file=a%2Cb%3Ac%25%0A.yaml,line=2,col=19,endColumn=27,title=PD0020::`a:b,100%25` is not a key of site%0A"
                                    "see: privacyd explain PD0020\n"), &at));
    for (int i = 0; i < f.count; i++) {
        assert_true(text_cut(&out, '\n', &line));
        assert_true(text_starts(line, TEXT("::error file=")));
    }
    assert_int_equal(out.length, 0);
}

static json_t *sarif_of(struct work *w, const char *source, struct text file)
{
    struct findings f;
    struct text out;
    json_t *root;

    report(w, source, &f);
    assert_ok(w, findings_as_sarif(w, &f, file, text_of(source), &out));
    root = json_loadb(out.at, out.length, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(root);
    return root;
}

static void code_scanning_reads_the_place_in_letters_and_the_file_as_an_address(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    json_t *root = sarif_of(w, "privacyd: 1\nsite: { name: 光, 日本: x }\n", TEXT("pol/a b:日.yaml"));
    json_t *run = json_array_get(json_object_get(root, "runs"), 0), *results = json_object_get(run, "results"), *result, *place = NULL;
    const char *uri, *message, *rule;
    int line, column, end;
    size_t i;

    (void)state;
    json_array_foreach(results, i, result)
        if (strcmp(json_string_value(json_object_get(result, "ruleId")), "PD0020") == 0)
            place = json_object_get(json_array_get(json_object_get(result, "locations"), 0), "physicalLocation");
    assert_non_null(place);
    assert_int_equal(json_unpack(place, "{s:{s:s}, s:{s:i, s:i, s:i}}", "artifactLocation", "uri", &uri, "region", "startLine", &line, "startColumn", &column, "endColumn", &end), 0);
    assert_string_equal(uri, "pol/a%20b%3A%E6%97%A5.yaml");
    assert_int_equal(line, 2);
    assert_int_equal(column, 18);
    assert_int_equal(end, 20);
    assert_int_equal(json_unpack(json_array_get(results, 0), "{s:s, s:{s:s}}", "ruleId", &rule, "message", "text", &message), 0);
    assert_string_equal(rule, "PD0021");
    assert_string_equal(message, "policy lacks `controller`: who is responsible");
    json_decref(root);
    root = sarif_of(w, "privacyd: 1\n", TEXT("/etc/policy.yaml"));
    assert_int_equal(json_unpack(root, "{s:[{s:[{s:[{s:{s:{s:s}}}]}]}]}", "runs", "results", "locations", "physicalLocation", "artifactLocation", "uri", &uri), 0);
    assert_string_equal(uri, "file:///etc/policy.yaml");
    json_decref(root);
}

static void what_was_left_out_of_a_log_is_said(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct draft d;
    json_t *root;
    const char *words;

    (void)state;
    assert_ok(w, work_draft(w, 20000, &d));
    draft_add(&d, TEXT("privacyd: 1\nnever: ["));
    for (int i = 0; i < FINDINGS_MAX + 7; i++)
        draft_add(&d, TEXT("lie, "));
    draft_add(&d, TEXT("sell]\n"));
    draft_byte(&d, 0);
    root = sarif_of(w, d.at, TEXT("policy.yaml"));
    assert_int_equal(json_unpack(root, "{s:[{s:[{s:[{s:{s:s}}]}]}]}", "runs", "invocations", "toolExecutionNotifications", "message", "text", &words), 0);
    assert_non_null(strstr(words, "more findings are left out"));
    assert_int_equal(json_array_size(json_object_get(json_array_get(json_object_get(root, "runs"), 0), "results")), FINDINGS_MAX);
    json_decref(root);
}

static void colours_change_no_word(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    const char *source = "privacyd: 1\npurposes:\n  p: { why: be, basis: off, keep: 1 day after collected }\nchannels:\n  c: { purpose: p }\n";
    struct findings f;
    struct text coloured, plain = report(w, source, &f);
    struct draft d;

    (void)state;
    assert_ok(w, findings_in_colour(w, &f, TEXT("policy.yaml"), text_of(source), &coloured));
    assert_ok(w, work_draft(w, coloured.length, &d));
    for (size_t i = 0; i < coloured.length; i++)
        if (coloured.at[i] == '\x1b')
            while (coloured.at[i] != 'm')
                i++;
        else
            draft_byte(&d, coloured.at[i]);
    assert_true(coloured.length > plain.length);
    assert_true(text_equal(draft_text(&d), plain));
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
        assert_ok(w, policy_parse(w, cut, shipped_law(), &p, &f));
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
        cmocka_unit_test(a_workflow_command_is_one_line_whatever_the_names_are),
        cmocka_unit_test(code_scanning_reads_the_place_in_letters_and_the_file_as_an_address),
        cmocka_unit_test(what_was_left_out_of_a_log_is_said),
        cmocka_unit_test(colours_change_no_word),
        cmocka_unit_test(every_place_in_every_cut_of_a_file_can_be_shown),
    };

    return cmocka_run_group_tests_name("source/report", tests, NULL, NULL);
}
