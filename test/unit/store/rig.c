#include "rig.h"

#include "ledger/receipt.h"
#include "store/facts.h"
#include "store/receipts.h"
#include "store/schema.h"

#include <stdio.h>
#include <stdlib.h>

const struct sql_query rig_insert_subject = {
    "rig_insert_subject",
    "INSERT INTO subject (site, uid, handle, state, version, created_at) VALUES ($1, $2, $3, 0, 1, 0) ON CONFLICT DO NOTHING", 3
};
const struct sql_query rig_guard_subject = { "rig_guard_subject", "SELECT 1 FROM subject WHERE id = $1 AND version = $2", 2 };
const struct sql_query rig_raise_subject = { "rig_raise_subject", "UPDATE subject SET version = version + 1 WHERE id = $1 AND version = $2", 2 };

static void entropy(void *context, void *out_bytes, size_t length)
{
    random_bytes(context, out_bytes, length);
}

static struct vault_config vault_config(struct rig *r, char key_path[512])
{
    snprintf(key_path, 512, "%s/seal.key", r->folder);
    return (struct vault_config){
        .folder = r->folder, .seal_key_path = key_path, .weaker_filesystem = true, .entropy = entropy, .entropy_context = &r->w->random,
    };
}

static void open_vault(struct rig *r, bool new)
{
    char key_path[512];
    struct vault_config config = vault_config(r, key_path);

    if (new)
        assert_ok(r->w, vault_seal_key_create(r->w, key_path, &config));
    assert_ok(r->w, vault_open(r->w, &config, &r->vault));
}

static void open_database(struct rig *r)
{
    struct sql_connection *plain;

    assert_ok(r->w, sql_open(r->w, &sql_driver_sqlite, r->database, SQL_WRITE, &plain));
    assert_ok(r->w, schema_migrate(r->w, plain));
    assert_ok(r->w, site_row_open(r->w, plain, TEXT("hikari"), TEXT("www.hikari.example/privacy/log"), &r->site));
    assert_ok(r->w, vault_site_create(r->w, r->vault, r->site.uid));
    assert_ok(r->w, failing_wrap(r->w, plain, &r->failing, &r->writer));
    const struct pipeline_config config = {
        .connection = r->writer, .vault = r->vault, .site = r->site.key, .site_uid = r->site.uid, .origin = r->site.log_origin,
        .reserve = r->reserve,
    };
    assert_ok(r->w, pipeline_create(r->w, &config, &r->pipeline));
}

void rig_open(struct rig *r)
{
    memset(r, 0, sizeof *r);
    r->w = unit_work();
    r->folder = unit_folder();
    snprintf(r->database, sizeof r->database, "%s/privacyd.db", r->folder);
    open_vault(r, true);
    open_database(r);
}

void rig_restart(struct rig *r)
{
    rig_units_end(r);
    pipeline_destroy(&r->pipeline);
    vault_close(&r->vault);
    open_vault(r, false);
    open_database(r);
}

void rig_close(struct rig *r)
{
    rig_units_end(r);
    pipeline_destroy(&r->pipeline);
    vault_close(&r->vault);
    unit_folder_remove(&r->folder);
    unit_work_end(&r->w);
}

static void begin(struct rig_unit *u)
{
    assert_ok(u->w, sql_begin(u->w, u->connection));
    u->w->snapshot = u->connection;
    assert_ok(u->w, list_open(u->w));
}

struct rig_unit *rig_unit(struct rig *r)
{
    struct rig_unit *u;
    uint8_t seed[32];

    assert_true(r->unit_count < RIG_UNITS);
    u = &r->units[r->unit_count++];
    *u = (struct rig_unit){ .w = unit_work() };
    random_bytes(&r->w->random, seed, sizeof seed);
    u->w->random = random_of_seed(seed);
    assert_ok(u->w, sql_open(u->w, &sql_driver_sqlite, r->database, SQL_READ, &u->connection));
    begin(u);
    return u;
}

void rig_again(struct rig_unit *u)
{
    sql_rollback(u->connection);
    error_clear(&u->w->err);
    begin(u);
}

void rig_units_end(struct rig *r)
{
    while (r->unit_count) {
        struct rig_unit *u = &r->units[--r->unit_count];
        sql_close(&u->connection);
        unit_work_end(&u->w);
    }
}

