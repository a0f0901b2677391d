#include "ledger/receipt.h"
#include "decoder.h"
#include "log.h"
#include "unit.h"

#include <sodium.h>
#include <stdio.h>

#define ORIGIN "www.hikari.example/privacy/log"

enum { SIZE = 300, POSITION = 260 };

static uint8_t public_key[32], secret_key[64];

static int make_keys(void **state)
{
    uint8_t seed[32] = { 9 };

    (void)state;
    return sodium_init() < 0 || crypto_sign_seed_keypair(public_key, secret_key, seed) != 0;
}

static struct text signed_head(struct work *w, struct text origin, struct ledger_head head)
{
    struct text body, note;
    uint8_t signature[64];

    assert_ok(w, checkpoint_text(w, origin, head, &body));
    crypto_sign_detached(signature, NULL, (const uint8_t *)body.at, body.length, secret_key);
    assert_ok(w, note_write(w, body, origin, public_key, signature, &note));
    return note;
}

static void fill_fact(struct receipt *r)
{
    static uint8_t canonical[FACT_CANONICAL_MAX];

    r->fact = (struct fact){ .type = FACT_COLLECTED, .at = { 1772366400123 }, .policy_number = 3, .channel = 1, .purpose = 2, .basis = 2, .region = "US-CA",
        .region_source = 1, .outcome = -4, .number = 1, .actor = 5 };
    memset(r->fact.subject.bytes, 0x5A, sizeof r->fact.subject.bytes);
    memset(r->fact.record.bytes, 0x3C, sizeof r->fact.record.bytes);
    memset(r->fact.hash.bytes, 0x77, sizeof r->fact.hash.bytes);
    memset(r->salt, 0xE1, sizeof r->salt);
    r->canonical = text_of_bytes(canonical, fact_encode(&r->fact, canonical));
}

/* A receipt for entry 260 of a log of 300 whose other entries are numbers. */
static struct receipt make_receipt(struct work *w)
{
    struct memory_log *log = log_create(SIZE);
    struct tile_source source = log_source(log, SIZE);
    struct receipt r = { .position = POSITION };

    fill_fact(&r);
    log_grow(w, log, POSITION);
    log_append(w, log, fact_leaf(r.salt, r.canonical));
    log_grow(w, log, SIZE);
    assert_ok(w, ledger_prove_inclusion(w, tile_hash, &source, POSITION, SIZE, &r.proof));
    r.note = signed_head(w, TEXT(ORIGIN), tile_edge_head(&log->edge));
    assert_ok(w, note_verifier_key(w, TEXT(ORIGIN), public_key, &r.verifier_key));
    log_destroy(&log);
    return r;
}

static struct text write_receipt(struct work *w)
{
    struct receipt r = make_receipt(w);
    struct text json;

    assert_ok(w, receipt_write(w, &r, &json));
    return json;
}

static void a_receipt_that_was_written_verifies(void **state)
{
    struct work *w = unit_work();
    struct receipt r;
    struct ledger_head head;
    struct text json = write_receipt(w), again;

    (void)state;
    assert_ok(w, receipt_parse(w, json, &r));
    assert_ok(w, receipt_verify(w, &r, &head));
    assert_true(head.size == SIZE);
    assert_true(r.position == POSITION && r.fact.type == FACT_COLLECTED);
    assert_ok(w, receipt_write(w, &r, &again));
    assert_true(text_equal(json, again));
    unit_work_end(&w);
}

static void a_person_can_read_the_fact(void **state)
{
    struct work *w = unit_work();
    size_t at;

    (void)state;
    assert_true(text_find(write_receipt(w),
        TEXT("{\"privacyd_receipt\":1,\"fact\":{\"type\":\"collected\",\"at\":\"2026-03-01T12:00:00.123Z\",\"policy\":3,\"channel\":1,\"purpose\":2,\"basis\":2,"
             "\"region\":\"US-CA\",\"region_source\":1,\"subject\":\"5a5a"), &at));
    assert_int_equal(at, 0);
    unit_work_end(&w);
}

static bool receipts_equal(const struct receipt *a, const struct receipt *b)
{
    uint8_t first[FACT_CANONICAL_MAX], second[FACT_CANONICAL_MAX];

    return text_equal(text_of_bytes(first, fact_encode(&a->fact, first)), text_of_bytes(second, fact_encode(&b->fact, second)))
        && memcmp(a->salt, b->salt, sizeof a->salt) == 0 && text_equal(a->canonical, b->canonical) && a->position == b->position
        && a->proof.count == b->proof.count && memcmp(&a->proof, &b->proof, sizeof a->proof) == 0 && text_equal(a->note, b->note)
        && text_equal(a->verifier_key, b->verifier_key);
}

