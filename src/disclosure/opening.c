#include "disclosure/opening.h"

#include "base/teeth.h"
#include "disclosure_queries.h"
#include "policy/site.h"

#include <string.h>

static const char *const answer_names[OPENING_ANSWERS] = {
    [OPENING_ALLOWED] = "allowed",
    [OPENING_OTHER_PURPOSE] = "it was collected for another purpose",
    [OPENING_NO_PURPOSE] = "the policy in force does not have this purpose",
    [OPENING_NO_BASIS] = "the policy in force has no legal basis for this purpose in the region of the record",
    [OPENING_DUE] = "its retention period has ended",
    [OPENING_SUBJECT_GONE] = "the person was erased",
    [OPENING_WITHDRAWN] = "the person withdrew the consent",
};

const char *opening_answer_name(enum opening_answer answer)
{
    return (unsigned)answer < OPENING_ANSWERS ? answer_names[answer] : "unknown";
}

struct number_column {
    int column;
    int64_t *to;
};

static bool read_numbers(struct work *w, const struct sql_row *row, const struct number_column *columns, size_t count)
{
    for (size_t i = 0; i < count; i++)
        TRY(sql_row_number(w, row, columns[i].column, columns[i].to));
    return true;
}

static bool record_row_read(struct work *w, const struct sql_row *row, struct record_row *r)
{
    int64_t channel, purpose, basis, region_source, retention_state, subject_state, consent;
    const struct number_column columns[] = {
        { 0, &r->key }, { 2, &r->retention }, { 3, &channel }, { 4, &purpose }, { 5, &basis }, { 7, &region_source }, { 8, &r->collected_at.ms },
        { 10, &retention_state }, { 12, &r->subject.key }, { 14, &subject_state }, { 15, &r->subject.version }, { 16, &consent },
    };

    TRY(read_numbers(w, row, columns, COUNT_OF(columns)));
    TRY(sql_row_id(w, row, 1, &r->uid.id));
    TRY(sql_row_text(w, row, 6, &r->region));
    TRY(sql_row_bytes(w, row, 9, &r->sealed));
    r->has_due = row->values[11].type != SQL_NULL;
    if (r->has_due)
        TRY(sql_row_number(w, row, 11, &r->due_at.ms));
    TRY(sql_row_id(w, row, 13, &r->subject.uid.id));
    r->channel = (int)channel;
    r->purpose = (int)purpose;
    r->basis = (enum legal_basis)basis;
    r->region_source = (int)region_source;
    r->retention_state = (int)retention_state;
    r->subject.state = (enum subject_state)subject_state;
    r->consent = (enum consent_act)consent;
    return true;
}

bool record_row_load(struct work *w, int64_t record, struct record_row *out_row)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(record) };
    struct record_row r = { 0 };
    struct sql_row row;

    TRY(sql_find(w, w->snapshot, &query_record_row, values, 2, &row));
    if (row.count == 0)
        FAIL(w, ERR_NOT_FOUND, "record %lld is not there any more", (long long)record);
    TRY(record_row_read(w, &row, &r));
    *out_row = r;
    return true;
}

int record_row_region(const struct policy *p, const struct record_row *r)
{
    return r->region.length ? policy_region(p, r->region) : -1;
}

/* A consent that the policy asks for only now was never given with an older record. */
bool opening_basis_holds(const struct policy *p, const struct purpose *purpose, int region, bool consented)
{
    enum legal_basis basis = purpose_basis(p, purpose, region);

    if (TEETH_OUT(TOOTH_DELIVERY_DECISION))
        return true;
    if (basis == BASIS_MISSING || basis == BASIS_OFF)
        return false;
    return basis != BASIS_CONSENT || consented;
}

static enum opening_answer ask_policy(const struct policy *p, const struct record_row *r, int number)
{
    const struct purpose *purpose = purpose_numbered(p, number);

