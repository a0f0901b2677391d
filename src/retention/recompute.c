#include "retention/recompute.h"

#include "disclosure/opening.h"
#include "policy/site.h"
#include "policy/version.h"
#include "retention/dated.h"
#include "retention/sweep.h"
#include "retention_queries.h"
#include "store/pulse.h"
#include "subject/pin.h"

#define PULSE "retention.recompute"
#define CURSOR "retention.cursor"

enum { BATCH_MAX = 512 };

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

    must(b->count < BATCH_MAX);
    TRY(dated_read(w, row, 0, &b->rows[b->count]));
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

/* Whether the rule of the new version takes the place of the one that was promised: it ends no later whatever happens, or both have a date and
 * its own is earlier. A contact must not put off what was promised from the day it came in, so such a row only gets the earlier date. */
static bool replaces(const struct dated *d, const struct retention_rule *rule, const struct zone *zone)
{
    struct instant was, is;

    if (retention_ends_no_later(&d->rule, rule))
        return true;
    if (d->rule.trigger == TRIGGER_COLLECTED && rule->trigger != TRIGGER_COLLECTED)
        return false;
    return retention_due(&d->rule, &d->history, zone, &was) && retention_due(rule, &d->history, zone, &is) && is.ms < was.ms;
}

/* A row from before rules were written down: its rule is that of the version when its date is the version's. */
static bool adopts(const struct dated *d, const struct retention_rule *rule, const struct zone *zone)
{
    struct instant due;
    bool has_due = retention_due(rule, &d->history, zone, &due);

    return has_due == d->has_due && (!has_due || due.ms == d->due.ms);
}

static bool rules_differ(const struct retention_rule *a, const struct retention_rule *b)
{
    return a->trigger != b->trigger || a->count != b->count || a->unit != b->unit;
}

/* What was promised for what is there already is not made longer: a new version can only bring a date forward. A purpose that the new version
 * does not have any more keeps the date it was promised. */
static bool redate(struct work *w, const struct policy *p, const struct dated *was, int64_t *changed)
{
    const struct purpose *purpose = purpose_numbered(p, was->purpose);
    struct dated is = *was;
    bool sooner;

    if (!purpose)
        return true;
    if (was->has_rule && replaces(was, &purpose->keep, p->zone))
        is.rule = purpose->keep;
    sooner = dated_hasten(&is, &purpose->keep, p->zone);
    if (!was->has_rule && adopts(&is, &purpose->keep, p->zone)) {
        is.rule = purpose->keep;
        is.has_rule = true;
    }
    if (!sooner && is.has_rule == was->has_rule && !rules_differ(&is.rule, &was->rule))
        return true;
    *changed += sooner;
    return LIST_WRITE(w, query_recompute_set, 1, NULL, STORE_NUMBER(is.key), STORE_NUMBER(is.history.since.ms), STORE_NUMBER(is.rule.trigger),
                      is.has_due ? STORE_NUMBER(is.due.ms) : STORE_NULL, is.has_rule ? STORE_NUMBER(is.rule.count) : STORE_NULL,
                      is.has_rule ? STORE_NUMBER(is.rule.unit) : STORE_NULL, STORE_NUMBER(is.history.event_at.ms));
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
