/* What the exports of a policy share: they are written from the same model as the pages, so what the page says and what they say cannot differ.
 * An export has one language, as a page has. */
#ifndef PAGE_EXPORT_H
#define PAGE_EXPORT_H

#include "base/json.h"
#include "page/documents.h"

/* One being written. It stays where it is: the writer points into it. */
struct export {
    struct work *w;
    const struct edition *edition;
    const struct reader *r;
    const struct policy *p;
    struct draft draft;
    struct json json;
};

/* What ISO 3166 leaves to users and CLDR calls the unknown region: where a format demands a country and the policy names none. */
#define EXPORT_NO_COUNTRY TEXT("ZZ")

MUST_USE bool export_begin(struct work *w, const struct making *m, struct export *out_export);
/* Errors: LIMIT when it did not fit. */
MUST_USE bool export_end(struct export *x, struct text *out_bytes);

/* "https://www.hikari.example/privacy" and a path below. */
MUST_USE bool export_url(struct export *x, const char *path, struct text *out_url);
/* "P24M" (ISO 8601); empty when no calendar ends it. */
MUST_USE bool export_period(struct work *w, const struct retention_rule *keep, struct text *out_period);
/* The same of a cookie's lifetime: "13 months"; empty for "session". */
MUST_USE bool export_lifetime(struct work *w, struct text lifetime, struct text *out_period);
/* "GDPR" or "UKGDPR" where that law holds, else empty. Region policy->region_count: everywhere else. */
struct text export_gdpr(const struct policy *p, int region);
/* "EU"; "elsewhere" behind the last one. */
struct text export_region(const struct policy *p, int region);
enum legal_basis export_basis(const struct policy *p, const struct purpose *purpose, int region);
/* The contact of a region, else the one for privacy, else the first; NULL when there is none. */
const struct contact *export_contact(const struct policy *p, int region);
/* Ids of the clauses that the policy promises: each is an anchor of the policy page. */
void export_promises(struct export *x, const char *key);
/* Keys as they stand, in a list. */
void export_keys(struct export *x, const char *key, const struct text *keys, size_t count);

#endif
