/* The hash of what a policy says: equal for files that differ only in layout, comments and the order of their sections.
 * Each value is hashed into a chain, h = SHA-256(h | tag | length | bytes), in a fixed order; lists keep the order of the file. */
#ifndef POLICY_MODEL_HASH_H
#define POLICY_MODEL_HASH_H

#include "policy/model.h"

struct hash model_hash(const struct policy *p);

#endif
