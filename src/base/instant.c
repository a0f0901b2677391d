#include "base/instant.h"

struct instant instant_add(struct instant at, struct span by)
{
    int64_t ms;

    if (__builtin_add_overflow(at.ms, by.ms, &ms))
        ms = by.ms > 0 ? INT64_MAX : INT64_MIN;
    return (struct instant){ ms };
}

struct span instant_since(struct instant later, struct instant earlier)
{
    int64_t ms;

    if (__builtin_sub_overflow(later.ms, earlier.ms, &ms))
        ms = later.ms > earlier.ms ? INT64_MAX : INT64_MIN;
    return (struct span){ ms };
}

int instant_compare(struct instant a, struct instant b)
{
    return (a.ms > b.ms) - (a.ms < b.ms);
}

/* Days and civil dates after Howard Hinnant's derivation: eras of 400 years that begin on 1 March. */
struct day day_of_civil(struct civil c)
{
    int32_t year = c.year - (c.month <= 2);
    int32_t era = (year >= 0 ? year : year - 399) / 400;
    int32_t of_era = year - era * 400;
    int32_t of_year = (153 * (c.month + (c.month > 2 ? -3 : 9)) + 2) / 5 + c.day - 1;

    return (struct day){ era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468 };
}

struct civil civil_of_day(struct day d)
{
    int32_t shifted = d.number + 719468;
    int32_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int32_t of_era = shifted - era * 146097;
    int32_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int32_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t shifted_month = (5 * of_year + 2) / 153;
    int32_t month = shifted_month + (shifted_month < 10 ? 3 : -9);

    return (struct civil){ year_of_era + era * 400 + (month <= 2), month, of_year - (153 * shifted_month + 2) / 5 + 1 };
}

int32_t days_in_month(int32_t year, int32_t month)
{
    static const int32_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return month == 2 && leap ? 29 : days[month - 1];
}

struct day day_add_months(struct day d, int32_t months)
{
    struct civil c = civil_of_day(d);
    int32_t month = c.month - 1 + months;
    int32_t years = (month >= 0 ? month : month - 11) / 12;

    c.year += years;
    c.month = month - years * 12 + 1;
    if (c.day > days_in_month(c.year, c.month))
        c.day = days_in_month(c.year, c.month);
    return day_of_civil(c);
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

struct day instant_day_utc(struct instant at)
{
    return (struct day){ (int32_t)floor_div(at.ms, 86400000) };
}

struct instant instant_of_day_utc(struct day d)
{
    return (struct instant){ (int64_t)d.number * 86400000 };
}

void draft_day(struct draft *d, struct day day)
{
    struct civil c = civil_of_day(day);

    draft_addf(d, "%04d-%02d-%02d", (int)c.year, (int)c.month, (int)c.day);
}

void draft_instant(struct draft *d, struct instant at)
{
    struct day day = instant_day_utc(at);
    int64_t rest = at.ms - instant_of_day_utc(day).ms;

    draft_day(d, day);
    draft_addf(d, "T%02d:%02d:%02d", (int)(rest / 3600000), (int)(rest / 60000 % 60), (int)(rest / 1000 % 60));
    if (rest % 1000)
        draft_addf(d, ".%03d", (int)(rest % 1000));
    draft_byte(d, 'Z');
}

/* Exactly `digits` decimal digits at the front of *rest, and then `after` (0: nothing). */
static bool take_number(struct text *rest, size_t digits, char after, int32_t *out_number)
{
    uint64_t number;
    size_t length = digits + (after != 0);

    if (rest->length < length || !text_to_u64(text_first(*rest, digits), &number) || (after && rest->at[digits] != after))
        return false;
    *rest = text_from(*rest, length);
    *out_number = (int32_t)number;
    return true;
}

static bool take_day(struct text *rest, struct day *out_day)
{
    struct civil c;

    if (!take_number(rest, 4, '-', &c.year) || !take_number(rest, 2, '-', &c.month) || !take_number(rest, 2, 0, &c.day))
        return false;
    if (c.month < 1 || c.month > 12 || c.day < 1 || c.day > days_in_month(c.year, c.month))
        return false;
    *out_day = day_of_civil(c);
    return true;
}

bool day_parse(struct text t, struct day *out_day)
{
    struct day day;

    if (!take_day(&t, &day) || t.length)
        return false;
    *out_day = day;
    return true;
}

static bool take_fraction(struct text *rest, int64_t *out_ms)
{
    static const int64_t worth[] = { 100, 10, 1 };
    size_t digits = 0;

    *out_ms = 0;
    if (rest->length == 0 || rest->at[0] != '.')
        return true;
    *rest = text_from(*rest, 1);
    while (digits < rest->length && rest->at[digits] >= '0' && rest->at[digits] <= '9') {
        if (digits < COUNT_OF(worth))
            *out_ms += worth[digits] * (rest->at[digits] - '0');
        digits++;
    }
    *rest = text_from(*rest, digits);
    return digits > 0;
}

static bool take_offset(struct text *rest, int64_t *out_minutes)
{
    int32_t hours, minutes;
    char sign = rest->length ? rest->at[0] : 0;

    *rest = text_from(*rest, 1);
    *out_minutes = 0;
    if (sign == 'Z' || sign == 'z')
        return true;
    if ((sign != '+' && sign != '-') || !take_number(rest, 2, ':', &hours) || !take_number(rest, 2, 0, &minutes))
        return false;
    *out_minutes = (sign == '-' ? -1 : 1) * (hours * 60 + minutes);
    return hours < 24 && minutes < 60;
}

bool instant_parse(struct text t, struct instant *out_at)
{
    int32_t hour, minute, second;
    int64_t fraction, offset;
    struct day day;

    if (!take_day(&t, &day))
        return false;
    if (t.length == 0) {
        *out_at = instant_of_day_utc(day);
        return true;
    }
    if (t.at[0] != 'T' && t.at[0] != 't' && t.at[0] != ' ')
        return false;
    t = text_from(t, 1);
    if (!take_number(&t, 2, ':', &hour) || !take_number(&t, 2, ':', &minute) || !take_number(&t, 2, 0, &second))
        return false;
    if (hour > 23 || minute > 59 || second > 59 || !take_fraction(&t, &fraction) || !take_offset(&t, &offset) || t.length)
        return false;
    *out_at = (struct instant){ instant_of_day_utc(day).ms + ((hour * 60 + minute - offset) * 60 + second) * 1000 + fraction };
    return true;
}