/* A flip may give another spelling of the same JSON (\u000a and \u000A), never another statement. */
static void check_flip(struct work *w, const struct receipt *original, struct text json, size_t *same)
{
    struct receipt r;
    struct ledger_head head;

    error_clear(&w->err);
    if (!receipt_parse(w, json, &r)) {
        assert_true(w->err.code == ERR_INVALID || w->err.code == ERR_UNSUPPORTED);
        return;
    }
    if (receipts_equal(original, &r)) {
        ++*same;
        return;
    }
    assert_error(w, ERR_TAMPERED, receipt_verify(w, &r, &head));
}

static void every_flipped_bit_of_a_receipt_is_refused(void **state)
{
    struct work *w = unit_work();
    struct text json = write_receipt(w);
    struct receipt original;
    size_t same = 0;
    char *bytes = (char *)json.at;

    (void)state;
    assert_ok(w, receipt_parse(w, json, &original));
    for (size_t i = 0; i < json.length; i++)
        for (int bit = 0; bit < 8; bit++) {
            struct arena_mark mark = arena_mark(w->arena);
            bytes[i] ^= (char)(1 << bit);
            check_flip(w, &original, json, &same);
            bytes[i] ^= (char)(1 << bit);
            arena_release(w->arena, mark);
        }
    assert_true(same <= 8); /* the a of each escaped line feed */
    for (size_t length = 0; length < json.length; length++) {
        struct receipt r;
        assert_error(w, ERR_INVALID, receipt_parse(w, text_first(json, length), &r));
    }
    unit_work_end(&w);
}

/* The receipt with the first `part` replaced. */
static struct text edited(struct work *w, struct text json, const char *part, const char *by)
{
    struct draft d;
    size_t at;

    assert_true(text_find(json, text_of(part), &at));
    assert_ok(w, work_draft(w, json.length + strlen(by), &d));
    draft_add(&d, text_first(json, at));
    draft_add(&d, text_of(by));
    draft_add(&d, text_from(json, at + strlen(part)));
    return draft_text(&d);
}

static void what_is_malformed_is_named(void **state)
{
    static const struct { const char *part, *by, *message; } cases[] = {
        { "{", "[", "receipt: it is not one JSON object (line 1, column 20)" },
        { "\"privacyd_receipt\":1,", "", "receipt: \"privacyd_receipt\" is missing" },
        { "\"privacyd_receipt\":1", "\"privacyd_receipt\":\"1\"", "receipt: \"privacyd_receipt\" must be a number" },
        { "\"fact\":{", "\"fact\":3,\"x\":{", "receipt: \"fact\" must be an object" },
        { "\"type\":\"collected\"", "\"type\":\"none\"", "receipt: \"fact.type\" is malformed" },
        { "\"type\":", "\"kind\":", "receipt: \"fact\" has a member that no fact has" },
        { ".123Z", ".12300Z", "receipt: \"fact.at\" is malformed" },
        { "\"channel\":1", "\"channel\":0", "receipt: \"fact.channel\" is malformed" },
        { "\"channel\":1", "\"channel\":4294967297", "receipt: \"fact.channel\" is malformed" },
        { "\"channel\":1", "\"channel\":1.0", "receipt: \"fact.channel\" is malformed" },
        { "US-CA", "us-ca", "receipt: \"fact.region\" is malformed" },
        { "\"subject\":\"5a", "\"subject\":\"", "receipt: \"fact.subject\" is malformed" },
        { "\"canonical\":\"01", "\"canonical\":\"0", "receipt: \"canonical\" must be lower-case hexadecimal digits" },
        { "\"salt\":\"e1", "\"salt\":\"E1", "receipt: \"salt\" must be 64 lower-case hexadecimal digits" },
        { "\"position\":260", "\"position\":-1", "receipt: \"position\" must be a whole number, 0 or more" },
        { "\"proof\":[\"", "\"proof\":[\"AAAA\",\"", "receipt: hash 0 of \"proof\" must be 32 bytes in base64" },
        { "\"key\":\"", "\"key\":7,\"more\":\"", "receipt: \"key\" must be text" },
        { "\"key\":\"", "\"more\":7,\"key\":\"", "receipt: it has a member that no receipt has" },
    };
    struct work *w = unit_work();
    struct text json = write_receipt(w);
    struct receipt r;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_error(w, ERR_INVALID, receipt_parse(w, edited(w, json, cases[i].part, cases[i].by), &r));
        assert_string_equal(w->err.message, cases[i].message);
    }
    assert_error(w, ERR_INVALID, receipt_parse(w, edited(w, json, "\"position\":260", "\"position\":260,\"position\":260"), &r));
    assert_error(w, ERR_UNSUPPORTED, receipt_parse(w, edited(w, json, "receipt\":1", "receipt\":2"), &r));
    assert_string_equal(w->err.message, "receipt: this program knows receipts of version 1 only");
    unit_work_end(&w);
}

