#include "subject/hold.h"

#include "policy/site.h"
#include "store/site_row.h"
#include "subject_queries.h"

static const char *const reason_names[HOLD_REASONS] = {
    [HOLD_LEGAL_CLAIM] = "legal claim",
    [HOLD_ORDER] = "order of an authority",
    [HOLD_LEGAL_DUTY] = "legal duty",
};

const char *hold_reason_name(enum hold_reason reason)
{
    return (unsigned)reason < HOLD_REASONS && reason_names[reason] ? reason_names[reason] : "unknown";
}

/* The act, and for whom: the end of a hold is the fact's number. */
static bool add_fact(struct work *w, const struct pin *p, enum fact_type type, struct subject_id uid, enum hold_reason reason, struct instant until,
                     int *out_fact)
{
    struct fact fact = pin_fact(w, p, type);

    fact.subject = uid.id;
    fact.outcome = (int)reason;
    fact.number = until.ms;
    return list_fact(w, fact, out_fact);
}

bool hold_set(struct work *w, const struct subject *s, enum hold_reason reason, struct instant until, int *out_write, int *out_fact)
{
    struct subject_id nobody = { { { 0 } } };
    struct pin pin;

    if ((unsigned)reason >= HOLD_REASONS || !reason_names[reason])
        FAIL(w, ERR_INVALID, "a hold needs one of the reasons 1 (legal claim), 2 (order of an authority), 3 (other legal duty); %d is none", (int)reason);
    if (instant_compare(until, w->now) <= 0)
        FAIL(w, ERR_INVALID, "a hold must end in the future: what is kept for ever is not kept for a claim");
    TRY(pin_read(w, &pin));
    if (s && s->state != SUBJECT_LIVE)
        FAIL(w, ERR_CONFLICT, "subject %lld is erased or being erased: there is nothing to hold", (long long)s->key);
    if (s)
        TRY(subject_guard(w, s));
    TRY(site_raise_holds(w, w->site->key, pin.holds_version));
    TRY(LIST_WRITE(w, query_hold_insert, 1, out_write, STORE_NUMBER(w->site->key), s ? STORE_NUMBER(s->key) : STORE_NULL, STORE_NUMBER(reason),
                   STORE_NUMBER(w->now.ms), STORE_NUMBER(until.ms)));
    return add_fact(w, &pin, FACT_HOLD_SET, s ? s->uid : nobody, reason, until, out_fact);
}

static bool hold_read(struct work *w, const struct sql_row *row, struct hold *out_hold)
{
    int64_t reason;

    TRY(sql_row_number(w, row, 0, &out_hold->key));
    TRY(sql_row_number(w, row, 1, &out_hold->subject));
    TRY(sql_row_number(w, row, 2, &reason));
    TRY(sql_row_number(w, row, 3, &out_hold->set_at.ms));
    TRY(sql_row_number(w, row, 4, &out_hold->expires_at.ms));
    out_hold->reason = (enum hold_reason)reason;
    return true;
}

bool hold_end(struct work *w, int64_t key, int *out_fact)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(w->now.ms), sql_number(key) };
    struct subject s = { 0 };
    struct sql_row row;
    struct hold hold;
    struct pin pin;

    TRY(pin_read(w, &pin));
    TRY(sql_find(w, w->snapshot, &query_hold_open_by_key, values, 3, &row));
    if (row.count == 0)
        FAIL(w, ERR_NOT_FOUND, "there is no open hold %lld", (long long)key);
    TRY(hold_read(w, &row, &hold));
    if (hold.subject)
        TRY(subject_load_key(w, hold.subject, &s));
    TRY(site_raise_holds(w, w->site->key, pin.holds_version));
    TRY(LIST_WRITE(w, query_hold_end, 1, NULL, STORE_NUMBER(key), STORE_NUMBER(w->now.ms)));
    return add_fact(w, &pin, FACT_HOLD_ENDED, s.uid, hold.reason, hold.expires_at, out_fact);
}

struct listing {
    struct hold *holds;
    size_t max, count;
};

static bool add_hold(struct work *w, void *context, const struct sql_row *row)
{
    struct listing *l = context;

    if (l->count == l->max)
        return false;
    return hold_read(w, row, &l->holds[l->count++]);
}

bool hold_list(struct work *w, struct hold *out_holds, size_t max, size_t *out_count)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(w->now.ms) };
    struct listing l = { out_holds, max, 0 };

    TRY(sql_stream(w, w->snapshot, &query_hold_open_all, values, 2, add_hold, &l));
    *out_count = l.count;
    return true;
}

bool hold_find(struct work *w, int64_t subject, struct hold *out_hold, bool *out_found)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(w->now.ms), sql_number(subject) };
    struct sql_row row;

    TRY(sql_find(w, w->snapshot, &query_hold_open_for, values, 3, &row));
    *out_found = row.count != 0;
    return row.count == 0 || hold_read(w, &row, out_hold);
}
