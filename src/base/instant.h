/* Time as the law counts it. An instant is a point (milliseconds since 1970 UTC), a span is a length, a day is a date in the
 * proleptic Gregorian calendar. They are different types so that they cannot be mixed up. Nothing here reads a clock. */
#ifndef BASE_INSTANT_H
#define BASE_INSTANT_H

#include "base/text.h"

#include <stdint.h>

struct instant {
    int64_t ms;
};

struct span {
    int64_t ms;
};

/* Days since 1970-01-01. */
struct day {
    int32_t number;
};

struct civil {
    int32_t year;
    int32_t month; /* 1..12 */
    int32_t day;   /* 1..31 */
};

#define SPAN_SECONDS(n) ((struct span){ (int64_t)(n)*1000 })
#define SPAN_MINUTES(n) SPAN_SECONDS((int64_t)(n)*60)
#define SPAN_HOURS(n) SPAN_SECONDS((int64_t)(n)*3600)
#define SPAN_DAYS(n) SPAN_SECONDS((int64_t)(n)*86400)

struct instant instant_add(struct instant at, struct span by); /* stops at the ends of the range */
struct span instant_since(struct instant later, struct instant earlier);
int instant_compare(struct instant a, struct instant b);

struct day day_of_civil(struct civil c);
struct civil civil_of_day(struct day d);
int32_t days_in_month(int32_t year, int32_t month);
/* Months later, on the same day of the month or its last one: 31 August + 6 months = 28 or 29 February. */
struct day day_add_months(struct day d, int32_t months);

/* UTC only; zones are in base/zone.h. */
struct day instant_day_utc(struct instant at);
struct instant instant_of_day_utc(struct day d); /* 00:00 UTC */

/* 2026-03-01T12:00:00Z; milliseconds are shown only when they are not zero. */
void draft_instant(struct draft *d, struct instant at);
void draft_day(struct draft *d, struct day day); /* 2026-03-01 */

/* RFC 3339 with Z or an offset, seconds fraction up to milliseconds; or a date alone, which means 00:00 UTC. */
bool instant_parse(struct text t, struct instant *out_at);
bool day_parse(struct text t, struct day *out_day);

#endif
