#include "page/timeline.h"

#include "page/text_width.h"
#include "page/words.h"

enum { WIDTH = 640, AXIS = 600, FONT = 14, HEAD = 28, ROW = 66, LABEL = 18, KEEP = 36, BAR = 44, END = 10, TICKS_MAX = 7, TIP = 8, BAR_MIN = 3 };

struct timeline {
    struct work *w;
    const struct reader *r;
    bool mirrored;
    int64_t longest; /* days */
};

/* For drawing only; what is due is counted by the calendar (policy/retention_due.h). */
static int64_t days_of(int count, enum period_unit unit)
{
    return unit == PERIOD_YEARS ? count * INT64_C(365) : unit == PERIOD_MONTHS ? count * INT64_C(365) / 12 : count;
}

/* A period of so many days, or 0: it ends with an event, not with a day. */
static int64_t measure(const struct retention_rule *keep)
{
    return keep->trigger == TRIGGER_WITHDRAWN || keep->trigger == TRIGGER_AS_NEEDED || keep->count <= 0 ? 0 : days_of(keep->count, keep->unit);
}

static int at(const struct timeline *t, int64_t days)
{
    return t->longest ? (int)(days * AXIS / t->longest) : 0;
}

/* The left end of what begins `x` units behind the start and is `width` wide. */
static int turned(const struct timeline *t, int x, int width)
{
    return t->mirrored ? WIDTH - x - width : x;
}

static bool number(struct timeline *t, int value, struct text *out_text)
{
    return words_number(t->w, (uint64_t)(value > 0 ? value : 0), out_text);
}

static const struct step {
    int count;
    enum period_unit unit;
} steps[] = {
    { 1, PERIOD_DAYS }, { 7, PERIOD_DAYS }, { 14, PERIOD_DAYS }, { 1, PERIOD_MONTHS }, { 3, PERIOD_MONTHS }, { 6, PERIOD_MONTHS }, { 1, PERIOD_YEARS }, { 2, PERIOD_YEARS },
    { 5, PERIOD_YEARS }, { 10, PERIOD_YEARS }, { 25, PERIOD_YEARS }, { 100, PERIOD_YEARS },
};

/* The smallest step that makes few enough ticks; NULL: the axis is too long for any. */
static const struct step *step_of(const struct timeline *t)
{
    for (size_t i = 0; i < COUNT_OF(steps); i++)
        if (days_of(steps[i].count * TICKS_MAX, steps[i].unit) >= t->longest)
            return &steps[i];
    return NULL;
}

static bool ticks_fill(struct timeline *t, int height, struct page_timeline *page)
{
    struct page_timeline_ticks *ticks = WORK_NEW(t->w, struct page_timeline_ticks, TICKS_MAX);
    const struct step *step = t->longest ? step_of(t) : NULL;
    struct work *w = t->w;

    if (!ticks)
        return false;
    page->ticks = ticks;
    for (int i = 1; step && i <= TICKS_MAX && days_of(step->count * i, step->unit) <= t->longest; i++) {
        struct page_timeline_ticks *tick = &ticks[page->ticks_count++];
        int x = turned(t, at(t, days_of(step->count * i, step->unit)), 0);

        TRY(number(t, x, &tick->x));
        TRY(work_format(w, &tick->d, "M%d 22V%d", x, height - END));
        TRY(words_period(w, reader_words(t->r), step->count * i, step->unit, &tick->words));
    }
    return true;
}

/* A period that no calendar ends is drawn to the end of the picture, with an arrow. */
static bool endless_fill(struct timeline *t, int y, struct page_timeline_bars *bar)
{
    int end = turned(t, WIDTH - 2, 0), back = t->mirrored ? end + TIP : end - TIP;
    struct work *w = t->w;

    bar->kind = TEXT("endless");
    TRY(work_format(w, &bar->arrow, "M%d %dL%d %dL%d %d", back, y - 2, end, y + 6, back, y + 14));
    TRY(number(t, turned(t, 0, WIDTH - 2 * TIP), &bar->bar_x));
    return number(t, WIDTH - 2 * TIP, &bar->bar_width);
}

static bool bar_fill(struct timeline *t, const struct purpose *purpose, int y, struct page_timeline_bars *bar)
{
    int64_t days = measure(&purpose->keep);
    int width = at(t, days) > BAR_MIN ? at(t, days) : BAR_MIN;
    struct work *w = t->w;

    text_wrap(words_purpose_name(t->r, purpose), WIDTH * 1000 / FONT, &bar->why, 1, &bar->cut);
    bar->whole = bar->cut ? words_purpose_name(t->r, purpose) : TEXT("");
    TRY(words_keep(w, reader_words(t->r), &purpose->keep, &bar->keep));
    TRY(number(t, t->mirrored ? WIDTH : 0, &bar->x));
    TRY(number(t, y + LABEL, &bar->y));
    TRY(number(t, y + KEEP, &bar->keep_y));
    TRY(number(t, y + BAR, &bar->bar_y));
    if (days == 0)
        return endless_fill(t, y + BAR, bar);
    bar->kind = TEXT("measured");
    TRY(number(t, turned(t, 0, width), &bar->bar_x));
    return number(t, width, &bar->bar_width);
}

bool timeline_fill(struct work *w, const struct reader *r, struct page_timeline *out_timeline)
{
    const struct policy *p = r->policy;
    struct timeline t = { .w = w, .r = r, .mirrored = reader_mirrored(r) };
    struct page_timeline_bars *bars = WORK_NEW(w, struct page_timeline_bars, p->purpose_count);
    struct page_timeline page = { .bars = bars, .bars_count = p->purpose_count };
    int height = HEAD + ROW * (int)p->purpose_count;

    if (!bars)
        return false;
    for (size_t i = 0; i < p->purpose_count; i++)
        t.longest = measure(&p->purposes[i].keep) > t.longest ? measure(&p->purposes[i].keep) : t.longest;
    for (size_t i = 0; i < p->purpose_count; i++)
        TRY(bar_fill(&t, &p->purposes[i], HEAD + ROW * (int)i, &bars[i]));
    TRY(ticks_fill(&t, height, &page));
    TRY(number(&t, WIDTH, &page.width));
    TRY(number(&t, height, &page.height));
    *out_timeline = page;
    return true;
}
