/* The documents of a version: which there are, under which name, and how each is rendered. Their bytes are those of the version, so they depend
 * on nothing but the arguments: no clock, no randomness. */
#ifndef PAGE_DOCUMENTS_H
#define PAGE_DOCUMENTS_H

#include "page/edition.h"
#include "policy/document.h"

struct document_kind {
    const char *name; /* "notice/{}": one for each channel, whose id stands for {} */
    const char *path; /* below that of the version, likewise: "" is the policy itself */
    const char *type; /* Content-Type */
    bool (*render)(struct work *w, const struct making *m, struct text *out_bytes);
};

extern const struct document_kind document_kinds[];
extern const size_t document_kind_count;
/* By path, as the address has it; NULL: no document of this program. */
const struct document_kind *document_kind_at(struct text path);

/* One document of a policy. */
struct document_item {
    const struct document_kind *kind;
    const struct channel *channel; /* NULL: it belongs to none */
    struct text name;
};
/* All that a policy has, in the order of the table. */
MUST_USE bool document_items(struct work *w, const struct policy *p, const struct document_item **out_items, size_t *out_count);

/* One document in a language (index), as it would be published, without its codings. Errors: NOT_FOUND when the policy has none of that name. */
MUST_USE bool document_render(struct work *w, const struct edition *e, struct text name, int language, struct document *out_document);
/* All documents in all languages, compressed and hashed: what publish stores. */
MUST_USE bool documents_render(struct work *w, const struct edition *e, const struct document **out_documents, size_t *out_count);

#endif
