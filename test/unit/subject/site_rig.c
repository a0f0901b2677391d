#include "subject/site_rig.h"

#include "collect/record.h"
#include "store/schema.h"

#include <stdio.h>
#include <stdlib.h>

static struct site_rig *current; /* services hand no context out */

static void entropy(void *context, void *out_bytes, size_t length)
{
    random_bytes(context, out_bytes, length);
}

static const struct version *version_in_force(struct services *s, struct instant at)
{
    (void)s, (void)at;
    return current->version.number ? &current->version : NULL;
}

static void open_vault(struct site_rig *r, bool new)
{
    char path[512];
    struct vault_config config = { .folder = r->folder, .seal_key_path = path, .weaker_filesystem = true, .entropy = entropy,
                                   .entropy_context = &r->w->random };

    snprintf(path, sizeof path, "%s/seal.key", r->folder);
    if (new)
        assert_ok(r->w, vault_seal_key_create(r->w, path, &config));
    assert_ok(r->w, vault_open(r->w, &config, &r->vault));
}

static void open_database(struct site_rig *r)
{
    struct sql_connection *writer;
    struct pipeline_config config;

    assert_ok(r->w, sql_open(r->w, &sql_driver_sqlite, r->database, SQL_WRITE, &writer));
    assert_ok(r->w, schema_migrate(r->w, writer));
    assert_ok(r->w, site_row_open(r->w, writer, TEXT("hikari"), TEXT("www.hikari.example/privacy/log"), &r->row));
    assert_ok(r->w, vault_site_create(r->w, r->vault, r->row.uid));
    config = (struct pipeline_config){ .connection = writer, .vault = r->vault, .site = r->row.key, .site_uid = r->row.uid, .origin = r->row.log_origin };
    assert_ok(r->w, pipeline_create(r->w, &config, &r->pipeline));
    r->site = (struct site){ .key = r->row.key, .uid = r->row.uid, .name = r->row.name, .log_origin = r->row.log_origin, .base_url = TEXT("https://www.hikari.example"),
                             .mount = TEXT("/privacy") };
    r->services.vault = r->vault;
    r->services.pipeline = r->pipeline;
}

static void write_policy(struct site_rig *r)
{
    struct policy *p = &r->version.policy;

    r->version.number = 1;
    r->data[0] = (struct data_item){ .id = TEXT("name"), .number = 1, .category = TEXT("user.name"), .label.in[0] = TEXT("Name") };
    r->data[1] = (struct data_item){ .id = TEXT("email"), .number = 2, .category = TEXT("user.contact.email"), .label.in[0] = TEXT("E-mail") };
    r->data[2] = (struct data_item){ .id = TEXT("message"), .number = 3, .category = TEXT("user.content"), .label.in[0] = TEXT("Message") };
    r->purposes[0] = (struct purpose){ .id = TEXT("support"), .number = RIG_SUPPORT, .basis = { BASIS_CONTRACT }, .basis_elsewhere = BASIS_CONTRACT,
                                       .keep = { .trigger = TRIGGER_LAST_CONTACT, .count = 24, .unit = PERIOD_MONTHS } };
    r->purposes[1] = (struct purpose){ .id = TEXT("newsletter"), .number = RIG_NEWSLETTER, .basis = { BASIS_CONSENT }, .basis_elsewhere = BASIS_CONSENT,
                                       .keep = { .trigger = TRIGGER_WITHDRAWN } };
    for (int i = 0; i < 3; i++)
        r->fields[i] = (struct channel_field){ .data = &r->data[i], .required = true };
    r->deliver[0] = (struct delivery){ .kind = DELIVER_MAIL, .to = TEXT("support@desk.example") };
    r->deliver[1] = (struct delivery){ .kind = DELIVER_WEBHOOK, .to = TEXT("list_tool") };
    r->channels[0] = (struct channel){ .id = TEXT("contact"), .number = 1, .purpose = &r->purposes[0], .fields = r->fields, .field_count = 3,
                                       .deliver = r->deliver, .deliver_count = 2 };
    r->recipients[0] = (struct recipient){ .id = TEXT("list_tool"), .number = 1, .role = ROLE_PROCESSOR, .everywhere = true, .purposes = &r->purposes[0].id, .purpose_count = 1,
                                           .contract = TEXT("C-0012"), .has_contract_end = true, .contract_until = day_of_civil((struct civil){ 2026, 5, 31 }) };
    *p = (struct policy){ .site_name.in[0] = TEXT("Hikari camera website"), .languages = { TEXT("en") }, .language_count = 1, .timezone = TEXT("UTC"),
                          .zone = zone_utc, .regions = { { .code = TEXT("EU"), .name.in[0] = TEXT("European Union") } }, .region_count = 1,
                          .data = r->data, .data_count = 3, .purposes = r->purposes, .purpose_count = 2, .channels = r->channels, .channel_count = 1,
                          .recipients = r->recipients, .recipient_count = 1 };
}

