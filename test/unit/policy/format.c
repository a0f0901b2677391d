#include "example.h"

#include "policy/format.h"
#include "policy/schema.h"
#include "source/layout.h"

#include <dirent.h>

static struct text formatted(struct work *w, struct text source)
{
    struct findings f;
    struct text out;

    assert_ok(w, policy_format(w, source, &out, &f));
    if (f.count)
        fail_msg("left alone: %.*s", TEXT_ARGS(f.first->message));
    return out;
}

/* What becomes of a file, and that this is its own form. */
static void becomes(const char *source, const char *expected)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct text once = formatted(w, text_of(source));

    assert_text(expected, once);
    assert_text(expected, formatted(w, once));
}

static void keys_stand_in_the_order_of_the_table(void **state)
{
    (void)state;
    becomes("site: { timezone: UTC, name: x }\nprivacyd: 1\nnever: [share, sell]\n", "privacyd: 1\nsite: { name: x, timezone: UTC }\nnever: [share, sell]\n");
    becomes("rights:\n  US-CA:\n    methods: [email]\n    kinds: [know]\n  EU: { kinds: [access] }\n",
        "rights:\n  US-CA:\n    kinds: [know]\n    methods: [email]\n  EU: { kinds: [access] }\n"); /* names of the file's own stay where they are */
    becomes("nonsense: 1\nprivacyd: 1\nmore: 2\n", "privacyd: 1\nnonsense: 1\nmore: 2\n");
    becomes("appendices:\n- prevails: true\n  region: US-CA\n", "appendices:\n  - region: US-CA\n    prevails: true\n");
}

static void comments_travel_with_what_they_stand_at(void **state)
{
    (void)state;
    becomes("# of data\ndata:   # beside data\n  # of email\n  email: { is: user.contact.email } # beside email\n  # at the end of data\n# of one\nprivacyd: 1\n# at the end\n",
        "# of one\nprivacyd: 1\n# of data\ndata:  # beside data\n  # of email\n  email: { is: user.contact.email }  # beside email\n  # at the end of data\n# at the end\n");
    becomes("channels:\n  # none yet\nsite:\n  # only\n  name: x\n", "site:\n  # only\n  name: x\nchannels:\n  # none yet\n");
    becomes("appendices:\n  - # first\n    prevails: true # beside\n    # of region\n    region: EU\n  # second\n  - region: UK\n",
        "appendices:\n  # first\n  # of region\n  - region: EU\n    prevails: true  # beside\n  # second\n  - region: UK\n");
    becomes("never: [ # both\n  sell,\n  # and\n  share ]  # done\n", "# both\nnever:  # done\n  - sell\n  # and\n  - share\n");
    becomes("never: [ # none\n  ]\nsite:\n  # to come\n  { name: x }\n", "# to come\nsite: { name: x }\nnever: []  # none\n");
    becomes("privacyd: # c\n  1\n", "privacyd: 1  # c\n");
    becomes("privacyd:\n  # c\n\n  1\n", "# c\nprivacyd: 1\n");
}

static void the_head_of_a_file_stays_its_head(void **state)
{
    (void)state;
    becomes("# yaml-language-server: $schema=x\n# of site\nsite: { name: x }\nprivacyd: 1\n", "# yaml-language-server: $schema=x\nprivacyd: 1\n# of site\nsite: { name: x }\n");
    becomes("\n\n# head\n\n\n# of site\nsite: { name: x }\nprivacyd: 1\n", "# head\n\nprivacyd: 1\n# of site\nsite: { name: x }\n");
    becomes("%YAML 1.2\n# head\n--- # more\nprivacyd: 1\n...\n# end\n", "# head\n# more\nprivacyd: 1\n# end\n");
    becomes("\xEF\xBB\xBFprivacyd: 1\r\nsite:\r\n  name: x # c\r\n", "privacyd: 1\nsite:\n  name: x  # c\n");
}

static void groups_stay_apart_by_one_line(void **state)
{
    (void)state;
    becomes("privacyd: 1\n\n\n\nsite:\n\n  name: x\n\n\n  # c\n\n  timezone: UTC\n\n\n", "privacyd: 1\n\nsite:\n  name: x\n\n  # c\n\n  timezone: UTC\n");
    becomes("site: { name: x }\n\nprivacyd: 1\n", "privacyd: 1\n\nsite: { name: x }\n"); /* who was first gets the line of who is first now */
}

