/* Proofs that others made: the test data of transparency-dev/merkle, packed into one file. They are not part of the project; PRIVACYD_VECTORS
 * names the folder that holds rfc6962-proofs.json, else ../shared/vectors beside the project is tried. */
#include "ledger/tree.h"
#include "unit.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

static json_t *load(void)
{
    const char *folder = getenv("PRIVACYD_VECTORS");
    char path[4096];

    if (folder)
        snprintf(path, sizeof path, "%s/rfc6962-proofs.json", folder);
    else
        snprintf(path, sizeof path, "%s", unit_source_path("../shared/vectors/rfc6962-proofs.json"));
    return json_load_file(path, JSON_DECODE_INT_AS_REAL, NULL); /* some indices are larger than jansson's integers */
}

static void vectors_or_skip(json_t **out_root)
{
    *out_root = load();
    if (!*out_root) {
        print_message("SKIP rfc6962: rfc6962-proofs.json is neither in $PRIVACYD_VECTORS nor in ../shared/vectors\n");
        skip();
    }
}

static uint64_t number_of(const json_t *vector, const char *key)
{
    double number = json_real_value(json_object_get(vector, key));

    return number >= 18446744073709551615.0 ? UINT64_MAX : (uint64_t)number;
}

static bool hash_of(const json_t *value, struct hash *out_hash)
{
    size_t length = 0;

    memset(out_hash, 0, sizeof *out_hash);
    return json_is_string(value) && text_unbase64(text_of(json_string_value(value)), out_hash->bytes, sizeof out_hash->bytes, &length) && length == 32;
}

/* Some of their roots are shorter words that stand for any hash; zeros behind them keep equal ones equal and different ones different. */
static struct hash root_of(const json_t *vector, const char *key)
{
    struct hash root;

    (void)hash_of(json_object_get(vector, key), &root);
    return root;
}

static bool proof_of(const json_t *vector, struct ledger_proof *out_proof)
{
    const json_t *list = json_object_get(vector, "proof");

    *out_proof = (struct ledger_proof){ 0 };
    if (json_array_size(list) > LEDGER_PROOF_MAX)
        return false;
    for (size_t i = 0; i < json_array_size(list); i++)
        if (!hash_of(json_array_get(list, i), &out_proof->hashes[out_proof->count++]))
            return false;
    return true;
}

static bool inclusion_holds(const json_t *v)
{
    struct ledger_head head = { .size = number_of(v, "treeSize") };
    struct ledger_proof proof;
    struct hash leaf;

    return hash_of(json_object_get(v, "root"), &head.root) && hash_of(json_object_get(v, "leafHash"), &leaf) && proof_of(v, &proof)
        && ledger_verify_inclusion(leaf, number_of(v, "leafIdx"), head, &proof);
}

static bool consistency_holds(const json_t *v)
{
    struct ledger_head from = { .size = number_of(v, "size1") }, to = { .size = number_of(v, "size2") };
    struct ledger_proof proof;

    from.root = root_of(v, "root1");
    to.root = root_of(v, "root2");
    return proof_of(v, &proof) && ledger_verify_consistency(from, to, &proof);
}

static void check(const char *kind, bool (*holds)(const json_t *))
{
    json_t *root, *vector;
    size_t i, good = 0, bad = 0;

    vectors_or_skip(&root);
    json_array_foreach(json_object_get(root, kind), i, vector) {
        bool expected = json_is_false(json_object_get(vector, "wantErr"));
        if (holds(vector) != expected)
            fail_msg("%s: %s", json_string_value(json_object_get(vector, "file")), expected ? "refused" : "accepted");
        *(expected ? &good : &bad) += 1;
    }
    assert_true(good > 0 && bad > 50);
    json_decref(root);
}

static void inclusion_proofs_of_others_are_judged_as_they_say(void **state)
{
    (void)state;
    check("inclusion", inclusion_holds);
}

static void consistency_proofs_of_others_are_judged_as_they_say(void **state)
{
    (void)state;
    check("consistency", consistency_holds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inclusion_proofs_of_others_are_judged_as_they_say),
        cmocka_unit_test(consistency_proofs_of_others_are_judged_as_they_say),
    };

    return cmocka_run_group_tests_name("ledger/rfc6962", tests, NULL, NULL);
}
