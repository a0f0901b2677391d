/* Invariants of what is kept of people: every record is sealed under the key of its own retention, opens, and says what its clear columns
 * say; every due date is the one that the policy gives; every destroyed key is gone. */
#include "assurance/violation.h"

#include "assurance_queries.h"
#include "collect/record.h"
#include "disclosure/opening.h"
#include "policy/site.h"
#include "retention/dated.h"
#include "retention/recompute.h"
#include "subject/pin.h"
#include "store/key_row.h"
#include "subject/subject.h"
#include "vault/index.h"
#include "vault/record.h"

#include <string.h>

/* --- records ------------------------------------------------------------------------------------------------------------------------------- */

struct record_columns {
    int64_t id, state;
    struct record_id uid;
    struct text sealed, fields, email_index;
    struct vault_key key;
    bool under_this_policy; /* collected under the version in force */
};

static bool record_columns_of(struct work *w, const struct sql_row *row, struct record_columns *r)
{
    int64_t newest;

    TRY(sql_row_number(w, row, 0, &r->id));
    TRY(sql_row_id(w, row, 1, &r->uid.id));
    TRY(sql_row_bytes(w, row, 2, &r->sealed));
    TRY(sql_row_bytes(w, row, 3, &r->fields));
    TRY(sql_row_bytes(w, row, 4, &r->email_index));
    TRY(key_row_read(w, row, 5, &r->key));
    TRY(sql_row_number(w, row, 7, &r->state));
    TRY(sql_row_number(w, row, 8, &newest));
    r->under_this_policy = newest != 0;
    return true;
}

static bool bit_is_set(struct text bitmap, int number)
{
    return (size_t)number / 8 < bitmap.length && ((unsigned char)bitmap.at[number / 8] >> (number % 8) & 1);
}

/* What the fields of an opened record say, against the data items of the policy. An older policy may have declared fields that this one does not. */
struct contents {
    struct record_fields fields;
    const struct data_item *items[GATE_FIELDS_MAX]; /* by place; NULL: not declared now */
    int undeclared;
};

static bool contents_of(struct work *w, struct text plaintext, struct contents *out_contents)
{
    TRY(record_decode(w, plaintext, &out_contents->fields));
    out_contents->undeclared = 0;
    for (int i = 0; i < out_contents->fields.count; i++) {
        out_contents->items[i] = policy_data(w->policy, out_contents->fields.list[i].id);
        out_contents->undeclared += out_contents->items[i] == NULL;
    }
    return true;
}

static bool is_given(const struct contents *k, const struct data_item *item)
{
    for (int i = 0; i < k->fields.count; i++)
        if (k->items[i] == item)
            return true;
    return false;
}

/* The bitmap says which fields were given: not one less, and not one more. */
static bool bitmap_fits(struct work *w, struct verifying *c, const struct record_columns *r, const struct contents *k)
{
    int more = 0;

    for (size_t i = 0; i < w->policy->data_count; i++) {
        const struct data_item *item = &w->policy->data[i];
        bool given = is_given(k, item), listed = bit_is_set(r->fields, item->number);
        if (given && !listed)
            return violation_add(w, c, "record %lld: its list of fields leaves one out that was given", (long long)r->id);
        more += listed && !given;
    }
    if (more <= k->undeclared) /* a field may have been renamed since */
        return true;
    return violation_add(w, c, "record %lld: its list of fields names one that was not given", (long long)r->id);
}

/* The blind index is that of the address which names the subject; without it a request by e-mail would not find the record. */
static bool index_fits(struct work *w, struct verifying *c, const struct record_columns *r, const struct contents *k)
{
    uint8_t index[INDEX_BYTES];

    for (int i = 0; i < k->fields.count; i++) {
        if (!k->items[i] || !k->items[i]->identifies || !text_starts(k->items[i]->category, TEXT("user.contact.email")))
            continue;
        if (r->email_index.length == 0 && !r->under_this_policy)
            continue; /* the address may not have named anybody then */
        TRY(index_of(w, c->vault, w->site->uid, MAC_INDEX_EMAIL, k->fields.list[i].value, index));
        if (r->email_index.length == sizeof index && memcmp(index, r->email_index.at, sizeof index) == 0)
            return true;
        return violation_add(w, c, "record %lld: its blind index is not that of its address", (long long)r->id);
    }
    return true;
}

