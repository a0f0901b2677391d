/* The difference of two texts by words; where no spaces part the words, as in Japanese, by characters. */
#ifndef PAGE_WORD_DIFF_H
#define PAGE_WORD_DIFF_H

#include "base/sequence.h"

/* A stretch of a text: in both, or only in this one. */
struct stretch {
    struct text text;
    bool changed;
};

struct word_diff {
    const struct stretch *before, *after; /* together they are the texts, byte for byte */
    size_t before_count, after_count;
    bool whole; /* too different, or too long, to be compared: each text is one stretch */
};

enum { DIFF_WORDS_MAX = 8 * 1000 };

/* Differences that stand close together are one. The stretches look into the two texts. */
MUST_USE bool word_diff_make(struct work *w, struct text before, struct text after, struct patience *patience, struct word_diff *out_diff);

#endif
