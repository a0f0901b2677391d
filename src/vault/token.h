/* Tokens that are handed out and need not be stored: what they say, and a MAC over it under the site's token key. `use` keeps the kinds apart,
 * `context` binds one to what it is for (a channel, a recipient); neither may hold a NUL. What is said can be read by whoever holds it. */
#ifndef VAULT_TOKEN_H
#define VAULT_TOKEN_H

#include "vault/vault.h"

enum { TOKEN_MAC = 16, TOKEN_SAYS_MAX = 256 };

struct token_kind {
    struct site_id site;
    const char *use;
    struct text context;
};

MUST_USE bool token_make(struct work *w, struct vault *v, const struct token_kind *kind, const uint8_t *says, size_t length, struct text *out_token);
/* *out_good: ours, of this kind; then what it says is in `out_says`, *out_length bytes of at most TOKEN_SAYS_MAX. */
MUST_USE bool token_read(struct work *w, struct vault *v, const struct token_kind *kind, struct text token, uint8_t out_says[TOKEN_SAYS_MAX], size_t *out_length, bool *out_good);

#endif
