/* The log as anybody can see it: an old receipt holds, a newer checkpoint continues the older one, and the tiles give the signed root, also for
 * the independent verifiers in Python. */
#include "scene.h"

#include "ledger/receipt.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { POSTS = 90, WIDTH = 256 }; /* three facts a post: more than a tile */

static struct text copied(struct scene *s, struct text t)
{
    struct text copy;

    assert_ok(s->w, work_copy(s->w, t, &copy));
    return copy;
}

static struct text get(struct scene *s, const char *path)
{
    struct reply r = scene_get(s, path);

    assert_status(200, r);
    return copied(s, r.body);
}

static void save(struct scene *s, const char *name, struct text bytes)
{
    struct text path;
    FILE *file;

    assert_ok(s->w, work_format(s->w, &path, "%s/%s", s->folder, name));
    file = fopen(path.at, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.at, 1, bytes.length, file), bytes.length);
    fclose(file);
}

/* Runs one of the verifiers; what it prints is compared, not trusted. */
static void expect_verifier(struct scene *s, const char *script, const char *name, const char *more, const char *words)
{
    struct text command;
    char said[4096];
    size_t length;
    FILE *pipe;

    assert_ok(s->w, work_format(s->w, &command, "/usr/bin/python3 '%s' '%s/%s' '%s' 2>&1", unit_source_path(script), s->folder, name, more));
    pipe = popen(command.at, "r");
    assert_non_null(pipe);
    length = fread(said, 1, sizeof said - 1, pipe);
    said[length] = 0;
    if (pclose(pipe) != 0 || !strstr(said, words))
        fail_msg("%s: %s", script, said);
}

/* Posts by the form and takes the receipt away. */
static struct text taken_receipt(struct scene *s, const char *form)
{
    struct reply r = scene_post_form(s, "/privacy/in/contact", form);
    struct text location;

    assert_status(303, r);
    location = copied(s, reply_header(&r, "Location"));
    r = scene_post_form(s, location.at, "");
    assert_status(200, r);
    return copied(s, r.body);
}

static struct ledger_head head_of(struct scene *s, struct text note, const struct receipt *r)
{
    struct text name, body, origin;
    struct ledger_head head;
    uint8_t key[32];

    assert_ok(s->w, note_verifier_key_parse(s->w, r->verifier_key, &name, key));
    assert_ok(s->w, note_open(s->w, note, name, key, &body));
    assert_ok(s->w, checkpoint_parse(s->w, body, &origin, &head));
    assert_text("www.hikari.example/privacy/log", origin);
    return head;
}

/* All leaves of a log, out of its tiles; keeps the tiles for the verifier. */
static struct text leaves_of(struct scene *s, uint64_t size)
{
    struct draft leaves;
    struct text path, name, tile;

    assert_ok(s->w, work_draft(s->w, (size_t)size * 32, &leaves));
    for (uint64_t first = 0; first < size; first += WIDTH) {
        uint64_t width = size - first < WIDTH ? size - first : WIDTH;
        if (width == WIDTH)
            assert_ok(s->w, work_format(s->w, &name, "log/tile/0/%03d", (int)(first / WIDTH)));
        else
            assert_ok(s->w, work_format(s->w, &name, "log/tile/0/%03d.p/%d", (int)(first / WIDTH), (int)width));
        assert_ok(s->w, work_format(s->w, &path, "/privacy/%s", name.at));
        tile = get(s, path.at);
        assert_int_equal(tile.length, width * 32);
        save(s, name.at, tile);
        draft_add(&leaves, tile);
    }
    return draft_text(&leaves);
}

static struct hash root_of_first(struct text leaves, uint64_t size)
{
    struct ledger_edge edge = { 0 };
    struct hash leaf;

    for (uint64_t i = 0; i < size; i++) {
        memcpy(leaf.bytes, leaves.at + i * 32, 32);
        ledger_edge_append(&edge, leaf);
    }
    return ledger_edge_head(&edge).root;
}

static void make_folders(struct scene *s)
{
    static const char *const names[] = { "log", "log/tile", "log/tile/0", "log/tile/0/000.p", "log/tile/0/001.p", "log/tile/1", "log/tile/1/000.p" };
    struct text path;

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        assert_ok(s->w, work_format(s->w, &path, "%s/%s", s->folder, names[i]));
        assert_int_equal(mkdir(path.at, 0700), 0);
    }
}

