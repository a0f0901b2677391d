#include "office.h"

#include <stdio.h>
#include <stdlib.h>

static const struct data_item data[] = {
    { .id = TEXT("name"), .number = 1, .category = TEXT("user.name") },
    { .id = TEXT("email"), .number = 2, .category = TEXT("user.contact.email"), .identifies = true },
    { .id = TEXT("message"), .number = 9, .category = TEXT("user.content") },
};
static const struct channel_field fields[] = { { .data = &data[0], .required = true }, { .data = &data[1], .required = true }, { .data = &data[2] } };
static const struct purpose purposes[] = {
    { .id = TEXT("support"), .number = 1, .basis = { BASIS_CONTRACT }, .basis_elsewhere = BASIS_CONTRACT,
      .keep = { .trigger = TRIGGER_LAST_CONTACT, .count = 24, .unit = PERIOD_MONTHS } },
    { .id = TEXT("letter"), .number = 2, .basis = { BASIS_CONSENT }, .basis_elsewhere = BASIS_CONSENT, .keep = { .trigger = TRIGGER_WITHDRAWN } },
};
static const struct delivery desk[] = { { .kind = DELIVER_MAIL, .to = TEXT("support@hikari.example") } };
static const struct channel channels[] = {
    { .id = TEXT("contact"), .number = 1, .purpose = &purposes[0], .fields = fields, .field_count = 3, .deliver = desk, .deliver_count = 1 },
    { .id = TEXT("newsletter"), .number = 2, .purpose = &purposes[1], .fields = fields, .field_count = 3, .double_opt_in = true, .deliver = desk,
      .deliver_count = 1 },
};
static const struct text origins[] = { TEXT("https://www.hikari.example") };
static struct version first_version = {
    .number = 1,
    .policy = { .origins = origins, .origin_count = 1, .languages = { TEXT("en") }, .language_count = 1, .regions = { { .code = TEXT("EU") } }, .region_count = 1, .data = data, .data_count = 3, .purposes = purposes,
                .purpose_count = 2, .channels = channels, .channel_count = 2, .timezone = TEXT("UTC") },
};
const struct gate_field office_person[3] = {
    { TEXT("name"), TEXT("Wilhelmina Plantedname") }, { TEXT("email"), TEXT("planted.address@example.org") }, { TEXT("message"), TEXT("planted words") },
};

static const struct version *version_of(struct services *s, struct instant at)
{
    (void)s, (void)at;
    return &first_version;
}

static void poke(struct services *s)
{
    ((struct office *)s)->pokes++;
}

/* The page of the version in force, with bytes that no encoder made: what is served is what is stored. */
static void publish_page(void)
{
    static struct document page;

    page = (struct document){ .name = DOCUMENT_POLICY, .language = TEXT("en"), .type = TEXT("text/html; charset=utf-8"), .bytes = TEXT("<p>policy 1"),
                              .brotli = TEXT("br 1"), .gzip = TEXT("gz 1") };
    page.hash = hash_bytes(page.bytes.at, page.bytes.length);
    first_version.documents = &page;
    first_version.document_count = 1;
}

struct office *office_open(void)
{
    struct office *o = calloc(1, sizeof *o);

    assert_non_null(o);
    rig_open(&o->rig);
    o->site = (struct site){ .key = o->rig.site.key, .uid = o->rig.site.uid, .mount = TEXT("/privacy"), .log_origin = o->rig.site.log_origin };
    o->services = (struct services){ .vault = o->rig.vault, .pipeline = o->rig.pipeline, .version = version_of, .poke_deliveries = poke };
    first_version.policy.zone = zone_utc;
    publish_page();
    rig_script(&o->rig, "UPDATE site SET policy_number = 1");
    return o;
}

void office_close(struct office **o)
{
    rig_close(&(*o)->rig);
    free(*o);
    *o = NULL;
}

struct rig_unit *office_unit(struct office *o, int64_t hours)
{
    struct rig_unit *u = rig_unit(&o->rig);

    u->w->site = &o->site;
    u->w->now = instant_add(u->w->now, SPAN_HOURS(hours));
    return u;
}

void office_snapshot(struct rig_unit *u)
{
    sql_rollback(u->connection);
    assert_ok(u->w, sql_begin(u->w, u->connection));
}

void assert_rows(struct office *o, const char *table, int64_t count)
{
    char sql[64];

    snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", table);
    if (rig_number(&o->rig, sql) != count)
        fail_msg("%s has %lld rows, not %lld", table, (long long)rig_number(&o->rig, sql), (long long)count);
}