static void quotes_stand_only_where_they_are_needed(void **state)
{
    (void)state;
    becomes("site:\n  name: \"A shop\"\n  'timezone': 'Asia/Tokyo'\n", "site:\n  name: A shop\n  timezone: Asia/Tokyo\n");
    becomes("site: { name: 'a, b', timezone: 'a: b' }\n", "site: { name: 'a, b', timezone: 'a: b' }\n");
    becomes("site:\n  name: 'a, b'\n  timezone: 'a #b'\n", "site:\n  name: a, b\n  timezone: 'a #b'\n");
    becomes("site: { name: \"true\", authoritative: '', timezone: '12' }\n", "site: { name: \"true\", authoritative: '', timezone: '12' }\n");
    becomes("text:\n  P7: \"a\\tb\"\n  P8: 'it''s'\n  P9: ' a'\n  P10: \"- a\"\n", "text:\n  P7: \"a\\tb\"\n  P8: it's\n  P9: ' a'\n  P10: \"- a\"\n");
}

static void what_fits_stays_on_its_line(void **state)
{
    (void)state;
    becomes("never: [ sell,\n  share,\n\n  ]\n", "never: [sell, share]\n");
    becomes("site: {\n  name: { en: x },\n  languages: [ en ] }\n", "site: { name: { en: x }, languages: [en] }\n");
    becomes("controller: { name: Example Company with a Long Name Ltd., address: \"1 Example Street, Example Town, Example Country\", contacts: { privacy: privacy@example.org } }\n",
        "controller:\n  name: Example Company with a Long Name Ltd.\n  address: 1 Example Street, Example Town, Example Country\n  contacts: { privacy: privacy@example.org }\n");
    becomes("channels: { a: { optional: [aaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbb, cccccccccccccccccccc, dddddddddddddddddddd, eeeeeeeeeeeeeeeeeeee, fffffffffffffffffff], purpose: x } }\n",
        "channels:\n  a:\n    purpose: x\n    optional:\n      - aaaaaaaaaaaaaaaaaaaa\n      - bbbbbbbbbbbbbbbbbbbb\n      - cccccccccccccccccccc\n"
        "      - dddddddddddddddddddd\n      - eeeeeeeeeeeeeeeeeeee\n      - fffffffffffffffffff\n");
    becomes("never: []\nstatements: {}\n", "never: []\nstatements: {}\n");
    becomes("x: [[a, b], [c: d], {e: }]\n", "x:\n  - [a, b]\n  - [{ c: d }]\n  - e:\n");
}

static void tables_and_comments_stand_in_columns(void **state)
{
    (void)state;
    becomes("data:\n  a: { is: user.name } # one\n  long_name: { is: user.content }   # two\n\n  b: { is: user.name }\n  c:\n    is: user.name\n",
        "data:\n  a:         { is: user.name }     # one\n  long_name: { is: user.content }  # two\n\n  b: { is: user.name }\n  c:\n    is: user.name\n");
    becomes("regions:\n  EU: { en: Europe, ja: 欧州 }  # 1\n  US-CA: { en: California, ja: カリフォルニア州 }  # 2\n",
        "regions:\n  EU:    { en: Europe, ja: 欧州 }                  # 1\n  US-CA: { en: California, ja: カリフォルニア州 }  # 2\n");
    becomes("site:\n  name: x # a\n  authoritative: en # b\n\n  timezone: UTC # c\n", "site:\n  name: x            # a\n  authoritative: en  # b\n\n  timezone: UTC  # c\n");
}

static void texts_of_several_lines_are_moved_and_not_changed(void **state)
{
    (void)state;
    becomes("text:\n    P7: |  # why\n        a\n          b\n\n        c\n\n    P8: >-\n      folded\n      text\n",
        "text:\n  P7: |  # why\n    a\n      b\n\n    c\n\n  P8: >-\n    folded\n    text\n");
    becomes("text: { P7: a long\n    text,\n  P8: 'one\n\n    two' }\n", "text:\n  P7: a long\n    text\n  P8: 'one\n\n    two'\n");
    becomes("text:\n  P7: \"one\n    two\\\n    \\ three\"\n", "text:\n  P7: one two three\n");
    becomes("text:\n    P7: |2-\n         a\n      b\n", "text:\n  P7: |2-\n       a\n    b\n");
    becomes("text:\n  P7: |+\n    a\n\n\nsite:\n  name: x\n", "site:\n  name: x\ntext:\n  P7: |+\n    a\n\n\n");
    becomes("text:\n  P7: |\n    a", "text:\n  P7: |-\n    a\n");
}

static void a_key_of_several_lines_is_written_on_one(void **state)
{
    (void)state;
    becomes("? privacyd\n: 1\n", "privacyd: 1\n");
    becomes("x: { a\n  b: c }\n", "x: { a b: c }\n");
}

