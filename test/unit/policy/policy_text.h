/* A policy file as text: read, changed in one place, checked. */
#ifndef TEST_POLICY_TEXT_H
#define TEST_POLICY_TEXT_H

#include "shipped_law.h"
#include "unit.h"

#include "policy/parse.h"

#include <stdio.h>

enum { POLICY_TEXT_MAX = 128 * 1024 };

/* A file of the project; empty when there is none. */
static inline struct text policy_text_of(struct work *w, const char *path)
{
    char *bytes = WORK_NEW(w, char, POLICY_TEXT_MAX);
    FILE *file = fopen(unit_source_path(path), "rb");
    struct text source;

    assert_non_null(bytes);
    if (!file)
        return TEXT("");
    source = text_of_bytes(bytes, fread(bytes, 1, POLICY_TEXT_MAX, file));
    assert_true(source.length < POLICY_TEXT_MAX);
    fclose(file);
    return source;
}

static inline struct text policy_text_join(struct work *w, struct text a, struct text b, struct text c)
{
    struct draft d;

    assert_ok(w, work_draft(w, a.length + b.length + c.length, &d));
    draft_add(&d, a);
    draft_add(&d, b);
    draft_add(&d, c);
    return draft_text(&d);
}

/* `to` in the place of `from`, which must stand there exactly once. */
static inline struct text policy_text_changed(struct work *w, struct text source, const char *from, const char *to)
{
    struct text wanted = text_of(from);
    size_t at, again;

    if (!text_find(source, wanted, &at))
        fail_msg("the file has no \"%s\"", from);
    if (text_find(text_from(source, at + 1), wanted, &again))
        fail_msg("the file has \"%s\" twice", from);
    return policy_text_join(w, text_first(source, at), text_of(to), text_from(source, at + wanted.length));
}

/* The line with this number, without its end. */
static inline struct text policy_text_line(struct text source, int number)
{
    struct text line = TEXT("");

    while (number-- > 0 && text_cut(&source, '\n', &line))
        continue;
    return number < 0 ? line : TEXT("");
}

static inline struct findings policy_text_findings(struct work *w, struct text source)
{
    struct policy p;
    struct findings f;

    assert_ok(w, policy_parse(w, source, shipped_law(), &p, &f));
    assert_true(f.count <= FINDINGS_MAX);
    return f;
}

#endif
