/* The inbox: GET inbox lists cases, POST inbox/CASE/open opens one for a purpose. For programs with a key, and for the operator's commands. */
#include "api/body.h"
#include "api/doors.h"
#include "api/key.h"
#include "disclosure/inbox.h"
#include "policy/version.h"
#include "public/answer.h"
#include "public/problem.h"

static bool list(struct work *w, struct exchange *x, struct text channels, struct text channel, struct text before)
{
    const struct version *v = x->services->version(x->services, w->now);
    struct inbox_list l = { .services = x->services, .policy = v ? &v->policy : NULL, .channels = channels, .before = before };

    if (!v)
        return problem_answer(w, x, 503, "No policy is published yet", TEXT(""));
    l.channel = channel.length ? policy_channel(&v->policy, channel) : NULL;
    if (channel.length && (!l.channel || !api_key_allows(channels, channel)))
        return problem_answer(w, x, 404, "There is no channel of this name that may be seen here", TEXT(""));
    TRY(inbox_list(w, &l));
    if (l.bad_case)
        return problem_answer(w, x, 422, "`before` is no case of this site", TEXT("Send the `before` of the last page, or leave it out to begin with the newest."));
    answer_text(x, TEXT("application/json"), l.json, HTTP_NO_STORE);
    return true;
}

static bool refused(struct work *w, struct exchange *x, const struct inbox_opening *o)
{
    struct text detail;

    if (o->says_no.line > 0)
        TRY(work_format(w, &detail, "%s (line %d of the policy)", opening_answer_name(o->answer), o->says_no.line));
    else
        detail = text_of(opening_answer_name(o->answer));
    return problem_answer(w, x, 403, "The case may not be opened for this purpose", detail);
}

static bool answer(struct work *w, struct exchange *x, const struct inbox_opening *o)
{
    switch (o->end) {
    case INBOX_OPENED:
        answer_text(x, TEXT("application/json"), o->json, HTTP_NO_STORE);
        return true;
    case INBOX_NO_PURPOSE:
        return problem_answer(w, x, 422, "There is no such purpose for which it may be opened here", TEXT("Name one of the policy, and of the API key."));
    case INBOX_REFUSED:
        return refused(w, x, o);
    default:
        return problem_answer(w, x, 404, "There is no such case that may be seen here", TEXT("It never was, its time is over, or the person was erased."));
    }
}

/* What may be seen, and for which purposes: of a key, or all of it. */
struct sight {
    struct text channels, purposes;
};

/* The name of the case is in the path, or, for the operator, in the body. */
static bool ask(struct work *w, struct exchange *x, const struct sight *sight, struct inbox_opening *o)
{
    struct body *body = WORK_NEW(w, struct body, 1);

    if (!body)
        return false;
    *o = (struct inbox_opening){ .services = x->services, .channels = sight->channels, .name = x->parameters[0] };
    TRY(body_parse(w, x->request->body, body));
    if (o->name.length == 0)
        TRY(body_text(w, body, "case", &o->name));
    TRY(body_text(w, body, "purpose", &o->purpose));
    if (!api_key_allows(sight->purposes, o->purpose))
        o->purpose = TEXT("");
    return true;
}

static bool open_case(struct work *w, struct exchange *x, int phase, struct sight sight, enum task_next *out_next)
{
    struct inbox_opening *o = x->state;

    *out_next = TASK_END;
    if (phase == 0) {
        o = x->state = WORK_NEW(w, struct inbox_opening, 1);
        if (!o)
            return false;
        TRY(ask(w, x, &sight, o));
    }
    TRY(inbox_open_step(w, o, phase, out_next));
    return *out_next != TASK_END || answer(w, x, o);
}

/* --- for programs ------------------------------------------------------------------------------------------------------------------------------ */

bool api_inbox(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct text channel, before;

    (void)phase;
    *out_next = TASK_END;
    TRY(query_value(w, x, TEXT("channel"), &channel));
    TRY(query_value(w, x, TEXT("before"), &before));
    return list(w, x, x->key->channels, channel, before);
}

bool api_inbox_open(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    return open_case(w, x, phase, (struct sight){ x->key->channels, x->key->purposes }, out_next);
}

/* --- for the operator -------------------------------------------------------------------------------------------------------------------------- */

bool control_inbox_list(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct body *body = WORK_NEW(w, struct body, 1);
    struct text channel, before;

    (void)phase;
    *out_next = TASK_END;
    if (!body)
        return false;
    TRY(body_parse(w, x->request->body, body));
    TRY(body_text_or(w, body, "channel", TEXT(""), &channel));
    TRY(body_text_or(w, body, "before", TEXT(""), &before));
    return list(w, x, TEXT("*"), channel, before);
}

bool control_inbox_open(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    return open_case(w, x, phase, (struct sight){ TEXT("*"), TEXT("*") }, out_next);
}
