#include "retention/recompute.h"

#include "disclosure/opening.h"
#include "policy/retention_due.h"
#include "policy/site.h"
#include "policy/version.h"
#include "retention/sweep.h"
#include "retention_queries.h"
#include "store/pulse.h"
#include "subject/pin.h"

#define PULSE "retention.recompute"
#define CURSOR "retention.cursor"

enum { BATCH_MAX = 512 };

struct dated {
    int64_t key, trigger_kind, due_at;
    struct instant trigger_at;
    int purpose;
    bool has_due;
};

struct batch {
    struct dated rows[BATCH_MAX];
    int count;
};

bool recompute_is_settled(struct work *w, int64_t version, bool *out_settled)
{
    struct pulse pulse;

    TRY(pulse_find(w, w->site->key, PULSE, &pulse));
    *out_settled = pulse.number == version;
    return true;
}

static bool add_dated(struct work *w, void *context, const struct sql_row *row)
{
    struct batch *b = context;
    struct dated *d = &b->rows[b->count];
    int64_t purpose;

    must(b->count < BATCH_MAX);
    TRY(sql_row_number(w, row, 0, &d->key));
    TRY(sql_row_number(w, row, 1, &purpose));
    TRY(sql_row_number(w, row, 2, &d->trigger_kind));
    TRY(sql_row_number(w, row, 3, &d->trigger_at.ms));
    d->has_due = row->values[4].type != SQL_NULL;
    if (d->has_due)
        TRY(sql_row_number(w, row, 4, &d->due_at));
    d->purpose = (int)purpose;
    b->count++;
    return true;
}

static bool load_batch(struct work *w, int64_t version, int limit, struct batch *b)
{
    struct sql_value values[] = { sql_number(w->site->key), sql_number(0), sql_number(limit) };
    struct pulse cursor;

    TRY(pulse_find(w, w->site->key, CURSOR, &cursor));
    if (cursor.position == version)
        values[1].number = cursor.number;
    return sql_stream(w, w->snapshot, &query_recompute_batch, values, 3, add_dated, b);
}

/* What was promised for what is there already is not made longer: a new version can only bring a date forward. */
static bool is_longer(const struct dated *d, bool has_due, struct instant due)
{
    return d->has_due && (!has_due || due.ms > d->due_at);
}

/* A purpose that the new version does not have any more keeps the date it was promised. */
static bool redate(struct work *w, const struct policy *p, const struct dated *d, int64_t *changed)
{
    const struct purpose *purpose = purpose_numbered(p, d->purpose);
    struct instant due = { 0 };
    bool has_due;

    if (!purpose)
        return true;
    has_due = retention_due(&purpose->keep, d->trigger_at, p->zone, &due);
    if (is_longer(d, has_due, due))
        return true;
    if (has_due == d->has_due && (!has_due || due.ms == d->due_at) && d->trigger_kind == (int64_t)purpose->keep.trigger)
        return true;
    ++*changed;
    return LIST_WRITE(w, query_recompute_set, 1, NULL, STORE_NUMBER(d->key), STORE_NUMBER(d->trigger_at.ms), STORE_NUMBER(purpose->keep.trigger),
                      has_due ? STORE_NUMBER(due.ms) : STORE_NULL);
}

static bool write_batch(struct work *w, struct slice *slice, const struct version *v, const struct batch *b, bool last)
{
    struct pin pin = { .policy_number = v->number };
    int64_t reached = b->count ? b->rows[b->count - 1].key : 0;

    TRY(list_open_slice(w));
    TRY(pin_guard_policy(w, &pin));
    for (int i = 0; i < b->count; i++)
        TRY(redate(w, &v->policy, &b->rows[i], &slice->done));
    if (last)
        return pulse_write(w, w->site->key, PULSE, v->number, STORE_NULL);
    return pulse_write(w, w->site->key, CURSOR, reached, STORE_NUMBER(v->number));
}

bool retention_recompute_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    struct slice *slice = state;
    const struct version *v = slice->services->version(slice->services, w->now);
    int limit = slice->limit > 0 && slice->limit < BATCH_MAX ? slice->limit : BATCH_MAX;
    struct batch *b;
    bool settled;

    *out_next = TASK_END;
    if (phase > 0)
        return true;
    slice->more = false;
    slice->done = 0;
    if (!v)
        return true;
    TRY(recompute_is_settled(w, v->number, &settled));
    if (settled)
        return true;
    b = WORK_NEW(w, struct batch, 1);
    if (!b)
        return false;
    TRY(load_batch(w, v->number, limit, b));
    slice->more = b->count == limit;
    *out_next = TASK_COMMIT;
    return write_batch(w, slice, v, b, !slice->more);
}
