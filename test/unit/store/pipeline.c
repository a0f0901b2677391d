#include "rig.h"

#include "base/teeth.h"
#include "store/reserve.h"
#include "store_queries.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static struct rig rig;

static int setup(void **state)
{
    (void)state;
    rig_open(&rig);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    rig_close(&rig);
    return 0;
}

static const struct sql_query insert_retention = {
    "insert_retention",
    "INSERT INTO retention (site, subject, purpose, key_id, key_generation, trigger_kind, trigger_at, due_at, state)"
    " VALUES ($1, $2, 1, $3, $4, 1, 0, NULL, 0)", 4
};
static const struct sql_query insert_record = {
    "insert_record",
    "INSERT INTO record (uid, site, subject, retention, channel, purpose, basis, region, region_source, policy_number, collected_at, fields, sealed)"
    " VALUES ($1, $2, $3, $4, 1, 1, 1, '', 0, 1, 0, $1, $5)", 5
};
static const struct sql_query read_record = { "read_record", "SELECT uid, sealed FROM record", 0 };

/* What a collecting unit does: subject, key, sealed record, fact, and a row that names the fact's position. */
static struct record_id collect(struct rig_unit *u, int number)
{
    struct record_id record = { id_ordered(&u->w->random, u->w->now) };
    int subject = rig_subject(&rig, u, number), key, seal, retention;
    struct text uid;

    assert_ok(u->w, work_copy(u->w, text_of_bytes(record.id.bytes, 16), &uid));
    assert_ok(u->w, list_key(u->w, &key));
    assert_ok(u->w, list_seal(u->w, (struct seal_wish){ .new_key = key, .table = 1, .group = 1, .record = record, .retention_class = 2,
                                                        .plaintext = TEXT("a message from a person") }, &seal));
    assert_ok(u->w, LIST_WRITE(u->w, insert_retention, 1, &retention, STORE_NUMBER(rig.site.key), STORE_OF(STORE_ROW, subject),
                               STORE_OF(STORE_KEY_ID, key), STORE_OF(STORE_KEY_GENERATION, key)));
    assert_ok(u->w, LIST_WRITE(u->w, insert_record, 1, NULL, STORE_BYTES(uid.at, 16), STORE_NUMBER(rig.site.key), STORE_OF(STORE_ROW, subject),
                               STORE_OF(STORE_ROW, retention), STORE_OF(STORE_SEALED, seal)));
    assert_ok(u->w, LIST_WRITE(u->w, query_pulse_write, 1, NULL, STORE_NUMBER(rig.site.key), STORE_TEXT(TEXT("gate")), STORE_NUMBER(u->w->now.ms),
                               STORE_NUMBER(number), STORE_OF(STORE_POSITION, 0)));
    return record;
}

static void what_was_sealed_opens_after_the_commit(void **state)
{
    struct rig_unit *u = rig_unit(&rig), *reader;
    struct record_id record = collect(u, 1);
    struct vault_opening opening = { .place = { rig.site.uid, 1, 1, record } };
    struct sql_row row;

    (void)state;
    assert_int_equal(rig_commit(&rig, u), ERR_NONE);
    assert_true(u->w->writes->results.group > 0);
    assert_int_equal(u->w->writes->results.positions[0], 0);
    reader = rig_unit(&rig);
    assert_ok(reader->w, sql_load(reader->w, reader->connection, &read_record, NULL, 0, &row));
    assert_ok(reader->w, sql_row_bytes(reader->w, &row, 1, &opening.sealed));
    assert_ok(reader->w, vault_open_many(reader->w, rig.vault, 1, &opening, 1));
    assert_int_equal(opening.status, VAULT_OK);
    assert_text("a message from a person", opening.plaintext);
    assert_int_equal(rig_number(&rig, "SELECT position FROM pulse"), 0);
    rig_check_log(&rig);
}

static void a_conflict_writes_nothing_and_its_rerun_sees_the_new_state(void **state)
{
    struct rig_unit *first = rig_unit(&rig), *second = rig_unit(&rig);

    (void)state;
    rig_subject(&rig, first, 7);
    rig_subject(&rig, second, 7);
    assert_int_equal(rig_commit(&rig, first), ERR_NONE);
    assert_int_equal(rig_commit(&rig, second), ERR_CONFLICT);
    assert_non_null(strstr(second->w->err.message, "rig_insert_subject: 0 rows where the unit of work expected 1"));
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM fact"), 1);
    rig_again(second);
    rig_subject(&rig, second, 8);
    assert_int_equal(rig_commit(&rig, second), ERR_NONE);
    assert_int_equal(second->w->writes->results.positions[0], 1);
    rig_check_log(&rig);
}

