#include "retention/sweep.h"

#include "base/teeth.h"
#include "policy/site.h"
#include "policy/version.h"
#include "retention/recompute.h"
#include "retention/watch.h"
#include "retention_queries.h"
#include "store/pulse.h"
#include "subject/cancel.h"
#include "subject/hold.h"
#include "subject/pin.h"
#include "subject/shred.h"

#define PULSE "retention.sweep"

/* What the sweep takes: one key with all that is sealed under it. */
struct due {
    int64_t retention, subject, due_at, waiting;
    struct subject_id uid;
    int purpose;
};

/* Between the phases: in slice->inner. */
struct sweeping {
    struct pin pin;
    struct due due[SWEEP_KEYS_MAX];
    int count, limit;
    bool intended;
};

static bool add_due(struct work *w, void *context, const struct sql_row *row)
{
    struct sweeping *s = context;
    struct due *d = &s->due[s->count];
    int64_t purpose;

    must(s->count < SWEEP_KEYS_MAX);
    TRY(sql_row_number(w, row, 0, &d->retention));
    TRY(sql_row_number(w, row, 1, &d->subject));
    TRY(sql_row_number(w, row, 2, &purpose));
    TRY(sql_row_number(w, row, 3, &d->due_at));
    TRY(sql_row_id(w, row, 4, &d->uid.id));
    TRY(sql_row_number(w, row, 5, &d->waiting));
    d->purpose = (int)purpose;
    s->count++;
    return true;
}

static bool load_due(struct work *w, struct sweeping *s)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(w->now.ms), sql_number(s->limit) };

    return sql_stream(w, w->snapshot, &query_sweep_due, values, 3, add_due, s);
}

static bool cancel_deliveries(struct work *w, const struct pin *p, const struct due *d)
{
    struct fact fact = pin_fact(w, p, FACT_DELIVERY_CANCELLED);

    TRY(LIST_WRITE(w, query_sweep_cancel_outbox, d->waiting, NULL, STORE_NUMBER(w->site->key), STORE_NUMBER(d->subject), STORE_NUMBER(d->retention),
                   STORE_NUMBER(w->now.ms)));
    fact.purpose = d->purpose;
    fact.subject = d->uid.id;
    fact.outcome = CANCELLED_SWEPT;
    fact.number = d->waiting;
    return list_fact(w, fact, NULL);
}

/* A new contact of the person may just be moving the date, or a record arriving under the key: then the row counts do not fit. */
static bool intend(struct work *w, const struct pin *p, const struct due *d)
{
    struct store_value retention = STORE_NUMBER(d->retention);

    TRY(LIST_WRITE(w, query_sweep_intend, 1, NULL, retention, STORE_NUMBER(d->due_at), STORE_NUMBER(w->now.ms)));
    TRY(LIST_WRITE(w, query_sweep_intend_shred, 1, NULL, retention, STORE_NUMBER(w->now.ms)));
    TRY(LIST_WRITE(w, query_sweep_raise_subject, 1, NULL, STORE_NUMBER(d->subject)));
    return d->waiting == 0 || cancel_deliveries(w, p, d);
}

static bool intend_all(struct work *w, struct sweeping *s)
{
    TRY(list_open_slice(w));
    TRY(pin_guard_holds(w, &s->pin));
    TRY(pin_guard_policy(w, &s->pin)); /* a version published meanwhile may give more time */
    for (int i = 0; i < s->count; i++)
        TRY(intend(w, &s->pin, &s->due[i]));
    s->intended = true;
    return true;
}

/* The sign of life, with how many records went. */
static bool add_run(struct work *w, const struct pin *p, int64_t records)
{
    struct fact fact = pin_fact(w, p, FACT_SWEEP_RUN);
    int index;

    fact.number = records;
    TRY(list_fact(w, fact, &index));
    return pulse_write(w, w->site->key, PULSE, records, STORE_OF(STORE_POSITION, index));
}

static bool pulse_is_due(struct work *w, bool *out_due)
{
    struct pulse pulse;

    TRY(pulse_find(w, w->site->key, PULSE, &pulse));
    *out_due = instant_since(w->now, pulse.at).ms >= SPAN_HOURS(SWEEP_PULSE_HOURS).ms;
    return true;
}

