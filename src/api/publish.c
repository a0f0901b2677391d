#include "api/publish.h"

#include "api/announcing.h"
#include "api/plan.h"
#include "base/json.h"
#include "page/documents.h"
#include "policy/parse.h"
#include "policy/version.h"
#include "public/answer.h"
#include "source/report.h"

#include <jansson.h>

#define DATE_NEEDED "a date is needed: 2028-03-01, 2028-03-01T00:00:00Z, or `now`"

/* Between the phases. */
struct publishing {
    int64_t number;
    struct text file, source, effective, override_reason, findings;
    bool dry_run, wants_documents;
    const char *refused; /* why nothing is published, or NULL */
    struct plan plan;    /* number 0: none was made */
    const struct document *documents;
    size_t document_count;
};

/* --- the request -------------------------------------------------------------------------------------------------------------------------------- */

static bool read_text(struct work *w, const json_t *body, const char *name, struct text *out_text)
{
    const json_t *value = json_object_get(body, name);

    return work_copy(w, text_of_bytes(json_string_value(value), json_string_length(value)), out_text);
}

static bool read_members(struct work *w, const json_t *body, struct publishing *p)
{
    if (!json_is_string(json_object_get(body, "source")))
        FAIL(w, ERR_INVALID, "publish takes {\"file\": NAME, \"source\": YAML, \"effective\": DATE, \"override\": REASON, \"dry_run\": BOOL, "
                             "\"documents\": BOOL}");
    TRY(read_text(w, body, "file", &p->file));
    TRY(read_text(w, body, "source", &p->source));
    TRY(read_text(w, body, "effective", &p->effective));
    if (json_object_get(body, "effective") && p->effective.length == 0) /* an empty shell variable must not mean: no date was wanted */
        FAIL(w, ERR_INVALID, DATE_NEEDED);
    TRY(read_text(w, body, "override", &p->override_reason));
    p->override_reason = text_trim(p->override_reason);
    if (json_object_get(body, "override") && (p->override_reason.length == 0 || p->override_reason.length > OVERRIDE_REASON_MAX))
        FAIL(w, ERR_INVALID, "an override needs a reason of at most %d bytes", OVERRIDE_REASON_MAX);
    if (json_object_get(body, "dry_run") && !json_is_boolean(json_object_get(body, "dry_run"))) /* what is not understood must not publish */
        FAIL(w, ERR_INVALID, "`dry_run` is true or false");
    p->dry_run = json_is_true(json_object_get(body, "dry_run"));
    p->wants_documents = json_is_true(json_object_get(body, "documents"));
    return true;
}

static bool read_body(struct work *w, const struct http_request *r, struct publishing *p)
{
    json_t *body = json_loadb(r->body.at, r->body.length, JSON_REJECT_DUPLICATES, NULL);
    bool good = read_members(w, body, p);

    json_decref(body);
    return good;
}

/* A day begins where the policy counts days. An override without a date means at once. */
static bool wanted(struct work *w, const struct publishing *p, const struct zone *zone, struct instant *out_at, bool *out_given)
{
    struct day day;

    *out_given = p->effective.length > 0 || p->override_reason.length > 0;
    *out_at = w->now;
    if (p->effective.length == 0 || text_equal(p->effective, TEXT("now")) || instant_parse(p->effective, out_at)) {
        if (day_parse(p->effective, &day))
            *out_at = zone_instant_of(zone, day);
        return true;
    }
    FAIL(w, ERR_INVALID, DATE_NEEDED);
}

/* --- the answer --------------------------------------------------------------------------------------------------------------------------------- */

static void json_plan(struct json *j, const struct publishing *p, int status)
{
    if (!p->plan.number)
        return;
    json_text(j, "plan", p->plan.text);
    json_bool(j, "material", p->plan.schedule.material);
    if (status != 422)
        json_instant(j, "effective_at", p->plan.schedule.effective);
    json_bool(j, "dry_run", p->dry_run);
    json_bool(j, "overridden", p->plan.overridden);
}

/* What would be stored, or is. */
static void json_documents(struct json *j, const struct publishing *p)
{
    json_open_list(j, "documents");
    for (size_t i = 0; i < p->document_count; i++) {
        json_open_object(j, NULL);
        json_text(j, "name", p->documents[i].name);
        json_text(j, "language", p->documents[i].language);
        json_text(j, "type", p->documents[i].type);
        json_text(j, "text", p->documents[i].bytes);
        json_close_object(j);
    }
    json_close_list(j);
}

/* At most: quotes and line ends, which take two bytes, are rare. */
static size_t documents_size(const struct publishing *p)
{
    size_t size = 0;

    for (size_t i = 0; i < p->document_count; i++)
        size += p->documents[i].bytes.length * 2 + 512;
    return size;
}

static bool answer(struct work *w, struct exchange *x, int status, const struct publishing *p, bool unchanged)
{
    struct draft d;
    struct json j;

    TRY(work_draft(w, (p->findings.length + p->plan.text.length) * 6 + documents_size(p) + 1024, &d));
    j = json_in(&d);
    json_open_object(&j, NULL);
    if (status == 422)
        json_text(&j, "detail", text_of(p->refused));
    else
        json_number(&j, "version", p->number);
    if (unchanged)
        json_bool(&j, "unchanged", true);
    json_plan(&j, p, status);
    json_instant(&j, "now", w->now);
    json_text(&j, "findings", p->findings);
    if (p->wants_documents)
        json_documents(&j, p);
    json_close_object(&j);
    return answer_json(w, x, status, &d);
}

