/* The operator's commands about holds: set, end, list. */
#include "api/body.h"
#include "api/doors.h"
#include "base/json.h"
#include "policy/site.h"
#include "public/answer.h"
#include "subject/hold.h"

enum { HOLDS_LISTED_MAX = 500 };

struct hold_act {
    struct body body;
    int64_t hold; /* its number; known at once when it ends, after the commit when it is set */
    int write, fact;
};

static const struct {
    const char *word;
    enum hold_reason reason;
} reasons[] = { { "claim", HOLD_LEGAL_CLAIM }, { "order", HOLD_ORDER }, { "duty", HOLD_LEGAL_DUTY } };

static const char *reason_word(enum hold_reason reason)
{
    for (size_t i = 0; i < COUNT_OF(reasons); i++)
        if (reasons[i].reason == reason)
            return reasons[i].word;
    return "unknown";
}

static bool read_reason(struct work *w, const struct body *b, enum hold_reason *out_reason)
{
    struct text word;

    TRY(body_text(w, b, "reason", &word));
    for (size_t i = 0; i < COUNT_OF(reasons); i++) {
        if (!text_equal(word, text_of(reasons[i].word)))
            continue;
        *out_reason = reasons[i].reason;
        return true;
    }
    FAIL(w, ERR_INVALID, "the reason of a hold is claim, order or duty");
}

static bool read_until(struct work *w, const struct body *b, struct instant *out_until)
{
    struct text word;

    TRY(body_text(w, b, "until", &word));
    if (!instant_parse(word, out_until))
        FAIL(w, ERR_INVALID, "`until` is a date like 2027-01-31");
    return true;
}

static bool open_act(struct work *w, struct exchange *x, struct hold_act **out_act)
{
    struct hold_act *act = WORK_NEW(w, struct hold_act, 1);

    if (!act)
        return false;
    TRY(body_parse(w, x->request->body, &act->body));
    *out_act = x->state = act;
    return true;
}

static bool set(struct work *w, struct exchange *x)
{
    struct subject subject = { 0 }, *covered = NULL;
    struct hold_act *act;
    enum hold_reason reason;
    struct instant until;
    struct handle handle;
    struct text word;

    TRY(open_act(w, x, &act));
    TRY(read_reason(w, &act->body, &reason));
    TRY(read_until(w, &act->body, &until));
    if (body_member(&act->body, TEXT("handle"))) {
        TRY(body_text(w, &act->body, "handle", &word));
        if (!handle_parse(word, &handle))
            FAIL(w, ERR_INVALID, "that is no handle");
        TRY(subject_load(w, &handle, &subject));
        covered = &subject;
    }
    TRY(list_open(w));
    return hold_set(w, covered, reason, until, &act->write, &act->fact);
}

static bool end(struct work *w, struct exchange *x)
{
    struct hold_act *act;

    TRY(open_act(w, x, &act));
    TRY(body_number(w, &act->body, "hold", &act->hold));
    TRY(list_open(w));
    return hold_end(w, act->hold, &act->fact);
}

static bool answer(struct work *w, struct exchange *x, const struct hold_act *act, const char *state)
{
    struct draft d;
    struct json j;

    TRY(work_draft(w, 256, &d));
    j = json_in(&d);
    json_open_object(&j, NULL);
    json_number(&j, "hold", act->hold ? act->hold : w->writes->results.rows[act->write]);
    json_text(&j, "state", text_of(state));
    json_number(&j, "position", (int64_t)w->writes->results.positions[act->fact]);
    json_close_object(&j);
    return answer_json(w, x, 200, &d);
}

bool control_hold_set(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    *out_next = phase == 0 ? TASK_COMMIT : TASK_END;
    return phase == 0 ? set(w, x) : answer(w, x, x->state, "stands");
}

bool control_hold_end(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    *out_next = phase == 0 ? TASK_COMMIT : TASK_END;
    return phase == 0 ? end(w, x) : answer(w, x, x->state, "has ended");
}

static void hold_json(struct json *j, const struct hold *hold)
{
    json_open_object(j, NULL);
    json_number(j, "hold", hold->key);
    json_text(j, "scope", hold->subject ? TEXT("subject") : TEXT("site"));
    json_text(j, "reason", text_of(reason_word(hold->reason)));
    json_instant(j, "until", hold->expires_at);
    json_close_object(j);
}

bool control_hold_list(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct hold *holds = WORK_NEW(w, struct hold, HOLDS_LISTED_MAX + 1); /* one more tells that there are more */
    struct draft d;
    struct json j;
    size_t count;

    (void)phase;
    *out_next = TASK_END;
    if (!holds)
        return false;
    TRY(hold_list(w, holds, HOLDS_LISTED_MAX + 1, &count));
    TRY(work_draft(w, 64 + count * 200, &d));
    j = json_in(&d);
    json_open_object(&j, NULL);
    json_open_list(&j, "holds");
    for (size_t i = 0; i < count && i < HOLDS_LISTED_MAX; i++)
        hold_json(&j, &holds[i]);
    json_close_list(&j);
    if (count > HOLDS_LISTED_MAX)
        json_bool(&j, "more", true);
    json_close_object(&j);
    return answer_json(w, x, 200, &d);
}
