/* The Merkle tree of RFC 6962 / RFC 9162 section 2.1: leaf = SHA-256(0x00 | data), node = SHA-256(0x01 | left | right). Pure functions;
 * nothing here reads files or tables. Indices and sizes are 64-bit. */
#ifndef LEDGER_TREE_H
#define LEDGER_TREE_H

#include "base/hash.h"
#include "base/work.h"

enum { LEDGER_PROOF_MAX = 64 };

struct ledger_head {
    uint64_t size;
    struct hash root; /* of the empty tree: SHA-256 of nothing */
};

/* The right edge of a tree: the roots of its full subtrees, largest first; enough to append and to know the root. */
struct ledger_edge {
    uint64_t size;
    struct hash roots[64];
    int count;
};

struct ledger_proof {
    struct hash hashes[LEDGER_PROOF_MAX];
    int count;
};

struct hash ledger_leaf(const void *data, size_t length);
struct hash ledger_node(struct hash left, struct hash right);

void ledger_edge_append(struct ledger_edge *edge, struct hash leaf);
struct ledger_head ledger_edge_head(const struct ledger_edge *edge);

/* Gives the hash of the full subtree of 2^level leaves that starts at leaf index * 2^level. */
typedef bool (*ledger_reader)(struct work *w, void *context, int level, uint64_t index, struct hash *out_hash);

/* The edge of a tree of `size` leaves out of stored hashes. */
MUST_USE bool ledger_edge_read(struct work *w, ledger_reader read, void *context, uint64_t size, struct ledger_edge *out_edge);
/* Errors: INVALID when index >= size, or 0 < from <= to does not hold. */
MUST_USE bool ledger_prove_inclusion(struct work *w, ledger_reader read, void *context, uint64_t index, uint64_t size, struct ledger_proof *out_proof);
MUST_USE bool ledger_prove_consistency(struct work *w, ledger_reader read, void *context, uint64_t from, uint64_t to, struct ledger_proof *out_proof);

/* RFC 9162 sections 2.1.3.2 and 2.1.4.2. From size 0 proves nothing and is false. */
bool ledger_verify_inclusion(struct hash leaf, uint64_t index, struct ledger_head head, const struct ledger_proof *proof);
bool ledger_verify_consistency(struct ledger_head from, struct ledger_head to, const struct ledger_proof *proof);

#endif
