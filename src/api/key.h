/* API keys: 256 random bits behind the prefix "pdk_", printed once, stored as a hash only. A key is for a site, and there for some kinds of routes
 * (scopes), channels and purposes. It lives until it is revoked or its time has come. */
#ifndef API_KEY_H
#define API_KEY_H

#include "api/scope.h"
#include "base/hash.h"
#include "net/http.h"
#include "store/list.h"

enum { API_KEY_BYTES = 32, API_KEY_TEXT = 4 + 43, API_KEY_NAME_MAX = 64 };

struct api_key {
    int64_t key; /* row key; the actor's number */
    struct text name;
    struct text channels, purposes; /* ids of the policy with spaces between, or * for all */
    uint32_t scopes;                /* api/scope.h */
    struct day used;                /* the last day on which it was, as far as it is written; before all days: never */
};

/* Draws a new key from the unit's randomness: its text for the person, its hash for the table. */
MUST_USE bool api_key_draw(struct work *w, struct text *out_text, struct hash *out_hash);
/* The hash of what a caller shows; false when it has not the form of a key. */
bool api_key_hash(struct text shown, struct hash *out_hash);
/* The living key of the Authorization header; absence is normal. */
MUST_USE bool api_key_of_request(struct work *w, const struct http_request *r, struct api_key *out_key, bool *out_found);
/* Whether a list of ids as in struct api_key holds one. */
bool api_key_allows(struct text ids, struct text one);
/* The list ends with CONFLICT when the key was revoked meanwhile, or its time is over. */
MUST_USE bool api_key_guard(struct work *w, const struct api_key *k);

#endif