static void ended(struct pipeline_item *item)
{
    struct rig_unit *u = (struct rig_unit *)((char *)item - offsetof(struct rig_unit, item));

    assert_false(u->ended);
    u->ended = true;
}

void rig_group(struct rig *r, struct rig_unit *const *units, int count)
{
    for (int i = 0; i < count; i++) {
        units[i]->ended = false;
        units[i]->item = (struct pipeline_item){ .w = units[i]->w, .done = ended, .next = i + 1 < count ? &units[i + 1]->item : NULL };
    }
    pipeline_run_group(r->pipeline, &units[0]->item);
    for (int i = 0; i < count; i++)
        assert_true(units[i]->ended);
}

enum error_code rig_commit(struct rig *r, struct rig_unit *u)
{
    rig_group(r, &u, 1);
    return u->w->err.code;
}

int64_t rig_number(struct rig *r, const char *sql)
{
    const struct sql_query q = { "rig_number", sql, 0 };
    struct sql_connection *c;
    struct sql_row row;
    int64_t number;

    assert_ok(r->w, sql_open(r->w, &sql_driver_sqlite, r->database, SQL_READ, &c));
    assert_ok(r->w, sql_load(r->w, c, &q, NULL, 0, &row));
    assert_ok(r->w, sql_row_number(r->w, &row, 0, &number));
    sql_close(&c);
    return number;
}

void rig_script(struct rig *r, const char *sql)
{
    struct sql_connection *c;

    assert_ok(r->w, sql_open(r->w, &sql_driver_sqlite, r->database, SQL_WRITE, &c));
    assert_ok(r->w, c->driver->script(r->w, c, text_of(sql)));
    sql_close(&c);
}

void rig_limit_pages(struct rig *r, int pages)
{
    struct draft sql;

    assert_ok(r->w, work_draft(r->w, 64, &sql));
    draft_addf(&sql, "PRAGMA max_page_count = %d", pages);
    r->failing.fail_at = 0;
    assert_ok(r->w, r->writer->driver->script(r->w, r->writer, draft_text(&sql)));
}

static void check_receipt(struct rig *r, struct rig_unit *u, uint64_t position, uint64_t size)
{
    struct arena_mark mark = arena_mark(u->w->arena);
    struct ledger_head head;
    struct receipt receipt;

    assert_ok(u->w, receipt_make(u->w, r->pipeline, r->vault, position, &receipt));
    assert_ok(u->w, receipt_verify(u->w, &receipt, &head));
    assert_int_equal(head.size, size);
    arena_release(u->w->arena, mark);
}

void rig_check_log(struct rig *r)
{
    int64_t facts = rig_number(r, "SELECT count(*) FROM fact"), size = rig_number(r, "SELECT size FROM log_head");
    struct signed_head head = { .head.size = 0 };
    struct rig_unit *u = rig_unit(r);

    assert_int_equal(facts, size);
    if (facts)
        assert_int_equal(rig_number(r, "SELECT max(position) FROM fact"), facts - 1);
    assert_int_equal(pipeline_head(r->pipeline, &head), facts > 0);
    assert_int_equal(head.head.size, size);
    for (int64_t position = 0; position < facts; position++)
        check_receipt(r, u, (uint64_t)position, (uint64_t)size);
    sql_close(&u->connection);
    unit_work_end(&u->w);
    r->unit_count--;
}

struct fact rig_fact(struct rig_unit *u, int64_t number)
{
    return (struct fact){ .type = FACT_COLLECTED, .at = u->w->now, .policy_number = 1, .number = number };
}

int rig_subject(struct rig *r, struct rig_unit *u, int number)
{
    uint8_t *id = WORK_NEW(u->w, uint8_t, 16);
    int index;

    assert_non_null(id);
    id[14] = (uint8_t)(number >> 8);
    id[15] = (uint8_t)number;
    assert_ok(u->w, LIST_WRITE(u->w, rig_insert_subject, 1, &index, STORE_NUMBER(r->site.key), STORE_BYTES(id, 16), STORE_BYTES(id, 16)));
    assert_ok(u->w, list_fact(u->w, rig_fact(u, number), NULL));
    return index;
}
