/* Rights by region, held against the law there: which kinds, by which ways, how fast. */
#include "policy/clause_condition.h"
#include "policy/rules_law.h"

#include <stdio.h>

/* --- kinds --------------------------------------------------------------------------------------------------------------------------------- */

static bool something_rests_on(const struct court *c, int region, enum legal_basis basis)
{
    for (size_t i = 0; i < c->p->purpose_count; i++)
        if (c->p->purposes[i].basis[region] == basis)
            return true;
    return false;
}

static bool takes_sensitive(const struct court *c, int region)
{
    const struct law_row *row = court_row(c, region, LAW_SENSITIVE);

    for (size_t i = 0; row && i < c->p->channel_count; i++)
        for (size_t k = 0; k < c->p->channels[i].field_count; k++) {
            const struct data_item *data = c->p->channels[i].fields[k].data;
            if (law_covers_category(&row->is.sensitive.categories, data->category) && channel_takes(c->p, &c->p->channels[i], data, region))
                return true;
        }
    return false;
}

static bool must_offer(const struct court *c, int region, enum law_offered when)
{
    switch (when) {
    case OFFERED_ALWAYS: return true;
    case OFFERED_IF_SOLD_OR_SHARED: return !policy_never(c->p, "sell", region) || !policy_never(c->p, "share", region);
    case OFFERED_IF_SENSITIVE: return takes_sensitive(c, region);
    case OFFERED_IF_CONSENT: return something_rests_on(c, region, BASIS_CONSENT);
    case OFFERED_IF_CONSENT_OR_CONTRACT: return something_rests_on(c, region, BASIS_CONSENT) || something_rests_on(c, region, BASIS_CONTRACT);
    case OFFERED_IF_LEGITIMATE_INTERESTS: /* 21(1) names both: 6(1)(e) and (f) */
        return something_rests_on(c, region, BASIS_LEGITIMATE_INTERESTS) || something_rests_on(c, region, BASIS_PUBLIC_TASK);
    case OFFERED_MAY: return false;
    }
    return false;
}

/* One finding for a region, with all kinds that are missing: first those of rows that hold for sure. */
static void rule_kinds_of(struct court *c, int region, bool verified)
{
    const struct rights *r = court_rights(c, region);
    const struct law_row *first = NULL;
    struct lacking kinds;

    lacking_begin(&kinds);
    for (const struct law_row *row = NULL; (row = court_next(c, region, LAW_KINDS, row)) != NULL;) {
        if (court_counts(c, row) != verified || rights_has(r, row->key) || !must_offer(c, region, row->is.kind.offered))
            continue;
        first = first ? first : row;
        lacking_add(&kinds, row->key);
    }
    if (first)
        court_by_law(c, PD_KINDS_MISSING, first, r ? r->kinds_place : court_region_place(c, region), "add them to `kinds`",
            "rights of `%.*s` lack %.*s", NAME_ARGS(court_region(c, region)), LACKING_ARGS(kinds));
}

/* --- ways ---------------------------------------------------------------------------------------------------------------------------------- */

/* T-13. `services` sends people elsewhere, which is no way of its own. */
static void rule_methods(struct court *c, const struct rights *r)
{
    const struct law_row *row = court_row(c, r->region, LAW_METHODS);
    const struct law_methods *m = row ? &row->is.methods : NULL;
    bool online = m && r->exclusively_online && m->has_online;
    const struct law_list *among = online ? &m->online_among : m ? &m->among : NULL;
    size_t count = r->method_count - has_method(r, TEXT("services"));
    int minimum = !m ? 0 : online ? m->online_minimum : m->minimum;
    struct lacking missing;

    lacking_begin(&missing);
    for (size_t i = 0; among && i < among->count; i++)
        if (!has_method(r, among->names[i]))
            lacking_add(&missing, among->names[i]);
    if (row && ((int)count < minimum || missing.draft.length))
        court_by_law(c, PD_METHODS_FEW, row, r->methods_place, online ? "name the ways, an e-mail address among them" :
            "add a toll-free number (`toll_free`) and another way; or `exclusively_online: true` and `email`, when that is so",
            "rights of `%.*s` have %zu way%s, %d needed%s%.*s", NAME_ARGS(court_region(c, r->region)), count, count == 1 ? "" : "s", minimum,
            missing.draft.length ? ", among them " : "", LACKING_ARGS(missing));
}

