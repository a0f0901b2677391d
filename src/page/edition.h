/* The edition: what a version tells of itself, and by which law it was written. Documents are made of it and of nothing else. */
#ifndef PAGE_EDITION_H
#define PAGE_EDITION_H

#include "law/law.h"
#include "page/reader.h"

struct edition {
    const struct site *site;
    const struct policy *policy;
    const struct law *law; /* NULL: none is known, and nothing is said of it */
    int64_t number;
    struct instant posted, effective;
    struct text before; /* the policy page of the version before it, in any language; empty: none */
    const struct edition_history *history; /* NULL: it is the first one */
};

struct version;      /* policy/version.h */
struct version_line;

/* What came before: the version that people have until this one counts, and all versions with their dates, this one first. */
struct edition_history {
    const struct version *before; /* NULL: none */
    const struct version_line *lines;
    size_t count;
};

/* For whom one document is made; a renderer gets nothing else. */
struct making {
    const struct edition *edition;
    struct reader reader;
    const struct channel *channel; /* of a document that each channel has; else NULL */
};

/* Head, the lines with date and version, and foot of a document: `path` lies below the version's address ("/cookies"; "" is the policy). */
MUST_USE bool document_frame(struct work *w, const struct making *m, enum message title, const char *path, struct page_top *out_top,
                             struct page_edition *out_edition, struct page_bottom *out_bottom);

/* The row of law for a region (number) that may be said on a page: verified, or adopted by the operator. NULL when there is none. Key: "" for
 * tables that have one row a region. */
const struct law_row *edition_law(const struct edition *e, enum law_table table, int region, struct text key);
/* The clock of a kind of request, likewise. */
const struct law_row *edition_clock(const struct edition *e, int region, struct text kind);
/* Who hears complaints there: as the policy says, else as the law does. Empty address: nobody is known. */
void edition_authority(const struct making *m, const struct rights *rights, struct text *out_url, struct text *out_name);

#endif