void rig_open(struct site_rig *r)
{
    memset(r, 0, sizeof *r);
    current = r;
    r->w = unit_work();
    r->now = r->w->now;
    r->folder = unit_folder();
    snprintf(r->database, sizeof r->database, "%s/privacyd.db", r->folder);
    open_vault(r, true);
    open_database(r);
    write_policy(r);
    rig_script(r, "UPDATE site SET policy_number = 1");
    assert_ok(r->w, mailer_memory_open(r->w, &r->memory));
    r->services = (struct services){ .vault = r->vault, .pipeline = r->pipeline, .mailer = r->memory, .version = version_in_force,
                                     .mail_from = TEXT("privacy@hikari.example") };
}

static void end_units(struct site_rig *r)
{
    while (r->unit_count) {
        struct rig_unit *u = &r->units[--r->unit_count];
        sql_close(&u->connection);
        unit_work_end(&u->w);
    }
}

void rig_restart(struct site_rig *r)
{
    pipeline_destroy(&r->pipeline);
    vault_close(&r->vault);
    open_vault(r, false);
    open_database(r);
}

void rig_close(struct site_rig *r)
{
    end_units(r);
    pipeline_destroy(&r->pipeline);
    vault_close(&r->vault);
    mailer_close(&r->services.mailer);
    unit_folder_remove(&r->folder);
    unit_work_end(&r->w);
}

static struct rig_unit *unit_begin(struct site_rig *r)
{
    struct rig_unit *u;
    uint8_t seed[32] = { 7 };

    assert_true(r->unit_count < RIG_UNITS);
    u = &r->units[r->unit_count++];
    *u = (struct rig_unit){ .w = unit_work() };
    seed[1] = (uint8_t)r->seeds++;
    u->w->random = random_of_seed(seed);
    u->w->now = r->now;
    u->w->actor = (struct actor){ ACTOR_SYSTEM, 0 };
    u->w->site = &r->site;
    u->w->policy = &r->version.policy;
    assert_ok(u->w, sql_open(u->w, &sql_driver_sqlite, r->database, SQL_READ, &u->connection));
    return u;
}

static void ended(struct pipeline_item *item)
{
    (void)item;
}

static void commit(struct site_rig *r, struct rig_unit *u)
{
    u->item = (struct pipeline_item){ .w = u->w, .done = ended };
    pipeline_run_group(r->pipeline, &u->item);
}

static enum task_next run_step(struct rig_unit *u, const struct rig_task *t, int phase)
{
    enum task_next next = TASK_END;
    bool good;

    error_clear(&u->w->err);
    assert_ok(u->w, sql_begin(u->w, u->connection));
    u->w->snapshot = u->connection;
    good = t->step(u->w, t->state, phase, &next);
    if (u->w->snapshot)
        sql_rollback(u->connection);
    u->w->snapshot = NULL;
    return good ? next : TASK_END;
}

struct work *rig_run(struct site_rig *r, struct rig_task t)
{
    struct rig_unit *u = unit_begin(r);
    struct random stream = u->w->random;
    int phase = 0, reruns = 0;

    while (run_step(u, &t, phase) == TASK_COMMIT) {
        if (t.between)
            t.between(r, phase, reruns);
        if (t.dies && t.dies_at == phase)
            break;
        commit(r, u);
        if (u->w->err.code == ERR_CONFLICT && reruns++ < STORE_RERUNS_MAX) {
            u->w->random = stream;
            u->w->writes = NULL;
            continue;
        }
        if (u->w->err.code != ERR_NONE)
            break;
        if (t.after)
            t.after(r, phase);
        phase++;
        reruns = 0;
        stream = u->w->random;
    }
    return u->w;
}

struct slice rig_slice(struct site_rig *r, rig_step step, int limit)
{
    struct slice slice = { .services = &r->services, .vault = r->vault, .limit = limit };
    struct work *w = rig_run(r, (struct rig_task){ .step = step, .state = &slice });

    assert_ended(w);
    return slice;
}

static const struct sql_query insert_retention = {
    "rig_insert_retention", "INSERT INTO retention (site, subject, purpose, key_id, key_generation, trigger_kind, trigger_at, due_at, state)"
    " VALUES ($1, $2, $3, $4, $5, 2, $6, $7, 0)", 7
};
static const struct sql_query insert_record = {
    "rig_insert_record", "INSERT INTO record (uid, site, subject, retention, channel, purpose, basis, region, region_source, policy_number, collected_at,"
    " fields, sealed) VALUES ($1, $2, $3, $4, 1, $5, $6, 'EU', 1, 1, $7, $1, $8)", 8
};
static const struct sql_query insert_outbox = {
    "rig_insert_outbox", "INSERT INTO outbox (uid, site, record, subject, place, state, attempts, due_at, created_at, outcome)"
    " VALUES ($1, $2, $3, $4, 0, 0, 0, $5, $5, 0)", 5
};
static const struct sql_query insert_once = {
    "rig_insert_once", "INSERT INTO once (site, kind, hash, body, subject, record, position, expires_at) VALUES ($1, 1, $2, $2, $3, $2, 0, $4)", 4
};

