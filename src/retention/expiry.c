/* What the program keeps of its own goes in its time as well: nothing here is personal data, and even so nothing is kept for ever. */
#include "policy/own_record.h"
#include "policy/site.h"
#include "policy/version.h"
#include "retention/sweep.h"
#include "retention/watch.h"
#include "retention_queries.h"
#include "subject/pin.h"

enum { ROWS_DEFAULT = 1000 };

/* In the order of the columns of query expiry_count. KIND_CONSENT: persons of whom only withdrawn consents are left. */
enum kind { KIND_OUTBOX, KIND_TOMBSTONE, KIND_SUBJECT, KIND_HOLD, KIND_TASK, KIND_NOTICE, KIND_CONSENT, KIND_OBSERVED, KIND_SIGNAL, KINDS };

struct expiring {
    int64_t limit, rows[KINDS];
    int64_t facts, last_position;
    struct instant facts_until, traces_until;
};

/* Months are counted by the calendar, as for everything else with a date. */
static struct instant months_before(struct instant now, int months)
{
    struct day today = instant_day_utc(now);
    int64_t time_of_day = now.ms - instant_of_day_utc(today).ms;

    return (struct instant){ instant_of_day_utc(day_add_months(today, -months)).ms + time_of_day };
}

static bool add_fact(struct work *w, void *context, const struct sql_row *row)
{
    struct expiring *x = context;
    int64_t position, at;

    TRY(sql_row_number(w, row, 0, &position));
    TRY(sql_row_number(w, row, 1, &at));
    if (at > x->facts_until.ms)
        return false; /* what follows is younger */
    x->last_position = position;
    x->facts++;
    return true;
}

static bool count_all(struct work *w, struct expiring *x)
{
    const struct sql_value facts[] = { sql_number(w->site->key), sql_number(x->limit) };
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(x->traces_until.ms), sql_number(x->limit), sql_number(x->facts_until.ms),
                                        sql_number(instant_day_utc(x->traces_until).number) };
    struct sql_row row;

    TRY(sql_stream(w, w->snapshot, &query_expiry_facts, facts, 2, add_fact, x));
    TRY(sql_load(w, w->snapshot, &query_expiry_count, values, (int)COUNT_OF(values), &row));
    for (int i = 0; i < KINDS; i++)
        TRY(sql_row_number(w, &row, i, &x->rows[i]));
    return true;
}

static bool delete_facts(struct work *w, const struct expiring *x)
{
    struct fact fact;
    struct pin pin;

    if (x->facts == 0)
        return true;
    TRY(LIST_WRITE(w, query_expiry_facts_delete, x->facts, NULL, STORE_NUMBER(w->site->key), STORE_NUMBER(x->last_position), STORE_NUMBER(x->facts_until.ms)));
    TRY(pin_read(w, &pin));
    fact = pin_fact(w, &pin, FACT_FACTS_EXPIRED);
    fact.number = x->facts;
    return list_fact(w, fact, NULL);
}

/* What goes by its age alone. */
static const struct aged {
    const struct sql_query *query;
    enum kind kind;
    bool evidence; /* goes with the facts; otherwise with the traces */
} AGED[] = {
    { &query_expiry_outbox, KIND_OUTBOX, false }, { &query_expiry_shred, KIND_TOMBSTONE, false }, { &query_expiry_hold, KIND_HOLD, true },
    { &query_expiry_task, KIND_TASK, true },      { &query_expiry_notice, KIND_NOTICE, false },   { &query_expiry_signal, KIND_SIGNAL, false },
};

static bool delete_aged(struct work *w, const struct expiring *x, const struct aged *a)
{
    struct instant until = a->evidence ? x->facts_until : x->traces_until;

    if (x->rows[a->kind] == 0)
        return true;
    return LIST_WRITE(w, *a->query, x->rows[a->kind], NULL, STORE_NUMBER(w->site->key), STORE_NUMBER(until.ms), STORE_NUMBER(x->limit));
}

/* Subjects before tombstones: a subject goes in the slice after its last tombstone. */
static bool delete_rest(struct work *w, const struct expiring *x)
{
    struct store_value site = STORE_NUMBER(w->site->key), limit = STORE_NUMBER(x->limit);

    if (x->rows[KIND_SUBJECT])
        TRY(LIST_WRITE(w, query_expiry_subject, x->rows[KIND_SUBJECT], NULL, site, limit));
    for (size_t i = 0; i < COUNT_OF(AGED); i++)
        TRY(delete_aged(w, x, &AGED[i]));
    if (x->rows[KIND_CONSENT]) {
        TRY(LIST_WRITE(w, query_expiry_consent_subject, x->rows[KIND_CONSENT], NULL, site, STORE_NUMBER(x->facts_until.ms), limit));
        TRY(LIST_WRITE(w, query_expiry_consent, STORE_ANY_ROWS, NULL, site, STORE_NUMBER(x->facts_until.ms)));
    }
    if (x->rows[KIND_OBSERVED])
        TRY(LIST_WRITE(w, query_expiry_observed, STORE_ANY_ROWS, NULL, site, STORE_NUMBER(instant_day_utc(x->traces_until).number)));
    return true;
}

bool expiry_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    struct slice *slice = state;
    struct expiring x = { .limit = slice->limit > 0 ? slice->limit : ROWS_DEFAULT };
    struct watch watch;

    *out_next = TASK_END;
    if (phase > 0)
        return true;
    slice->more = false;
    slice->done = 0;
    TRY(watch_read(w, &watch));
    if (watch.holds_up || watch.changed)
        return true; /* the sweep writes the latch */
    x.facts_until = months_before(w->now, OWN_EVIDENCE_MONTHS);
    x.traces_until = instant_add(w->now, SPAN_DAYS(-OWN_TRACE_DAYS));
    TRY(count_all(w, &x));
    slice->done = x.facts;
    for (int i = 0; i < KINDS; i++)
        slice->done += x.rows[i];
    slice->more = slice->done > 0;
    if (!slice->more)
        return true;
    *out_next = TASK_COMMIT;
    TRY(list_open_slice(w));
    TRY(delete_facts(w, &x));
    return delete_rest(w, &x);
}