static void check_tampered(struct work *w, const struct receipt *r, const char *message)
{
    struct ledger_head head;

    assert_error(w, ERR_TAMPERED, receipt_verify(w, r, &head));
    assert_string_equal(w->err.message, message);
}

static void what_does_not_fit_is_named(void **state)
{
    struct work *w = unit_work();
    struct receipt good = make_receipt(w), r;
    const char *proof = "receipt: \"proof\" does not lead from the fact at its position to the root of \"checkpoint\"";

    (void)state;
    r = good, r.fact.number++;
    check_tampered(w, &r, "receipt: \"fact\" does not say what \"canonical\" says");
    r = good, r.canonical = text_first(good.canonical, good.canonical.length - 1);
    check_tampered(w, &r, "fact: a field is cut off");
    r = good, r.salt[0] ^= 1;
    check_tampered(w, &r, proof);
    r = good, r.position--;
    check_tampered(w, &r, proof);
    r = good, r.proof.count--;
    check_tampered(w, &r, proof);
    r = good, r.verifier_key = TEXT("nothing");
    check_tampered(w, &r, "receipt: \"key\" is not a verifier key");
    r = good, r.note = text_first(good.note, good.note.length - 4);
    check_tampered(w, &r, "receipt: \"checkpoint\" is not signed by \"key\"");
    unit_work_end(&w);
}

/* A key signs notes under its own name only; here one is made to sign for another log. */
static void a_checkpoint_of_another_log_is_refused(void **state)
{
    struct work *w = unit_work();
    struct receipt r = make_receipt(w);
    struct ledger_head head;
    struct text body;
    uint8_t signature[64];

    (void)state;
    assert_ok(w, receipt_verify(w, &r, &head));
    assert_ok(w, checkpoint_text(w, TEXT("other.example/log"), head, &body));
    crypto_sign_detached(signature, NULL, (const uint8_t *)body.at, body.length, secret_key);
    assert_ok(w, note_write(w, body, TEXT(ORIGIN), public_key, signature, &r.note));
    check_tampered(w, &r, "receipt: \"checkpoint\" is of another log than \"key\"");
    unit_work_end(&w);
}

static void a_changed_fact_needs_a_new_leaf(void **state)
{
    struct work *w = unit_work();
    struct receipt r = make_receipt(w);
    uint8_t canonical[FACT_CANONICAL_MAX];

    (void)state;
    r.fact.outcome = 7;
    r.canonical = text_of_bytes(canonical, fact_encode(&r.fact, canonical)); /* readable and canonical agree with each other */
    check_tampered(w, &r, "receipt: \"proof\" does not lead from the fact at its position to the root of \"checkpoint\"");
    unit_work_end(&w);
}

static int verify_in_python(const char *folder, struct text json, struct text key)
{
    char path[4096], key_text[512];

    decoder_write(folder, "receipt.json", json);
    snprintf(path, sizeof path, "%s/receipt.json", folder);
    snprintf(key_text, sizeof key_text, "%.*s", TEXT_ARGS(key));
    return decoder_run("receipt.py", path, key_text);
}