static void what_cannot_be_read_is_left_alone(void **state)
{
    static const struct {
        const char *source;
        int code;
    } cases[] = {
        { "a: [", PD_BROKEN_YAML }, { "a: &x b\n", PD_ALIAS }, { "a: !t b\n", PD_TAG }, { "a: 1\na: 2\n", PD_DUPLICATE_KEY }, { "a: \"\\e[1m\"\n", PD_HOSTILE_TEXT },
        { "privacyd: 2\n", PD_UNKNOWN_FORMAT }, { "- a\n", PD_EMPTY_FILE }, { "", PD_EMPTY_FILE }, { "a: b\n--- \na: c\n", PD_SECOND_DOCUMENT },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        CLEANUP(unit_work_end) struct work *w = unit_work();
        struct findings f;
        struct text out = TEXT("x");
        assert_ok(w, policy_format(w, text_of(cases[i].source), &out, &f));
        if (!finding_of(&f, cases[i].code) || out.length)
            fail_msg("%s: PD%04d is not told, or something is written", cases[i].source, cases[i].code);
    }
}

/* --- every policy that lies about ------------------------------------------------------------------------------------------------------------ */

static struct text comments_of(struct work *w, struct text source)
{
    struct findings f = { 0 };
    struct yaml_node *root;
    struct text out;

    assert_ok(w, yaml_parse(w, source, &f, &root));
    assert_ok(w, layout_comments(w, source, root, &out));
    return out;
}

/* 1 when the file can be laid out at all. */
static int look_at(const char *path)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    const struct policy_options options = { .law = NULL };
    static char bytes[256 * 1024];
    FILE *file = fopen(path, "rb");
    struct policy before, after;
    struct text source, once;
    struct findings f;

    assert_non_null(file);
    source = text_of_bytes(bytes, fread(bytes, 1, sizeof bytes, file));
    fclose(file);
    assert_ok(w, policy_format(w, source, &once, &f));
    if (f.count)
        return 0;
    if (!text_equal(once, formatted(w, once)))
        fail_msg("%s: the form has another form", path);
    if (!text_equal(comments_of(w, source), comments_of(w, once)))
        fail_msg("%s: not the same comments", path);
    assert_ok(w, policy_parse(w, source, &options, &before, &f));
    assert_ok(w, policy_parse(w, once, &options, &after, &f));
    assert_memory_equal(before.model_hash.bytes, after.model_hash.bytes, sizeof before.model_hash.bytes);
    return 1;
}

static int look_at_folder(const char *folder)
{
    DIR *all = opendir(unit_source_path(folder));
    char path[1024];
    int count = 0;

    assert_non_null(all);
    for (struct dirent *i; (i = readdir(all)) != NULL;) {
        if (i->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", unit_source_path(folder), i->d_name);
        count += look_at(path);
    }
    closedir(all);
    return count;
}

static void every_policy_says_the_same_in_its_form(void **state)
{
    (void)state;
    assert_int_equal(look_at(unit_source_path("examples/camera-maker/policy.yaml")), 1);
    assert_int_equal(look_at(unit_source_path("examples/eu-shop/policy.yaml")), 1);
    assert_true(look_at_folder("test/fuzz/corpus/policy") >= 2);
    assert_true(look_at_folder("test/fuzz/corpus/fmt") >= 1);
    assert_true(look_at_folder("test/fuzz/corpus/law") >= 1); /* YAML that is no policy */
}

static void the_examples_are_in_their_form(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct text source = example_source(w);

    (void)state;
    assert_true(text_equal(source, formatted(w, source)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_stand_in_the_order_of_the_table),
        cmocka_unit_test(comments_travel_with_what_they_stand_at),
        cmocka_unit_test(the_head_of_a_file_stays_its_head),
        cmocka_unit_test(groups_stay_apart_by_one_line),
        cmocka_unit_test(quotes_stand_only_where_they_are_needed),
        cmocka_unit_test(what_fits_stays_on_its_line),
        cmocka_unit_test(tables_and_comments_stand_in_columns),
        cmocka_unit_test(texts_of_several_lines_are_moved_and_not_changed),
        cmocka_unit_test(a_key_of_several_lines_is_written_on_one),
        cmocka_unit_test(what_cannot_be_read_is_left_alone),
        cmocka_unit_test(every_policy_says_the_same_in_its_form),
        cmocka_unit_test(the_examples_are_in_their_form),
    };

    return cmocka_run_group_tests_name("policy/format", tests, NULL, NULL);
}
