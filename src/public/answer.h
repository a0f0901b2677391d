/* Answers: the shapes that responses of visitors' and programs' routes take. */
#ifndef PUBLIC_ANSWER_H
#define PUBLIC_ANSWER_H

#include "html/html.h"
#include "page/asset.h"
#include "policy/model.h"
#include "public/route.h"

void answer_html(struct exchange *x, int status, struct html page, enum http_cache cache);
void answer_text(struct exchange *x, struct text type, struct text body, enum http_cache cache);
/* What was written as JSON, no-store. Errors: LIMIT when it did not fit into the draft. */
MUST_USE bool answer_json(struct work *w, struct exchange *x, int status, const struct draft *json);
/* 303: the browser goes on with GET. */
void answer_see_other(struct exchange *x, struct text location);
/* A file to keep, never to show: `attachment; filename=...` with a name of ours, no-store. */
void answer_file(struct exchange *x, struct text type, struct text disposition, struct text body);

/* Bytes that were compressed ahead: the visitor's encoding, an ETag out of their hash, and 304 when she has them already. */
struct answer_bytes {
    struct text type, plain, brotli, gzip;
    struct hash hash;
    enum http_cache cache;
};
MUST_USE bool answer_encoded(struct work *w, struct exchange *x, const struct answer_bytes *bytes);
/* A file that is compiled into the program; exact: as asset_find says. */
MUST_USE bool answer_asset(struct work *w, struct exchange *x, const struct asset *asset, bool exact);

/* The visitor's language among those of the policy: ?lang=, else Accept-Language, else the authoritative one. */
MUST_USE bool visitor_language(struct work *w, const struct exchange *x, const struct policy *p, int *out_language);
/* "?lang=ja" when the visitor chose a language so, to take it along to the next page; else empty. */
MUST_USE bool language_suffix(struct work *w, const struct exchange *x, const struct policy *p, struct text *out_suffix);
/* First value of that name in the query; empty when there is none. Errors: INVALID. */
MUST_USE bool query_value(struct work *w, const struct exchange *x, struct text name, struct text *out_value);
/* Where a trusted proxy says the visitor is; empty: none says so. */
struct text region_of_proxy(const struct exchange *x);
/* Whether the caller would rather have JSON than a page. */
bool wants_json(const struct http_request *r);
/* Pages that are costly to make and the same for everybody: made by `make` at most once a second for each version and language. */
enum kept_page { KEPT_PROMISES, KEPT_PROMISES_DATA, KEPT_CATEGORIES, KEPT_PAGES };
typedef bool (*kept_maker)(struct work *w, struct exchange *x, const struct version *version, int language, struct text *out_bytes);
MUST_USE bool answer_kept(struct work *w, struct exchange *x, enum kept_page page, const struct version *version, int language, kept_maker make,
                          struct text *out_bytes);
/* The whole answer of such a page, in the language of the visitor. */
MUST_USE bool answer_live_page(struct work *w, struct exchange *x, enum kept_page page, kept_maker make);
/* The version in force. Errors: UNAVAILABLE before the first publish. */
MUST_USE bool version_in_force(struct work *w, const struct exchange *x, const struct version **out_version);

#endif