static void a_verifier_that_others_wrote_says_the_same(void **state)
{
    struct work *w = unit_work();
    struct text json = write_receipt(w);
    struct receipt r = make_receipt(w);
    char *folder;

    (void)state;
    decoder_or_skip();
    folder = unit_folder();
    assert_int_equal(verify_in_python(folder, json, r.verifier_key), 0);
    assert_int_equal(verify_in_python(folder, json, TEXT("privacy.example.org/log+0f822aa0+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")), 1);
    assert_int_equal(verify_in_python(folder, edited(w, json, "\"number\":1", "\"number\":2"), r.verifier_key), 1);
    assert_int_equal(verify_in_python(folder, edited(w, json, "\"position\":260", "\"position\":261"), r.verifier_key), 1);
    assert_int_equal(verify_in_python(folder, edited(w, json, "\"salt\":\"e1", "\"salt\":\"e2"), r.verifier_key), 1);
    assert_int_equal(verify_in_python(folder, edited(w, json, "\"proof\":[\"", "\"proof\":[\"KhWNiv1I4/iMtBld/bKp5IF9lfpX/TREDZP5quXE+Cs=\",\""), r.verifier_key), 1);
    assert_int_equal(verify_in_python(folder, edited(w, json, "\\u000a300\\u000a", "\\u000a301\\u000a"), r.verifier_key), 1);
    unit_folder_remove(&folder);
    unit_work_end(&w);
}

static void a_receipt_that_others_wrote_verifies(void **state)
{
    struct work *w = unit_work();
    FILE *file = fopen(unit_source_path("test/fuzz/corpus/receipt/holds"), "rb"); /* made in Python, with its own spacing */
    char bytes[RECEIPT_MAX];
    struct receipt r;
    struct ledger_head head;

    (void)state;
    assert_non_null(file);
    assert_ok(w, receipt_parse(w, text_of_bytes(bytes, fread(bytes, 1, sizeof bytes, file)), &r));
    assert_ok(w, receipt_verify(w, &r, &head));
    assert_true(head.size == 5 && r.position == 2);
    fclose(file);
    unit_work_end(&w);
}

static void write_tiles(struct work *w, struct memory_log *log, const char *folder)
{
    for (int level = 0; log->edge.size >> (8 * level); level++) {
        uint64_t total = log->edge.size >> (8 * level);
        for (uint64_t number = 0; number * TILE_WIDTH < total; number++) {
            struct tile_place place = { level, number, (int)(total - number * TILE_WIDTH < TILE_WIDTH ? total - number * TILE_WIDTH : TILE_WIDTH) };
            char path[TILE_PATH_MAX + 1] = { 0 };
            struct draft d = draft_in(path, TILE_PATH_MAX);
            struct text bytes;
            tile_path(&place, &d);
            assert_ok(w, log_read(w, log, place, &bytes));
            decoder_write(folder, path, bytes);
        }
    }
}

static void a_log_in_files_is_recomputed_by_others(void **state)
{
    struct work *w = unit_work();
    struct memory_log *log = log_create(70000);
    struct receipt r = make_receipt(w);
    char *folder, key[512];

    (void)state;
    decoder_or_skip();
    folder = unit_folder();
    snprintf(key, sizeof key, "%.*s", TEXT_ARGS(r.verifier_key));
    log_grow(w, log, 70000);
    write_tiles(w, log, folder);
    decoder_write(folder, "checkpoint", signed_head(w, TEXT(ORIGIN), tile_edge_head(&log->edge)));
    assert_int_equal(decoder_run("log.py", folder, key), 0);
    decoder_write(folder, "tile/2/000.p/1", text_of_bytes(log->levels[0], 32)); /* a hash that is not the one of the tiles below */
    assert_int_equal(decoder_run("log.py", folder, key), 1);
    decoder_write(folder, "tile/2/000.p/1", text_of_bytes(log->levels[2], 32));
    log->levels[0][69999].bytes[31] ^= 1;
    decoder_write(folder, "tile/0/273.p/112", text_of_bytes(log->levels[0] + 273 * 256, 112 * 32));
    assert_int_equal(decoder_run("log.py", folder, key), 1);
    unit_folder_remove(&folder);
    log_destroy(&log);
    unit_work_end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_receipt_that_was_written_verifies),
        cmocka_unit_test(a_person_can_read_the_fact),
        cmocka_unit_test(every_flipped_bit_of_a_receipt_is_refused),
        cmocka_unit_test(what_is_malformed_is_named),
        cmocka_unit_test(what_does_not_fit_is_named),
        cmocka_unit_test(a_checkpoint_of_another_log_is_refused),
        cmocka_unit_test(a_changed_fact_needs_a_new_leaf),
        cmocka_unit_test(a_verifier_that_others_wrote_says_the_same),
        cmocka_unit_test(a_receipt_that_others_wrote_verifies),
        cmocka_unit_test(a_log_in_files_is_recomputed_by_others),
    };

    return cmocka_run_group_tests_name("ledger/receipt", tests, make_keys, NULL);
}
