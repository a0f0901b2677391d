/* Tokens that we hand out and need not store: what they say and a MAC over it under the site's token key. Only their use becomes a row.
 * A form token lets one post of one channel pass until it expires. A receipt token opens the receipt of one act until 72 hours after it;
 * being computed out of the position, it comes out the same when an answer is built again. */
#ifndef COLLECT_TOKEN_H
#define COLLECT_TOKEN_H

#include "base/work.h"
#include "vault/vault.h"

enum { FORM_TOKEN_TEXT = 51, FORM_TOKEN_HOURS = 12, RECEIPT_TOKEN_TEXT = 32 };

MUST_USE bool form_token_make(struct work *w, struct vault *v, struct text channel, struct text *out_token);
/* *out_good: ours, for this channel, and not yet expired. Whether it was used before is the caller's question. */
MUST_USE bool form_token_check(struct work *w, struct vault *v, struct text channel, struct text token, struct instant *out_expires, bool *out_good);

MUST_USE bool receipt_token_make(struct work *w, struct vault *v, uint64_t position, struct text *out_token);
MUST_USE bool receipt_token_check(struct work *w, struct vault *v, struct text token, uint64_t *out_position, bool *out_good);

#endif
