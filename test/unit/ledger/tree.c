#include "ledger/tree.h"
#include "unit.h"

enum { SMALL = 40 };

static struct hash leaf_of(uint64_t number)
{
    return ledger_leaf(&number, sizeof number);
}

/* MTH of RFC 6962 section 2.1, word for word: split at the largest power of two below the size. */
static struct hash naive_root(uint64_t from, uint64_t size)
{
    uint64_t half = 1;

    if (size == 0)
        return hash_bytes("", 0);
    if (size == 1)
        return leaf_of(from);
    while (2 * half < size)
        half *= 2;
    return ledger_node(naive_root(from, half), naive_root(from + half, size - half));
}

/* PATH(m, D[n]) of RFC 6962 section 2.1.1. */
static void naive_path(uint64_t index, uint64_t from, uint64_t size, struct ledger_proof *proof)
{
    uint64_t half = 1;

    if (size == 1)
        return;
    while (2 * half < size)
        half *= 2;
    if (index < half) {
        naive_path(index, from, half, proof);
        proof->hashes[proof->count++] = naive_root(from + half, size - half);
    } else {
        naive_path(index - half, from + half, size - half, proof);
        proof->hashes[proof->count++] = naive_root(from, half);
    }
}

/* SUBPROOF(m, D[n], b) of RFC 6962 section 2.1.2. */
static void naive_subproof(uint64_t old, uint64_t from, uint64_t size, bool whole, struct ledger_proof *proof)
{
    uint64_t half = 1;

    if (old == size) {
        if (!whole)
            proof->hashes[proof->count++] = naive_root(from, size);
        return;
    }
    while (2 * half < size)
        half *= 2;
    if (old <= half) {
        naive_subproof(old, from, half, whole, proof);
        proof->hashes[proof->count++] = naive_root(from + half, size - half);
    } else {
        naive_subproof(old - half, from + half, size - half, false, proof);
        proof->hashes[proof->count++] = naive_root(from, half);
    }
}

static bool read_naive(struct work *w, void *context, int level, uint64_t index, struct hash *out_hash)
{
    (void)w, (void)context;
    *out_hash = naive_root(index << level, 1ull << level);
    return true;
}

static void assert_same_proof(const struct ledger_proof *expected, const struct ledger_proof *got)
{
    assert_int_equal(expected->count, got->count);
    assert_memory_equal(expected->hashes, got->hashes, (size_t)expected->count * sizeof *expected->hashes);
}

static struct ledger_head naive_head(uint64_t size)
{
    return (struct ledger_head){ size, naive_root(0, size) };
}

static void the_empty_tree_has_the_hash_of_nothing(void **state)
{
    struct ledger_edge edge = { 0 };
    struct ledger_head head = ledger_edge_head(&edge);
    char memory[64];
    struct draft d = draft_in(memory, sizeof memory);

    (void)state;
    draft_base64(&d, head.root.bytes, sizeof head.root.bytes);
    assert_text("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", draft_text(&d));
    assert_true(head.size == 0);
}

static void an_edge_knows_the_root_after_every_leaf(void **state)
{
    struct work *w = unit_work();
    struct ledger_edge edge = { 0 }, read;

    (void)state;
    for (uint64_t size = 0; size <= SMALL; size++) {
        struct ledger_head head = ledger_edge_head(&edge);
        assert_true(head.size == size && hash_equal(head.root, naive_root(0, size)));
        assert_ok(w, ledger_edge_read(w, read_naive, NULL, size, &read));
        assert_true(read.count == edge.count && read.size == edge.size);
        assert_memory_equal(read.roots, edge.roots, (size_t)edge.count * sizeof *edge.roots);
        ledger_edge_append(&edge, leaf_of(size));
    }
    unit_work_end(&w);
}

