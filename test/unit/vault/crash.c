/* Every step of the vault is cut short: the process dies before it, half of a write is done, or the call fails. Then what is on disk is
 * opened again and must keep its promises. */
#include "fixture.h"

#include "vault/tombstone.h"

#include <stdio.h>
#include <stdlib.h>

enum { EXIT_DONE = 0, EXIT_REFUSED = 1, EXIT_SYNC = 70, VICTIMS = 3, KEYS = 6, STEPS_MAX = 400 };

static struct vault_key keys[KEYS]; /* the first VICTIMS are shredded; made anew by each test */

static void make_keys(struct fixture *f)
{
    assert_ok(f->w, vault_key_create_many(f->w, f->v, KEYS, keys));
    assert_ok(f->w, vault_sync(f->w, f->v));
}

static bool shred_victims(struct fixture *f)
{
    struct vault_shredding items[VICTIMS];

    for (int i = 0; i < VICTIMS; i++)
        items[i] = (struct vault_shredding){ .key = keys[i] };
    return vault_shred_many(f->w, f->v, items, VICTIMS);
}

/* The journal's record says that its first victim was to go. */
static bool is_journalled(struct fixture *f, int victim)
{
    uint8_t *records = malloc(64 * TOMBSTONE_BYTES);
    bool found;
    size_t at;

    assert_non_null(records);
    fixture_peek(f, "tombstones", records, 64 * TOMBSTONE_BYTES, TOMBSTONE_BYTES);
    found = text_find(text_of_bytes(records, 64 * TOMBSTONE_BYTES), text_of_bytes(keys[victim].id.id.bytes, 16), &at);
    free(records);
    return found;
}

static void check_after_crash(struct fixture *f, int status)
{
    bool journalled[VICTIMS];

    for (int i = 0; i < VICTIMS; i++)
        journalled[i] = is_journalled(f, i);
    fixture_open(f);
    for (int i = 0; i < VICTIMS; i++) {
        enum vault_status s = vault_key_status(f->v, keys[i]);
        assert_true(s == VAULT_OK || s == VAULT_KEY_GONE);
        if (status == EXIT_DONE)
            assert_int_equal(s, VAULT_KEY_GONE);
        if (s == VAULT_KEY_GONE)
            assert_true(journalled[i]); /* nothing goes unless the journal says so first */
    }
    for (int i = VICTIMS; i < KEYS; i++)
        assert_key(f, keys[i], VAULT_OK);
    assert_ok(f->w, (shred_victims(f)));
    for (int i = 0; i < VICTIMS; i++)
        assert_key(f, keys[i], VAULT_KEY_GONE);
}

static void shred_with_fault_at_every_step(enum fault fault)
{
    struct fixture *f = fixture_make(true);
    int status = DIED, steps = 0;

    while (status != EXIT_DONE) {
        steps++;
        assert_true(steps < STEPS_MAX);
        make_keys(f);
        fixture_close(f);
        status = fixture_in_child(f, fault, steps, shred_victims);
        assert_true(status == EXIT_DONE || status == DIED || status == EXIT_REFUSED || status == EXIT_SYNC);
        check_after_crash(f, status);
    }
    assert_true(steps > VICTIMS + 4); /* journal, sync, overwrites, sync, read back, done: all were cut short */
    fixture_end(&f);
}

static void a_crash_at_any_step_of_shredding_is_finished_or_never_was(void **state)
{
    (void)state;
    shred_with_fault_at_every_step(FAULT_DIE);
}

static void a_torn_write_at_any_step_of_shredding_is_healed(void **state)
{
    (void)state;
    shred_with_fault_at_every_step(FAULT_TEAR);
}

static void an_error_at_any_step_of_shredding_ends_or_refuses(void **state)
{
    (void)state;
    shred_with_fault_at_every_step(FAULT_ERROR);
}

static void what_the_journal_names_is_gone_at_the_next_start(void **state)
{
    struct fixture *f = fixture_make(true);
    int journal_synced = 0;
    uint8_t before[SLOT_BYTES], after[SLOT_BYTES];

    (void)state;
    for (int step = 1; journal_synced < VICTIMS; step++) {
        assert_true(step < STEPS_MAX);
        make_keys(f);
        fixture_close(f);
        fixture_peek(f, "keys.0001", before, SLOT_BYTES, (long)fixture_slot_place(keys[0]));
        assert_int_equal(fixture_in_child(f, FAULT_DIE, step, shred_victims), DIED);
        if (is_journalled(f, VICTIMS - 1)) {
            journal_synced++;
            fixture_open(f);
            fixture_peek(f, "keys.0001", after, SLOT_BYTES, (long)fixture_slot_place(keys[0]));
            assert_memory_not_equal(before + 48, after + 48, 48);
            for (int i = 0; i < VICTIMS; i++)
                assert_key(f, keys[i], VAULT_KEY_GONE);
            continue;
        }
        fixture_open(f);
    }
    fixture_end(&f);
}

