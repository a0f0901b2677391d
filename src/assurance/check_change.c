/* Checks of how the policy changes: what is material was announced as long before as was promised, and what was given for one purpose serves no
 * other. What is material is worked out anew from the published files. */
#include "assurance/check.h"
#include "assurance_queries.h"
#include "policy/announced.h"
#include "policy/diff.h"
#include "policy/parse.h"
#include "policy/schedule.h"
#include "policy/site.h"

enum { COMING_MAX = 16 };

struct noticing {
    struct proving *c;
    int64_t looked, material, early, silent;
};

/* --- was it early? ------------------------------------------------------------------------------------------------------------------------------ */

static bool policy_of(struct work *w, const struct proving *c, int64_t number, const struct policy **out_policy)
{
    const struct policy_options options = { .law = NULL };
    struct policy *p;
    struct findings findings;
    struct text source;

    if (number == c->version) {
        *out_policy = c->policy;
        return true;
    }
    p = WORK_NEW(w, struct policy, 1);
    if (!p)
        return false;
    TRY(version_source(w, number, &source));
    TRY(policy_parse(w, source, &options, p, &findings));
    *out_policy = p;
    return true;
}

static bool is_material_against(struct work *w, const struct proving *c, int64_t base, int64_t number, bool *out_material)
{
    const struct policy *before, *after;
    struct diff *diff = WORK_NEW(w, struct diff, 1);

    if (!diff)
        return false;
    TRY(policy_of(w, c, base, &before));
    TRY(policy_of(w, c, number, &after));
    TRY(policy_diff(w, before, after, diff));
    *out_material = diff->material > 0;
    return true;
}

/* The versions before a line, as they were known when it was posted. */
static const struct version_line *older(const struct proving *c, const struct version_line *line, size_t *out_count)
{
    size_t place = (size_t)(line - c->versions);

    *out_count = c->version_count - place - 1;
    return line + 1;
}

/* By the promise of the policy in force when it was posted. */
static bool look_at_version(struct work *w, struct noticing *n, const struct version_line *line)
{
    size_t count;
    const struct version_line *before = older(n->c, line, &count), *base = version_line_at(before, count, line->effective_at),
        *promising = version_line_at(before, count, line->posted_at);
    struct arena_mark mark = arena_mark(w->arena);
    const struct policy *promised;
    bool material;

    n->looked++;
    if (!base || !promising)
        return true;
    TRY(is_material_against(w, n->c, base->number, line->number, &material));
    TRY(policy_of(w, n->c, promising->number, &promised));
    n->material += material;
    n->early += material && instant_since(line->effective_at, line->posted_at).ms < SPAN_DAYS(notice_lead_days(promised)).ms;
    arena_release(w->arena, mark);
    return true;
}

/* --- was it said? -------------------------------------------------------------------------------------------------------------------------------- */

/* Its date, and a way to read it. */
static bool announces(struct text page, const struct version_line *line)
{
    char memory[160];
    struct draft address = draft_in(memory, 80), date = draft_in(memory + 80, 80);
    size_t at;

    draft_addf(&address, "/v/%lld?", (long long)line->number);
    draft_add(&date, TEXT("datetime=\""));
    draft_instant(&date, line->effective_at);
    draft_byte(&date, '"');
    return text_find(page, draft_text(&address), &at) && text_find(page, draft_text(&date), &at);
}

/* The stored page with something put into it, and nothing taken out. */
static bool is_page_with_more(struct text announced, struct text page)
{
    size_t head = 0, tail = 0;

    while (head < page.length && head < announced.length && announced.at[head] == page.at[head])
        head++;
    while (tail < page.length - head && tail < announced.length - head && announced.at[announced.length - 1 - tail] == page.at[page.length - 1 - tail])
        tail++;
    return head + tail == page.length;
}

