/* POST observe/CHANNEL: {"fields": ["name", "email", ...], "region"?}: what would be refused, and by which line of the policy. The operator's
 * command lists what was seen. */
#include "api/doors.h"
#include "api/key.h"
#include "base/json.h"
#include "collect/observe.h"
#include "policy/version.h"
#include "public/answer.h"
#include "public/problem.h"

#include <jansson.h>

enum { ANSWER_MAX = 48 * 1024 };

static void release(json_t **root)
{
    json_decref(*root);
    *root = NULL;
}

static bool copy_text(struct work *w, const json_t *value, struct text *out_text)
{
    return work_copy(w, text_of_bytes(json_string_value(value), json_string_length(value)), out_text);
}

static bool wrong(struct work *w, const char *what)
{
    FAIL(w, ERR_INVALID, "%s; right would be {\"fields\": [\"name\", \"email\"]}, names without values", what);
}

static bool read_names(struct work *w, const json_t *list, struct observing *o)
{
    struct gate_field *fields = WORK_NEW(w, struct gate_field, json_array_size(list) + 1);

    if (!fields)
        return false;
    for (size_t i = 0; i < json_array_size(list); i++) {
        if (!json_is_string(json_array_get(list, i)))
            return wrong(w, "an element of `fields` is no text");
        TRY(copy_text(w, json_array_get(list, i), &fields[i].name));
    }
    o->fields = fields;
    o->field_count = (int)json_array_size(list);
    return true;
}

/* Whoever sends values with the names has mistaken the address: nothing is taken of it. */
static bool read_request(struct work *w, struct text body, struct observing *o)
{
    CLEANUP(release) json_t *root = json_loadb(body.at ? body.at : "", body.length, JSON_REJECT_DUPLICATES, NULL);
    const json_t *fields = json_object_get(root, "fields"), *region = json_object_get(root, "region");

    if (!json_is_object(root) || !json_is_array(fields))
        return wrong(w, "the body is no object with a list `fields`");
    if (json_object_size(root) != (region ? 2u : 1u) || (region && !json_is_string(region)))
        return wrong(w, "the body has another member than `fields` and `region`");
    if (json_array_size(fields) > GATE_FIELDS_MAX)
        return wrong(w, "`fields` has more than 64 names");
    if (region)
        TRY(copy_text(w, region, &o->region));
    return read_names(w, fields, o);
}

/* A form that drops what it does not know would go through, without that field. */
static const char *effect_of(const struct channel *c, const struct gate_problem *p)
{
    bool drops = c->unknown == UNKNOWN_DROP || c->unknown == UNKNOWN_BY_DOOR;

    return p->reason == GATE_UNDECLARED && drops ? "dropped" : "refused";
}

static void write_problem(struct json *j, const struct channel *c, const struct gate_problem *p)
{
    json_open_object(j, NULL);
    json_text(j, "field", text_first(p->field, 100));
    json_text(j, "reason", text_of(gate_reason_name(p->reason)));
    json_text(j, "effect", text_of(effect_of(c, p)));
    if (p->nearest.length)
        json_text(j, "nearest", p->nearest);
    if (p->place.line > 0)
        json_number(j, "policy_line", p->place.line);
    json_close_object(j);
}

static bool answer(struct work *w, struct exchange *x, const struct observing *o)
{
    const struct gate_verdict *v = o->verdict;
    struct draft d;
    struct json j;

    if (!o->of)
        return problem_answer(w, x, 404, "There is no channel of this name that the API key is for", TEXT(""));
    if (o->bad_region)
        return problem_answer(w, x, 422, "The policy declares no such region", TEXT(""));
    TRY(work_draft(w, ANSWER_MAX, &d));
    j = json_in(&d);
    json_open_object(&j, NULL);
    json_bool(&j, "fits", v->problem_count == 0);
    json_open_list(&j, "problems");
    for (int i = 0; i < v->problem_count; i++)
        write_problem(&j, o->of, &v->problems[i]);
    json_close_list(&j);
    json_close_object(&j);
    return answer_json(w, x, 200, &d);
}

bool api_observe(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct observing *o = x->state;

    *out_next = TASK_END;
    if (phase == 0) {
        o = x->state = WORK_NEW(w, struct observing, 1);
        if (!o)
            return false;
        *o = (struct observing){ .services = x->services, .channel = x->parameters[0] };
        TRY(read_request(w, x->request->body, o));
        if (!api_key_allows(x->key->channels, o->channel))
            return answer(w, x, o);
    }
    TRY(observe_step(w, o, phase, out_next));
    return *out_next != TASK_END || answer(w, x, o);
}

bool control_observed(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    const struct version *v = x->services->version(x->services, w->now);
    struct text json;

    (void)phase;
    *out_next = TASK_END;
    if (!v)
        FAIL(w, ERR_UNAVAILABLE, "no policy is published yet");
    TRY(observed_list(w, &v->policy, &json));
    answer_text(x, TEXT("application/json"), json, HTTP_NO_STORE);
    return true;
}
