#include "retention/dated.h"

static bool read_optional(struct work *w, const struct sql_row *row, int column, int64_t *out_number, bool *out_is)
{
    *out_is = row->values[column].type != SQL_NULL;
    *out_number = 0;
    return !*out_is || sql_row_number(w, row, column, out_number);
}

static bool read_rule(struct work *w, const struct sql_row *row, int from, struct dated *d)
{
    int64_t trigger, period, unit;
    bool has_unit;

    TRY(sql_row_number(w, row, from, &trigger));
    TRY(read_optional(w, row, from + 1, &period, &d->has_rule));
    TRY(read_optional(w, row, from + 2, &unit, &has_unit));
    if (trigger < 0 || trigger >= RETENTION_TRIGGERS || d->has_rule != has_unit || period < 0 || period > INT32_MAX || unit < PERIOD_DAYS || unit > PERIOD_YEARS)
        FAIL(w, ERR_TAMPERED, "retention %lld has a rule that does not exist", (long long)d->key);
    d->rule = (struct retention_rule){ .trigger = (enum retention_trigger)trigger, .count = (int)period, .unit = (enum period_unit)unit };
    return true;
}

static bool read_history(struct work *w, const struct sql_row *row, int from, struct dated *d)
{
    int64_t event;
    bool has_event, has_at;

    TRY(sql_row_number(w, row, from, &d->history.since.ms));
    TRY(read_optional(w, row, from + 1, &event, &has_event));
    TRY(read_optional(w, row, from + 2, &d->history.event_at.ms, &has_at));
    if (has_event != has_at || event < 0 || event >= RETENTION_TRIGGERS)
        FAIL(w, ERR_TAMPERED, "retention %lld has an event that does not exist", (long long)d->key);
    d->history.event = (enum retention_trigger)event;
    return true;
}

bool dated_read(struct work *w, const struct sql_row *row, int from, struct dated *out_dated)
{
    struct dated d = { 0 };
    int64_t purpose;

    TRY(sql_row_number(w, row, from, &d.key));
    TRY(sql_row_number(w, row, from + 1, &purpose));
    d.purpose = (int)purpose;
    TRY(read_rule(w, row, from + 2, &d));
    TRY(read_history(w, row, from + 5, &d));
    TRY(read_optional(w, row, from + 8, &d.due.ms, &d.has_due));
    *out_dated = d;
    return true;
}

bool dated_hasten(struct dated *d, const struct retention_rule *rule, const struct zone *zone)
{
    struct instant due;

    if (!retention_due(rule, &d->history, zone, &due) || (d->has_due && due.ms >= d->due.ms))
        return false;
    d->has_due = true;
    d->due = due;
    return true;
}
