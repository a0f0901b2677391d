/* `verify` finds each of the corruptions below, and names the invariant that it breaks: one planted, looked for, taken back, and the next. */
#include "scene.h"

#include <fcntl.h>
#include <jansson.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PAGE_BYTES = 4096 };

/* flip(blob, n): the blob with the lowest bit of its byte n changed; n counts from the end when it is negative. */
#define ONE(table) " WHERE rowid = (SELECT min(rowid) FROM " table ")"

static const struct corruption {
    const char *what, *sql, *invariant;
} corruptions[] = {
    { "a byte of a record's ciphertext", "UPDATE record SET sealed = flip(sealed, -1)" ONE("record"), "V09-records-sealed" },
    { "a byte of a record's header", "UPDATE record SET sealed = flip(sealed, 9)" ONE("record"), "V09-records-sealed" },
    { "a record of another person in the place of this one", "UPDATE record SET sealed = (SELECT sealed FROM record ORDER BY rowid DESC LIMIT 1)" ONE("record"),
      "V09-records-sealed" },
    { "the key id of one retention at another", "UPDATE retention SET key_id = (SELECT key_id FROM retention ORDER BY id DESC LIMIT 1)" ONE("retention"),
      "V09-records-sealed" },
    { "a blind index", "UPDATE record SET email_index = flip(email_index, 3)" ONE("record"), "V09-records-sealed" },
    { "a blind index left out", "UPDATE record SET email_index = NULL" ONE("record"), "V09-records-sealed" },
    { "a field less in the bitmap", "UPDATE record SET fields = zeroblob(length(fields))" ONE("record"), "V09-records-sealed" },
    { "a field more in the bitmap", "UPDATE record SET fields = x'ffff'" ONE("record"), "V09-records-sealed" },
    { "a record moved to another person", "UPDATE record SET subject = (SELECT max(subject) FROM record)" ONE("record"), "V10-records-owned" },
    { "a record under another purpose", "UPDATE record SET purpose = purpose + 1" ONE("record"), "V10-records-owned" },
    { "a record without its retention", "DELETE FROM retention" ONE("retention"), "V10-records-owned" },
    { "a record of a version that never was", "UPDATE record SET policy_number = 9" ONE("record"), "V11-records-versioned" },
    { "a record older than its version", "UPDATE record SET collected_at = collected_at - 86400000" ONE("record"), "V11-records-versioned" },
    { "a handle", "UPDATE subject SET handle = flip(handle, 0) WHERE state = 0", "V12-handles" },
    { "a due date a millisecond later", "UPDATE retention SET due_at = due_at + 1" ONE("retention"), "V07-due-dates" },
    { "a due date taken away", "UPDATE retention SET due_at = NULL" ONE("retention"), "V07-due-dates" },
    { "a due date before its period", "UPDATE retention SET due_at = trigger_at - 1" ONE("retention"), "V08-period-order" },
    { "a live retention with a destroyed key", "UPDATE retention SET (key_id, key_generation) = (SELECT key_id, key_generation FROM shred LIMIT 1)" ONE("retention"),
      "V07-due-dates" },
    { "a key said to be destroyed that lives",
      "UPDATE shred SET (key_id, key_generation) = (SELECT key_id, key_generation FROM retention LIMIT 1) WHERE key_id = (SELECT min(key_id) FROM shred)",
      "V13-keys-destroyed" },
    { "a live retention whose key is said to be destroyed",
      "UPDATE shred SET (key_id, key_generation) = (SELECT key_id, key_generation FROM retention LIMIT 1) WHERE key_id = (SELECT min(key_id) FROM shred)",
      "V14-destruction-settled" },
    { "a destruction that nobody intended", "UPDATE retention SET state = 1" ONE("retention"), "V15-destruction-intended" },
    { "a delivery that waits for an erased person", "UPDATE outbox SET state = 0, ended_at = NULL WHERE state = 3", "V17-outbox-waiting" },
    { "a delivery of a record that is not there", "UPDATE outbox SET state = 0, ended_at = NULL, record = 9999" ONE("outbox"), "V17-outbox-waiting" },
    { "a delivery that ended and has no end", "UPDATE outbox SET ended_at = NULL" ONE("outbox"), "V16-outbox-states" },
    { "a byte of a fact", "UPDATE fact SET canonical = flip(canonical, -1) WHERE position = 2", "V03-facts-in-log" },
    { "the salt of a fact", "UPDATE fact SET salt = flip(salt, 0) WHERE position = 2", "V03-facts-in-log" },
    { "the moment of a fact", "UPDATE fact SET at = at + 1 WHERE position = 2", "V03-facts-in-log" },
    { "two facts that changed places", "UPDATE fact SET position = CASE position WHEN -2 THEN 3 ELSE -2 END WHERE position = 3", "V03-facts-in-log" },
    { "a fact taken out of the middle", "DELETE FROM fact WHERE position = 3", "V03-facts-in-log" },
    { "the newest fact taken away", "DELETE FROM fact WHERE position = (SELECT max(position) FROM fact)", "V03-facts-in-log" },
    { "the first facts taken away", "DELETE FROM fact WHERE position < 2", "V03-facts-in-log" },
    { "a byte of a tile", "UPDATE tile SET hashes = flip(hashes, 40) WHERE level = 0", "V02-log-tree" },
    { "a tile without its last hash", "UPDATE tile SET hashes = substr(hashes, 1, length(hashes) - 32) WHERE level = 0", "V02-log-tree" },
    { "the root of the head", "UPDATE log_head SET root = flip(root, 31)", "V02-log-tree" },
    { "a head that forgot its newest entry", "UPDATE log_head SET size = size - 1", "V02-log-tree" },
    { "a head that promises more", "UPDATE log_head SET size = size + 1", "V02-log-tree" },
    { "a head of a commit that never was", "UPDATE log_head SET group_id = group_id + 1000", "V19-last-commit" },
    { "a byte of a page", "UPDATE policy_document SET bytes = CAST(replace(bytes, 'Hikari', 'Hikaru') AS BLOB) WHERE number = 2 AND language = 'ja'", "V04-document-bytes" },
    { "a byte of a page as it is served, gzip", "UPDATE policy_document SET gzip = flip(gzip, -5) WHERE number = 2 AND language = 'en'", "V04-document-bytes" },
    { "another page as it is served, gzip",
      "UPDATE policy_document SET gzip = (SELECT gzip FROM policy_document WHERE number = 1 AND language = 'en') WHERE number = 2 AND language = 'en'", "V04-document-bytes" },
    { "another page as it is served, brotli",
      "UPDATE policy_document SET brotli = (SELECT brotli FROM policy_document WHERE number = 1 AND language = 'en') WHERE number = 2 AND language = 'en'", "V04-document-bytes" },
    { "a byte of a page that announces", "UPDATE policy_announced SET bytes = CAST(replace(bytes, 'changes on', 'changes in') AS BLOB) WHERE language = 'en'",
      "V04-document-bytes" },
    { "another date than the page announces", "UPDATE policy_version SET effective_at = effective_at - 1 WHERE number = 3", "V20-sources" },
    { "a byte of an old source", "UPDATE policy_version SET source = flip(source, 100) WHERE number = 1", "V20-sources" },
    { "a version in force before it was posted", "UPDATE policy_version SET effective_at = posted_at - 1 WHERE number = 2", "V05-versions" },
    { "a version without a page", "DELETE FROM policy_document WHERE number = 1", "V05-versions" },
    { "a newest version that is not the newest", "UPDATE site SET policy_number = 1", "V06-newest-version" },
    { "a record under a version that was replaced long before", "UPDATE record SET policy_number = 1, collected_at = collected_at + 7200000" ONE("record"),
      "V21-records-in-time" },
    { "a once row of an entry to come", "UPDATE once SET position = 9999", "V18-once-rows" },
};

