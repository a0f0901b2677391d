/* POST events, and the operator's command `event`: {"handle", "event", "at"?, "purpose"?} -> what now has a date. `at` is the instant at which
 * it happened; left out, it happens now. Telling an event again, or one that nothing waits for, changes nothing. */
#include "api/body.h"
#include "api/doors.h"
#include "api/key.h"
#include "base/json.h"
#include "public/answer.h"
#include "public/problem.h"
#include "retention/event.h"

struct event_act {
    struct body body;
    struct retention_event event;
};

/* The site means midnight of its own zone when it gives a date alone. */
static bool read_at(struct work *w, const struct body *b, struct instant *out_at)
{
    struct text word;
    struct day day;

    *out_at = w->now;
    if (!body_member(b, TEXT("at")))
        return true;
    TRY(body_text(w, b, "at", &word));
    if (day_parse(word, &day))
        *out_at = zone_instant_of(w->policy->zone, day);
    else if (!instant_parse(word, out_at))
        FAIL(w, ERR_INVALID, "`at` is an instant like 2026-03-01T12:00:00Z, or a date like 2026-03-01");
    return true;
}

static bool read_purpose(struct work *w, const struct body *b, const struct purpose **out_purpose)
{
    struct text word;

    *out_purpose = NULL;
    if (!body_member(b, TEXT("purpose")))
        return true;
    TRY(body_text(w, b, "purpose", &word));
    *out_purpose = policy_purpose(w->policy, word);
    if (!*out_purpose)
        FAIL(w, ERR_INVALID, "`purpose` names none of the policy in force");
    return true;
}

static bool only_known(struct work *w, const struct body *b)
{
    static const char *const known[] = { "handle", "event", "at", "purpose" };

    for (int i = 0; i < b->count; i++) {
        bool is = false;
        for (size_t n = 0; n < COUNT_OF(known); n++)
            is = is || text_equal(b->members[i].name, text_of(known[n]));
        if (!is)
            FAIL(w, ERR_INVALID, "an event has the members handle, event, at and purpose, and no other");
    }
    return true;
}

static bool read_event(struct work *w, const struct body *b, struct retention_event *e)
{
    struct text word;

    if (!w->policy)
        FAIL(w, ERR_UNAVAILABLE, "no policy is published yet");
    TRY(only_known(w, b));
    TRY(body_text(w, b, "handle", &word));
    if (!handle_parse(word, &e->handle))
        FAIL(w, ERR_INVALID, "that is no handle: a handle has %d letters and digits, with or without hyphens", HANDLE_TEXT);
    TRY(body_text(w, b, "event", &word));
    e->trigger = retention_event_named(word);
    if (e->trigger == TRIGGER_MISSING)
        FAIL(w, ERR_INVALID, "`event` is closed, purchased, contract_ended or account_closed");
    TRY(read_purpose(w, b, &e->purpose));
    return read_at(w, b, &e->at);
}

static bool open_act(struct work *w, struct exchange *x, struct event_act **out_act)
{
    struct event_act *act = WORK_NEW(w, struct event_act, 1);

    if (!act)
        return false;
    *out_act = x->state = act;
    return true;
}

static bool tell(struct work *w, struct exchange *x, struct event_act *act, enum task_next *out_next)
{
    TRY(body_parse(w, x->request->body, &act->body));
    TRY(read_event(w, &act->body, &act->event));
    TRY(retention_event_add(w, &act->event));
    *out_next = act->event.ended ? TASK_COMMIT : TASK_END;
    return true;
}

static bool answer(struct work *w, struct exchange *x, const struct retention_event *e)
{
    struct draft d;
    struct json j;

    TRY(work_draft(w, 256, &d));
    j = json_in(&d);
    json_open_object(&j, NULL);
    json_bool(&j, "already", e->already);
    json_number(&j, "ended", e->ended);
    if (e->has_due)
        json_instant(&j, "due", e->due);
    if (e->ended)
        json_number(&j, "position", (int64_t)w->writes->results.positions[e->fact]);
    json_close_object(&j);
    return answer_json(w, x, 200, &d);
}

bool control_event(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct event_act *act = x->state;

    *out_next = TASK_END;
    if (phase == 0) {
        TRY(open_act(w, x, &act));
        TRY(tell(w, x, act, out_next));
    }
    return *out_next != TASK_END || answer(w, x, &act->event);
}

/* A key for the channels of every purpose that the event may end may tell it: whoever hands data in knows when their case is over. */
static bool key_may_tell(const struct policy *p, const struct api_key *key, const struct retention_event *e)
{
    for (size_t i = 0; i < p->channel_count; i++) {
        const struct channel *channel = &p->channels[i];
        bool concerned = e->purpose ? channel->purpose == e->purpose : channel->purpose->keep.trigger == e->trigger;
        if (concerned && (!api_key_allows(key->channels, channel->id) || !api_key_allows(key->purposes, channel->purpose->id)))
            return false;
    }
    return true;
}

static bool refuse(struct work *w, struct exchange *x, int status, const char *title)
{
    struct text detail;

    TRY(work_copy(w, text_of(w->err.message), &detail));
    error_clear(&w->err);
    return problem_answer(w, x, status, title, detail);
}

/* *out_answered: the caller has been told what is wrong. */
static bool tell_with_key(struct work *w, struct exchange *x, struct event_act *act, bool *out_answered, enum task_next *out_next)
{
    *out_answered = true;
    *out_next = TASK_END;
    if (!body_parse(w, x->request->body, &act->body) || !read_event(w, &act->body, &act->event))
        return w->err.code == ERR_INVALID && refuse(w, x, 422, "That is no event");
    if (!key_may_tell(w->policy, x->key, &act->event))
        return problem_answer(w, x, 403, "The API key is not for the channels of this event", TEXT(""));
    if (!retention_event_add(w, &act->event)) {
        int status = w->err.code == ERR_NOT_FOUND ? 404 : w->err.code == ERR_CONFLICT ? 409 : 422;
        bool ours = w->err.code == ERR_NOT_FOUND || w->err.code == ERR_CONFLICT || w->err.code == ERR_INVALID;
        return ours && refuse(w, x, status, status == 404 ? "There is no such person" : "The event cannot be told");
    }
    *out_answered = false;
    *out_next = act->event.ended ? TASK_COMMIT : TASK_END;
    return true;
}

static bool begin(struct work *w, struct exchange *x, bool *out_answered, enum task_next *out_next)
{
    struct event_act *act;

    *out_answered = true;
    if (!text_equal_ascii_case(http_content_type(x->request), TEXT("application/json")))
        return problem_answer(w, x, 415, "The body must be application/json", TEXT(""));
    TRY(open_act(w, x, &act));
    return tell_with_key(w, x, act, out_answered, out_next);
}

bool api_event(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    bool answered = false;

    *out_next = TASK_END;
    if (phase == 0)
        TRY(begin(w, x, &answered, out_next));
    if (answered || *out_next != TASK_END)
        return true;
    return answer(w, x, &((struct event_act *)x->state)->event);
}
