/* The difference of two pages as people read them: blocks that are gone, new, or say something in other words, with what the change is about. */
#ifndef PAGE_BLOCK_DIFF_H
#define PAGE_BLOCK_DIFF_H

#include "page/text_block.h"
#include "page/word_diff.h"
#include "policy/diff.h"

/* One place where they differ. */
struct hunk {
    struct text anchor, heading; /* where it stands */
    bool was, is;                /* it is there before, after */
    struct word_diff words;      /* the side that is not there is empty */
    enum change_badge badge;     /* the weightiest change that the place is about */
};

enum { HUNKS_MAX = 400 };

/* *out_more: there are more than HUNKS_MAX. */
MUST_USE bool block_diff_make(struct work *w, struct text before, struct text after, const struct diff *diff, const struct hunk **out_hunks, size_t *out_count,
                              bool *out_more);

#endif
