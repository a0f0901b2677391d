#include "base/zone_rule.h"

#include "base/instant.h"

static bool take_byte(struct text *rest, char byte)
{
    if (rest->length == 0 || rest->at[0] != byte)
        return false;
    *rest = text_from(*rest, 1);
    return true;
}

static bool take_integer(struct text *rest, int32_t low, int32_t high, int32_t *out_number)
{
    size_t digits = 0;
    int32_t number = 0;

    while (digits < 4 && digits < rest->length && rest->at[digits] >= '0' && rest->at[digits] <= '9')
        number = number * 10 + (rest->at[digits++] - '0');
    if (digits == 0 || number < low || number > high)
        return false;
    *rest = text_from(*rest, digits);
    *out_number = number;
    return true;
}

/* [+-]hh[:mm[:ss]] */
static bool take_clock(struct text *rest, int32_t hours_max, int32_t *out_seconds)
{
    int32_t hours, minutes = 0, seconds = 0;
    bool minus = take_byte(rest, '-');

    if (!minus)
        take_byte(rest, '+');
    if (!take_integer(rest, 0, hours_max, &hours))
        return false;
    if (take_byte(rest, ':') && !take_integer(rest, 0, 59, &minutes))
        return false;
    if (rest->length && rest->at[0] == ':' && (!take_byte(rest, ':') || !take_integer(rest, 0, 59, &seconds)))
        return false;
    *out_seconds = (hours * 60 + minutes) * 60 + seconds;
    if (minus)
        *out_seconds = -*out_seconds;
    return true;
}

/* Letters, or anything within < >. Only its length matters to us. */
static bool take_name(struct text *rest)
{
    size_t length = 0;
    bool quoted = take_byte(rest, '<');

    while (length < rest->length) {
        char c = rest->at[length];
        bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!letter && !(quoted && ((c >= '0' && c <= '9') || c == '+' || c == '-')))
            break;
        length++;
    }
    *rest = text_from(*rest, length);
    return length >= 3 && length <= 16 && (!quoted || take_byte(rest, '>'));
}

static bool take_change(struct text *rest, struct zone_change *out_change)
{
    struct zone_change c = { .kind = ZONE_DAY_OF_YEAR, .seconds = 7200 };
    bool good;

    if (!take_byte(rest, ','))
        return false;
    if (take_byte(rest, 'M')) {
        c.kind = ZONE_MONTH_WEEK_DAY;
        good = take_integer(rest, 1, 12, &c.month) && take_byte(rest, '.') && take_integer(rest, 1, 5, &c.week) && take_byte(rest, '.') &&
            take_integer(rest, 0, 6, &c.day);
    } else if (take_byte(rest, 'J')) {
        c.kind = ZONE_JULIAN;
        good = take_integer(rest, 1, 365, &c.day);
    } else {
        good = take_integer(rest, 0, 365, &c.day);
    }
    if (!good || (take_byte(rest, '/') && !take_clock(rest, 167, &c.seconds)))
        return false;
    *out_change = c;
    return true;
}

bool zone_rule_parse(struct text t, struct zone_rule *out_rule)
{
    struct zone_rule r = { 0 };

    if (!take_name(&t) || !take_clock(&t, 24, &r.standard))
        return false;
    r.standard = -r.standard; /* POSIX counts westward */
    if (t.length == 0) {
        *out_rule = r;
        return true;
    }
    r.has_summer = true;
    if (!take_name(&t))
        return false;
    r.summer = r.standard + 3600;
    if (t.length && t.at[0] != ',') {
        if (!take_clock(&t, 24, &r.summer))
            return false;
        r.summer = -r.summer;
    }
    if (!take_change(&t, &r.to_summer) || !take_change(&t, &r.to_standard) || t.length)
        return false;
    *out_rule = r;
    return true;
}

static int32_t change_day(const struct zone_change *c, int32_t year)
{
    int32_t first, weekday, day;

    if (c->kind == ZONE_MONTH_WEEK_DAY) {
        first = day_of_civil((struct civil){ year, c->month, 1 }).number;
        weekday = ((first + 4) % 7 + 7) % 7; /* 1970-01-01 was a Thursday */
        day = (c->day - weekday + 7) % 7 + (c->week - 1) * 7;
        return first + (day >= days_in_month(year, c->month) ? day - 7 : day);
    }
    first = day_of_civil((struct civil){ year, 1, 1 }).number;
    if (c->kind == ZONE_DAY_OF_YEAR)
        return first + c->day;
    return first + c->day - 1 + (c->day >= 60 && days_in_month(year, 2) == 29); /* Jn never counts 29 February */
}

/* Both changes of the year before, of this one and of the next: the last that has come tells the offset, the first that has not is next. */
int32_t zone_rule_at(const struct zone_rule *rule, int64_t at, int64_t *out_next)
{
    int64_t last = INT64_MIN, local_days = (at + rule->standard) / 86400;
    int32_t offset = rule->standard, year;

    *out_next = INT64_MAX;
    if (!rule->has_summer)
        return offset;
    year = civil_of_day((struct day){ (int32_t)local_days }).year;
    for (int32_t y = year - 1; y <= year + 1; y++)
        for (int summer = 1; summer >= 0; summer--) {
            const struct zone_change *c = summer ? &rule->to_summer : &rule->to_standard;
            int64_t moment = (int64_t)change_day(c, y) * 86400 + c->seconds - (summer ? rule->standard : rule->summer);
            if (moment <= at && (moment > last || (moment == last && summer))) {
                last = moment;
                offset = summer ? rule->summer : rule->standard;
            }
            if (moment > at && moment < *out_next)
                *out_next = moment;
        }
    return offset;
}
