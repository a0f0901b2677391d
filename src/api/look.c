#include "api/look.h"

#include "api/body.h"
#include "api/doors.h"
#include "assurance/promise.h"
#include "assurance/verify.h"
#include "base/json.h"
#include "policy/version.h"
#include "public/answer.h"
#include "retention/sweep.h"

#include <stdio.h>

enum { PURPOSES_SHOWN = 64 };

static bool needs_policy(struct work *w)
{
    if (!w->policy)
        FAIL(w, ERR_NOT_FOUND, "no policy is published; run: privacyd publish POLICY.yaml");
    return true;
}

bool look_at_promises(struct work *w, struct services *s, struct text *out_json)
{
    struct promises promises;
    struct text json, words;
    struct draft d;
    struct json j;

    TRY(needs_policy(w));
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
    TRY(look_at_promises(w, x->services, &json));
    answer_text(x, TEXT("application/json"), json, HTTP_NO_STORE);
    return true;
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
    answer_text(x, TEXT("application/json"), json, HTTP_NO_STORE);
    return true;
}

static const char *purpose_name(const struct policy *p, int number, char memory[80])
{
    for (size_t i = 0; i < p->purpose_count; i++) {
        if (p->purposes[i].number != number)
            continue;
        snprintf(memory, 80, "%.*s", TEXT_ARGS(p->purposes[i].id));
        return memory;
    }
    return "(a purpose that the policy no longer declares)";
}

static void sweep_line(struct draft *d, const struct policy *p, const struct sweep_line *line)
{
    char memory[80];

    draft_addf(d, "%s: %lld records of %lld keys are due since ", purpose_name(p, line->purpose, memory), (long long)line->records, (long long)line->keys);
    draft_instant(d, line->oldest);
    if (line->held)
        draft_addf(d, "; %lld keys stay because of a hold", (long long)line->held);
    draft_byte(d, '\n');
}

bool look_at_sweep(struct work *w, struct instant at, struct text *out_json)
{
    struct sweep_line lines[PURPOSES_SHOWN];
    struct draft words, d;
    struct json j;
    size_t count;

    TRY(needs_policy(w));
    TRY(sweep_plan(w, at, lines, PURPOSES_SHOWN, &count));
    TRY(work_draft(w, 256 * (count + 1), &words));
    for (size_t i = 0; i < count; i++)
        sweep_line(&words, w->policy, &lines[i]);
    if (count == 0)
        draft_add(&words, TEXT("nothing is due at that moment\n"));
    TRY(work_draft(w, words.length * 2 + 64, &d));
    j = json_in(&d);
    json_open_object(&j, NULL);
    json_text(&j, "text", draft_text(&words));
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
    answer_text(x, TEXT("application/json"), json, HTTP_NO_STORE);
    return true;
}

bool look_at_source(struct work *w, int64_t version, struct text *out_json)
{
    struct text source;
    struct draft d;
    struct json j;

    TRY(version_source(w, version, &source));
    TRY(work_draft(w, source.length * 6 + 64, &d));
    j = json_in(&d);
    json_open_object(&j, NULL);
    json_text(&j, "source", source);
    json_close_object(&j);
    *out_json = draft_text(&d);
    return true;
}

bool control_source(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct body *body = WORK_NEW(w, struct body, 1);
    int64_t version;
    struct text json;

    (void)phase;
    *out_next = TASK_END;
    if (!body)
        return false;
    TRY(body_parse(w, x->request->body, body));
    TRY(body_number(w, body, "version", &version));
    TRY(look_at_source(w, version, &json));
    answer_text(x, TEXT("application/json"), json, HTTP_NO_STORE);
    return true;
}