static void grow(struct scene *s)
{
    char form[200];

    for (int i = 0; i < POSTS; i++) {
        snprintf(form, sizeof form, "name=Ada&email=v%d%%40visitor.example&message=hello", i);
        assert_status(303, scene_post_form(s, "/privacy/in/contact", form));
    }
    scene_settle(s);
}

static void an_old_receipt_holds_in_a_log_that_has_grown(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct text json = taken_receipt(s, "name=Ada&email=ada%40visitor.example&message=hello"), old_note, new_note, leaves;
    struct ledger_head in_receipt, old, now;
    struct receipt receipt;

    (void)unused;
    make_folders(s);
    assert_ok(s->w, receipt_parse(s->w, json, &receipt));
    old_note = get(s, "/privacy/log/checkpoint");
    grow(s);
    scene_restart(s);
    new_note = get(s, "/privacy/log/checkpoint");
    save(s, "log/checkpoint", new_note);

    assert_ok(s->w, receipt_verify(s->w, &receipt, &in_receipt));
    old = head_of(s, old_note, &receipt);
    now = head_of(s, new_note, &receipt);
    assert_true(in_receipt.size <= old.size && old.size < now.size && now.size > WIDTH);
    leaves = leaves_of(s, now.size);
    assert_true(hash_equal(root_of_first(leaves, in_receipt.size), in_receipt.root)); /* the same log, continued */
    assert_true(hash_equal(root_of_first(leaves, old.size), old.root));
    assert_true(hash_equal(root_of_first(leaves, now.size), now.root));
    assert_memory_equal(leaves.at + receipt.position * 32, fact_leaf(receipt.salt, receipt.canonical).bytes, 32);

    save(s, "log/tile/1/000.p/1", get(s, "/privacy/log/tile/1/000.p/1"));
    expect_verifier(s, "test/decoder/log.py", "log", copied(s, receipt.verifier_key).at, "holds: size ");
    save(s, "receipt.json", json);
    expect_verifier(s, "test/decoder/receipt.py", "receipt.json", copied(s, receipt.verifier_key).at, "");
    assert_status(200, scene_get(s, "/privacy/promises")); /* it proves facts in a log of several tiles too */
    scene_close(&s);
}

/* A head that does not continue the one that was given away is seen by whoever kept it. */
static void the_public_log_moves_once_a_minute(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct text before, after;
    struct reply r;

    (void)unused;
    before = get(s, "/privacy/log/checkpoint");
    scene_person(s, "Ada", "ada@visitor.example", "hello"); /* makes a key, too */
    after = get(s, "/privacy/log/checkpoint");
    assert_true(text_equal(before, after));
    r = scene_get(s, "/privacy/log/tile/0/000.p/3");
    assert_status(404, r);
    clock_freeze(&s->clock, (struct instant){ s->w->now.ms + SPAN_SECONDS(60).ms });
    after = get(s, "/privacy/log/checkpoint");
    assert_false(text_equal(before, after));
    r = scene_get(s, "/privacy/log/tile/0/000.p/3");
    assert_status(200, r);
    scene_close(&s);
}

static void a_rewritten_log_is_seen_by_whoever_kept_a_checkpoint(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct receipt receipt;
    struct ledger_head old;
    struct text leaves;

    (void)unused;
    make_folders(s);
    assert_ok(s->w, receipt_parse(s->w, taken_receipt(s, "name=Ada&email=ada%40visitor.example&message=hello"), &receipt));
    old = head_of(s, get(s, "/privacy/log/checkpoint"), &receipt);
    scene_number(s, "UPDATE tile SET hashes = CAST(x'61626364' || substr(hashes, 5) AS BLOB) WHERE level = 0");
    leaves = leaves_of(s, old.size);
    assert_false(hash_equal(root_of_first(leaves, old.size), old.root));
    scene_end(s);
    assert_false(scene_begin(s)); /* and the server does not go on with it */
    assert_string_equal("TAMPERED", error_name(s->w->err.code));
    assert_non_null(strstr(s->w->err.message, "the tiles of the log do not have the root"));
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_old_receipt_holds_in_a_log_that_has_grown),
        cmocka_unit_test(the_public_log_moves_once_a_minute),
        cmocka_unit_test(a_rewritten_log_is_seen_by_whoever_kept_a_checkpoint),
    };

    return cmocka_run_group_tests_name("ledger", tests, NULL, NULL);
}