static void every_inclusion_proof_is_the_one_of_the_rfc_and_verifies(void **state)
{
    struct work *w = unit_work();
    struct ledger_proof proof;

    (void)state;
    for (uint64_t size = 1; size <= SMALL; size++)
        for (uint64_t index = 0; index < size; index++) {
            struct ledger_proof naive = { 0 };
            naive_path(index, 0, size, &naive);
            assert_ok(w, ledger_prove_inclusion(w, read_naive, NULL, index, size, &proof));
            assert_same_proof(&naive, &proof);
            assert_true(ledger_verify_inclusion(leaf_of(index), index, naive_head(size), &proof));
        }
    unit_work_end(&w);
}

static void every_consistency_proof_is_the_one_of_the_rfc_and_verifies(void **state)
{
    struct work *w = unit_work();
    struct ledger_proof proof;

    (void)state;
    for (uint64_t to = 1; to <= SMALL; to++)
        for (uint64_t from = 1; from <= to; from++) {
            struct ledger_proof naive = { 0 };
            naive_subproof(from, 0, to, true, &naive);
            assert_ok(w, ledger_prove_consistency(w, read_naive, NULL, from, to, &proof));
            assert_same_proof(&naive, &proof);
            assert_true(ledger_verify_consistency(naive_head(from), naive_head(to), &proof));
        }
    unit_work_end(&w);
}

/* Each single change to a true inclusion statement makes it false. */
static void check_changed_inclusion(uint64_t index, uint64_t size, struct ledger_proof proof)
{
    struct ledger_head head = naive_head(size), other;
    struct hash leaf = leaf_of(index);

    assert_false(ledger_verify_inclusion(leaf_of(index + 100), index, head, &proof));
    for (uint64_t wrong = 0; wrong <= size; wrong++)
        assert_true(ledger_verify_inclusion(leaf, wrong, head, &proof) == (wrong == index));
    other = head;
    other.root.bytes[31] ^= 1;
    assert_false(ledger_verify_inclusion(leaf, index, other, &proof));
    for (int i = 0; i < proof.count; i++) {
        proof.hashes[i].bytes[7] ^= 0x10;
        assert_false(ledger_verify_inclusion(leaf, index, head, &proof));
        proof.hashes[i].bytes[7] ^= 0x10;
    }
    proof.count++;
    assert_false(ledger_verify_inclusion(leaf, index, head, &proof));
    proof.count -= 2;
    assert_false(ledger_verify_inclusion(leaf, index, head, &proof));
}

static void a_changed_inclusion_statement_is_refused(void **state)
{
    struct work *w = unit_work();
    struct ledger_proof proof;

    (void)state;
    for (uint64_t size = 2; size <= 17; size++)
        for (uint64_t index = 0; index < size; index++) {
            assert_ok(w, ledger_prove_inclusion(w, read_naive, NULL, index, size, &proof));
            check_changed_inclusion(index, size, proof);
        }
    unit_work_end(&w);
}

static void check_changed_consistency(uint64_t from, uint64_t to, struct ledger_proof proof)
{
    struct ledger_head old = naive_head(from), new = naive_head(to), other = old;

    other.root.bytes[0] ^= 1;
    assert_false(ledger_verify_consistency(other, new, &proof));
    other = new;
    other.root.bytes[0] ^= 1;
    assert_false(ledger_verify_consistency(old, other, &proof));
    assert_false(ledger_verify_consistency(new, old, &proof));
    for (int i = 0; i < proof.count; i++) {
        proof.hashes[i].bytes[31] ^= 0x80;
        assert_false(ledger_verify_consistency(old, new, &proof));
        proof.hashes[i].bytes[31] ^= 0x80;
    }
    proof.count++;
    assert_false(ledger_verify_consistency(old, new, &proof));
    proof.count -= 2;
    assert_false(ledger_verify_consistency(old, new, &proof));
}