/* While a hold covers the whole site nothing may go, however much is due: nobody reads through it every second. */
static bool load_unless_held(struct work *w, struct sweeping *s)
{
    struct hold hold;
    bool held;

    TRY(hold_find(w, 0, &hold, &held));
    return held || load_due(w, s);
}

static bool look(struct work *w, struct sweeping *s, enum task_next *out_next)
{
    bool pulse_due;

    TRY(load_unless_held(w, s));
    if (s->count) {
        *out_next = TASK_COMMIT;
        return intend_all(w, s);
    }
    TRY(pulse_is_due(w, &pulse_due));
    if (!pulse_due)
        return true;
    *out_next = TASK_COMMIT;
    TRY(list_open_slice(w));
    return add_run(w, &s->pin, 0);
}

static bool begin(struct work *w, struct slice *slice, const struct version *v, enum task_next *out_next)
{
    struct sweeping *s = WORK_NEW(w, struct sweeping, 1);
    struct watch watch;
    bool settled;

    if (!s)
        return false;
    slice->inner = s;
    s->limit = slice->limit > 0 && slice->limit < SWEEP_KEYS_MAX ? slice->limit : SWEEP_KEYS_MAX;
    TRY(watch_read(w, &watch));
    if (watch.changed) {
        *out_next = TASK_COMMIT;
        TRY(list_open_slice(w));
        return watch_write(w, &watch);
    }
    TRY(recompute_is_settled(w, v->number, &settled));
    if (watch.holds_up || !settled)
        return true;
    TRY(pin_read(w, &s->pin));
    s->pin.policy_number = v->number;
    return look(w, s, out_next);
}

/* The intent is committed: the keys go, are read back, and only then are said to be gone. */
static bool destroy(struct work *w, struct slice *slice, struct sweeping *s, enum task_next *out_next)
{
    struct shredding *items = WORK_NEW(w, struct shredding, SHRED_SLICE);
    struct vault_key *keys = WORK_NEW(w, struct vault_key, SHRED_SLICE);
    int64_t records = 0;
    int count;

    if (!items || !keys)
        return false;
    TRY(shred_load_sweeps(w, SHRED_SLICE, items, &count));
    if (count == 0)
        return true; /* an erase of the same person took over */
    for (int i = 0; i < count; i++) {
        keys[i] = items[i].key;
        records += items[i].records;
    }
    TRY(shred_destroy(w, slice->vault, keys, (size_t)count));
    *out_next = TASK_COMMIT;
    TRY(list_open_slice(w));
    TRY(shred_settle_sweeps(w, &s->pin, items, count));
    slice->done = records;
    return add_run(w, &s->pin, records);
}

bool sweep_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    struct slice *slice = state;
    const struct version *v = slice->services->version(slice->services, w->now);
    struct sweeping *s = slice->inner;

    *out_next = TASK_END;
    if (phase == 0) {
        slice->more = false;
        slice->done = 0;
        return !v || TEETH_OUT(TOOTH_RETENTION_SWEEP) || begin(w, slice, v, out_next);
    }
    if (!s->intended)
        return true;
    slice->more = s->count == s->limit;
    return phase > 1 || destroy(w, slice, s, out_next);
}

struct planning {
    struct sweep_line *lines;
    size_t max, count;
};

static bool add_line(struct work *w, void *context, const struct sql_row *row)
{
    struct planning *p = context;
    struct sweep_line line;
    int64_t purpose;

    if (p->count == p->max)
        FAIL(w, ERR_LIMIT, "more than %zu purposes have something due", p->max);
    TRY(sql_row_number(w, row, 0, &purpose));
    TRY(sql_row_number(w, row, 1, &line.keys));
    TRY(sql_row_number(w, row, 2, &line.records));
    TRY(sql_row_number(w, row, 3, &line.held));
    TRY(sql_row_number(w, row, 4, &line.oldest.ms));
    line.purpose = (int)purpose;
    p->lines[p->count++] = line;
    return true;
}

bool sweep_plan(struct work *w, struct instant at, struct sweep_line *out_lines, size_t max, size_t *out_count)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(at.ms) };
    struct planning p = { out_lines, max, 0 };

    TRY(sql_stream(w, w->snapshot, &query_sweep_plan, values, 2, add_line, &p));
    *out_count = p.count;
    return true;
}
