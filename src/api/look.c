#include "api/look.h"

#include "api/body.h"
#include "api/doors.h"
#include "assurance/promise.h"
#include "assurance/verify.h"
#include "base/json.h"
#include "retention/plan.h"

static bool answer_json(struct exchange *x, struct text json)
{
    x->response = (struct http_response){ .status = 200, .content_type = TEXT("application/json"), .body = json };
    return true;
}

bool look_at_promises(struct work *w, struct services *s, struct text *out_json)
{
    struct promises promises;
    struct text json, words;
    struct draft d;
    struct json j;

    TRY(promises_evaluate(w, s, &promises));
    TRY(promises_as_json(w, &promises, &json));
    TRY(promises_as_text(w, &promises, &words));
    TRY(work_draft(w, (json.length + words.length) * 2 + 64, &d));
    j = json_in(&d);
    json_open_object(&j, NULL);
    json_text(&j, "json", json);
    json_text(&j, "text", words);
    json_close_object(&j);
    if (d.overflow)
        FAIL(w, ERR_LIMIT, "the promises do not fit");
    *out_json = draft_text(&d);
    return true;
}

bool control_promises(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct text json;

    (void)phase;
    *out_next = TASK_END;
    if (!w->policy)
        FAIL(w, ERR_NOT_FOUND, "no policy is published; run: privacyd publish POLICY.yaml");
    TRY(look_at_promises(w, x->services, &json));
    return answer_json(x, json);
}

bool look_at_invariants(struct work *w, struct vault *vault, struct text *out_json)
{
    struct verification v;

    TRY(verify_data(w, vault, &v));
    return verification_as_json(w, &v, out_json);
}

bool control_verify(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct text json;

    (void)phase;
    *out_next = TASK_END;
    TRY(look_at_invariants(w, x->services->vault, &json));
    return answer_json(x, json);
}

bool look_at_sweep(struct work *w, struct instant at, struct text *out_json)
{
    struct text words;
    struct draft d;
    struct json j;

    TRY(sweep_plan_as_text(w, at, &words));
    TRY(work_draft(w, words.length * 2 + 64, &d));
    j = json_in(&d);
    json_open_object(&j, NULL);
    json_text(&j, "text", words);
    json_close_object(&j);
    *out_json = draft_text(&d);
    return true;
}

bool control_sweep(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct body *body = WORK_NEW(w, struct body, 1);
    struct instant at = w->now;
    struct text word, json;

    (void)phase;
    *out_next = TASK_END;
    if (!body)
        return false;
    TRY(body_parse(w, x->request->body, body));
    if (body_member(body, TEXT("at"))) {
        TRY(body_text(w, body, "at", &word));
        if (!instant_parse(word, &at))
            FAIL(w, ERR_INVALID, "`at` is an instant like 2028-03-01T00:00:00Z");
    }
    TRY(look_at_sweep(w, at, &json));
    return answer_json(x, json);
}