static void a_shredding_that_failed_stays_shut_and_is_finished_by_the_next(void **state)
{
    struct fixture *f = fixture_make(true);
    struct vault_files files = failing_files(&f->failing);
    bool stayed_shut = false;

    (void)state;
    make_keys(f);
    fixture_close(f);
    assert_ok(f->w, vault_open_on(f->w, &f->config, &files, &f->v));
    for (int step = 1; step < STEPS_MAX; step++) {
        make_keys(f);
        f->failing = (struct failing){ .fault = FAULT_ERROR, .at = step };
        /* A failed sync would end this process: leave those to the child in another test. */
        if (step == VICTIMS + 2 || step == 2 * VICTIMS + 3) {
            f->failing.fault = FAULT_NONE;
            assert_ok(f->w, shred_victims(f));
            continue;
        }
        error_clear(&f->w->err);
        if (shred_victims(f))
            break;
        f->failing.fault = FAULT_NONE;
        assert_int_equal(f->w->err.code, ERR_IO);
        for (int i = 0; i < VICTIMS && f->v->doomed_count; i++) {
            stayed_shut = true;
            assert_key(f, keys[i], VAULT_KEY_GONE);
        }
        assert_ok(f->w, shred_victims(f));
        assert_int_equal(f->v->doomed_count, 0);
        for (int i = 0; i < VICTIMS; i++)
            assert_key(f, keys[i], VAULT_KEY_GONE);
    }
    assert_true(stayed_shut);
    fixture_end(&f);
}

static void an_overwrite_that_did_not_reach_the_disk_is_noticed(void **state)
{
    struct fixture *f = fixture_make(true);

    (void)state;
    for (int i = 0; i < VICTIMS; i++) {
        make_keys(f);
        f->failing = (struct failing){ .fault = FAULT_LIE, .at = VICTIMS + 3 + i }; /* looks, journal, sync, overwrites */
        assert_error(f->w, ERR_IO, shred_victims(f));
        assert_non_null(strstr(f->w->err.message, "still holds other bytes after it was overwritten and synced"));
        for (int k = 0; k < VICTIMS; k++) {
            assert_key(f, keys[k], VAULT_KEY_GONE);
            assert_true(segment_is_used(f->v->segments[1], slot_number_of(keys[k].id) % SEGMENT_SLOTS)); /* given to nobody */
        }
        assert_ok(f->w, shred_victims(f));
        assert_false(segment_is_used(f->v->segments[1], slot_number_of(keys[i].id) % SEGMENT_SLOTS));
    }
    fixture_end(&f);
}

static bool create_and_sync(struct fixture *f)
{
    struct vault_key made[KEYS];

    return vault_key_create_many(f->w, f->v, KEYS, made) && vault_sync(f->w, f->v);
}

static void a_failed_sync_ends_the_process(void **state)
{
    struct fixture *f = fixture_make(true);
    int status = 0, ended = 0;

    (void)state;
    fixture_close(f);
    for (int step = 1; step < STEPS_MAX && (status != EXIT_DONE || step == 1); step++) {
        status = fixture_in_child(f, FAULT_ERROR, step, create_and_sync);
        ended += status == EXIT_SYNC;
        assert_true(status == EXIT_DONE || status == EXIT_REFUSED || status == EXIT_SYNC);
    }
    assert_int_equal(ended, 1); /* one sync for the whole batch */
    fixture_open(f);
    fixture_end(&f);
}

static void a_torn_new_slot_is_given_to_nobody(void **state)
{
    struct fixture *f = fixture_make(true);

    (void)state;
    fixture_close(f);
    assert_int_equal(fixture_in_child(f, FAULT_TEAR, 2, create_and_sync), DIED); /* a look at the free slot, then the write */
    fixture_open(f);
    assert_int_equal(vault_state(f->v).used, 1);
    make_keys(f);
    for (int i = 0; i < KEYS; i++) {
        assert_key(f, keys[i], VAULT_OK);
        assert_int_not_equal(slot_number_of(keys[i].id), SEGMENT_SLOTS);
    }
    fixture_end(&f);
}

static bool open_anew(struct fixture *f)
{
    struct vault_files files = failing_files(&f->failing);

    vault_close(&f->v);
    unit_folder_remove(&(char *){ strdup(f->keys) });
    return vault_open_on(f->w, &f->config, &files, &f->v);
}

static void make_files_with_crashes(struct fixture *f, enum fault fault, int stride)
{
    int status = DIED;

    for (int step = 1; status != EXIT_DONE; step += stride) {
        assert_true(step < 2 * STEPS_MAX);
        status = fixture_in_child(f, fault, step, open_anew);
        assert_true(status == EXIT_DONE || status == DIED);
        fixture_open(f);
        make_keys(f);
        fixture_reopen(f);
        assert_key(f, keys[0], VAULT_OK);
        fixture_close(f);
    }
}

static void a_crash_while_the_files_are_made_leaves_a_folder_that_opens(void **state)
{
    struct fixture *f = fixture_make(true);

    (void)state;
    fixture_close(f);
    make_files_with_crashes(f, FAULT_TEAR, 41); /* most of the calls write zeros */
    f->failing.only_syncs = true;
    make_files_with_crashes(f, FAULT_DIE, 1);
    fixture_end(&f);
}