static bool contents_fit(struct work *w, struct verifying *c, const struct record_columns *r, struct text plaintext)
{
    struct contents *k = WORK_NEW(w, struct contents, 1);

    if (!k)
        return false;
    if (!w->policy)
        return true;
    TRY(contents_of(w, plaintext, k));
    TRY(bitmap_fits(w, c, r, k));
    return index_fits(w, c, r, k);
}

static bool opens(struct work *w, struct verifying *c, const struct record_columns *r)
{
    struct vault_opening opening = { .place = { w->site->uid, TABLE_RECORD, GROUP_FIELDS, r->uid }, .sealed = r->sealed };
    static const char *const why[] = { "", "its key is gone", "its key does not open under this seal key", "it was changed", "its format is not known" };

    if (!c->vault)
        return true;
    TRY(vault_open_many(w, c->vault, 0, &opening, 1)); /* for its check only: what is opened is wiped below */
    if (opening.status != VAULT_OK)
        return violation_add(w, c, "record %lld cannot be opened: %s", (long long)r->id, why[opening.status]);
    return contents_fit(w, c, r, opening.plaintext);
}

static bool record_holds(struct work *w, struct verifying *c, const struct record_columns *r)
{
    struct record_header header;

    if (record_header_parse(r->sealed, &header) != VAULT_OK)
        return violation_add(w, c, "record %lld is not sealed", (long long)r->id);
    if (!id_equal(header.key.id.id, r->key.id.id) || header.key.generation != r->key.generation)
        return violation_add(w, c, "record %lld is sealed under another key than its retention's", (long long)r->id);
    return r->state != 0 || opens(w, c, r);
}

static bool record_row(struct work *w, void *context, const struct sql_row *row)
{
    struct verifying *c = context;
    struct arena_mark mark = arena_mark(w->arena);
    int64_t before = c->v->violations;
    struct record_columns r;
    bool good = record_columns_of(w, row, &r) && record_holds(w, c, &r);

    c->v->checked++;
    if (c->v->violations == before)
        arena_release(w->arena, mark); /* wipes what was opened */
    return good;
}

bool check_records(struct work *w, struct verifying *c)
{
    struct pin pin;

    TRY(pin_read(w, &pin));
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(pin.policy_number) };
    return sql_stream(w, w->snapshot, &query_verify_records, values, (int)COUNT_OF(values), record_row, c);
}

/* --- retentions ----------------------------------------------------------------------------------------------------------------------------- */

enum { OLDER_VERSIONS_MAX = 64 };

/* Was in force once and is not any more. What was replaced before its day came promised nobody anything. */
static bool is_older(struct work *w, const struct version_line *lines, size_t count, const struct version_line *line)
{
    return instant_compare(line->effective_at, w->now) <= 0 && line != version_line_at(lines, count, w->now) && version_line_counts(lines, count, line);
}

static bool load_older(struct work *w, struct verifying *c)
{
    struct version_line lines[OLDER_VERSIONS_MAX];
    size_t count;

    if (c->older_loaded)
        return true;
    c->older_loaded = true;
    TRY(version_list(w, lines, OLDER_VERSIONS_MAX, &count));
    c->older = WORK_NEW(w, struct version, count + 1);
    if (!c->older)
        return false;
    for (size_t i = 0; i < count; i++)
        if (is_older(w, lines, count, &lines[i]))
            TRY(version_load(w, lines[i].number, &c->older[c->older_count++]));
    return true;
}

static bool gives(const struct policy *p, const struct dated *d)
{
    const struct purpose *purpose = purpose_numbered(p, d->purpose);
    struct instant due;

    return purpose && retention_due(&purpose->keep, &d->history, p->zone, &due) && due.ms == d->due.ms;
}

/* A new version does not make longer what an older one promised: an earlier date must be one that some version gave. */
static bool was_promised(struct work *w, struct verifying *c, const struct dated *d, bool *out_promised)
{
    *out_promised = gives(w->policy, d);
    if (*out_promised)
        return true;
    TRY(load_older(w, c));
    for (int i = 0; i < c->older_count && !*out_promised; i++)
        *out_promised = gives(&c->older[i].policy, d);
    return true;
}

