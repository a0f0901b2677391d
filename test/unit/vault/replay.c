#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static struct vault_key make_key(struct fixture *f)
{
    struct vault_key key;

    assert_true(vault_key_create_many(f->w, f->v, 1, &key));
    assert_true(vault_sync(f->w, f->v));
    return key;
}

static void shred(struct fixture *f, struct vault_key key)
{
    struct vault_shredding item = { .key = key };

    assert_true(vault_shred_many(f->w, f->v, &item, 1));
    assert_int_equal(item.status, VAULT_OK);
}

static struct fixture *make(char folder[64])
{
    struct fixture *f = fixture_make(true);

    snprintf(folder, 64, "/tmp/privacyd-copy-XXXXXX");
    assert_non_null(mkdtemp(folder));
    f->config.tombstone_copy = folder;
    fixture_reopen(f);
    return f;
}

static void end(struct fixture **f, const char *folder)
{
    char command[128];

    fixture_end(f);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    assert_int_equal(system(command), 0);
}

static void tombstones_lie_at_the_other_place_when_the_shredding_returns(void **state)
{
    CLEANUP(vault_key_list_free) struct vault_key_list list = { NULL, 0, 0 };
    char folder[64];
    struct fixture *f = make(folder);
    struct vault_key gone = make_key(f), there = make_key(f);

    (void)state;
    shred(f, gone);
    assert_true(vault_tombstones_read(f->w, folder, &list));
    vault_key_list_sort(&list);
    assert_int_equal(list.count, 1);
    assert_true(vault_key_list_has(&list, gone));
    assert_false(vault_key_list_has(&list, there));
    assert_false(vault_state(f->v).copy_behind);
    end(&f, folder);
}

static void a_place_that_is_away_holds_nothing_up_and_catches_up(void **state)
{
    CLEANUP(vault_key_list_free) struct vault_key_list list = { NULL, 0, 0 };
    char folder[64], away[80];
    struct fixture *f = make(folder);
    struct vault_key key = make_key(f);

    (void)state;
    snprintf(away, sizeof away, "%s.away", folder);
    assert_int_equal(rename(folder, away), 0);
    shred(f, key);
    assert_true(vault_state(f->v).copy_behind);
    assert_int_equal(rename(away, folder), 0);
    assert_true(vault_extend(f->w, f->v)); /* the job that comes every few seconds */
    assert_false(vault_state(f->v).copy_behind);
    assert_true(vault_tombstones_read(f->w, folder, &list));
    assert_int_equal(list.count, 1);
    end(&f, folder);
}

static void the_tombstones_of_another_vault_are_put_aside_and_still_read(void **state)
{
    CLEANUP(vault_key_list_free) struct vault_key_list list = { NULL, 0, 0 };
    char folder[64];
    struct fixture *f = make(folder), *other = fixture_make(true);
    struct vault_key first = make_key(f), second;

    (void)state;
    shred(f, first);
    other->config.tombstone_copy = folder;
    make_key(other); /* both vaults draw the same random numbers: the first keys are alike */
    second = make_key(other);
    shred(other, second);
    fixture_reopen(other);
    assert_false(vault_state(other->v).copy_behind);
    assert_true(vault_tombstones_read(f->w, folder, &list));
    vault_key_list_sort(&list);
    assert_int_equal(list.count, 2);
    assert_true(vault_key_list_has(&list, first) && vault_key_list_has(&list, second));
    fixture_end(&other);
    end(&f, folder);
}

static void a_replay_destroys_what_is_there_and_tells_of_the_rest(void **state)
{
    CLEANUP(vault_key_list_free) struct vault_key_list own = { NULL, 0, 0 };
    struct fixture *f = fixture_make(true);
    struct vault_key there = make_key(f), stays = make_key(f), never = stays;
    struct vault_key keys[2];
    struct vault_key_list foreign = { keys, 2, 2 };
    uint64_t destroyed;

    (void)state;
    never.id.id.bytes[15] ^= 1; /* of another vault, whose slot holds something else here */
    keys[0] = there;
    keys[1] = never;
    assert_true(vault_replay(f->w, f->v, &foreign, true, &destroyed));
    assert_int_equal(destroyed, 1);
    assert_key(f, there, VAULT_KEY_GONE);
    assert_key(f, stays, VAULT_OK);
    assert_true(vault_tombstones_read(f->w, f->keys, &own));
    vault_key_list_sort(&own);
    assert_true(vault_key_list_has(&own, there) && vault_key_list_has(&own, never) && !vault_key_list_has(&own, stays));
    fixture_reopen(f);
    assert_key(f, stays, VAULT_OK);
    fixture_end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tombstones_lie_at_the_other_place_when_the_shredding_returns),
        cmocka_unit_test(a_place_that_is_away_holds_nothing_up_and_catches_up),
        cmocka_unit_test(the_tombstones_of_another_vault_are_put_aside_and_still_read),
        cmocka_unit_test(a_replay_destroys_what_is_there_and_tells_of_the_rest),
    };

    return cmocka_run_group_tests_name("vault/replay", tests, NULL, NULL);
}
