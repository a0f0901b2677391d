/* What the stored documents of the version in force must hold, word for word. For the checks of this room. */
#ifndef ASSURANCE_LOOK_H
#define ASSURANCE_LOOK_H

#include "assurance/check.h"
#include "sql/sql.h"

#define DOCUMENT_COOKIES TEXT("cookies")
#define DOCUMENT_RECIPIENTS TEXT("recipients")
#define DOCUMENT_REQUEST TEXT("request")

typedef bool (*document_look)(struct work *w, void *context, int64_t version, const struct document *d);
/* Calls `look` for each row of a query whose columns are the version and then the document. */
MUST_USE bool look_walk(struct work *w, const struct sql_query *q, const struct sql_value *values, int count, document_look look, void *context);
bool look_holds(const struct document *d, struct text bytes);

/* Words that must stand in a document, in one language of the policy or in all. */
struct expectation {
    struct text document;
    struct text words; /* as markup has them */
    int language;      /* -1: in each */
    int64_t seen;      /* in how many languages they stood */
};

struct look {
    struct expectation *list;
    size_t count, max;
    int64_t documents; /* looked at */
};

/* Whether the stored documents are the published ones and the ones served (P0-1): sets the verdict only when something is wrong. */
MUST_USE bool judge_bytes(struct work *w, struct proving *c, bool *out_good);

MUST_USE bool look_open(struct work *w, size_t max, struct look *out_look);
/* Empty words are not looked for. */
MUST_USE bool look_expect(struct work *w, struct look *look, struct text document, struct text words, int language);
/* The same for a text by language. */
MUST_USE bool look_expect_words(struct work *w, struct look *look, const struct policy *p, struct text document, const struct words *words);
/* Reads the documents. *out_missing: how often expected words did not stand where they must. */
MUST_USE bool look_read(struct work *w, struct proving *c, struct look *look, int64_t *out_missing);
/* Reads, and says `good` with the message (version, documents), or that something is missing, or that there was nothing to look for. */
MUST_USE bool look_judge(struct work *w, struct proving *c, struct look *look, enum promise_state good, enum message message);

#endif