/* --- the act ------------------------------------------------------------------------------------------------------------------------------------ */

/* The policy page that people have until then, in whatever language comes first. */
static bool page_before(struct work *w, int64_t number, struct text *out_page)
{
    struct text language;
    struct document d;
    int count;

    *out_page = TEXT("");
    TRY(document_languages(w, number, DOCUMENT_POLICY, &language, 1, &count));
    if (count == 0)
        return true;
    TRY(document_load(w, number, DOCUMENT_POLICY, language, &d));
    *out_page = d.bytes;
    return true;
}

static bool make_documents(struct work *w, const struct services *services, const struct policy *p, struct publishing *state)
{
    const struct plan *plan = &state->plan;
    const struct edition_history history = { plan->before, plan->lines, plan->count };
    struct edition edition = { .site = w->site, .policy = p, .law = services->law, .number = plan->number, .posted = w->now,
                               .effective = plan->schedule.effective, .history = &history };

    if (plan->before)
        TRY(page_before(w, plan->before->number, &edition.before));
    return documents_render(w, &edition, &state->documents, &state->document_count);
}

static bool store_version(struct work *w, const struct policy *p, struct publishing *state)
{
    const struct plan *plan = &state->plan;

    TRY(list_open_slice(w));
    TRY(version_publish(w, p, state->documents, state->document_count, plan->schedule.effective, plan->overridden ? state->override_reason : TEXT(""), &state->number));
    must(state->number == plan->number);
    return announce(w, plan->lines, plan->count);
}

static bool make_plan(struct work *w, const struct version *in_force, struct policy *p, struct publishing *state)
{
    struct plan_question question = { .policy = p, .file = state->file, .override_reason = state->override_reason };
    struct instant at;
    bool given;

    TRY(version_bind_numbers(w, p));
    TRY(wanted(w, state, p->zone, &at, &given));
    question.wanted = given ? &at : NULL;
    TRY(plan_make(w, in_force, &question, &state->plan));
    state->number = state->plan.number;
    if (state->plan.refused)
        state->refused = "nothing was published: what is material may not count so early; give a later date, or override it by --override REASON";
    return true;
}

/* The newest version says the same: there is nothing to publish, unless it is to count from another day. */
static bool is_unchanged(struct work *w, struct publishing *state, bool *out_unchanged)
{
    struct version_line newest;
    struct text source;
    size_t count;

    *out_unchanged = false;
    TRY(version_list(w, &newest, 1, &count));
    if (count == 0 || state->effective.length)
        return true;
    TRY(version_source(w, newest.number, &source));
    *out_unchanged = text_equal(source, state->source);
    if (*out_unchanged)
        state->number = newest.number;
    return true;
}

/* By the law tables of this server. Where a law file of the operator could not be read, the policy would be held against the wrong law. */
static bool judge(struct work *w, const struct services *services, struct policy *p, struct publishing *state)
{
    const struct policy_options options = { .law = services->law };
    struct findings findings = { 0 };
    struct text report;
    struct draft d;

    TRY(policy_parse(w, state->source, &options, p, &findings));
    TRY(findings_as_text(w, &findings, state->file, state->source, &report));
    TRY(work_draft(w, services->law_report.length + report.length + 1, &d));
    draft_add(&d, services->law_report);
    draft_add(&d, report);
    state->findings = draft_text(&d);
    if (findings.errors > 0)
        state->refused = "nothing was published: the policy has errors; the version in force stays";
    else if (services->law_broken)
        state->refused = "nothing was published: a law file has errors; mend it and restart the server; the version in force stays";
    return true;
}

static bool answer_unchanged(struct work *w, struct exchange *x, struct publishing *state)
{
    struct version *v = WORK_NEW(w, struct version, 1);

    if (!v)
        return false;
    if (state->wants_documents) {
        TRY(version_load(w, state->number, v));
        state->documents = v->documents;
        state->document_count = v->document_count;
    }
    return answer(w, x, 200, state, true);
}

static bool begin(struct work *w, struct exchange *x, enum task_next *out_next)
{
    struct publishing *state = WORK_NEW(w, struct publishing, 1);
    struct policy *p = WORK_NEW(w, struct policy, 1);
    bool unchanged;

    if (!state || !p)
        return false;
    x->state = state;
    *out_next = TASK_END;
    TRY(read_body(w, x->request, state));
    TRY(judge(w, x->services, p, state));
    if (state->refused)
        return answer(w, x, 422, state, false);
    TRY(is_unchanged(w, state, &unchanged));
    if (unchanged)
        return answer_unchanged(w, x, state);
    TRY(make_plan(w, x->services->version(x->services, w->now), p, state));
    if (!state->refused && (!state->dry_run || state->wants_documents))
        TRY(make_documents(w, x->services, p, state));
    if (state->refused || state->dry_run)
        return answer(w, x, state->refused ? 422 : 200, state, false);
    *out_next = TASK_COMMIT;
    return store_version(w, p, state);
}

bool publish_step(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct publishing *state = x->state;

    if (phase == 0)
        return begin(w, x, out_next);
    *out_next = TASK_END;
    TRY(x->services->adopt(w, x->services, state->number));
    x->services->poke(x->services); /* due dates may have changed */
    return answer(w, x, 201, state, false);
}
