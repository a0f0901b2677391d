#include "public/problem.h"

#include "base/json.h"
#include "policy/site.h"
#include "public/answer.h"

enum { PROBLEM_MAX = 48 * 1024 };

struct refusal {
    int status;
    const char *says; /* after the name of the field, or alone when it is about the whole submission */
};

static const struct refusal refusals[GATE_REASONS] = {
    [GATE_OK] = { 500, "is accepted" },
    [GATE_NO_BASIS] = { 403, "The purpose of this channel has no legal basis in this region." },
    [GATE_UNDECLARED] = { 422, "is not declared for this channel" },
    [GATE_NOT_IN_REGION] = { 422, "is not collected in this region" },
    [GATE_REQUIRED_MISSING] = { 422, "is required and was not given" },
    [GATE_INVALID_VALUE] = { 422, "has a value that cannot be accepted" },
    [GATE_REPEATED] = { 422, "was given more than once" },
    [GATE_UNKNOWN_CHANNEL] = { 404, "The policy declares no channel of this name." },
    [GATE_WRONG_ORIGIN] = { 403, "The form was not posted from a page of this site." },
    [GATE_BAD_TOKEN] = { 403, "The form has expired or was used before; open it again." },
    [GATE_BAD_KEY] = { 401, "The API key is not for this channel." },
    [GATE_MALFORMED] = { 400, "The body is not what this address takes." },
    [GATE_NO_NOTICE] = { 503, "No policy is published yet." },
    [GATE_UNKNOWN_REGION] = { 422, "is not a region that the policy declares" },
    [GATE_NOT_CONFIRMABLE] = { 503, "This channel needs a confirmation by mail, which cannot be sent yet; nothing was stored." },
    [GATE_NO_RETENTION] = { 403, "The purpose of this channel has no measurable time after which its data go." },
};

int refusal_status(enum gate_reason reason)
{
    return (unsigned)reason < GATE_REASONS ? refusals[reason].status : 500;
}

static void open_problem(struct json *j, struct draft *d, int status, const char *title, struct text detail)
{
    *j = json_in(d);
    json_open_object(j, NULL);
    json_text(j, "type", TEXT("about:blank"));
    json_text(j, "title", text_of(title));
    json_number(j, "status", status);
    if (detail.length)
        json_text(j, "detail", detail);
}

static bool close_problem(struct work *w, struct exchange *x, struct json *j, int status)
{
    json_close_object(j);
    if (j->out->overflow)
        FAIL(w, ERR_LIMIT, "the problem details are longer than %d bytes", PROBLEM_MAX);
    x->response = (struct http_response){ .status = status, .content_type = TEXT("application/problem+json"), .body = draft_text(j->out) };
    if (status == 401)
        http_header_add(&x->response, TEXT("WWW-Authenticate"), TEXT("Bearer"));
    return true;
}

bool problem_answer(struct work *w, struct exchange *x, int status, const char *title, struct text detail)
{
    struct draft d;
    struct json j;

    TRY(work_draft(w, 4096, &d));
    open_problem(&j, &d, status, title, detail);
    return close_problem(w, x, &j, status);
}

/* "`birthdate` is not declared for this channel", or the sentence alone. The name is cut: it came from outside and may be anything. */
static bool sentence(struct work *w, const struct gate_problem *p, struct text *out_text)
{
    struct text name = text_first(p->field, 100);

    if (p->field.length == 0)
        return work_format(w, out_text, "%s", refusals[p->reason].says);
    if (p->nearest.length)
        return work_format(w, out_text, "`%.*s` %s; did you mean `%.*s`?", TEXT_ARGS(name), refusals[p->reason].says, TEXT_ARGS(p->nearest));
    return work_format(w, out_text, "`%.*s` %s", TEXT_ARGS(name), refusals[p->reason].says);
}

static bool write_error(struct work *w, struct json *j, const struct gate_problem *p)
{
    struct text message;

    TRY(sentence(w, p, &message));
    json_open_object(j, NULL);
    json_text(j, "field", text_first(p->field, 100));
    json_text(j, "reason", text_of(gate_reason_name(p->reason)));
    json_text(j, "message", message);
    if (p->place.line > 0)
        json_number(j, "policy_line", p->place.line);
    if (p->nearest.length)
        json_text(j, "nearest", p->nearest);
    json_close_object(j);
    return true;
}

static bool refused(struct work *w, struct exchange *x, const struct submission *s)
{
    const struct gate_verdict *v = s->verdict;
    int status = refusal_status(v->problems[0].reason);
    struct draft d;
    struct json j;

    TRY(work_draft(w, PROBLEM_MAX, &d));
    open_problem(&j, &d, status, "The submission was refused; nothing was kept", TEXT(""));
    json_open_list(&j, "errors");
    for (int i = 0; i < v->problem_count; i++)
        TRY(write_error(w, &j, &v->problems[i]));
    json_close_list(&j);
    return close_problem(w, x, &j, status);
}

bool problem_of_submission(struct work *w, struct exchange *x, const struct submission *s)
{
    if (s->end == COLLECT_OTHER_BODY)
        return problem_answer(w, x, 422, "The Idempotency-Key was used before with another body", TEXT("Use a new key for a new submission."));
    if (s->end == COLLECT_NO_SUBJECT)
        return problem_answer(w, x, 404, "No subject has this handle", TEXT("It never existed, or was erased."));
    must(s->end == COLLECT_REFUSED);
    return refused(w, x, s);
}

static bool receipt_address(struct work *w, const struct submission *s, struct text *out_path)
{
    return work_format(w, out_path, "%.*s/receipt/%.*s", TEXT_ARGS(w->site->mount), TEXT_ARGS(s->receipt_token));
}

bool answer_submission(struct work *w, struct exchange *x, const struct submission *s)
{
    struct draft d, handle;
    struct text path;
    struct json j;

    TRY(work_draft(w, 2048, &d));
    TRY(work_draft(w, HANDLE_TEXT, &handle));
    TRY(receipt_address(w, s, &path));
    draft_handle(&handle, &s->subject);
    j = json_in(&d);
    json_open_object(&j, NULL);
    if (s->end == COLLECT_EQUAL) {
        json_bool(&j, "equal", true);
    } else {
        json_text(&j, "handle", draft_text(&handle));
        json_number(&j, "position", (int64_t)s->position);
        if (s->receipt_token.length)
            json_text(&j, "receipt", path);
    }
    json_close_object(&j);
    must(!handle.overflow);
    return answer_json(w, x, s->end == COLLECT_EQUAL ? 200 : 201, &d);
}