/* --- planting ----------------------------------------------------------------------------------------------------------------------------------- */

static void flip(sqlite3_context *context, int count, sqlite3_value **values)
{
    int length = sqlite3_value_bytes(values[0]), at = sqlite3_value_int(values[1]);
    unsigned char *copy = sqlite3_malloc(length);

    (void)count;
    assert_non_null(copy);
    memcpy(copy, sqlite3_value_blob(values[0]), (size_t)length);
    copy[at < 0 ? length + at : at] ^= 1;
    sqlite3_result_blob(context, copy, length, sqlite3_free);
}

static const char *database_path(struct scene *s)
{
    struct text path;

    assert_ok(s->w, work_format(s->w, &path, "%.*s/privacyd.db", TEXT_ARGS(s->config.data)));
    return path.at;
}

static sqlite3 *open_database(struct scene *s)
{
    sqlite3 *db;

    assert_int_equal(sqlite3_open_v2(database_path(s), &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    sqlite3_busy_timeout(db, 5000);
    assert_int_equal(sqlite3_create_function(db, "flip", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, flip, NULL, NULL), SQLITE_OK);
    return db;
}

/* The whole database to or from memory: what was planted is taken back with it. */
static void copy_database(sqlite3 *to, sqlite3 *from)
{
    sqlite3_backup *copying = sqlite3_backup_init(to, "main", from, "main");

    assert_non_null(copying);
    assert_int_equal(sqlite3_backup_step(copying, -1), SQLITE_DONE);
    assert_int_equal(sqlite3_backup_finish(copying), SQLITE_OK);
}

static sqlite3 *kept_copy(sqlite3 *db)
{
    sqlite3 *memory;

    assert_int_equal(sqlite3_open(":memory:", &memory), SQLITE_OK);
    copy_database(memory, db);
    return memory;
}

static void plant(sqlite3 *db, const struct corruption *c)
{
    char *message = NULL;

    if (sqlite3_exec(db, c->sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s: %s", c->what, message);
    if (sqlite3_changes(db) == 0)
        fail_msg("%s: there is no such row to change", c->what);
}

/* --- looking ------------------------------------------------------------------------------------------------------------------------------------- */

static bool names(const char *report, const char *invariant)
{
    json_t *body = json_loads(report, 0, NULL), *list = json_object_get(body, "list");
    bool found = false;

    for (size_t i = 0; i < json_array_size(list); i++)
        found = found || strcmp(json_string_value(json_object_get(json_array_get(list, i), "invariant")), invariant) == 0;
    json_decref(body);
    return found;
}

/* What the report says of its violations, without what it says of anything else. */
static void expect_found(struct scene *s, const char *what, const char *invariant)
{
    struct reply r = scene_command(s, "/control/verify", "{}");
    struct text report;

    assert_status(200, r);
    assert_ok(s->w, work_copy(s->w, r.body, &report));
    if (text_equal(reply_member(s, &r, "violations"), TEXT("0")))
        fail_msg("%s: verify did not see it", what);
    if (!names(report.at, invariant))
        fail_msg("%s: verify does not name %s but says %s", what, invariant, reply_member(s, &r, "text").at);
}

static void expect_clean(struct scene *s, const char *after)
{
    struct reply r = scene_command(s, "/control/verify", "{}");

    assert_status(200, r);
    if (!text_equal(reply_member(s, &r, "violations"), TEXT("0")))
        fail_msg("%s: %s", after, reply_member(s, &r, "text").at);
}

/* Live people with mails sent, one erased before her mail left, one swept long before, two versions, a third that is announced, a form post with its one-time path. */
static struct scene *lived_in(void)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    struct text json;

    scene_person(s, "Swept Person", "swept@visitor.example", "hello");
    scene_settle(s);
    scene_move(s, "2028-02-29T16:00:00Z"); /* swept, and no fact has gone yet */
    assert_status(201, scene_publish(s, scene_policy_with(s, "answer you and help you", "answer you, and help you")));
    scene_person(s, "First Person", "first@visitor.example", "hello");
    scene_person(s, "Second Person", "second@visitor.example", "hello");
    scene_settle(s);
    assert_ok(s->w, work_format(s->w, &json, "{\"handle\":\"%s\"}", scene_person(s, "Erased Person", "erased@visitor.example", "hello")));
    assert_status(200, scene_command(s, "/control/erase", json.at));
    assert_status(303, scene_post_form(s, "/privacy/in/contact", "name=Third&email=third%40visitor.example&message=hello"));
    scene_settle(s);
    assert_status(201, scene_publish_with(s, scene_policy_with(s, "keep: 24 months after last_contact", "keep: 36 months after last_contact"), "\"dry_run\":false"));
    assert_int_equal(scene_number(s, "SELECT count(*) FROM record"), 3);
    assert_int_equal(scene_number(s, "SELECT count(*) FROM shred WHERE state = 2"), 2);
    expect_clean(s, "before anything was planted");
    return s;
}

static void verify_finds_every_planted_corruption(void **unused)
{
    struct scene *s = lived_in();
    sqlite3 *db = open_database(s), *kept = kept_copy(db);

    (void)unused;
    for (size_t i = 0; i < COUNT_OF(corruptions); i++) {
        plant(db, &corruptions[i]);
        expect_found(s, corruptions[i].what, corruptions[i].invariant);
        copy_database(db, kept);
    }
    expect_clean(s, "after all was taken back");
    sqlite3_close(kept);
    sqlite3_close(db);
    scene_close(&s);
}

/* --- damage below SQL ---------------------------------------------------------------------------------------------------------------------------- */

static int64_t root_page(sqlite3 *db, const char *name)
{
    sqlite3_stmt *statement;
    int64_t number;

    assert_int_equal(sqlite3_prepare_v2(db, "SELECT rootpage FROM sqlite_master WHERE name = ?1", -1, &statement, NULL), SQLITE_OK);
    sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return number;
}

/* All pages lie in the file, and no connection holds an old one. */
static void fold_wal(sqlite3 *db)
{
    assert_int_equal(sqlite3_exec(db, "UPDATE site SET name = name", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL), SQLITE_OK);
}

static void overwrite_page(struct scene *s, int64_t number)
{
    int file = open(database_path(s), O_WRONLY | O_CLOEXEC);
    char page[PAGE_BYTES];

    memset(page, 0x5A, sizeof page);
    assert_true(file >= 0);
    assert_int_equal(pwrite(file, page, sizeof page, (number - 1) * PAGE_BYTES), PAGE_BYTES);
    close(file);
}

/* Whether other checks read the page or not: the report comes, and names the file. */
static void verify_finds_an_overwritten_page_of_the_file(void **unused)
{
    static const char *const owners[] = { "record_email", "fact", "record", "outbox_due" };

    (void)unused;
    for (size_t i = 0; i < COUNT_OF(owners); i++) {
        struct scene *s = scene_open("2026-03-01T12:00:00Z");
        sqlite3 *db = open_database(s);
        scene_person(s, "First Person", "first@visitor.example", "hello");
        scene_settle(s);
        fold_wal(db);
        overwrite_page(s, root_page(db, owners[i]));
        sqlite3_close(db);
        expect_found(s, owners[i], "V01-database-file");
        scene_close(&s);
    }
}

/* A key file without one of its keys: the record can never be read again, and that is told. */
static void verify_finds_a_record_whose_slot_was_overwritten(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    char path[4096], zeros[1 << 16] = { 0 };
    struct stat status;
    int file;

    (void)unused;
    scene_person(s, "First Person", "first@visitor.example", "hello");
    scene_settle(s);
    expect_clean(s, "before the key file was touched");
    snprintf(path, sizeof path, "%.*s/vault/keys.0001", TEXT_ARGS(s->config.data));
    file = open(path, O_WRONLY | O_CLOEXEC);
    assert_true(file >= 0);
    assert_int_equal(fstat(file, &status), 0);
    for (off_t at = 0; at < status.st_size; at += (off_t)sizeof zeros)
        assert_true(pwrite(file, zeros, sizeof zeros, at) > 0);
    close(file);
    scene_restart(s);
    expect_found(s, "a lost key file", "V07-due-dates");
    expect_found(s, "a lost key file", "V09-records-sealed");
    scene_close(&s);
}

/* With new keys the server would run, and sign another log: a folder that is not mounted must not pass for a beginning. */
static void a_server_whose_keys_are_gone_does_not_make_new_ones(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    char folder[4096], aside[4096 + 8], lock[4096 + 8];

    (void)unused;
    scene_person(s, "First Person", "first@visitor.example", "hello");
    scene_end(s);
    snprintf(folder, sizeof folder, "%.*s/vault", TEXT_ARGS(s->config.data));
    snprintf(aside, sizeof aside, "%s.aside", folder);
    assert_int_equal(rename(folder, aside), 0);
    assert_false(scene_begin(s));
    assert_non_null(strstr(s->w->err.message, "holds no keys, but the database was written with some"));
    snprintf(lock, sizeof lock, "%s/lock", folder);
    assert_int_equal(unlink(lock), 0);
    assert_int_equal(rmdir(folder), 0);
    assert_int_equal(rename(aside, folder), 0);
    assert_true(scene_begin(s));
    expect_clean(s, "after the keys came back");
    scene_close(&s);
}

/* A new database claims none of the keys: the job that reconciles would destroy them all before the lost one is put back. */
static void a_server_whose_database_is_gone_does_not_begin_a_new_one(void **unused)
{
    struct scene *s = scene_open("2026-03-01T12:00:00Z");
    char database[4096], aside[4096 + 8];

    (void)unused;
    scene_person(s, "First Person", "first@visitor.example", "hello");
    scene_end(s);
    snprintf(database, sizeof database, "%s", database_path(s));
    snprintf(aside, sizeof aside, "%s.aside", database);
    assert_int_equal(rename(database, aside), 0);
    assert_false(scene_begin(s));
    assert_non_null(strstr(s->w->err.message, "holds the keys of a site whose database is not there"));
    assert_int_equal(access(database, F_OK), -1); /* the next start refuses as well */
    assert_int_equal(rename(aside, database), 0);
    assert_true(scene_begin(s));
    expect_clean(s, "after the database came back");
    scene_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(verify_finds_every_planted_corruption),
        cmocka_unit_test(verify_finds_an_overwritten_page_of_the_file),
        cmocka_unit_test(verify_finds_a_record_whose_slot_was_overwritten),
        cmocka_unit_test(a_server_whose_keys_are_gone_does_not_make_new_ones),
        cmocka_unit_test(a_server_whose_database_is_gone_does_not_begin_a_new_one),
    };

    return cmocka_run_group_tests_name("corruptions", tests, NULL, NULL);
}