    if (TEETH_OUT(TOOTH_PURPOSE_BIND))
        return OPENING_ALLOWED;
    if (r->purpose != number)
        return OPENING_OTHER_PURPOSE;
    if (!purpose)
        return OPENING_NO_PURPOSE;
    if (r->basis == BASIS_CONSENT && r->consent == CONSENT_WITHDRAWN) /* also when a later version names another ground: it was not swapped for her */
        return OPENING_WITHDRAWN;
    return opening_basis_holds(p, purpose, record_row_region(p, r), r->basis == BASIS_CONSENT && r->consent == CONSENT_GIVEN) ? OPENING_ALLOWED : OPENING_NO_BASIS;
}

enum opening_answer opening_decide(const struct policy *p, const struct record_row *r, int purpose, struct instant now)
{
    if (r->subject.state != SUBJECT_LIVE)
        return OPENING_SUBJECT_GONE;
    if (r->retention_state != 0 || (r->has_due && instant_compare(r->due_at, now) <= 0))
        return OPENING_DUE;
    return ask_policy(p, r, purpose);
}

struct fact record_row_fact(const struct work *w, const struct pin *pin, const struct record_row *r, enum fact_type type)
{
    struct fact fact = pin_fact(w, pin, type);

    fact.channel = r->channel;
    fact.purpose = r->purpose;
    fact.basis = (int)r->basis;
    fact.region_source = r->region_source;
    fact.subject = r->subject.uid.id;
    fact.record = r->uid.id;
    if (r->region.length && r->region.length <= sizeof fact.region)
        memcpy(fact.region, r->region.at, r->region.length);
    return fact;
}

bool opening_announce(struct work *w, const struct pin *pin, const struct record_row *r, int purpose)
{
    struct fact fact = record_row_fact(w, pin, r, FACT_OPENED);

    TRY(pin_guard_policy(w, pin));
    TRY(subject_guard(w, &r->subject));
    TRY(LIST_GUARD(w, query_record_row_live, 1, STORE_NUMBER(r->retention), r->has_due ? STORE_NUMBER(r->due_at.ms) : STORE_NUMBER(-1)));
    fact.purpose = purpose;
    return list_fact(w, fact, NULL);
}

static bool check_status(struct work *w, const struct record_row *r, enum vault_status status)
{
    switch (status) {
    case VAULT_OK:
        return true;
    case VAULT_KEY_GONE:
        FAIL(w, ERR_KEY_GONE, "the key of record %lld was destroyed", (long long)r->key);
    case VAULT_WRONG_KEY:
        FAIL(w, ERR_UNAVAILABLE, "record %lld does not open under this seal key", (long long)r->key);
    case VAULT_UNSUPPORTED:
        FAIL(w, ERR_UNSUPPORTED, "record %lld is of a version that this program does not know", (long long)r->key);
    case VAULT_TAMPERED:
        break;
    }
    FAIL(w, ERR_TAMPERED, "record %lld fails its check", (long long)r->key);
}

static void keep_allowed(const struct policy *p, const struct record_row *r, struct record_fields *fields)
{
    int region = record_row_region(p, r), kept = 0;

    for (int i = 0; i < fields->count; i++) {
        const struct data_item *data = policy_data(p, fields->list[i].id);
        if (data && policy_allows_data(p, data, region))
            fields->list[kept++] = fields->list[i];
    }
    fields->count = kept;
}

bool opening_open(struct work *w, struct vault *v, const struct policy *p, const struct record_row *r, int purpose,
                  struct record_fields *out_fields)
{
    struct vault_opening item = { .place = { w->site->uid, TABLE_RECORD, GROUP_FIELDS, r->uid }, .sealed = r->sealed };
    enum opening_answer answer = opening_decide(p, r, purpose, w->now);

    if (answer != OPENING_ALLOWED)
        FAIL(w, ERR_REFUSED, "record %lld may not be opened: %s", (long long)r->key, opening_answer_name(answer));
    TRY(vault_open_many(w, v, purpose, &item, 1));
    TRY(check_status(w, r, item.status));
    TRY(record_decode(w, item.plaintext, out_fields));
    if (!TEETH_OUT(TOOTH_PURPOSE_BIND))
        keep_allowed(p, r, out_fields);
    return true;
}
