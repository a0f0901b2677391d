/* POST consents: {"handle", "purpose", "act": "give" or "withdraw", "region"?, "language"?}: what a program of the site tells of a person's choice. */
#include "api/body.h"
#include "api/doors.h"
#include "api/key.h"
#include "base/json.h"
#include "consent/give.h"
#include "consent/withdraw.h"
#include "policy/version.h"
#include "public/answer.h"
#include "public/problem.h"

struct choice {
    struct body body;
    bool gives;
    struct giving giving;
    struct withdrawal withdrawal;
};

static const struct {
    int status;
    const char *title;
} refusals[] = {
    [GIVING_NO_SUBJECT] = { 404, "No subject has this handle" },
    [GIVING_NO_PURPOSE] = { 422, "The policy has no such purpose" },
    [GIVING_NO_REGION] = { 422, "The policy declares no such region" },
    [GIVING_NO_LANGUAGE] = { 422, "The policy is not in this language, so its words were not shown" },
    [GIVING_NOT_ASKED] = { 422, "In this region the purpose does not rest on consent" },
    [GIVING_UNCONFIRMED] = { 422, "A channel of this purpose asks for a confirmation by mail: post to it instead" },
};

static bool read_choice(struct work *w, struct exchange *x, struct choice *c)
{
    const struct version *v = x->services->version(x->services, w->now);
    const struct purpose *purpose;
    struct text word, act;

    TRY(body_parse(w, x->request->body, &c->body));
    TRY(body_text(w, &c->body, "handle", &word));
    if (!handle_parse(word, &c->giving.handle))
        FAIL(w, ERR_INVALID, "that is no handle: a handle has %d letters and digits, with or without hyphens", HANDLE_TEXT);
    TRY(body_text(w, &c->body, "purpose", &c->giving.purpose));
    TRY(body_text(w, &c->body, "act", &act));
    c->gives = text_equal(act, TEXT("give"));
    if (!c->gives && !text_equal(act, TEXT("withdraw")))
        FAIL(w, ERR_INVALID, "`act` is give or withdraw");
    TRY(body_text_or(w, &c->body, "region", TEXT(""), &c->giving.region));
    TRY(body_text_or(w, &c->body, "language", TEXT(""), &c->giving.language));
    purpose = v ? policy_purpose(&v->policy, c->giving.purpose) : NULL;
    c->giving.services = x->services;
    c->withdrawal = (struct withdrawal){ .services = x->services, .handle = c->giving.handle, .purpose = purpose ? purpose->number : -1, .mechanism = CONSENT_BY_API };
    return true;
}

static bool refuse(struct work *w, struct exchange *x, enum giving_end end)
{
    return problem_answer(w, x, refusals[end].status, refusals[end].title, TEXT(""));
}

static bool answer(struct work *w, struct exchange *x, const struct choice *c)
{
    bool changed = c->gives ? c->giving.end == GIVING_DONE : c->withdrawal.withdrawn > 0;
    struct draft d;
    struct json j;

    if (c->gives && c->giving.end > GIVING_ALREADY)
        return refuse(w, x, c->giving.end);
    if (!c->gives && !c->withdrawal.found)
        return refuse(w, x, GIVING_NO_SUBJECT);
    TRY(work_draft(w, 256, &d));
    j = json_in(&d);
    json_open_object(&j, NULL);
    json_bool(&j, "changed", changed);
    if (changed)
        json_number(&j, "position", (int64_t)(c->gives ? c->giving.position : c->withdrawal.position));
    if (!c->gives)
        json_number(&j, "cancelled", c->withdrawal.ended);
    json_close_object(&j);
    return answer_json(w, x, 200, &d);
}

bool api_consents(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct choice *c = x->state;

    *out_next = TASK_END;
    if (phase == 0) {
        c = x->state = WORK_NEW(w, struct choice, 1);
        if (!c)
            return false;
        TRY(read_choice(w, x, c));
        if (c->withdrawal.purpose < 0 || !api_key_allows(x->key->purposes, c->giving.purpose))
            return refuse(w, x, GIVING_NO_PURPOSE);
    }
    if (c->gives)
        TRY(consent_give_step(w, &c->giving, phase, out_next));
    else
        TRY(consent_withdraw_step(w, &c->withdrawal, phase, out_next));
    return *out_next != TASK_END || answer(w, x, c);
}
