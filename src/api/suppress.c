/* The operator's commands about addresses that get no mail: {"address", "reason"} sets, {"address"} lifts or tells. */
#include "api/body.h"
#include "api/doors.h"
#include "base/json.h"
#include "mail/suppression.h"
#include "public/answer.h"

struct suppress_act {
    struct body body;
    uint8_t mark[ADDRESS_MARK_BYTES];
};

static bool open_act(struct work *w, struct exchange *x, struct suppress_act **out_act)
{
    struct suppress_act *act = WORK_NEW(w, struct suppress_act, 1);
    struct text address;

    if (!act)
        return false;
    TRY(body_parse(w, x->request->body, &act->body));
    TRY(body_text(w, &act->body, "address", &address));
    TRY(address_mark(w, x->services->vault, address, act->mark));
    *out_act = x->state = act;
    return true;
}

static bool answer(struct work *w, struct exchange *x, const struct suppressed *s)
{
    struct draft d;
    struct json j;

    TRY(work_draft(w, 1024, &d));
    j = json_in(&d);
    json_open_object(&j, NULL);
    json_open_list(&j, "suppressed");
    for (int i = 1; i < SUPPRESSION_REASONS; i++) {
        if (s->since[i].ms == 0)
            continue;
        json_open_object(&j, NULL);
        json_text(&j, "reason", text_of(suppression_reason_name((enum suppression_reason)i)));
        json_instant(&j, "since", s->since[i]);
        json_close_object(&j);
    }
    json_close_list(&j);
    json_close_object(&j);
    return answer_json(w, x, 200, &d);
}

static bool tell(struct work *w, struct exchange *x)
{
    struct suppress_act *act = x->state;
    struct suppressed s;

    TRY(suppression_find(w, act->mark, &s));
    return answer(w, x, &s);
}

static bool set(struct work *w, struct exchange *x)
{
    struct suppress_act *act;
    enum suppression_reason reason;
    struct text word;

    TRY(open_act(w, x, &act));
    TRY(body_text(w, &act->body, "reason", &word));
    if (!suppression_reason_of(word, &reason))
        FAIL(w, ERR_INVALID, "the reason is bounce, complaint, unsubscribed or operator");
    TRY(list_open(w));
    return suppression_add(w, act->mark, reason);
}

bool control_suppress_set(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    *out_next = phase == 0 ? TASK_COMMIT : TASK_END;
    return phase == 0 ? set(w, x) : tell(w, x);
}

bool control_suppress_lift(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct suppress_act *act;

    *out_next = phase == 0 ? TASK_COMMIT : TASK_END;
    if (phase > 0)
        return tell(w, x);
    TRY(open_act(w, x, &act));
    TRY(list_open(w));
    return suppression_lift(w, act->mark);
}

bool control_suppress_look(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct suppress_act *act;

    (void)phase;
    *out_next = TASK_END;
    TRY(open_act(w, x, &act));
    return tell(w, x);
}
