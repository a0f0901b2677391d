/* The transcription of a real policy, and the lines of that policy which it cites: `key: value   # 26, 36-37`. */
#ifndef TEST_POLICY_LITERAL_H
#define TEST_POLICY_LITERAL_H

#include "policy_text.h"

enum { LITERAL_LINES = 229 }; /* of the policy that was transcribed */
#define LITERAL_PATH "examples/camera-maker/seed-literal.yaml"

/* A set of its lines. */
struct cited {
    bool line[LITERAL_LINES + 1];
    int count;
};

static inline void cited_add(struct cited *c, uint64_t from, uint64_t to)
{
    if (from < 1 || to > LITERAL_LINES || from > to)
        fail_msg("there are no lines %d to %d", (int)from, (int)to);
    for (; from <= to; from++) {
        c->count += !c->line[from];
        c->line[from] = true;
    }
}

/* Words that are a number or two with a hyphen; other words say why. */
static inline void cited_read(struct cited *c, struct text words)
{
    struct text word, first;
    uint64_t from, to;

    while (text_cut(&words, ' ', &word)) {
        if (text_ends(word, TEXT(",")))
            word.length--;
        if (text_to_u64(word, &from))
            cited_add(c, from, from);
        else if (text_cut(&word, '-', &first) && text_to_u64(first, &from) && text_to_u64(word, &to))
            cited_add(c, from, to);
    }
}

/* What a line of the file cites at its end. */
static inline struct cited cited_by(struct text source, int number)
{
    struct text line = policy_text_line(source, number);
    struct cited c = { 0 };
    size_t at;

    if (text_find(line, TEXT(" # "), &at))
        cited_read(&c, text_from(line, at + 3));
    return c;
}

static inline bool cited_meet(const struct cited *a, const struct cited *b)
{
    for (int i = 1; i <= LITERAL_LINES; i++)
        if (a->line[i] && b->line[i])
            return true;
    return false;
}

#endif
