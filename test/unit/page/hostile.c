/* Every text of a policy, one after the other, says what an attacker would say. The pages stay what they are: no markup of his, no marks of
 * direction, no NUL, no other host; and the policy as data stays data. */
#include "unit.h"

#include "../policy/example.h"
#include "markup.h"
#include "page/documents.h"
#include "page/form_page.h"
#include "sample.h"
#include "source/yaml.h"

#include <jansson.h>

enum { LONG = 5000 };

/* In double quotes of YAML. */
#define HOSTILE "\"\\\"'><script src=x onerror=alert(1)>\\u202E</p></main><img/src=x>&amp;[a](javascript:alert(1)) **b** `c` {keep.support} \\0 \\u0007 {{ [P9-2]\""

/* A scalar of the file, by the place where it begins. */
struct spot {
    struct place place;
    struct text text;
    bool quoted;
};

struct spots {
    struct spot list[600];
    size_t count;
};

static void collect(const struct yaml_node *node, struct spots *s)
{
    for (const struct yaml_node *i = node->first; i; i = i->next)
        collect(i, s);
    if (node->kind != YAML_SCALAR)
        return;
    assert_true(s->count < COUNT_OF(s->list));
    s->list[s->count++] = (struct spot){ node->place, node->text, node->quoted };
}

/* The example with one scalar replaced; false when it cannot be replaced where it stands (it is folded over lines). */
static bool replaced(struct work *w, struct text source, const struct spot *spot, struct text by, struct text *out_source)
{
    struct draft d;
    size_t at = 0, rest;

    for (int line = 1; line < spot->place.line; line++) {
        assert_true(text_find(text_from(source, at), TEXT("\n"), &rest));
        at += rest + 1;
    }
    for (int column = 1; column < spot->place.column; column++)
        do
            at++;
        while (((unsigned char)source.at[at] & 0xC0) == 0x80);
    if (spot->quoted || !text_starts(text_from(source, at), spot->text))
        return false;
    assert_ok(w, work_draft(w, source.length + by.length + 1, &d));
    draft_add(&d, text_first(source, at));
    draft_add(&d, by);
    draft_add(&d, text_from(source, at + spot->text.length));
    *out_source = draft_text(&d);
    return true;
}

static void assert_harmless(struct text bytes)
{
    static const char *const harm[] = { "<script", "<img", "onerror=alert(1)>", "href=\"javascript:", "\u202E", "\a", "<strong>", "<em>b" };
    size_t at;

    for (size_t i = 0; i < COUNT_OF(harm); i++)
        if (text_find(bytes, text_of(harm[i]), &at))
            fail_msg("the page has %s: %.*s", harm[i], TEXT_ARGS(text_first(text_from(bytes, at > 80 ? at - 80 : 0), 200)));
    if (memchr(bytes.at, 0, bytes.length))
        fail_msg("the page has a NUL");
    assert_true(text_is_utf8(bytes));
}

/* Data for programs are no markup: there, words stay as they were said. */
static void assert_data(struct text bytes)
{
    json_error_t error;
    json_t *data = json_loadb(bytes.at, bytes.length, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);

    if (!data)
        fail_msg("%s at %d: %.*s", error.text, error.position, TEXT_ARGS(text_first(bytes, 100)));
    json_decref(data);
}

/* Rendered and looked at; too large for a page is no harm. */
static bool looked_at(struct work *w, bool made, struct text type, struct text bytes)
{
    if (made && text_starts(type, TEXT("text/html")))
        assert_harmless(bytes);
    else if (made)
        assert_data(bytes);
    else if (w->err.code != ERR_LIMIT && w->err.code != ERR_NOT_FOUND)
        fail_msg("%s: %s", error_name(w->err.code), w->err.message);
    error_clear(&w->err);
    return made;
}

/* All documents and forms in one language. */
static bool pages_rendered(struct work *w, const struct policy *policy, int language)
{
    struct edition edition = { .site = &sample_site, .policy = policy, .number = 3, .posted = w->now, .effective = w->now };
    struct reader r = { .site = &sample_site, .policy = policy, .language = language };
    const struct document_item *items;
    struct document d = { 0 };
    bool all = true;
    size_t count;

    assert_ok(w, document_items(w, policy, &items, &count));
    for (size_t i = 0; i < count; i++) {
        bool made = document_render(w, &edition, items[i].name, language, &d);
        all &= looked_at(w, made, d.type, d.bytes) || i > 0; /* the first is the policy itself; of the others a policy may have none */
    }
    for (size_t i = 0; i < policy->channel_count; i++) {
        struct form_page in = { .channel = &policy->channels[i], .region = -1, .ask_region = true };
        struct html page = { 0 };
        bool made = form_page_render(w, &r, &in, &page);
        all &= looked_at(w, made, TEXT("text/html"), page.markup);
    }
    return all;
}

/* Errors keep such a file from being published; its pages must not rely on that. */
static bool rendered(struct work *w, struct text source)
{
    struct findings findings;
    struct policy policy;
    bool all = true;

    assert_ok(w, policy_parse(w, source, shipped_law(), &policy, &findings));
    for (int language = 0; language < policy.language_count && !findings.breaking; language++)
        all &= pages_rendered(w, &policy, language);
    return all && !findings.breaking;
}

static void each_text(struct text by, size_t least)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct text source = example_source(w), changed;
    struct spots *spots = WORK_NEW(w, struct spots, 1);
    struct findings findings = { 0 };
    struct yaml_node *root;
    size_t count = 0;

    assert_non_null(spots);
    assert_ok(w, yaml_parse(w, source, &findings, &root));
    assert_non_null(root);
    collect(root, spots);
    for (size_t i = 0; i < spots->count; i++) {
        struct arena_mark mark = arena_mark(w->arena);
        if (replaced(w, source, &spots->list[i], by, &changed))
            count += rendered(w, changed);
        arena_release(w->arena, mark);
    }
    if (count < least)
        fail_msg("only %zu of %zu texts were tried on a page", count, spots->count);
}

static void hostile_words_are_words_in_every_field(void **state)
{
    (void)state;
    each_text(TEXT(HOSTILE), 150);
}

static void long_words_break_nothing_in_any_field(void **state)
{
    static char words[LONG];

    (void)state;
    memset(words, 'W', sizeof words);
    each_text(text_of_bytes(words, sizeof words), 150);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(hostile_words_are_words_in_every_field),
        cmocka_unit_test(long_words_break_nothing_in_any_field),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