static void poke_record(struct fixture *f, uint64_t number, const void *bytes, size_t length)
{
    fixture_poke(f, "tombstones", bytes, length, (long)(number + 1) * TOMBSTONE_BYTES);
}

static void a_torn_tail_of_the_journal_is_cut(void **state)
{
    struct fixture *f = fixture_make(true);
    uint8_t garbage[40], record[TOMBSTONE_BYTES];
    uint64_t next;

    (void)state;
    memset(garbage, 0xA5, sizeof garbage);
    make_keys(f);
    assert_ok(f->w, shred_victims(f));
    next = f->v->journal.next;
    assert_int_equal(next, VICTIMS + 1); /* and the record that says: done */
    fixture_close(f);
    poke_record(f, next, garbage, sizeof garbage);
    poke_record(f, next + 2, garbage, sizeof garbage); /* a hole between */
    fixture_open(f);
    assert_int_equal(f->v->journal.next, next);
    for (uint64_t i = next; i < next + 3; i++) {
        fixture_peek(f, "tombstones", record, sizeof record, (long)(i + 1) * TOMBSTONE_BYTES);
        for (int b = 0; b < TOMBSTONE_BYTES; b++)
            assert_int_equal(record[b], 0);
    }
    for (int i = VICTIMS; i < KEYS; i++)
        assert_key(f, keys[i], VAULT_OK);
    fixture_end(&f);
}

static void a_mark_without_the_rest_of_the_overwrite_is_finished(void **state)
{
    struct fixture *f = fixture_make(true);
    uint8_t before[SLOT_BYTES], after[SLOT_BYTES];
    long at;

    (void)state;
    make_keys(f);
    at = (long)fixture_slot_place(keys[0]);
    assert_ok(f->w, tombstones_append(f->w, &f->v->journal, keys, 1));
    fixture_close(f);
    fixture_peek(f, "keys.0001", before, sizeof before, at);
    fixture_poke(f, "keys.0001", "GONE", 4, at); /* all that was written: the sealed key still lies behind it */
    fixture_open(f);
    fixture_peek(f, "keys.0001", after, sizeof after, at);
    assert_memory_not_equal(before + 24, after + 24, 24);
    assert_memory_not_equal(before + 48, after + 48, 48);
    assert_key(f, keys[0], VAULT_KEY_GONE);
    fixture_end(&f);
}

static void whole_records_behind_a_hole_still_count(void **state)
{
    struct fixture *f = fixture_make(true);
    uint8_t zeros[TOMBSTONE_BYTES] = { 0 };
    struct vault_key named[3];

    (void)state;
    make_keys(f);
    memcpy(named, keys, sizeof named);
    assert_ok(f->w, tombstones_append(f->w, &f->v->journal, named, 3)); /* and then the power goes */
    fixture_close(f);
    poke_record(f, 1, zeros, sizeof zeros); /* the sector of the second was never written */
    fixture_open(f);
    assert_key(f, keys[0], VAULT_KEY_GONE);
    assert_key(f, keys[1], VAULT_OK);
    assert_key(f, keys[2], VAULT_KEY_GONE);
    assert_int_equal(f->v->journal.next, 3); /* two tombstones, done */
    fixture_reopen(f);
    assert_int_equal(f->v->journal.next, 3);
    assert_key(f, keys[1], VAULT_OK);
    fixture_end(&f);
}

static void the_journal_grows_ahead_of_its_end(void **state)
{
    struct fixture *f = fixture_make(true);

    (void)state;
    make_keys(f);
    f->v->journal.room = f->v->journal.next + 2; /* as if the slow pool had never come by */
    assert_ok(f->w, shred_victims(f));
    assert_true(f->v->journal.room > TOMBSTONE_RESERVE / 2);
    fixture_reopen(f);
    for (int i = 0; i < VICTIMS; i++)
        assert_key(f, keys[i], VAULT_KEY_GONE);
    fixture_end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_crash_at_any_step_of_shredding_is_finished_or_never_was),
        cmocka_unit_test(a_torn_write_at_any_step_of_shredding_is_healed),
        cmocka_unit_test(an_error_at_any_step_of_shredding_ends_or_refuses),
        cmocka_unit_test(what_the_journal_names_is_gone_at_the_next_start),
        cmocka_unit_test(a_shredding_that_failed_stays_shut_and_is_finished_by_the_next),
        cmocka_unit_test(an_overwrite_that_did_not_reach_the_disk_is_noticed),
        cmocka_unit_test(a_failed_sync_ends_the_process),
        cmocka_unit_test(a_torn_new_slot_is_given_to_nobody),
        cmocka_unit_test(a_crash_while_the_files_are_made_leaves_a_folder_that_opens),
        cmocka_unit_test(a_torn_tail_of_the_journal_is_cut),
        cmocka_unit_test(a_mark_without_the_rest_of_the_overwrite_is_finished),
        cmocka_unit_test(whole_records_behind_a_hole_still_count),
        cmocka_unit_test(the_journal_grows_ahead_of_its_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
