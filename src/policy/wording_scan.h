/* The operator's own wording, cut into its parts. Only this language has a meaning in it; everything else is plain text:
 *
 *   line                a paragraph
 *   . ! ? 。 ！ ？      the end of a sentence
 *   {keep.support}      a placeholder: a fact of the policy; {{ stands for a brace
 *   [P9-2]              behind a sentence: the clause that it belongs to
 *
 * Reading allocates nothing; the parts look into the text. */
#ifndef POLICY_WORDING_SCAN_H
#define POLICY_WORDING_SCAN_H

#include "base/text.h"

enum wording_part {
    WORDING_END,
    WORDING_WORDS,         /* as they are shown */
    WORDING_PLACEHOLDER,   /* what stands between the braces */
    WORDING_BRACE,         /* a brace that begins no placeholder */
    WORDING_CLAUSE,        /* what stands between the brackets */
    WORDING_SENTENCE_END,
    WORDING_PARAGRAPH_END,
};

struct wording_token {
    enum wording_part part;
    struct text text;      /* what it is made of; empty at an end */
    size_t offset;         /* where it begins in the text */
    bool space;            /* SENTENCE_END: white space follows, and then another sentence */
};

struct wording_scan {
    struct text text;
    size_t at;
    bool sentence, paragraph; /* something stands in it */
    bool over;                /* the sentence ends here, unless a clause or a stop follows */
};

/* Any bytes; a text that is not UTF-8 is cut at ASCII only. */
struct wording_scan wording_scan(struct text text);
struct wording_token wording_next(struct wording_scan *s);

#endif