static void the_second_of_a_group_may_conflict_with_the_first(void **state)
{
    struct rig_unit *units[3] = { rig_unit(&rig), rig_unit(&rig), rig_unit(&rig) };

    (void)state;
    rig_subject(&rig, units[0], 1);
    rig_subject(&rig, units[1], 1); /* the same handle */
    rig_subject(&rig, units[2], 2);
    rig_group(&rig, units, 3);
    assert_int_equal(units[0]->w->err.code, ERR_NONE);
    assert_int_equal(units[1]->w->err.code, ERR_CONFLICT);
    assert_int_equal(units[2]->w->err.code, ERR_NONE);
    assert_int_equal(units[2]->w->writes->results.positions[0], 1); /* the failed list gave its position back */
    assert_int_equal(units[0]->w->writes->results.group, units[2]->w->writes->results.group);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM subject"), 2);
    rig_check_log(&rig);
}

static void a_guard_that_fails_undoes_the_writes_before_it(void **state)
{
    struct rig_unit *u = rig_unit(&rig);

    (void)state;
    rig_subject(&rig, u, 1);
    assert_ok(u->w, site_guard_holds(u->w, rig.site.key, 99));
    assert_int_equal(rig_commit(&rig, u), ERR_CONFLICT);
    assert_non_null(strstr(u->w->err.message, "site_guard_holds"));
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM subject"), 0);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM commit_group"), 0);
    rig_check_log(&rig);
}

static void a_write_after_the_facts_that_fails_gives_the_positions_back(void **state)
{
    struct rig_unit *units[2] = { rig_unit(&rig), rig_unit(&rig) };

    (void)state;
    rig_subject(&rig, units[0], 1);
    assert_ok(units[0]->w, LIST_WRITE(units[0]->w, query_pulse_write, 2, NULL, STORE_NUMBER(rig.site.key), STORE_TEXT(TEXT("gate")), STORE_NUMBER(0),
                                      STORE_NUMBER(0), STORE_OF(STORE_POSITION, 0)));
    rig_subject(&rig, units[1], 2);
    rig_group(&rig, units, 2);
    assert_int_equal(units[0]->w->err.code, ERR_CONFLICT);
    assert_int_equal(units[1]->w->err.code, ERR_NONE);
    assert_int_equal(units[1]->w->writes->results.positions[0], 0);
    rig_check_log(&rig);
}

static void a_list_that_cannot_run_ends_alone(void **state)
{
    static const struct sql_query nowhere = { "nowhere", "INSERT INTO nowhere VALUES ($1)", 1 };
    static const struct sql_query no_name = { "no_name", "INSERT INTO name (site, kind, number, name) VALUES ($1, 1, 1, NULL)", 1 };
    struct rig_unit *units[3] = { rig_unit(&rig), rig_unit(&rig), rig_unit(&rig) };

    (void)state;
    rig_subject(&rig, units[0], 1);
    assert_ok(units[0]->w, LIST_WRITE(units[0]->w, no_name, 1, NULL, STORE_NUMBER(rig.site.key)));
    rig_subject(&rig, units[1], 2);
    rig_subject(&rig, units[2], 3);
    assert_ok(units[2]->w, LIST_WRITE(units[2]->w, nowhere, 1, NULL, STORE_NUMBER(1)));
    rig_group(&rig, units, 3);
    assert_int_equal(units[0]->w->err.code, ERR_INVALID);
    assert_int_equal(units[1]->w->err.code, ERR_NONE);
    assert_int_equal(units[2]->w->err.code, ERR_UNSUPPORTED);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM subject"), 1);
    rig_check_log(&rig);
}

static void a_group_of_256_keeps_its_order(void **state)
{
    struct rig_unit *units[STORE_GROUP_MAX];

    (void)state;
    for (int i = 0; i < STORE_GROUP_MAX; i++)
        rig_subject(&rig, units[i] = rig_unit(&rig), i);
    rig_group(&rig, units, STORE_GROUP_MAX);
    for (int i = 0; i < STORE_GROUP_MAX; i++) {
        assert_int_equal(units[i]->w->err.code, ERR_NONE);
        assert_int_equal(units[i]->w->writes->results.positions[0], i);
    }
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM tile"), 2); /* one full tile and the first hash above it */
    rig_units_end(&rig);
    rig_check_log(&rig);
}

