#include "ledger/note.h"
#include "unit.h"

#include <sodium.h>

/* A log of three entries "alpha", "beta", "gamma"; key of the seed 00 01 .. 1f. Every constant is compared with what another
 * implementation gave, not with our own output. */
#define ORIGIN "privacy.example.org/log"
#define KEY ORIGIN "+0f822aa0+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
#define ROOT "OF2jDzkXKCyJOd/4UZV+UZqxhGsTUaFMCts7EWMnQqo="
#define BODY ORIGIN "\n3\n" ROOT "\n"
#define DASH "\xE2\x80\x94 "
#define SIGNED DASH ORIGIN " D4IqoLlhbIR/wdaQZs5SYPlGT10Tf5sJmuWeuW4HyLNpOV7+WLHURYd6UEUqpJMJKYsqzEfZV4LNq20oHgiQRfCXfw8=\n"
#define WITNESSED DASH "witness.example.net ptUzjQAAAABppCpAcEfMyfS1Jz4j1WCSQLD0GjKCmLoJTSTUzDsCQbCXircLMGULPm5VCwJwXKJjO/hruEkyck3iAF0W1bNxaKKeCg==\n"
#define NOTE BODY "\n" SIGNED

static uint8_t public_key[32], secret_key[64];

static int make_keys(void **state)
{
    uint8_t seed[32];

    (void)state;
    for (uint8_t i = 0; i < 32; i++)
        seed[i] = i;
    return sodium_init() < 0 || crypto_sign_seed_keypair(public_key, secret_key, seed) != 0;
}

static struct hash hash_of(const char *base64)
{
    struct hash h;
    size_t length;

    assert_true(text_unbase64(text_of(base64), h.bytes, sizeof h.bytes, &length) && length == 32);
    return h;
}

static void the_worked_example_comes_out_byte_for_byte(void **state)
{
    struct work *w = unit_work();
    struct ledger_edge edge = { 0 };
    struct text body, note, key;
    uint8_t signature[64];

    (void)state;
    ledger_edge_append(&edge, ledger_leaf("alpha", 5));
    ledger_edge_append(&edge, ledger_leaf("beta", 4));
    ledger_edge_append(&edge, ledger_leaf("gamma", 5));
    assert_ok(w, checkpoint_text(w, TEXT(ORIGIN), ledger_edge_head(&edge), &body));
    assert_text(BODY, body);
    assert_int_equal(crypto_sign_detached(signature, NULL, (const uint8_t *)body.at, body.length, secret_key), 0);
    assert_ok(w, note_write(w, body, TEXT(ORIGIN), public_key, signature, &note));
    assert_text(NOTE, note);
    assert_ok(w, note_verifier_key(w, TEXT(ORIGIN), public_key, &key));
    assert_text(KEY, key);
    unit_work_end(&w);
}

static void the_proof_of_the_worked_example_verifies(void **state)
{
    struct ledger_head head = { 3, hash_of(ROOT) };
    struct hash leaf = ledger_leaf("beta", 4), stated = hash_of("4jU3sFDoSvLLqrRvL4PY07X+vI5axiANMGKE9ofUaSQ=");
    struct ledger_proof proof = { .hashes = { hash_of("KhWNiv1I4/iMtBld/bKp5IF9lfpX/TREDZP5quXE+Cs="), hash_of("THnQ1i989cqIdBVfLTuHXyYl2iuzq8hrvWgz8lupDlE=") }, .count = 2 };

    (void)state;
    assert_true(hash_equal(leaf, stated));
    assert_true(ledger_verify_inclusion(leaf, 1, head, &proof));
    assert_false(ledger_verify_inclusion(leaf, 0, head, &proof));
}

