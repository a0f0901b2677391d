/* The operator's own wording for one clause or section, ready to be shown: paragraphs of sentences with the facts of the policy in their
 * places, each sentence with the clauses that it belongs to. Nothing in it is markup. */
#ifndef POLICY_WORDING_H
#define POLICY_WORDING_H

#include "policy/clause.h"
#include "policy/wording_fact.h"

enum { WORDING_MAX = 16 * 1024, WORDING_CLAUSES_MAX = 4 };

struct wording_piece {
    struct text text;
    struct text link; /* as in struct wording_fact; empty: no link */
    bool fact;        /* out of the policy; may be of another direction than the words around it */
};

struct wording_sentence {
    struct wording_piece *pieces;
    size_t piece_count;
    const struct clause *clauses[WORDING_CLAUSES_MAX]; /* none: the sentence is bound to no promise */
    size_t clause_count;
    bool space; /* white space parts it from the next one */
};

struct wording_paragraph {
    struct wording_sentence *sentences;
    size_t sentence_count;
};

struct wording {
    struct wording_paragraph *paragraphs;
    size_t paragraph_count;
};

/* The text of a clause ("P7-2") or section ("P7"); NULL when the operator has none. */
const struct own_text *policy_own_text(const struct policy *p, struct text id);
/* The language whose words stand for `language`: itself, or the authoritative one. */
int own_text_language(const struct policy *p, const struct own_text *text, int language);

/* The words of `text` in one language, with facts of the same language. Under the id of a clause that the policy promises all sentences belong
 * to it. What is no placeholder is shown as it stands. Errors: LIMIT. */
MUST_USE bool wording_read(struct work *w, const struct policy *p, const struct own_text *text, int language, const struct wording_facts *facts,
                           struct wording *out_wording);
/* A sentence that is bound to no clause: nothing stands behind it. */
struct unbound_sentence {
    struct text section; /* under which it stands */
    struct text sentence;
};

/* Those of a whole policy for readers of one language, in the order of the file. Errors: LIMIT. */
MUST_USE bool wording_unbound(struct work *w, const struct wording_ground *ground, int language, struct unbound_sentence **out_list, size_t *out_count);

/* One sentence as plain text. */
MUST_USE bool wording_sentence_text(struct work *w, const struct wording_sentence *sentence, struct text *out_text);

#endif