static void every_group_is_proved_by_its_head(void **state)
{
    (void)state;
    for (int group = 0; group < 12; group++) {
        struct rig_unit *units[3] = { rig_unit(&rig), rig_unit(&rig), rig_unit(&rig) };
        for (int i = 0; i < 3; i++)
            rig_subject(&rig, units[i], group == 5 ? 0 : group * 3 + i); /* the fifth group conflicts with the first */
        rig_group(&rig, units, 3);
        rig_units_end(&rig);
        rig_check_log(&rig);
    }
    assert_int_equal(rig_number(&rig, "SELECT size FROM log_head"), 33);
}

static void a_restart_goes_on_where_the_log_ended(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++) {
        struct rig_unit *u = rig_unit(&rig);
        rig_subject(&rig, u, i);
        assert_int_equal(rig_commit(&rig, u), ERR_NONE);
        assert_int_equal(u->w->writes->results.positions[0], i);
        rig_restart(&rig);
        rig_check_log(&rig);
    }
}

static void a_log_that_was_changed_is_not_opened(void **state)
{
    struct rig_unit *u = rig_unit(&rig);
    struct pipeline *p = NULL;
    struct sql_connection *c;

    (void)state;
    rig_subject(&rig, u, 1);
    assert_int_equal(rig_commit(&rig, u), ERR_NONE);
    rig_units_end(&rig);
    rig_script(&rig, "UPDATE tile SET hashes = zeroblob(32)");
    assert_ok(rig.w, sql_open(rig.w, &sql_driver_sqlite, rig.database, SQL_WRITE, &c));
    const struct pipeline_config config = { .connection = c, .vault = rig.vault, .site = rig.site.key, .site_uid = rig.site.uid, .origin = TEXT("x/log") };
    assert_error(rig.w, ERR_TAMPERED, pipeline_create(rig.w, &config, &p));
    assert_non_null(strstr(rig.w->err.message, "do not have the root that its head of size 1 names"));
    sql_close(&c);
}

static void what_another_writer_appended_is_read_first(void **state)
{
    struct rig_unit *u = rig_unit(&rig), *late = rig_unit(&rig);
    struct pipeline *mine = rig.pipeline, *other;
    struct sql_connection *c;

    (void)state;
    assert_ok(rig.w, sql_open(rig.w, &sql_driver_sqlite, rig.database, SQL_WRITE, &c));
    const struct pipeline_config config = { .connection = c, .vault = rig.vault, .site = rig.site.key, .site_uid = rig.site.uid, .origin = rig.site.log_origin };
    assert_ok(rig.w, pipeline_create(rig.w, &config, &other));
    rig_subject(&rig, u, 1);
    assert_int_equal(rig_commit(&rig, u), ERR_NONE);
    rig_subject(&rig, late, 2);
    rig.pipeline = other;
    assert_int_equal(rig_commit(&rig, late), ERR_NONE);
    assert_int_equal(late->w->writes->results.positions[0], 1);
    rig_check_log(&rig);
    rig.pipeline = mine;
    pipeline_destroy(&other);
}

static void a_head_that_moved_is_a_conflict_of_the_group(void **state)
{
    static const struct sql_query move = { "move", "UPDATE log_head SET size = size + 1 WHERE site = $1", 1 };
    struct rig_unit *units[2] = { rig_unit(&rig), rig_unit(&rig) };

    (void)state;
    rig_subject(&rig, units[0], 1);
    rig_subject(&rig, units[1], 2);
    assert_ok(units[1]->w, LIST_WRITE(units[1]->w, move, 1, NULL, STORE_NUMBER(rig.site.key)));
    rig_group(&rig, units, 2);
    assert_int_equal(units[0]->w->err.code, ERR_CONFLICT);
    assert_int_equal(units[1]->w->err.code, ERR_CONFLICT);
    assert_non_null(strstr(units[0]->w->err.message, "another writer appended to it"));
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM subject"), 0);
    assert_int_equal(rig_commit(&rig, units[0]), ERR_NONE);
    rig_check_log(&rig);
}