static void a_signed_checkpoint_opens(void **state)
{
    struct work *w = unit_work();
    struct text name, body, origin;
    uint8_t key[32];
    struct ledger_head head;

    (void)state;
    assert_ok(w, note_verifier_key_parse(w, TEXT(KEY), &name, key));
    assert_text(ORIGIN, name);
    assert_ok(w, note_open(w, TEXT(NOTE), name, key, &body));
    assert_text(BODY, body);
    assert_ok(w, checkpoint_parse(w, body, &origin, &head));
    assert_text(ORIGIN, origin);
    assert_true(head.size == 3 && hash_equal(head.root, hash_of(ROOT)));
    unit_work_end(&w);
}

static void signatures_of_keys_we_do_not_know_are_ignored(void **state)
{
    struct work *w = unit_work();
    struct text body;

    (void)state;
    assert_ok(w, note_open(w, TEXT(BODY "\n" WITNESSED SIGNED), TEXT(ORIGIN), public_key, &body));
    assert_ok(w, note_open(w, TEXT(BODY "\n" SIGNED WITNESSED), TEXT(ORIGIN), public_key, &body));
    assert_ok(w, note_open(w, TEXT(BODY "\n" DASH ORIGIN " AAAAAAA=\n" SIGNED), TEXT(ORIGIN), public_key, &body)); /* our name, another key */
    assert_error(w, ERR_TAMPERED, note_open(w, TEXT(BODY "\n" WITNESSED), TEXT(ORIGIN), public_key, &body));
    assert_string_equal(w->err.message, "note: it is not signed by the key of the log");
    unit_work_end(&w);
}

static void sixteen_more_signatures_have_room(void **state)
{
    struct work *w = unit_work();
    struct text body;
    struct draft d;

    (void)state;
    assert_ok(w, work_draft(w, NOTE_MAX, &d));
    draft_add(&d, TEXT(BODY "\n"));
    for (int i = 0; i < 16; i++)
        draft_add(&d, TEXT(WITNESSED));
    draft_add(&d, TEXT(SIGNED));
    assert_false(d.overflow);
    assert_ok(w, note_open(w, draft_text(&d), TEXT(ORIGIN), public_key, &body));
    unit_work_end(&w);
}

static void one_bad_signature_of_our_key_spoils_the_note(void **state)
{
    struct work *w = unit_work();
    char bad[] = BODY "\n" SIGNED SIGNED;
    struct text body;

    (void)state;
    assert_ok(w, note_open(w, text_of(bad), TEXT(ORIGIN), public_key, &body));
    bad[sizeof BODY + sizeof SIGNED + sizeof DASH + sizeof ORIGIN + 20] ^= 1;
    assert_error(w, ERR_TAMPERED, note_open(w, text_of(bad), TEXT(ORIGIN), public_key, &body));
    assert_string_equal(w->err.message, "note: the signature does not fit");
    unit_work_end(&w);
}

static void every_flipped_bit_of_a_note_is_refused(void **state)
{
    struct work *w = unit_work();
    char note[] = NOTE;
    struct text body;

    (void)state;
    for (size_t i = 0; i < sizeof note - 1; i++)
        for (int bit = 0; bit < 8; bit++) {
            note[i] ^= (char)(1 << bit);
            assert_error(w, ERR_TAMPERED, note_open(w, text_of_bytes(note, sizeof note - 1), TEXT(ORIGIN), public_key, &body));
            note[i] ^= (char)(1 << bit);
        }
    for (size_t length = 0; length < sizeof note - 1; length++)
        assert_error(w, ERR_TAMPERED, note_open(w, text_of_bytes(note, length), TEXT(ORIGIN), public_key, &body));
    unit_work_end(&w);
}

static void check_bad_body(struct work *w, const char *body, const char *why)
{
    struct text origin;
    struct ledger_head head;

    assert_error(w, ERR_TAMPERED, checkpoint_parse(w, text_of(body), &origin, &head));
    assert_string_equal(w->err.message, why);
}

