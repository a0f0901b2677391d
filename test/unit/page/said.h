/* A policy written for the tests of what pages, pictures and exports say: small, with something of everything. */
#ifndef TEST_SAID_H
#define TEST_SAID_H

#include "page/documents.h"
#include "unit.h"

extern const char said_source[];

/* The policy with `from`, which must stand there, replaced by `to`; NULL: as it is. Its model hash is left out: it changes with everything. */
const struct policy *said_policy(struct work *w, const char *from, const char *to);
struct text said_document(struct work *w, const struct policy *p, const char *name, int language);
/* All pages of a version, one behind the other. */
struct text said_pages(struct work *w, const struct policy *p, int language);
struct text said_flow(struct work *w, const struct policy *p);
struct text said_periods(struct work *w, const struct policy *p);

#endif
