#include "unit.h"

#include "source/yaml.h"

#include <stdlib.h>

static struct yaml_node *parse(struct work *w, struct text source, struct findings *f)
{
    struct yaml_node *root = NULL;

    *f = (struct findings){ 0 };
    assert_ok(w, yaml_parse(w, source, f, &root));
    return root;
}

static void is_at(struct place place, int line, int column, int length)
{
    assert_int_equal(place.line, line);
    assert_int_equal(place.column, column);
    assert_int_equal(place.length, length);
}

static void every_value_and_key_keeps_its_place(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct findings f;
    const struct yaml_node *root = parse(w, TEXT("a: x\nb: { 日本: y, c: \"q\" }\nlist:\n  - one\n  - d: |\n      block\n      more\n"), &f), *b, *list;

    (void)state;
    assert_int_equal(f.count, 0);
    is_at(yaml_get(root, "a")->key_place, 1, 1, 1);
    is_at(yaml_get(root, "a")->place, 1, 4, 1);
    b = yaml_get(root, "b");
    assert_int_equal(b->kind, YAML_MAP);
    is_at(yaml_get(b, "日本")->key_place, 2, 6, 6); /* columns count code points, lengths bytes */
    is_at(yaml_get(b, "日本")->place, 2, 10, 1);
    assert_true(yaml_get(b, "c")->quoted);
    list = yaml_get(root, "list");
    assert_int_equal(list->count, 2);
    is_at(list->first->place, 4, 5, 3);
    assert_text("block\nmore\n", yaml_text(yaml_get(list->first->next, "d")));
    assert_int_equal(yaml_get(list->first->next, "d")->place.line, 6);
}

static void a_mark_at_the_beginning_and_line_ends_of_windows_do_no_harm(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct findings f;
    const struct yaml_node *root = parse(w, TEXT("\xEF\xBB\xBF" "a: x\r\nb: y\r\n"), &f);

    (void)state;
    assert_int_equal(f.count, 0);
    is_at(yaml_get(root, "a")->key_place, 1, 1, 1);
    assert_text("y", yaml_text(yaml_get(root, "b")));
    is_at(yaml_get(root, "b")->place, 2, 4, 1);
}

static void nothing_behind_a_key_is_an_empty_text(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct findings f;
    const struct yaml_node *root = parse(w, TEXT("a:\nb: ''\nc: ~\n"), &f);

    (void)state;
    assert_true(yaml_is_empty(yaml_get(root, "a")));
    is_at(yaml_get(root, "a")->place, 1, 1, 1); /* its key's place */
    assert_true(yaml_get(root, "b")->quoted);
    assert_text("~", yaml_text(yaml_get(root, "c"))); /* no magic words */
    assert_null(yaml_get(root, "d"));
    assert_null(yaml_get(NULL, "d"));
}

static void single_quotes_mean_what_the_standard_says(void **state)
{
    static const struct {
        const char *single, *value;
    } cases[] = {
        { "''", "" }, { "'a'", "a" }, { "'it''s'", "it's" }, { "''''", "'" }, { "''''''", "''" }, { "'a ''''b'", "a ''b" }, { "'a\\n'", "a\\n" },
        { "' a '", " a " }, { "'a\n    b'", "a b" }, { "'a  \n    \tb'", "a b" }, { "'a\n\n    b'", "a\nb" }, { "'a\n\n\n    b '", "a\n\nb " },
        { "'\n    a\n    '", " a " }, { "'a\r\n    b'", "a b" }, { "'日\n    本'", "日 本" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        CLEANUP(unit_work_end) struct work *w = unit_work();
        struct findings f;
        struct text source;
        assert_ok(w, work_format(w, &source, "k:\n  v: %s\n", cases[i].single));
        assert_text(cases[i].value, yaml_text(yaml_get(yaml_get(parse(w, source, &f), "k"), "v")));
        assert_int_equal(f.count, 0);
    }
}

static void refused(const char *source, int code, int line, int column)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct findings f;

    parse(w, text_of(source), &f);
    if (!f.first || f.first->code != code)
        fail_msg("PD%04d was expected for: %s", code, source);
    assert_int_equal(f.first->place.line, line);
    assert_int_equal(f.first->place.column, column);
}

