#include "policy/retention_due.h"

bool retention_due(const struct retention_rule *rule, struct instant trigger, const struct zone *zone, struct instant *out_due)
{
    struct day day;

    if (rule->trigger == TRIGGER_MISSING || rule->trigger == TRIGGER_WITHDRAWN)
        return false;
    day = zone_day_of(zone, trigger);
    if (rule->unit == PERIOD_DAYS)
        day.number += rule->count;
    else
        day = day_add_months(day, rule->unit == PERIOD_YEARS ? rule->count * 12 : rule->count);
    *out_due = zone_instant_of(zone, day);
    return true;
}