struct indexes {
    int subject, retention, record, outbox;
};

static void add_rows(struct site_rig *r, struct rig_unit *u, struct rig_person *p, struct store_value subject, int purpose, int64_t due_ms,
                     struct text plaintext, struct indexes *x)
{
    struct store_value site = STORE_NUMBER(r->site.key), now = STORE_NUMBER(u->w->now.ms), uid;
    struct text copy;
    int key, seal;

    p->uid.id = id_random(&u->w->random);
    assert_ok(u->w, work_copy(u->w, text_of_bytes(p->uid.id.bytes, 16), &copy));
    uid = STORE_BYTES(copy.at, 16);
    assert_ok(u->w, list_key(u->w, &key));
    assert_ok(u->w, list_seal(u->w, (struct seal_wish){ .new_key = key, .table = TABLE_RECORD, .group = GROUP_FIELDS, .record = p->uid,
                                                        .retention_class = CLASS_SUBMISSION, .plaintext = plaintext }, &seal));
    assert_ok(u->w, LIST_WRITE(u->w, insert_retention, 1, &x->retention, site, subject, STORE_NUMBER(purpose), STORE_OF(STORE_KEY_ID, key),
                               STORE_OF(STORE_KEY_GENERATION, key), now, due_ms == RIG_NO_DATE ? STORE_NULL : STORE_NUMBER(due_ms)));
    assert_ok(u->w, LIST_WRITE(u->w, insert_record, 1, &x->record, uid, site, subject, STORE_OF(STORE_ROW, x->retention), STORE_NUMBER(purpose),
                               STORE_NUMBER(r->purposes[purpose - 1].basis[0]), now, STORE_OF(STORE_SEALED, seal)));
    assert_ok(u->w, LIST_WRITE(u->w, insert_outbox, 1, &x->outbox, uid, site, STORE_OF(STORE_ROW, x->record), subject, now));
    assert_ok(u->w, LIST_WRITE(u->w, insert_once, 1, NULL, site, uid, subject, STORE_NUMBER(instant_add(u->w->now, SPAN_HOURS(72)).ms)));
}

static struct text encoded(struct site_rig *r, struct rig_unit *u, const char *words)
{
    const struct gate_accepted fields[] = {
        { &r->data[0], TEXT("Hanako Example") }, { &r->data[1], TEXT("hanako@mail.example") }, { &r->data[2], text_of(words) },
    };
    struct text plaintext;

    assert_ok(u->w, record_encode(u->w, fields, 3, &plaintext));
    return plaintext;
}

static void take_rows(struct rig_unit *u, struct rig_person *p, const struct indexes *x)
{
    const struct list_results *results = &u->w->writes->results;

    p->retention = results->rows[x->retention];
    p->record = results->rows[x->record];
    p->outbox = results->rows[x->outbox];
    p->key = results->keys[0];
}

struct rig_person rig_collect(struct site_rig *r, int purpose, int64_t due_ms, const char *words)
{
    struct rig_unit *u = unit_begin(r);
    struct rig_person p = { 0 };
    struct subject_id uid;
    struct indexes x;

    assert_ok(u->w, list_open(u->w));
    assert_ok(u->w, subject_add(u->w, r->vault, &uid, &p.handle, &x.subject));
    add_rows(r, u, &p, STORE_OF(STORE_ROW, x.subject), purpose, due_ms, encoded(r, u, words), &x);
    commit(r, u);
    assert_ended(u->w);
    p.subject = u->w->writes->results.rows[x.subject];
    take_rows(u, &p, &x);
    return p;
}

struct rig_person rig_collect_again(struct site_rig *r, const struct rig_person *known, int purpose, int64_t due_ms)
{
    struct rig_unit *u = unit_begin(r);
    struct rig_person p = *known;
    struct indexes x;

    assert_ok(u->w, list_open(u->w));
    add_rows(r, u, &p, STORE_NUMBER(known->subject), purpose, due_ms, encoded(r, u, "again"), &x);
    commit(r, u);
    assert_ended(u->w);
    take_rows(u, &p, &x);
    return p;
}

int64_t rig_number(struct site_rig *r, const char *sql)
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

int64_t rig_facts(struct site_rig *r, enum fact_type type)
{
    char sql[80];

    snprintf(sql, sizeof sql, "SELECT count(*) FROM fact WHERE type = %d", (int)type);
    return rig_number(r, sql);
}

void rig_script(struct site_rig *r, const char *sql)
{
    struct sql_connection *c;

    assert_ok(r->w, sql_open(r->w, &sql_driver_sqlite, r->database, SQL_WRITE, &c));
    assert_ok(r->w, c->driver->script(r->w, c, text_of(sql)));
    sql_close(&c);
}