static void what_is_not_one_plain_document_is_refused_with_its_place(void **state)
{
    (void)state;
    refused("", PD_EMPTY_FILE, 1, 1);
    refused("# only a comment\n", PD_EMPTY_FILE, 1, 1);
    refused("a: 1\n---\nb: 2\n", PD_SECOND_DOCUMENT, 2, 1);
    refused("{ [a, b]: c }", PD_KEY_NOT_TEXT, 1, 3);
    refused("a: 'x\n", PD_BROKEN_YAML, 1, 5);
    refused("a: 1\n b: 2\n", PD_BROKEN_YAML, 1, 4);
    refused("a: b\nc: [d, { e: [", PD_BROKEN_YAML, 2, 1);      /* at the end of the file, not at its beginning */
    refused("a: b\nc: \xFF\n", PD_NOT_UTF8, 2, 1);
    refused("a: b\n# \xE2\x80\xAE\n", PD_HOSTILE_TEXT, 2, 3); /* comments are read by people, too */
    refused("a: b\rc: d\n", PD_HOSTILE_TEXT, 1, 5);           /* a lone return hides a line */
    refused("a: 1\nb: 2\na: 3\n", PD_DUPLICATE_KEY, 3, 1);
}

static void a_file_with_nul_bytes_is_told_to_be_utf_16(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct findings f;

    (void)state;
    parse(w, TEXT("a: b\nc\0: d\n"), &f);
    assert_int_equal(f.first->code, PD_NOT_UTF8);
    assert_int_equal(f.first->place.line, 2);
    assert_text("the file has a NUL byte in this line", f.first->message);
    assert_text("save it as UTF-8; NUL bytes stand in UTF-16", f.first->hint);
}

static void nesting_and_size_have_an_end(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    char deep[200], *wide = malloc(2 * YAML_NODES_MAX + 8), *large = calloc(1, YAML_SOURCE_MAX + 1);
    struct yaml_node *root;
    struct findings f;
    size_t length = 0;

    (void)state;
    memset(deep, '[', sizeof deep);
    assert_null(parse(w, text_of_bytes(deep, sizeof deep), &f));
    assert_int_equal(f.first->code, PD_TOO_DEEP);
    assert_int_equal(f.first->place.column, YAML_DEPTH_MAX + 1);
    wide[length++] = '[';
    for (int i = 0; i <= YAML_NODES_MAX; i++) {
        wide[length++] = 'a';
        wide[length++] = ',';
    }
    assert_null(parse(w, text_of_bytes(wide, length), &f));
    assert_int_equal(f.first->code, PD_TOO_MANY_NODES);
    assert_error(w, ERR_LIMIT, yaml_parse(w, text_of_bytes(large, YAML_SOURCE_MAX + 1), &f, &root));
    assert_string_equal(w->err.message, "the file has more than 4 MiB");
    free(wide);
    free(large);
}

static void what_has_no_content_is_never_taken_for_a_model(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct findings f;

    (void)state;
    assert_null(parse(w, TEXT("# only a hostile comment \x0b\n"), &f));
    assert_true(f.breaking > 0); /* a loader looks at this alone */
}

/* What YAML 1.2 says in chapter 8.1, and what libfyaml 0.7 reads otherwise. */
static void a_block_of_text_reads_as_yaml_has_it(void **state)
{
    static const struct {
        const char *source, *text;
    } cases[] = {
        { "a: |\n  x\n   y\n\n  z\n\n\n", "x\n y\n\nz\n" }, { "a: |-\n  x\n\n", "x" }, { "a: |+\n  x\n\n\n", "x\n\n\n" }, { "a: |\n\n\n  x\n", "\n\nx\n" },
        { "a: |+\n\n\nb: c\n", "\n\n" }, { "a: |\n\n", "" }, { "a: |\n  x", "x" }, { "a: |\r\n  x\r\n  y\r\n", "x\ny\n" }, { "a: |2\n    x\n   y\n", "  x\n y\n" },
        { "a: |1-\n   x\n", "  x" }, { "a: >\n  x\n  y\n\n  z\n", "x y\nz\n" }, { "a: >\n  x\n\n\n  y\n", "x\n\ny\n" }, { "a: >\n  x\n   y\n  z\n", "x\n y\nz\n" },
        { "a: >-\n  We do:\n\n   - x\n   - y\n\n  all\n", "We do:\n\n - x\n - y\n\nall" }, { "a: >\n\n  x\n", "\nx\n" }, { "a: >+\n  x\n\n", "x\n\n" },
        { "a:\n  |\n  x\n   \n   y\n", "x\n \n y\n" }, { "a: # | >\n  |  # > |\n  x\nb: c\n", "x\n" }, { "a: |\n  x  \n  \ty\n", "x  \n\ty\n" }, { "a: |\n  x\n# c\nb: 1\n", "x\n" },
        { "- a: b\n- |2\n    x\n", "  x\n" }, { "- - |1\n    x\n", " x\n" }, { "- b: |1\n    x\n", " x\n" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        CLEANUP(unit_work_end) struct work *w = unit_work();
        struct findings f;
        const struct yaml_node *node = parse(w, text_of(cases[i].source), &f);
        while (node && node->kind != YAML_SCALAR)
            node = node->kind == YAML_LIST && node->count > 1 ? node->first->next : node->first;
        assert_int_equal(f.count, 0);
        if (!text_equal(node->text, text_of(cases[i].text)))
            fail_msg("%s: got \"%.*s\"", cases[i].source, TEXT_ARGS(node->text));
    }
}

static bool equal(const char *a, const char *b)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct findings f;
    const struct yaml_node *x = parse(w, text_of(a), &f), *y = parse(w, text_of(b), &f);

    return yaml_equal(x, y);
}

