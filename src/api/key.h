/* API keys: 256 random bits behind the prefix "pdk_", printed once, stored as a hash only. A key is for a site and some of its channels. */
#ifndef API_KEY_H
#define API_KEY_H

#include "base/hash.h"
#include "net/http.h"
#include "store/list.h"

enum { API_KEY_BYTES = 32, API_KEY_TEXT = 4 + 43, API_KEY_NAME_MAX = 64 };

struct api_key {
    int64_t key; /* row key; the actor's number */
    struct text name, channels;
};

/* Draws a new key from the unit's randomness: its text for the person, its hash for the table. */
MUST_USE bool api_key_draw(struct work *w, struct text *out_text, struct hash *out_hash);
/* The hash of what a caller shows; false when it has not the form of a key. */
bool api_key_hash(struct text shown, struct hash *out_hash);
/* The living key of the Authorization header; absence is normal. */
MUST_USE bool api_key_of_request(struct work *w, const struct http_request *r, struct api_key *out_key, bool *out_found);
bool api_key_allows(const struct api_key *k, struct text channel);
/* The list ends with CONFLICT when the key was revoked meanwhile. */
MUST_USE bool api_key_guard(struct work *w, const struct api_key *k);

#endif
