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
        return problem_answer(w, x, 422, "The policy has no such purpose", TEXT("Name the purpose for which the case is opened."));
    case INBOX_REFUSED:
        return refused(w, x, o);
    default:
        return problem_answer(w, x, 404, "There is no such case that may be seen here", TEXT("It never was, its time is over, or the person was erased."));
    }
}

static bool open_case(struct work *w, struct exchange *x, int phase, const struct inbox_opening *asked, enum task_next *out_next)
{
    struct inbox_opening *o = x->state;

    *out_next = TASK_END;
    if (phase == 0) {
        o = x->state = WORK_NEW(w, struct inbox_opening, 1);
        if (!o)
            return false;
        *o = *asked;
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
    struct inbox_opening o = { .services = x->services, .name = x->parameters[0], .channels = x->key->channels };
    struct body *body;

    *out_next = TASK_END;
    if (phase > 0)
        return open_case(w, x, phase, NULL, out_next);
    body = WORK_NEW(w, struct body, 1);
    if (!body)
        return false;
    TRY(body_parse(w, x->request->body, body));
    TRY(body_text(w, body, "purpose", &o.purpose));
    if (!api_key_allows(x->key->purposes, o.purpose))
        return problem_answer(w, x, 422, "The policy has no such purpose", TEXT("Or the API key is not for it."));
    return open_case(w, x, phase, &o, out_next);
}

/* --- for the operator -------------------------------------------------------------------------------------------------------------------------- */

static bool member_or_nothing(struct work *w, const struct body *b, const char *name, struct text *out_value)
{
    *out_value = TEXT("");
    return !body_member(b, text_of(name)) || body_text(w, b, name, out_value);
}

bool control_inbox_list(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct body *body = WORK_NEW(w, struct body, 1);
    struct text channel, before;

    (void)phase;
    *out_next = TASK_END;
    if (!body)
        return false;
    TRY(body_parse(w, x->request->body, body));
    TRY(member_or_nothing(w, body, "channel", &channel));
    TRY(member_or_nothing(w, body, "before", &before));
    return list(w, x, TEXT("*"), channel, before);
}

bool control_inbox_open(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct inbox_opening o = { .services = x->services, .channels = TEXT("*") };
    struct body *body;

    *out_next = TASK_END;
    if (phase > 0)
        return open_case(w, x, phase, NULL, out_next);
    body = WORK_NEW(w, struct body, 1);
    if (!body)
        return false;
    TRY(body_parse(w, x->request->body, body));
    TRY(body_text(w, body, "case", &o.name));
    TRY(body_text(w, body, "purpose", &o.purpose));
    return open_case(w, x, phase, &o, out_next);
}
