/* The operator's command `erase`: {"handle"} -> 200 with what was destroyed, once it is destroyed (clause P8.1-5). */
#include "api/body.h"
#include "api/doors.h"
#include "base/json.h"
#include "public/answer.h"
#include "subject/erase.h"

static bool open_erasure(struct work *w, struct exchange *x)
{
    struct body *body = WORK_NEW(w, struct body, 1);
    struct erasure *e = WORK_NEW(w, struct erasure, 1);
    struct text handle;

    if (!body || !e)
        return false;
    TRY(body_parse(w, x->request->body, body));
    TRY(body_text(w, body, "handle", &handle));
    if (!handle_parse(handle, &e->handle))
        FAIL(w, ERR_INVALID, "that is no handle: a handle has %d letters and digits, with or without hyphens", HANDLE_TEXT);
    e->vault = x->services->vault;
    x->state = e;
    return true;
}

static bool answer(struct work *w, struct exchange *x, const struct erasure *e)
{
    struct draft d;
    struct json j;

    TRY(work_draft(w, 512, &d));
    j = json_in(&d);
    json_open_object(&j, NULL);
    json_bool(&j, "already", e->already);
    json_number(&j, "keys", e->keys);
    json_number(&j, "records", e->records);
    json_number(&j, "deliveries_cancelled", e->deliveries_cancelled);
    json_number(&j, "position", e->position);
    json_close_object(&j);
    return answer_json(w, x, 200, &d);
}

bool control_erase(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    if (phase == 0)
        TRY(open_erasure(w, x));
    TRY(erase_step(w, x->state, phase, out_next));
    if (*out_next == TASK_COMMIT)
        return true;
    x->services->poke(x->services); /* the rows may be reclaimed */
    return answer(w, x, x->state);
}
