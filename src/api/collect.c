/* POST collect/CHANNEL: a JSON object of fields, with an API key. `handle` names a known subject, `region` says where she is. */
#include "api/body.h"
#include "api/doors.h"
#include "api/key.h"
#include "consent/collected.h"
#include "public/problem.h"

struct post {
    struct submission submission;
    struct body body;
    struct gate_field fields[BODY_MEMBERS_MAX];
    struct handle handle;
    enum gate_reason refused; /* before the gate; GATE_OK: not */
    struct text refused_field;
    int status;               /* of an answer that is no refusal of the gate; 0: none */
    const char *title;
};

static void refuse(struct post *p, enum gate_reason reason, struct text field)
{
    p->refused = reason;
    p->refused_field = field;
}

/* One answer for a channel that does not exist and for one that is not this key's: who holds the key of one form learns nothing of others. */
static void check_channel(struct exchange *x, struct post *p)
{
    if (api_key_allows(x->key->channels, x->parameters[0]))
        return;
    refuse(p, GATE_BAD_KEY, TEXT(""));
    p->status = 404;
    p->title = "There is no channel of this name that the API key is for";
}

/* RFC 9110 field values of one line are all that a key needs; longer ones are refused, not cut. */
static bool read_idempotency_key(struct exchange *x, struct post *p)
{
    struct text *key = &p->submission.idempotency_key;

    return !http_header_find(x->request, TEXT("Idempotency-Key"), key) || (key->length > 0 && key->length <= IDEMPOTENCY_KEY_MAX);
}

/* A member that is not a text is refused by its name. */
static void read_fields(struct post *p)
{
    struct submission *s = &p->submission;

    for (int i = 0; i < p->body.count; i++) {
        const struct member *m = &p->body.members[i];
        if (m->kind != MEMBER_TEXT)
            refuse(p, GATE_INVALID_VALUE, m->name);
        else if (text_equal(m->name, TEXT("region")))
            s->region = m->value;
        else if (!text_equal(m->name, TEXT("handle")))
            p->fields[s->field_count++] = (struct gate_field){ m->name, m->value };
        else if (handle_parse(m->value, &p->handle))
            s->handle = &p->handle;
        else
            refuse(p, GATE_INVALID_VALUE, m->name);
    }
}

static bool read_post(struct work *w, struct exchange *x, struct post *p)
{
    p->submission = (struct submission){
        .services = x->services, .channel = x->parameters[0], .door = DOOR_JSON, .fields = p->fields, .body = x->request->body,
    };
    check_channel(x, p);
    if (p->refused != GATE_OK)
        return true;
    if (!read_idempotency_key(x, p)) {
        p->status = 400;
        p->title = "The Idempotency-Key must have 1 to 255 characters";
        return true;
    }
    if (!body_parse(w, x->request->body, &p->body)) {
        if (w->err.code != ERR_INVALID)
            return false;
        error_clear(&w->err);
        refuse(p, GATE_MALFORMED, TEXT(""));
        return true;
    }
    read_fields(p);
    return true;
}

static bool answer(struct work *w, struct exchange *x, struct post *p)
{
    if (p->status)
        return problem_answer(w, x, p->status, p->title, TEXT(""));
    if (p->submission.end == COLLECT_KEPT || p->submission.end == COLLECT_AGAIN)
        return answer_submission(w, x, &p->submission);
    return problem_of_submission(w, x, &p->submission);
}

static bool run(struct work *w, struct post *p, int phase, enum task_next *out_next)
{
    *out_next = TASK_END;
    if (p->refused != GATE_OK)
        return collect_refuse_step(w, &p->submission, p->refused_field, p->refused, phase, out_next);
    if (p->status)
        return true;
    return consent_collect_step(w, &p->submission, phase, out_next);
}

bool api_collect(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct post *p = x->state;

    *out_next = TASK_END;
    if (phase == 0) {
        if (!text_equal_ascii_case(http_content_type(x->request), TEXT("application/json")))
            return problem_answer(w, x, 415, "The body must be application/json", TEXT(""));
        p = x->state = WORK_NEW(w, struct post, 1);
        if (!p)
            return false;
        TRY(read_post(w, x, p));
    }
    TRY(run(w, p, phase, out_next));
    return *out_next != TASK_END || answer(w, x, p);
}
