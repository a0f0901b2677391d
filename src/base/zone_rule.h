/* The footer of a TZif file: what holds after its last transition, in the form of the POSIX variable TZ ("CET-1CEST,M3.5.0,M10.5.0/3").
 * Private to base/zone.c and its tests. */
#ifndef BASE_ZONE_RULE_H
#define BASE_ZONE_RULE_H

#include "base/text.h"

enum zone_date_kind { ZONE_JULIAN, ZONE_DAY_OF_YEAR, ZONE_MONTH_WEEK_DAY };

/* A change of the clock, in local time before the change. */
struct zone_change {
    enum zone_date_kind kind;
    int32_t month, week, day; /* day alone for the first two kinds */
    int32_t seconds;          /* after midnight, -167 to 167 hours */
};

struct zone_rule {
    int32_t standard, summer; /* seconds east of UTC */
    bool has_summer;
    struct zone_change to_summer, to_standard;
};

bool zone_rule_parse(struct text t, struct zone_rule *out_rule);
/* Offset at a moment, and the next moment at which it may change (INT64_MAX: never). Seconds since 1970 UTC. */
int32_t zone_rule_at(const struct zone_rule *rule, int64_t at, int64_t *out_next);

#endif
