/* The example policy, and what becomes of it when one thing is changed. */
#ifndef TEST_POLICY_EXAMPLE_H
#define TEST_POLICY_EXAMPLE_H

#include "shipped_law.h"
#include "unit.h"

#include "policy/parse.h"

#include <stdio.h>

static inline struct text example_source(struct work *w)
{
    char *bytes = WORK_NEW(w, char, 64 * 1024);
    FILE *file = fopen(unit_source_path("examples/camera-maker/policy.yaml"), "rb");
    struct text source;

    assert_non_null(bytes);
    assert_non_null(file);
    source = text_of_bytes(bytes, fread(bytes, 1, 64 * 1024, file));
    fclose(file);
    return source;
}

/* Replaces `from`, which must stand there, by `to`. A \1 in `to` is taken out and marks a place, told as line and column. */
static inline struct text example_changed(struct work *w, const char *from, const char *to, int *out_line, int *out_column)
{
    struct text source = example_source(w), wanted = text_of(from), with = text_of(to), all;
    size_t at, line_start = 0;
    struct draft d;

    if (!text_find(source, wanted, &at))
        fail_msg("the example has no \"%s\"", from);
    assert_ok(w, work_draft(w, source.length + with.length + 1, &d));
    draft_add(&d, text_first(source, at));
    *out_line = *out_column = 0;
    for (size_t i = 0; i < with.length; i++) {
        if (with.at[i] != '\1') {
            draft_byte(&d, with.at[i]);
            continue;
        }
        all = draft_text(&d);
        *out_line = 1;
        for (size_t k = 0; k < all.length; k++)
            if (all.at[k] == '\n') {
                (*out_line)++;
                line_start = k + 1;
            }
        *out_column = (int)text_utf8_length(text_from(all, line_start)) + 1;
    }
    draft_add(&d, text_from(source, at + wanted.length));
    return draft_text(&d);
}

static inline const struct finding *finding_of(const struct findings *f, int code)
{
    for (const struct finding *i = f->first; i; i = i->next)
        if (i->code == code)
            return i;
    return NULL;
}

#endif