static void a_changed_consistency_statement_is_refused(void **state)
{
    struct work *w = unit_work();
    struct ledger_proof proof;

    (void)state;
    for (uint64_t to = 2; to <= 17; to++)
        for (uint64_t from = 1; from < to; from++) {
            assert_ok(w, ledger_prove_consistency(w, read_naive, NULL, from, to, &proof));
            check_changed_consistency(from, to, proof);
        }
    unit_work_end(&w);
}

static void a_log_of_one_size_has_one_root_and_an_empty_proof(void **state)
{
    struct ledger_proof empty = { 0 }, one = { .count = 1 };
    struct ledger_head seven = naive_head(7), other = seven;

    (void)state;
    other.root.bytes[3] ^= 4;
    assert_true(ledger_verify_consistency(seven, seven, &empty));
    assert_false(ledger_verify_consistency(seven, seven, &one));
    assert_false(ledger_verify_consistency(seven, other, &empty));
}

static void nothing_is_consistent_with_the_empty_tree(void **state)
{
    struct work *w = unit_work();
    struct ledger_proof proof = { 0 };

    (void)state;
    assert_false(ledger_verify_consistency(naive_head(0), naive_head(0), &proof));
    assert_false(ledger_verify_consistency(naive_head(0), naive_head(3), &proof));
    assert_error(w, ERR_INVALID, ledger_prove_consistency(w, read_naive, NULL, 0, 3, &proof));
    assert_string_equal(w->err.message, "no consistency proof from size 0 to 3");
    assert_error(w, ERR_INVALID, ledger_prove_consistency(w, read_naive, NULL, 4, 3, &proof));
    assert_error(w, ERR_INVALID, ledger_prove_inclusion(w, read_naive, NULL, 3, 3, &proof));
    assert_string_equal(w->err.message, "no entry 3 in a log of size 3");
    assert_false(ledger_verify_inclusion(leaf_of(0), 0, naive_head(0), &proof));
    unit_work_end(&w);
}

static bool read_constant(struct work *w, void *context, int level, uint64_t index, struct hash *out_hash)
{
    const uint64_t *size = context;

    (void)w;
    assert_true(*size >> level > index); /* only full subtrees are asked for */
    *out_hash = ledger_leaf(&index, sizeof index);
    out_hash->bytes[0] = (uint8_t)level;
    return true;
}

static void proofs_hold_near_the_largest_sizes(void **state)
{
    static const uint64_t sizes[] = { (1ull << 62) + 1, (1ull << 63) - 1, (1ull << 63) + 1, (1ull << 63) + 12345, UINT64_MAX }; /* odd: the last leaf stands alone */
    struct work *w = unit_work();
    struct ledger_proof proof;
    struct ledger_edge edge;
    struct hash leaf;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        uint64_t size = sizes[i];
        assert_ok(w, ledger_edge_read(w, read_constant, &size, size, &edge));
        assert_int_equal(edge.count, __builtin_popcountll(size));
        assert_ok(w, ledger_prove_inclusion(w, read_constant, &size, size - 1, size, &proof));
        assert_ok(w, read_constant(w, &size, 0, size - 1, &leaf));
        assert_true(ledger_verify_inclusion(leaf, size - 1, ledger_edge_head(&edge), &proof));
    }
    unit_work_end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_empty_tree_has_the_hash_of_nothing),
        cmocka_unit_test(an_edge_knows_the_root_after_every_leaf),
        cmocka_unit_test(every_inclusion_proof_is_the_one_of_the_rfc_and_verifies),
        cmocka_unit_test(every_consistency_proof_is_the_one_of_the_rfc_and_verifies),
        cmocka_unit_test(a_changed_inclusion_statement_is_refused),
        cmocka_unit_test(a_changed_consistency_statement_is_refused),
        cmocka_unit_test(a_log_of_one_size_has_one_root_and_an_empty_proof),
        cmocka_unit_test(nothing_is_consistent_with_the_empty_tree),
        cmocka_unit_test(proofs_hold_near_the_largest_sizes),
    };

    return cmocka_run_group_tests_name("ledger/tree", tests, NULL, NULL);
}