static void a_key_that_was_shredded_meanwhile_is_a_conflict_of_its_list(void **state)
{
    struct rig_unit *first = rig_unit(&rig), *units[2] = { rig_unit(&rig), rig_unit(&rig) };
    struct vault_shredding shredding;

    (void)state;
    collect(first, 1);
    assert_int_equal(rig_commit(&rig, first), ERR_NONE);
    shredding.key = first->w->writes->results.keys[0];
    assert_ok(rig.w, vault_shred_many(rig.w, rig.vault, &shredding, 1));
    rig_subject(&rig, units[0], 2);
    assert_ok(units[0]->w, list_seal(units[0]->w, (struct seal_wish){ .new_key = -1, .key = shredding.key, .table = 1, .group = 1, .plaintext = TEXT("more") }, NULL));
    collect(units[1], 3);
    rig_group(&rig, units, 2);
    assert_int_equal(units[0]->w->err.code, ERR_CONFLICT);
    assert_int_equal(units[1]->w->err.code, ERR_NONE);
    rig_check_log(&rig);
}

static void without_a_free_slot_only_lists_that_need_a_key_fail(void **state)
{
    enum { AT_ONCE = 512 };
    struct rig_unit *units[2] = { rig_unit(&rig), rig_unit(&rig) };
    struct vault_key keys[AT_ONCE];

    (void)state;
    for (int count = AT_ONCE; count;)
        if (!vault_key_create_many(rig.w, rig.vault, (size_t)count, keys))
            count /= 2;
    assert_int_equal(rig.w->err.code, ERR_UNAVAILABLE);
    collect(units[0], 1);
    rig_subject(&rig, units[1], 2);
    rig_group(&rig, units, 2);
    assert_int_equal(units[0]->w->err.code, ERR_UNAVAILABLE);
    assert_int_equal(units[1]->w->err.code, ERR_NONE);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM subject"), 1);
    rig_check_log(&rig);
}

static void without_its_leaf_a_fact_is_in_no_tree(void **state)
{
#ifdef PRIVACYD_TEETH
    struct rig_unit *u = rig_unit(&rig), *next = rig_unit(&rig);

    tooth_pull(TOOTH_LEDGER);
    rig_subject(&rig, u, 1);
    rig_subject(&rig, next, 2);
    assert_int_equal(rig_commit(&rig, u), ERR_NONE);
    assert_int_equal(rig_commit(&rig, next), ERR_NONE);
    tooth_restore(TOOTH_LEDGER);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM fact"), 2);
    assert_int_equal(rig_number(&rig, "SELECT size FROM log_head"), 0);
#endif
    (void)state;
}

static int64_t rows_at_done;

static void look_at_done(struct pipeline_item *item)
{
    (void)item;
    rows_at_done = rig_number(&rig, "SELECT count(*) FROM subject");
}

static int64_t rows_when_told(int number)
{
    struct rig_unit *u = rig_unit(&rig);

    rig_subject(&rig, u, number);
    u->item = (struct pipeline_item){ .w = u->w, .done = look_at_done };
    pipeline_run_group(rig.pipeline, &u->item);
    return rows_at_done;
}

static void nothing_is_told_before_it_is_committed_unless_sabotaged(void **state)
{
    (void)state;
    assert_int_equal(rows_when_told(1), 1);
#ifdef PRIVACYD_TEETH
    setenv("PRIVACYD_SABOTAGE_EARLY", "1", 1);
    rig_restart(&rig);
    unsetenv("PRIVACYD_SABOTAGE_EARLY");
    assert_int_equal(rows_when_told(2), 1); /* the second is told and not there yet */
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM subject"), 2);
#endif
}

static void a_full_queue_takes_no_more_and_what_it_took_ends(void **state)
{
    static struct pipeline_item items[STORE_QUEUE_MAX + 1];
    struct rig_unit *u = rig_unit(&rig);

    (void)state;
    for (int i = 0; i <= STORE_QUEUE_MAX; i++)
        items[i] = (struct pipeline_item){ .w = u->w, .done = look_at_done };
    for (int i = 0; i < STORE_QUEUE_MAX; i++)
        assert_true(pipeline_submit(rig.pipeline, &items[i]));
    assert_false(pipeline_submit(rig.pipeline, &items[STORE_QUEUE_MAX]));
    assert_ok(rig.w, pipeline_start(rig.w, rig.pipeline));
    while (pipeline_counters(rig.pipeline).lists < STORE_QUEUE_MAX)
        usleep(1000);
    assert_int_equal(pipeline_counters(rig.pipeline).groups, STORE_QUEUE_MAX / STORE_GROUP_MAX);
}