static bool date_holds(struct work *w, struct verifying *c, const struct dated *d)
{
    const struct purpose *purpose = w->policy ? purpose_numbered(w->policy, d->purpose) : NULL;
    struct instant due = { 0 }, limit;
    bool should, holds;

    if (!purpose || !c->dates_settled)
        return true; /* keeps the date that it was promised, or is about to get a new one */
    should = retention_due(d->has_rule ? &d->rule : &purpose->keep, &d->history, w->policy->zone, &due);
    holds = should == d->has_due && (!should || due.ms == d->due.ms);
    if (!holds && d->has_due && (!should || d->due.ms < due.ms))
        TRY(was_promised(w, c, d, &holds));
    if (retention_due(&purpose->keep, &d->history, w->policy->zone, &limit) && (!d->has_due || d->due.ms > limit.ms))
        holds = false;
    return holds || violation_add(w, c, "retention %lld: its due date is not the one that the policy gives", (long long)d->key);
}

static bool retention_row(struct work *w, void *context, const struct sql_row *row)
{
    struct verifying *c = context;
    struct vault_key key;
    struct dated dated;
    int64_t id, state;
    bool gone;

    TRY(sql_row_number(w, row, 0, &id));
    TRY(sql_row_number(w, row, 9, &state));
    TRY(key_row_read(w, row, 10, &key));
    c->v->checked++;
    if (state < 0 || state > 2)
        return violation_add(w, c, "retention %lld has the unknown state %lld", (long long)id, (long long)state);
    gone = c->vault && vault_key_status(c->vault, key) != VAULT_OK;
    if (state == 0 && gone)
        return violation_add(w, c, "retention %lld is live and its key is gone", (long long)id);
    if (state == 2 && c->vault && !gone)
        return violation_add(w, c, "retention %lld: its key was to be destroyed and is still there", (long long)id);
    if (state != 0)
        return true;
    if (dated_read(w, row, 0, &dated))
        return date_holds(w, c, &dated);
    if (w->err.code != ERR_TAMPERED)
        return false;
    error_clear(&w->err);
    return violation_add(w, c, "retention %lld has a rule or an event that does not exist", (long long)id);
}

bool check_retentions(struct work *w, struct verifying *c)
{
    struct sql_value site = sql_number(w->site->key);
    struct pin pin;

    TRY(pin_read(w, &pin));
    TRY(recompute_is_settled(w, pin.policy_number, &c->dates_settled));
    return sql_stream(w, w->snapshot, &query_verify_retentions, &site, 1, retention_row, c);
}

/* --- subjects and destroyed keys ------------------------------------------------------------------------------------------------------------- */

static bool subject_row(struct work *w, void *context, const struct sql_row *row)
{
    struct verifying *c = context;
    struct subject_id uid;
    struct handle handle;
    struct text stored;
    struct hash hash;
    int64_t id;

    TRY(sql_row_number(w, row, 0, &id));
    TRY(sql_row_id(w, row, 1, &uid.id));
    TRY(sql_row_bytes(w, row, 2, &stored));
    c->v->checked++;
    if (!c->vault)
        return true;
    TRY(handle_of(w, c->vault, uid, &handle));
    hash = hash_bytes(handle.bytes, sizeof handle.bytes);
    if (stored.length == 16 && memcmp(hash.bytes, stored.at, 16) == 0)
        return true;
    return violation_add(w, c, "subject %lld: its handle is not the one of its id", (long long)id);
}

bool check_subjects(struct work *w, struct verifying *c)
{
    struct sql_value site = sql_number(w->site->key);

    return sql_stream(w, w->snapshot, &query_verify_subjects, &site, 1, subject_row, c);
}

static bool shredded_row(struct work *w, void *context, const struct sql_row *row)
{
    struct verifying *c = context;
    struct vault_key key;
    char memory[40];
    struct draft id = draft_in(memory, sizeof memory);

    TRY(key_row_read(w, row, 0, &key));
    c->v->checked++;
    if (!c->vault || vault_key_status(c->vault, key) != VAULT_OK)
        return true;
    draft_id(&id, key.id.id);
    return violation_add(w, c, "key %.*s was destroyed and is still there", TEXT_ARGS(draft_text(&id)));
}

bool check_shredded(struct work *w, struct verifying *c)
{
    struct sql_value site = sql_number(w->site->key);

    return sql_stream(w, w->snapshot, &query_verify_shredded, &site, 1, shredded_row, c);
}
