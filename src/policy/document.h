/* Documents: what a version of the policy consists of for its readers. Each is rendered once, at publish, and stored as bytes; from then on it
 * is served as it was stored (clause P0-1). A document has a name and, where it is written for people, a language. */
#ifndef POLICY_DOCUMENT_H
#define POLICY_DOCUMENT_H

#include "base/hash.h"
#include "base/work.h"
#include "sql/sql.h"

/* The document that every version has in each of its languages. */
#define DOCUMENT_POLICY TEXT("policy")

struct document {
    struct text name;     /* "policy", "cookies", "notice/contact"; but for the policy it is the address below that of the version */
    struct text language; /* one of its policy's; empty: it has none */
    struct text type;     /* Content-Type */
    struct text bytes, brotli, gzip; /* an empty coding is none */
    struct hash hash;     /* SHA-256 of bytes, as stored */
};

/* Whether the bytes are those of the hash. */
bool document_is_whole(const struct document *d);
/* A row whose columns from `column` on are name, language, type, bytes, brotli, gzip, hash. It lives as long as the row. Changed bytes may have
 * changed their type in the database too; they are read all the same. Errors: TAMPERED. */
MUST_USE bool document_of_row(struct work *w, const struct sql_row *row, int column, struct document *out_document);
/* The same in the unit's arena. */
MUST_USE bool document_copy(struct work *w, const struct document *d, struct document *out_document);

/* The languages that a version has a document in; *out_count 0: it has no such document, or there is no such version. */
MUST_USE bool document_languages(struct work *w, int64_t version, struct text name, struct text *out_languages, int max, int *out_count);
/* Out of the database, checked against its hash. Errors: NOT_FOUND; TAMPERED. */
MUST_USE bool document_load(struct work *w, int64_t version, struct text name, struct text language, struct document *out_document);

#endif