/* Asked while lists wait and when none do; without the writer's thread nothing is asked of anybody. */
static void a_writer_that_rested_goes_on(void **state)
{
    static struct pipeline_item items[3];
    struct rig_unit *u = rig_unit(&rig);

    (void)state;
    pipeline_rest(rig.pipeline);
    assert_ok(rig.w, pipeline_start(rig.w, rig.pipeline));
    for (uint64_t i = 0; i < COUNT_OF(items); i++) {
        items[i] = (struct pipeline_item){ .w = u->w, .done = look_at_done };
        pipeline_rest(rig.pipeline);
        assert_true(pipeline_submit(rig.pipeline, &items[i]));
        pipeline_rest(rig.pipeline);
        while (pipeline_counters(rig.pipeline).lists < i + 1)
            usleep(1000);
    }
}

static void old_numbers_of_commits_go(void **state)
{
    struct rig_unit *u;

    (void)state;
    rig_script(&rig, "INSERT INTO commit_group WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1279) SELECT i, 1, 0 FROM n");
    u = rig_unit(&rig);
    rig_subject(&rig, u, 1);
    assert_int_equal(rig_commit(&rig, u), ERR_NONE);
    assert_int_equal(u->w->writes->results.group, 1280);
    assert_int_equal(rig_number(&rig, "SELECT count(*) FROM commit_group"), 1024);
    assert_int_equal(rig_number(&rig, "SELECT min(id) FROM commit_group"), 257);
}

/* One unit that collects and one that seals nothing, as an erase does. */
static void run_both(struct rig_unit *both[2], int number)
{
    both[0] = rig_unit(&rig);
    both[1] = rig_unit(&rig);
    collect(both[0], number);
    rig_subject(&rig, both[1], number + 1);
    rig.failing.calls = 0;
    rig_group(&rig, both, 2);
}

static off_t size_of(const char *path)
{
    struct stat s;

    assert_int_equal(stat(path, &s), 0);
    return s.st_size;
}

static void on_a_full_disk_what_destroys_is_written_and_what_collects_is_not(void **state)
{
    struct rig_unit *both[2];
    char path[600];

    (void)state;
    snprintf(path, sizeof path, "%s/reserve", rig.folder);
    rig.reserve = path;
    rig_restart(&rig);
    run_both(both, 1);
    assert_int_equal(both[0]->w->err.code, ERR_NONE);
    assert_int_equal(size_of(path), RESERVE_BYTES);
    rig.failing.code = ERR_UNAVAILABLE;
    rig.failing.fail_at = rig.failing.calls; /* the COMMIT */
    run_both(both, 3);
    assert_true(rig.failing.failed);
    assert_int_equal(both[0]->w->err.code, ERR_UNAVAILABLE);
    assert_non_null(strstr(both[0]->w->err.message, "nothing was written: "));
    assert_int_equal(both[1]->w->err.code, ERR_NONE);
    assert_int_equal(size_of(path), 0);
    rig.failing.fail_at = 0;
    run_both(both, 5);
    assert_int_equal(both[0]->w->err.code, ERR_NONE);
    assert_int_equal(size_of(path), RESERVE_BYTES);
    rig_check_log(&rig);
}

#define ON_RIG(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_RIG(what_was_sealed_opens_after_the_commit),
        ON_RIG(a_conflict_writes_nothing_and_its_rerun_sees_the_new_state),
        ON_RIG(the_second_of_a_group_may_conflict_with_the_first),
        ON_RIG(a_guard_that_fails_undoes_the_writes_before_it),
        ON_RIG(a_write_after_the_facts_that_fails_gives_the_positions_back),
        ON_RIG(a_list_that_cannot_run_ends_alone),
        ON_RIG(a_group_of_256_keeps_its_order),
        ON_RIG(every_group_is_proved_by_its_head),
        ON_RIG(a_restart_goes_on_where_the_log_ended),
        ON_RIG(a_log_that_was_changed_is_not_opened),
        ON_RIG(what_another_writer_appended_is_read_first),
        ON_RIG(a_head_that_moved_is_a_conflict_of_the_group),
        ON_RIG(a_key_that_was_shredded_meanwhile_is_a_conflict_of_its_list),
        ON_RIG(without_a_free_slot_only_lists_that_need_a_key_fail),
        ON_RIG(without_its_leaf_a_fact_is_in_no_tree),
        ON_RIG(nothing_is_told_before_it_is_committed_unless_sabotaged),
        ON_RIG(a_full_queue_takes_no_more_and_what_it_took_ends),
        ON_RIG(a_writer_that_rested_goes_on),
        ON_RIG(old_numbers_of_commits_go),
        ON_RIG(on_a_full_disk_what_destroys_is_written_and_what_collects_is_not),
    };

    return cmocka_run_group_tests_name("store/pipeline", tests, NULL, NULL);
}
