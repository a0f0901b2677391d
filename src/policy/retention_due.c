#include "policy/retention_due.h"

/* The moment from which the rule counts; false: it has not come. */
static bool began(const struct retention_rule *rule, const struct retention_history *history, struct instant *out_at)
{
    bool at_once = rule->trigger == TRIGGER_COLLECTED || rule->trigger == TRIGGER_LAST_CONTACT;

    if (!at_once && (rule->trigger == TRIGGER_MISSING || history->event != rule->trigger))
        return false;
    *out_at = at_once ? history->since : history->event_at;
    return true;
}

bool retention_due(const struct retention_rule *rule, const struct retention_history *history, const struct zone *zone, struct instant *out_due)
{
    struct instant at;
    struct day day;

    if (!began(rule, history, &at))
        return false;
    if (rule->trigger == TRIGGER_WITHDRAWN) {
        *out_due = at;
        return true;
    }
    day = zone_day_of(zone, at);
    if (rule->unit == PERIOD_DAYS)
        day.number += rule->count;
    else
        day = day_add_months(day, rule->unit == PERIOD_YEARS ? rule->count * 12 : rule->count);
    *out_due = zone_instant_of(zone, day);
    return true;
}
