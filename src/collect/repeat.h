/* The same post a second time: named by its Idempotency-Key, its form token, or all of its bytes. Names are keyed hashes: who reads the
 * database can neither read nor guess what they stand for. The rows themselves are the store's (store/once.h). */
#ifndef COLLECT_REPEAT_H
#define COLLECT_REPEAT_H

#include "store/once.h"
#include "vault/vault.h"

struct repeat {
    bool named; /* false: nothing makes this post the same as another */
    enum once_kind kind;
    uint8_t hash[32], body[32];
    struct instant expires;
};

/* `name`: what may happen once (the key, the token, the body); `scope`: the channel. The unit's actor is part of both. */
MUST_USE bool repeat_name(struct work *w, struct vault *v, enum once_kind kind, struct text scope, struct text name, struct text body,
                          struct instant expires, struct repeat *out_repeat);
/* Absence is normal. *out_same: the first had the same body. */
MUST_USE bool repeat_find(struct work *w, const struct repeat *r, struct once *out_first, bool *out_found, bool *out_same);
/* Adds the row to the list; `r` must live in the arena. */
MUST_USE bool repeat_add(struct work *w, const struct repeat *r, struct store_value subject, struct record_id record, struct store_value position);

#endif
