#include "api/publish.h"

#include "base/json.h"
#include "page/documents.h"
#include "policy/parse.h"
#include "policy/version.h"
#include "public/answer.h"
#include "source/report.h"

#include <jansson.h>

/* Between the phases. */
struct publishing {
    int64_t number;
    struct instant effective;
    struct text file, source, findings;
    const char *refused; /* why nothing is published, or NULL */
};

static bool read_text(struct work *w, const json_t *body, const char *name, struct text *out_text)
{
    const json_t *value = json_object_get(body, name);

    return work_copy(w, text_of_bytes(json_string_value(value), json_string_length(value)), out_text);
}

static bool read_members(struct work *w, const json_t *body, struct publishing *p)
{
    struct text effective;

    if (!json_is_string(json_object_get(body, "source")))
        FAIL(w, ERR_INVALID, "publish takes {\"file\": NAME, \"source\": YAML, \"effective\": INSTANT}");
    TRY(read_text(w, body, "file", &p->file));
    TRY(read_text(w, body, "source", &p->source));
    TRY(read_text(w, body, "effective", &effective));
    p->effective = w->now;
    if (effective.length && !instant_parse(effective, &p->effective))
        FAIL(w, ERR_INVALID, "`effective` must be an instant like 2028-03-01T00:00:00Z");
    return true;
}

static bool read_body(struct work *w, const struct http_request *r, struct publishing *p)
{
    json_t *body = json_loadb(r->body.at, r->body.length, JSON_REJECT_DUPLICATES, NULL);
    bool good = read_members(w, body, p);

    json_decref(body);
    return good;
}

static bool answer(struct work *w, struct exchange *x, int status, const struct publishing *p, bool unchanged)
{
    struct draft d;
    struct json j;

    TRY(work_draft(w, p->findings.length * 6 + 1024, &d));
    j = json_in(&d);
    json_open_object(&j, NULL);
    if (status == 422)
        json_text(&j, "detail", text_of(p->refused));
    else
        json_number(&j, "version", p->number);
    if (unchanged)
        json_bool(&j, "unchanged", true);
    else if (status == 201)
        json_instant(&j, "effective_at", p->effective);
    json_text(&j, "findings", p->findings);
    json_close_object(&j);
    return answer_json(w, x, status, &d);
}

static bool next_number(struct work *w, int64_t *out_number)
{
    struct version_line newest;
    size_t count;

    TRY(version_list(w, &newest, 1, &count));
    *out_number = count ? newest.number + 1 : 1;
    return true;
}

/* The policy page of the newest version, in whatever language comes first; empty before the first publish. */
static bool page_before(struct work *w, int64_t number, struct text *out_page)
{
    struct text language;
    struct document d;
    int count;

    *out_page = TEXT("");
    TRY(document_languages(w, number - 1, DOCUMENT_POLICY, &language, 1, &count));
    if (count == 0)
        return true;
    TRY(document_load(w, number - 1, DOCUMENT_POLICY, language, &d));
    *out_page = d.bytes;
    return true;
}

static bool store_version(struct work *w, const struct services *services, struct policy *p, struct publishing *state)
{
    struct edition edition = { .site = w->site, .policy = p, .law = services->law, .posted = w->now, .effective = state->effective };
    const struct document *documents;
    size_t count;

    TRY(version_bind_numbers(w, p));
    TRY(next_number(w, &edition.number));
    TRY(page_before(w, edition.number, &edition.before));
    TRY(documents_render(w, &edition, &documents, &count));
    TRY(list_open_slice(w));
    TRY(version_publish(w, p, documents, count, edition.effective, &state->number));
    must(state->number == edition.number);
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

static bool begin(struct work *w, struct exchange *x, enum task_next *out_next)
{
    struct publishing *state = WORK_NEW(w, struct publishing, 1);
    const struct version *current = x->services->version(x->services, w->now);
    struct policy *p = WORK_NEW(w, struct policy, 1);

    if (!state || !p)
        return false;
    x->state = state;
    *out_next = TASK_END;
    TRY(read_body(w, x->request, state));
    TRY(judge(w, x->services, p, state));
    if (state->refused)
        return answer(w, x, 422, state, false);
    if (current && text_equal(current->policy.source, state->source)) {
        state->number = current->number;
        return answer(w, x, 200, state, true);
    }
    *out_next = TASK_COMMIT;
    return store_version(w, x->services, p, state);
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