/* --- time ---------------------------------------------------------------------------------------------------------------------------------- */

/* The longest that a period of the policy can last, in days; 0: it is no period. A part of a day counts as one. */
static int longest_days(struct text period)
{
    static const struct {
        const char *words;
        int days;
    } units[] = { { "minute minutes hour hours day days", 1 }, { "month months", 31 }, { "year years", 366 } };
    struct text count, unit;
    uint64_t number;
    bool hours;

    unit = period;
    if (!text_cut(&unit, ' ', &count) || !text_to_u64(count, &number) || number > 10000)
        return 0;
    hours = text_starts(unit, TEXT("hour"));
    if (hours || text_starts(unit, TEXT("minute")))
        return (int)(number + (hours ? 23 : 1439)) / (hours ? 24 : 1440);
    for (size_t i = 0; i < COUNT_OF(units); i++) {
        struct text rest = text_of(units[i].words), word;
        while (text_cut(&rest, ' ', &word))
            if (text_equal(word, unit))
                return (int)number * units[i].days;
    }
    return 0;
}

/* The shortest that a period of the law can last. Five business days may begin on a Sunday and then last five days. */
static int shortest_days(struct law_span span)
{
    switch (span.unit) {
    case UNIT_BUSINESS_DAYS: return span.count + 2 * ((span.count - 1) / 5);
    case UNIT_CALENDAR_DAYS: return span.count;
    case UNIT_MONTHS: return span.count == 1 ? 28 : span.count * 30 - 1; /* two months are at least 59 days, three 89 */
    case UNIT_HOURS: return span.count / 24;
    default: return 0;
    }
}

/* Months against months are compared as such: one month is one month in February, too. */
static bool is_longer(struct text period, struct law_span span)
{
    struct text rest = period, count;
    uint64_t number;

    if (span.unit == UNIT_NONE || span.unit == UNIT_WITHOUT_DELAY || span.unit == UNIT_NOW)
        return false;
    if (span.unit == UNIT_MONTHS && text_cut(&rest, ' ', &count) && text_to_u64(count, &number) && text_starts(rest, TEXT("month")))
        return number > (uint64_t)span.count;
    return longest_days(period) > shortest_days(span);
}

static void draft_span(struct draft *d, struct law_span span)
{
    static const char *const units[LAW_UNITS] = { "", "business days", "calendar days", "months", "hours", "at once", "without delay" };

    if (span.count)
        draft_addf(d, "%d ", span.count);
    draft_add(d, text_of(units[span.unit]));
    if (span.count == 1)
        d->length--; /* the plural */
}

static void too_long(struct court *c, const struct law_row *row, struct place place, const char *what, struct text period, struct law_span span)
{
    char memory[40], hint[80];
    struct draft d = draft_in(memory, sizeof memory);

    draft_span(&d, span);
    snprintf(hint, sizeof hint, "at most %.*s; `law` takes the law's own", TEXT_ARGS(draft_text(&d)));
    court_by_law(c, PD_CLOCK_TOO_LONG, row, place, hint, "%s may take %.*s, which can be longer than the law's %.*s", what, NAME_ARGS(period),
        TEXT_ARGS(draft_text(&d)));
}

static const struct right_clock *clock_of(const struct rights *r, struct text kind)
{
    for (size_t i = 0; i < r->clock_count; i++)
        if (text_equal(r->clocks[i].kind, kind))
            return &r->clocks[i];
    return NULL;
}