static bool look_at_page(struct work *w, struct noticing *n, int language, const struct version_line *coming, size_t count)
{
    struct proving *c = n->c;
    struct arena_mark mark = arena_mark(w->arena);
    struct document announced, page;
    bool found, good;

    TRY(announced_find(w, c->version, c->policy->languages[language], &announced, &found));
    good = found;
    for (size_t i = 0; i < count && good; i++)
        good = announces(announced.bytes, &coming[i]);
    if (good) {
        TRY(document_load(w, c->version, DOCUMENT_POLICY, c->policy->languages[language], &page));
        good = is_page_with_more(announced.bytes, page.bytes);
    }
    n->silent += !good;
    arena_release(w->arena, mark);
    return true;
}

/* What was announced once and counts now: its announcement is kept. */
static bool look_at_past(struct work *w, struct noticing *n, const struct version_line *line)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(line->number) };
    int64_t announced;

    if (instant_compare(line->effective_at, line->posted_at) <= 0)
        return true;
    TRY(check_number(w, &query_promise_announced, values, (int)COUNT_OF(values), &announced));
    n->silent += announced == 0;
    return true;
}

static bool look_at_notices(struct work *w, struct noticing *n)
{
    struct proving *c = n->c;
    struct version_line coming[COMING_MAX];
    size_t count = version_lines_coming(c->versions, c->version_count, w->now, coming, COMING_MAX);

    for (size_t i = 0; i < c->version_count; i++) {
        const struct version_line *line = &c->versions[i];
        if (line->number < c->version)
            break;
        if (line->number == c->version)
            TRY(look_at_past(w, n, line));
        if (line->number == c->version || version_line_counts(c->versions, c->version_count, line))
            TRY(look_at_version(w, n, line));
    }
    for (int language = 0; count && language < c->policy->language_count; language++)
        TRY(look_at_page(w, n, language, coming, count));
    return true;
}

/* --- the gate of publishing, asked with a change that nobody made ----------------------------------------------------------------------------------- */

static bool always(struct work *w, void *context, int64_t base, bool *out_material)
{
    (void)w, (void)context, (void)base;
    *out_material = true;
    return true;
}

static bool lets_pass(struct work *w, const struct proving *c, bool *out_passes)
{
    const struct version_line line = { 1, { 0 }, { 0 }, false };
    const struct schedule_question question = { .lines = &line, .count = 1, .now = w->now, .lead_days = notice_lead_days(c->policy), .zone = c->policy->zone,
                                                .wanted = &w->now, .is_material = always };
    struct schedule schedule;

    TRY(schedule_find(w, &question, &schedule));
    *out_passes = question.lead_days > 0 && !schedule.too_early;
    return true;
}

static bool tells_otherwise(const struct policy *p)
{
    const struct statement *changes = policy_statement(p, TEXT("changes"));
    struct text notice;

    for (size_t i = 0; changes && (notice = statement_value(p, changes, TEXT("notice"), i, p->authoritative)).length; i++)
        if (!text_equal(notice, TEXT("posting")))
            return true;
    return false;
}

bool check_notice(struct work *w, struct proving *c)
{
    struct noticing n = { .c = c };
    bool passes;

    TRY(look_at_notices(w, &n));
    TRY(lets_pass(w, c, &passes));
    if (n.early || n.silent || passes)
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_NOTICE_BROKEN, n.early, n.silent, passes);
    if (tells_otherwise(c->policy))
        return SAY_EVIDENCE(w, c, PROMISE_UNPROVEN, MSG_EVIDENCE_NOTICE_UNSENT, n.looked, n.material);
    return SAY_EVIDENCE(w, c, PROMISE_KEPT, MSG_EVIDENCE_NOTICE, n.looked, n.material);
}

/* --- a new purpose ----------------------------------------------------------------------------------------------------------------------------------- */

/* What is here stays closed for it; that somebody asks for the consent is not seen. */
bool check_new_purpose(struct work *w, struct proving *c)
{
    int64_t asked = 0, allowed = 0;

    TRY(binding_ask(w, c, &asked, &allowed));
    if (allowed || c->survey.other_purpose)
        return SAY_EVIDENCE(w, c, PROMISE_BROKEN, MSG_EVIDENCE_NEW_PURPOSE_BROKEN, allowed, asked, c->survey.other_purpose);
    return SAY_EVIDENCE(w, c, PROMISE_UNPROVEN, MSG_EVIDENCE_NEW_PURPOSE, asked);
}
