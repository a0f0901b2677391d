/* What the program keeps of its own goes in its time as well: nothing here is personal data, and even so nothing is kept for ever. */
#include "policy/own_record.h"
#include "policy/site.h"
#include "policy/version.h"
#include "retention/sweep.h"
#include "retention/watch.h"
#include "retention_queries.h"
#include "subject/pin.h"

enum { ROWS_DEFAULT = 1000, KINDS = 9 };

struct expiring {
    int64_t limit, rows[KINDS];    /* outbox, tombstones, subjects, holds, tasks, notices, persons of whom only withdrawn consents are left, observed names, signals */
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

/* Subjects before tombstones: a subject goes in the slice after its last tombstone. */
static bool delete_rest(struct work *w, const struct expiring *x)
{
    struct store_value site = STORE_NUMBER(w->site->key), traces = STORE_NUMBER(x->traces_until.ms), limit = STORE_NUMBER(x->limit);

    if (x->rows[2])
        TRY(LIST_WRITE(w, query_expiry_subject, x->rows[2], NULL, site, limit));
    if (x->rows[0])
        TRY(LIST_WRITE(w, query_expiry_outbox, x->rows[0], NULL, site, traces, limit));
    if (x->rows[1])
        TRY(LIST_WRITE(w, query_expiry_shred, x->rows[1], NULL, site, traces, limit));
    if (x->rows[3])
        TRY(LIST_WRITE(w, query_expiry_hold, x->rows[3], NULL, site, STORE_NUMBER(x->facts_until.ms), limit));
    if (x->rows[5])
        TRY(LIST_WRITE(w, query_expiry_notice, x->rows[5], NULL, site, traces, limit));
    if (x->rows[4])
        TRY(LIST_WRITE(w, query_expiry_task, x->rows[4], NULL, site, STORE_NUMBER(x->facts_until.ms), limit));
    if (x->rows[6]) {
        TRY(LIST_WRITE(w, query_expiry_consent_subject, x->rows[6], NULL, site, STORE_NUMBER(x->facts_until.ms), limit));
        TRY(LIST_WRITE(w, query_expiry_consent, STORE_ANY_ROWS, NULL, site, STORE_NUMBER(x->facts_until.ms)));
    }
    if (x->rows[8])
        TRY(LIST_WRITE(w, query_expiry_signal, x->rows[8], NULL, site, traces, limit));
    if (x->rows[7])
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