static const struct law_row *law_clock(const struct court *c, const struct rights *r, struct text kind)
{
    const struct law_row *row = law_clock_for(c->law, court_region(c, r->region), kind);

    return row && row->effective_from.number <= c->today.number ? row : NULL;
}

static void no_clock(struct court *c, const struct rights *r, struct text kind, const struct law_row *law)
{
    char memory[40], hint[100];
    struct draft d = draft_in(memory, sizeof memory);

    draft_span(&d, law->is.clock.respond);
    snprintf(hint, sizeof hint, "add `%.*s: law`, or leave `clocks` out", (int)(kind.length > 40 ? 40 : kind.length), kind.at);
    court_by_law(c, PD_NO_CLOCK, law, r->clocks_place, hint, "rights of `%.*s`: %.*s has no clock; the law's %.*s apply", NAME_ARGS(court_region(c, r->region)),
        NAME_ARGS(kind), TEXT_ARGS(draft_text(&d)));
}

/* T-7, and no clock may run longer than the law's. */
static void rule_clocks(struct court *c, const struct rights *r)
{
    for (size_t i = 0; r->clocks_given && i < r->kind_count; i++) {
        const struct right_clock *clock = clock_of(r, r->kinds[i]);
        const struct law_row *law = law_clock(c, r, r->kinds[i]);
        char what[60];
        if (!law)
            continue;
        snprintf(what, sizeof what, "`%.*s`", (int)(r->kinds[i].length > 40 ? 40 : r->kinds[i].length), r->kinds[i].at);
        if (!clock)
            no_clock(c, r, r->kinds[i], law);
        else if (!text_equal(clock->time, TEXT("law")) && is_longer(clock->time, law->is.clock.respond))
            too_long(c, law, clock->place, what, clock->time, law->is.clock.respond);
    }
}

static const struct law_row *extension_row(const struct court *c, const struct rights *r)
{
    for (size_t i = 0; i < r->kind_count; i++) {
        const struct law_row *law = law_clock(c, r, r->kinds[i]);
        if (law && law->is.clock.extended.unit != UNIT_NONE)
            return law;
    }
    return NULL;
}

/* T-9: an extension is told in time, with the reason, and has an end. */
static void rule_extension(struct court *c, const struct rights *r)
{
    const struct extension *e = &r->extension;
    const struct law_row *row = e->given ? extension_row(c, r) : NULL;
    bool no_notice, no_reason;

    if (!row)
        return;
    no_notice = e->notice_by.length == 0 && row->is.clock.notice_by.unit != UNIT_NONE;
    no_reason = !e->reason && row->is.clock.extension_needs_reason;
    if (no_notice || no_reason)
        court_by_law(c, PD_EXTENSION_BARE, row, e->place, "add `notice_by` and `reason: true`, or leave `extension` out: then the law's own holds",
            "the extension of `%.*s` has %s", NAME_ARGS(court_region(c, r->region)),
            no_notice && no_reason ? "no notice date and no reason" : no_notice ? "no notice date" : "no reason");
    if (is_longer(e->until, row->is.clock.extended))
        too_long(c, row, e->until_place, "an extended answer", e->until, row->is.clock.extended);
    if (e->notice_by.length && is_longer(e->notice_by, row->is.clock.notice_by))
        too_long(c, row, e->notice_place, "the notice of an extension", e->notice_by, row->is.clock.notice_by);
}

void rules_rights(struct court *c)
{
    for (int region = 0; region < c->p->region_count; region++) {
        rule_kinds_of(c, region, true);
        rule_kinds_of(c, region, false);
    }
    for (size_t i = 0; i < c->p->rights_count; i++) {
        rule_methods(c, &c->p->rights[i]);
        rule_clocks(c, &c->p->rights[i]);
        rule_extension(c, &c->p->rights[i]);
    }
}