static void two_trees_are_equal_when_they_say_the_same(void **state)
{
    (void)state;
    assert_true(equal("a: 1\nb: [x, {c: d}]\n", "b:\n- 'x'\n- c: |-\n    d\na: 1\n"));
    assert_false(equal("a: 1\n", "a: '1'\n"));
    assert_false(equal("a: true\n", "a: \"true\"\n"));
    assert_false(equal("a:\n", "a: ''\n"));
    assert_false(equal("a: 0x1F\n", "a: '0x1F'\n"));
    assert_true(equal("a: off\n", "a: 'off'\n"));
    assert_false(equal("a: [b, c]\n", "a: [c, b]\n"));
    assert_false(equal("a: b\n", "c: b\n"));
    assert_false(equal("a: {}\n", "a: []\n"));
}

static void what_stands_where_in_the_source_is_known_to_the_byte(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    const char *source = "a: 'x y'\n\"b\": [1, \"2\"]\nc: |\n  d\n";
    struct findings f;
    const struct yaml_node *root = parse(w, text_of(source), &f), *b = yaml_get(root, "b");

    (void)state;
    assert_memory_equal(source + yaml_get(root, "a")->extent.from, "'x y'\n", 6);
    assert_int_equal(yaml_get(root, "a")->extent.to - yaml_get(root, "a")->extent.from, 5);
    assert_int_equal(b->key_style, YAML_DOUBLE_QUOTED);
    assert_memory_equal(source + b->key_extent.from, "\"b\":", 4);
    assert_true(b->flow);
    assert_memory_equal(source + b->extent.from, "[1, \"2\"]\n", 9);
    assert_int_equal(b->extent.to - b->extent.from, 8);
    assert_int_equal(yaml_get(root, "c")->style, YAML_LITERAL);
    assert_false(root->flow);
}

static void aliases_never_multiply(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct findings f;
    struct yaml_node *root = parse(w, TEXT("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"), &f);
    int aliases = 0;

    (void)state;
    for (const struct finding *i = f.first; i; i = i->next)
        aliases += i->code == PD_ALIAS;
    assert_int_equal(aliases, 6);
    assert_int_equal(yaml_get(root, "c")->count, 2);
    assert_text("", yaml_text(yaml_get(root, "c")->first));
}

static void a_flood_of_findings_ends(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    char many[8 * 1000];
    struct findings f;
    int kept = 0;

    (void)state;
    for (size_t i = 0; i < sizeof many; i += 8)
        memcpy(many + i, "a: &x 1\n", 8);
    parse(w, text_of_bytes(many, sizeof many), &f);
    for (const struct finding *i = f.first; i; i = i->next)
        kept++;
    assert_int_equal(kept, FINDINGS_MAX);
    assert_int_equal(f.errors, 1999); /* all are counted: 1000 anchors, 999 repeated keys */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(single_quotes_mean_what_the_standard_says),
        cmocka_unit_test(every_value_and_key_keeps_its_place),
        cmocka_unit_test(a_mark_at_the_beginning_and_line_ends_of_windows_do_no_harm),
        cmocka_unit_test(nothing_behind_a_key_is_an_empty_text),
        cmocka_unit_test(what_is_not_one_plain_document_is_refused_with_its_place),
        cmocka_unit_test(a_file_with_nul_bytes_is_told_to_be_utf_16),
        cmocka_unit_test(nesting_and_size_have_an_end),
        cmocka_unit_test(what_has_no_content_is_never_taken_for_a_model),
        cmocka_unit_test(a_block_of_text_reads_as_yaml_has_it),
        cmocka_unit_test(two_trees_are_equal_when_they_say_the_same),
        cmocka_unit_test(what_stands_where_in_the_source_is_known_to_the_byte),
        cmocka_unit_test(aliases_never_multiply),
        cmocka_unit_test(a_flood_of_findings_ends),
    };

    return cmocka_run_group_tests_name("policy/yaml", tests, NULL, NULL);
}