static void a_checkpoint_is_three_lines_in_one_spelling(void **state)
{
    struct work *w = unit_work();

    (void)state;
    check_bad_body(w, "", "checkpoint: it is not three lines");
    check_bad_body(w, ORIGIN "\n3\n" ROOT, "checkpoint: it is not three lines");
    check_bad_body(w, ORIGIN "\n3\n" ROOT "\nmore\n", "checkpoint: it is not three lines");
    check_bad_body(w, ORIGIN "\n3\n", "checkpoint: it is not three lines");
    check_bad_body(w, "\n3\n" ROOT "\n", "checkpoint: its origin is malformed");
    check_bad_body(w, "a b\n3\n" ROOT "\n", "checkpoint: its origin is malformed");
    check_bad_body(w, ORIGIN "\n03\n" ROOT "\n", "checkpoint: its size is malformed");
    check_bad_body(w, ORIGIN "\n-3\n" ROOT "\n", "checkpoint: its size is malformed");
    check_bad_body(w, ORIGIN "\n18446744073709551616\n" ROOT "\n", "checkpoint: its size is malformed");
    check_bad_body(w, ORIGIN "\n3\nAAAA\n", "checkpoint: its root is malformed");
    unit_work_end(&w);
}

static void check_bad_key(struct work *w, const char *key, const char *why)
{
    struct text name;
    uint8_t bytes[32];

    assert_error(w, ERR_INVALID, note_verifier_key_parse(w, text_of(key), &name, bytes));
    assert_string_equal(w->err.message, why);
}

static void a_verifier_key_must_fit_together(void **state)
{
    struct work *w = unit_work();

    (void)state;
    check_bad_key(w, "", "a verifier key reads NAME+ID+KEY");
    check_bad_key(w, ORIGIN, "a verifier key reads NAME+ID+KEY");
    check_bad_key(w, "a b+0f822aa0+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4", "a verifier key reads NAME+ID+KEY");
    check_bad_key(w, ORIGIN "+0F822AA0+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4", "the id in a verifier key is 8 hexadecimal digits");
    check_bad_key(w, ORIGIN "+0f822aa1+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4", "the id in the verifier key does not belong to its key");
    check_bad_key(w, "other+0f822aa0+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4", "the id in the verifier key does not belong to its key");
    check_bad_key(w, ORIGIN "+0f822aa0+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQS", "a verifier key holds an Ed25519 key in base64");
    check_bad_key(w, ORIGIN "+0f822aa0+BAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4", "a verifier key holds an Ed25519 key in base64");
    unit_work_end(&w);
}

static void an_origin_that_would_break_the_lines_is_not_written(void **state)
{
    struct work *w = unit_work();
    struct ledger_head head = { 0 };
    struct text out;
    uint8_t signature[64] = { 0 };

    (void)state;
    assert_error(w, ERR_INVALID, checkpoint_text(w, TEXT("a\n7"), head, &out));
    assert_error(w, ERR_INVALID, checkpoint_text(w, TEXT(""), head, &out));
    assert_error(w, ERR_INVALID, note_write(w, TEXT(BODY), TEXT("a b"), public_key, signature, &out));
    assert_error(w, ERR_INVALID, note_verifier_key(w, TEXT("a+b"), public_key, &out));
    assert_string_equal(w->err.message, "the name of a key is 1 to 200 visible ASCII characters without +");
    unit_work_end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worked_example_comes_out_byte_for_byte),
        cmocka_unit_test(the_proof_of_the_worked_example_verifies),
        cmocka_unit_test(a_signed_checkpoint_opens),
        cmocka_unit_test(signatures_of_keys_we_do_not_know_are_ignored),
        cmocka_unit_test(sixteen_more_signatures_have_room),
        cmocka_unit_test(one_bad_signature_of_our_key_spoils_the_note),
        cmocka_unit_test(every_flipped_bit_of_a_note_is_refused),
        cmocka_unit_test(a_checkpoint_is_three_lines_in_one_spelling),
        cmocka_unit_test(a_verifier_key_must_fit_together),
        cmocka_unit_test(an_origin_that_would_break_the_lines_is_not_written),
    };

    return cmocka_run_group_tests_name("ledger/note", tests, make_keys, NULL);
}
