#include "policy/schedule.h"

#include "base/teeth.h"

enum { COMING_MAX = 64 };

static struct instant notice_end(const struct schedule_question *q)
{
    return instant_add(q->now, SPAN_DAYS(q->lead_days));
}

/* People read a date, not an hour: it begins when the day does. */
static struct instant notice_day(const struct schedule_question *q)
{
    struct instant end = notice_end(q), midnight;
    struct day day = zone_day_of(q->zone, end);

    midnight = zone_instant_of(q->zone, day);
    if (q->lead_days == 0 || instant_compare(midnight, end) == 0)
        return end;
    return zone_instant_of(q->zone, (struct day){ day.number + 1 });
}

static bool judge(struct work *w, const struct schedule_question *q, struct instant at, struct schedule *s)
{
    const struct version_line *base = version_line_at(q->lines, q->count, at);

    *s = (struct schedule){ .effective = at, .base = base ? base->number : 0 };
    if (base)
        TRY(q->is_material(w, q->context, base->number, &s->material));
    if (TEETH_OUT(TOOTH_VERSION_NOTICE))
        s->material = false;
    s->earliest = s->material ? notice_end(q) : q->now;
    s->too_early = instant_compare(at, s->earliest) < 0;
    return true;
}

bool schedule_find(struct work *w, const struct schedule_question *q, struct schedule *out_schedule)
{
    struct version_line coming[COMING_MAX];
    size_t count = version_lines_coming(q->lines, q->count, q->now, coming, COMING_MAX);

    if (q->wanted)
        return judge(w, q, *q->wanted, out_schedule);
    TRY(judge(w, q, q->now, out_schedule));
    for (size_t i = 0; i < count && out_schedule->too_early; i++)
        if (instant_compare(coming[i].effective_at, notice_day(q)) < 0)
            TRY(judge(w, q, coming[i].effective_at, out_schedule));
    return !out_schedule->too_early || judge(w, q, notice_day(q), out_schedule);
}

int notice_lead_days(const struct policy *p)
{
    const struct statement *changes = policy_statement(p, TEXT("changes"));
    uint64_t days = 0;

    if (changes)
        (void)text_to_u64(statement_value(p, changes, TEXT("lead"), 0, p->authoritative), &days); /* left out: none */
    return (int)days;
}
