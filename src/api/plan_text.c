#include "api/plan_text.h"

#include "policy/diff_report.h"

#include <stdarg.h>
#include <stdio.h>

enum { WIDTH = 98, PARAGRAPH_BYTES = 1024, PARAGRAPHS_MAX = 16, COMING_SHOWN = 8 };

struct telling {
    struct work *w;
    const struct plan *p;
    const struct plan_telling *t;
    struct draft d;
};

static void say(struct telling *x, const char *format, ...) PRINTF_LIKE(2, 3);
static void say(struct telling *x, const char *format, ...)
{
    char memory[PARAGRAPH_BYTES];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(memory, sizeof memory, format, arguments);
    va_end(arguments);
    draft_wrapped(&x->d, text_of(memory), 0, WIDTH);
}

/* "2026-04-01 00:00 in Asia/Tokyo (2026-03-31T15:00:00Z)" */
static struct text when(const struct telling *x, struct instant at, char memory[120])
{
    struct day day = zone_day_of(x->t->zone, at);
    struct draft d = draft_in(memory, 120);

    if (instant_compare(zone_instant_of(x->t->zone, day), at) != 0) {
        draft_instant(&d, at);
        return draft_text(&d);
    }
    draft_day(&d, day);
    draft_addf(&d, ", when the day begins in %.*s (", TEXT_ARGS(text_first(x->t->timezone, 40)));
    draft_instant(&d, at);
    draft_byte(&d, ')');
    return draft_text(&d);
}

#define WHEN(x, at) TEXT_ARGS(when((x), (at), (char[120]){ 0 }))

/* --- parts ------------------------------------------------------------------------------------------------------------------------------------ */

static bool differences(struct telling *x)
{
    struct work *w = x->w;
    struct diff_names names = { .after = x->t->file };
    struct text words;

    TRY(work_format(w, &names.before, "@%lld", (long long)x->p->before->number));
    say(x, "Version %lld of the policy, against version %lld:", (long long)x->p->number, (long long)x->p->before->number);
    draft_byte(&x->d, '\n');
    TRY(diff_as_text(w, x->t->diff, &names, &words));
    draft_add(&x->d, words);
    draft_byte(&x->d, '\n');
    return true;
}

static void way(struct telling *x, struct text notice)
{
    if (text_equal(notice, TEXT("posting")))
        say(x, "- by posting: the page says from now on that it changes, and links to what changes");
    else
        say(x, "- %.*s: not sent by this program; tell the people above yourself, before it counts", TEXT_ARGS(text_first(notice, 40)));
}

static void notices(struct telling *x)
{
    const struct policy *promised = &x->t->in_force->policy;
    const struct statement *changes = policy_statement(promised, TEXT("changes"));
    int lead = notice_lead_days(promised);
    struct text notice;

    if (!changes) {
        say(x, "The policy in force promises no notice of a material change.");
        return;
    }
    say(x, "People must be told: the policy in force promises notice of a material change, %d day%s before it counts:", lead, lead == 1 ? "" : "s");
    for (size_t i = 0; (notice = statement_value(promised, changes, TEXT("notice"), i, promised->authoritative)).length; i++)
        way(x, notice);
}

/* Against an announced version nothing material changes: its notice goes on. */
static void materiality(struct telling *x)
{
    const struct schedule *s = &x->p->schedule;

    if (s->material)
        notices(x);
    else if (x->t->diff->material)
        say(x, "What is material was announced with version %lld already, whose day it keeps.", (long long)s->base);
    else
        say(x, "Nothing is material: nobody needs to be told before.");
    if (x->t->diff->consent)
        say(x, "What needs consent of its own stays closed for data that are there already, until it is given.");
}

static void date(struct telling *x)
{
    const struct plan *p = x->p;

    if (instant_compare(p->schedule.effective, x->w->now) <= 0)
        say(x, "It counts at once.");
    else
        say(x, "It counts from %.*s. Until then version %lld does.", WHEN(x, p->schedule.effective), (long long)p->before->number);
}

/* Announced versions that the new one keeps from ever counting. */
static void superseded(struct telling *x)
{
    struct version_line coming[COMING_SHOWN];
    size_t count = version_lines_coming(x->p->lines + 1, x->p->count - 1, x->w->now, coming, COMING_SHOWN);

    for (size_t i = 0; i < count; i++)
        if (instant_compare(coming[i].effective_at, x->p->schedule.effective) >= 0)
            say(x, "Version %lld, announced for %.*s, will never count: this one does from the same moment or earlier.", (long long)coming[i].number,
                WHEN(x, coming[i].effective_at));
}

static void overriding(struct telling *x)
{
    if (x->p->refused)
        say(x, "That is too early: a material change may count from %.*s on.", WHEN(x, x->p->schedule.earliest));
    else if (x->p->overridden)
        say(x, "That is before the promised notice has run; the operator overrides it, and the log says so. The promise of notice shows as broken.");
    else if (x->t->override_given)
        say(x, "The override was not needed and is not kept.");
}

bool plan_text(struct work *w, const struct plan *p, const struct plan_telling *t, struct text *out_text)
{
    struct telling x = { w, p, t, { 0 } };

    if (!p->before) {
        *out_text = TEXT("This is the first version: it changes nothing for anybody, and counts at once.\n");
        return true;
    }
    TRY(work_draft(w, t->diff->count * 2048 + (size_t)PARAGRAPHS_MAX * PARAGRAPH_BYTES * 2, &x.d));
    TRY(differences(&x));
    materiality(&x);
    date(&x);
    superseded(&x);
    overriding(&x);
    *out_text = draft_text(&x.d);
    return true;
}
