#include "ledger/tree.h"

struct hash ledger_leaf(const void *data, size_t length)
{
    struct text parts[] = { TEXT("\x00"), text_of_bytes(data, length) };

    return hash_parts(parts, COUNT_OF(parts));
}

struct hash ledger_node(struct hash left, struct hash right)
{
    uint8_t bytes[1 + 2 * sizeof(struct hash)] = { 0x01 };

    for (size_t i = 0; i < sizeof left.bytes; i++) {
        bytes[1 + i] = left.bytes[i];
        bytes[1 + sizeof left.bytes + i] = right.bytes[i];
    }
    return hash_bytes(bytes, sizeof bytes);
}

/* A binary counter: each trailing one of the size is a full subtree that the new leaf completes. */
void ledger_edge_append(struct ledger_edge *edge, struct hash leaf)
{
    struct hash root = leaf;

    for (uint64_t size = edge->size; size & 1; size >>= 1)
        root = ledger_node(edge->roots[--edge->count], root);
    edge->roots[edge->count++] = root;
    edge->size++;
}

struct ledger_head ledger_edge_head(const struct ledger_edge *edge)
{
    struct ledger_head head = { .size = edge->size };
    int i = edge->count;

    if (i == 0) {
        head.root = hash_bytes("", 0);
        return head;
    }
    head.root = edge->roots[--i];
    while (i > 0)
        head.root = ledger_node(edge->roots[--i], head.root);
    return head;
}

/* The full subtree of 2^level leaves at the right end of a tree whose size has that bit set. */
static uint64_t edge_index(uint64_t size, int level)
{
    return (size >> level) ^ 1;
}

bool ledger_edge_read(struct work *w, ledger_reader read, void *context, uint64_t size, struct ledger_edge *out_edge)
{
    struct ledger_edge edge = { .size = size };

    for (int level = 63; level >= 0; level--) {
        if (!(size >> level & 1))
            continue;
        TRY(read(w, context, level, edge_index(size, level), &edge.roots[edge.count]));
        edge.count++;
    }
    *out_edge = edge;
    return true;
}

/* How a proof is collected: out of stored hashes of a tree of `size` leaves. */
struct prover {
    ledger_reader read;
    void *context;
    uint64_t size;
    struct ledger_proof proof;
};

/* The subtree at (level, index): stored when it is full, else the fold of what the tree has below it at its right end. */
static bool subtree(struct work *w, const struct prover *p, int level, uint64_t index, struct hash *out_hash)
{
    struct hash root, left;
    bool begun = false;

    if (p->size >> level > index)
        return p->read(w, p->context, level, index, out_hash);
    for (int below = 0; below < level; below++) {
        if (!(p->size >> below & 1))
            continue;
        TRY(p->read(w, p->context, below, edge_index(p->size, below), &left));
        root = begun ? ledger_node(left, root) : left;
        begun = true;
    }
    must(begun);
    *out_hash = root;
    return true;
}

static bool prover_add(struct work *w, struct prover *p, int level, uint64_t index)
{
    if (p->proof.count == LEDGER_PROOF_MAX)
        FAIL(w, ERR_LIMIT, "a proof in a log of this size has more than %d hashes", LEDGER_PROOF_MAX);
    TRY(subtree(w, p, level, index, &p->proof.hashes[p->proof.count]));
    p->proof.count++;
    return true;
}

/* Siblings on the way from (level, index) to the root. A node at the right end may have none on a level: it is carried up as it is. */
static bool prover_climb(struct work *w, struct prover *p, int level, uint64_t index)
{
    uint64_t last = (p->size - 1) >> level;

    for (; last > 0; index >>= 1, last >>= 1, level++) {
        if (index & 1)
            TRY(prover_add(w, p, level, index - 1));
        else if (index < last)
            TRY(prover_add(w, p, level, index + 1));
    }
    return true;
}

bool ledger_prove_inclusion(struct work *w, ledger_reader read, void *context, uint64_t index, uint64_t size, struct ledger_proof *out_proof)
{
    struct prover p = { .read = read, .context = context, .size = size };

    if (index >= size)
        FAIL(w, ERR_INVALID, "no entry %llu in a log of size %llu", (unsigned long long)index, (unsigned long long)size);
    TRY(prover_climb(w, &p, 0, index));
    *out_proof = p.proof;
    return true;
}

bool ledger_prove_consistency(struct work *w, ledger_reader read, void *context, uint64_t from, uint64_t to, struct ledger_proof *out_proof)
{
    struct prover p = { .read = read, .context = context, .size = to };
    uint64_t last = from - 1;
    int level = 0;

    if (from == 0 || from > to)
        FAIL(w, ERR_INVALID, "no consistency proof from size %llu to %llu", (unsigned long long)from, (unsigned long long)to);
    for (; last & 1; last >>= 1)
        level++;
    if (from < to && last != 0) /* the last full subtree of the old tree; its root alone when it is the whole old tree, which is known */
        TRY(prover_add(w, &p, level, last));
    if (from < to)
        TRY(prover_climb(w, &p, level, last));
    *out_proof = p.proof;
    return true;
}

/* One step up, with the hash of a proof (RFC 9162 section 2.1.3.2): true when the hash stands at the left. */
static bool step_up(uint64_t *index, uint64_t *last)
{
    bool left = (*index & 1) || *index == *last;

    if (left)
        for (; !(*index & 1) && *index != 0; *index >>= 1)
            *last >>= 1;
    *index >>= 1;
    *last >>= 1;
    return left;
}

bool ledger_verify_inclusion(struct hash leaf, uint64_t index, struct ledger_head head, const struct ledger_proof *proof)
{
    uint64_t last = head.size - 1;
    struct hash root = leaf;

    if (index >= head.size || proof->count < 0 || proof->count > LEDGER_PROOF_MAX)
        return false;
    for (int i = 0; i < proof->count; i++) {
        if (last == 0)
            return false;
        root = step_up(&index, &last) ? ledger_node(proof->hashes[i], root) : ledger_node(root, proof->hashes[i]);
    }
    return last == 0 && hash_equal(root, head.root);
}

/* Both trees grow out of the same hash; the first hash of the proof is left out when it is the old root itself. */
static bool verify_growth(struct ledger_head from, struct ledger_head to, const struct ledger_proof *proof)
{
    bool whole = (from.size & (from.size - 1)) == 0;
    struct hash old_root = whole ? from.root : proof->hashes[0], new_root = old_root;
    uint64_t index = from.size - 1, last = to.size - 1;

    for (; index & 1; index >>= 1)
        last >>= 1;
    for (int i = whole ? 0 : 1; i < proof->count; i++) {
        if (last == 0)
            return false;
        if (step_up(&index, &last)) {
            old_root = ledger_node(proof->hashes[i], old_root);
            new_root = ledger_node(proof->hashes[i], new_root);
        } else {
            new_root = ledger_node(new_root, proof->hashes[i]);
        }
    }
    return last == 0 && hash_equal(old_root, from.root) && hash_equal(new_root, to.root);
}

bool ledger_verify_consistency(struct ledger_head from, struct ledger_head to, const struct ledger_proof *proof)
{
    if (from.size == 0 || from.size > to.size || proof->count < 0 || proof->count > LEDGER_PROOF_MAX)
        return false;
    if (from.size == to.size)
        return proof->count == 0 && hash_equal(from.root, to.root);
    return proof->count > 0 && verify_growth(from, to, proof);
}
