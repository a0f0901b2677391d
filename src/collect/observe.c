#include "collect/observe.h"

#include "base/json.h"
#include "collect/region.h"
#include "collect_queries.h"
#include "policy/site.h"
#include "policy/version.h"

#include <string.h>

enum { SEEN = 0, REFUSED = 1, ROW_JSON = 320 };

/* A name as a form may have it; what is none is counted under one name, so that nobody writes his own words into the table. */
static struct text clean(struct text name)
{
    bool good = name.length > 0 && name.length <= OBSERVED_NAME_MAX;

    for (size_t i = 0; good && i < name.length; i++)
        good = byte_is_letter(name.at[i]) || byte_is_digit(name.at[i]) || strchr("_-.[]", name.at[i]);
    return good ? name : TEXT("(other)");
}

static bool count_names(struct work *w, const struct observing *o, int64_t day, int64_t *out_count)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(o->of->number), sql_number(day) };
    struct sql_row row;

    TRY(sql_load(w, w->snapshot, &query_observed_names, values, (int)COUNT_OF(values), &row));
    return sql_row_number(w, &row, 0, out_count);
}

static bool add(struct work *w, const struct observing *o, int64_t day, struct text name, int reason)
{
    return LIST_WRITE(w, query_observed_add, STORE_ANY_ROWS, NULL, STORE_NUMBER(w->site->key), STORE_NUMBER(o->of->number), STORE_NUMBER(day), STORE_TEXT(name), STORE_NUMBER(reason));
}

static bool write(struct work *w, const struct observing *o)
{
    const struct gate_verdict *v = o->verdict;
    int64_t day = instant_day_utc(w->now).number, names;
    bool full;

    TRY(count_names(w, o, day, &names));
    full = names + v->problem_count > OBSERVED_NAMES_A_DAY;
    TRY(list_open(w));
    TRY(add(w, o, day, TEXT(""), SEEN));
    if (v->problem_count)
        TRY(add(w, o, day, TEXT(""), REFUSED));
    for (int i = 0; i < v->problem_count && i < OBSERVED_PROBLEMS_MAX; i++)
        if (v->problems[i].field.length)
            TRY(add(w, o, day, full ? TEXT("(other)") : clean(v->problems[i].field), (int)v->problems[i].reason));
    return true;
}

static bool leave_out_controls(struct work *w, struct observing *o)
{
    struct gate_field *fields = WORK_NEW(w, struct gate_field, (size_t)o->field_count);
    enum form_control control;
    int count = 0;

    if (!fields)
        return false;
    for (int i = 0; i < o->field_count; i++)
        if (!form_control_of(o->of, o->fields[i].name, &control))
            fields[count++] = o->fields[i];
    o->fields = fields;
    o->field_count = count;
    return true;
}

static bool begin(struct work *w, struct observing *o, enum task_next *out_next)
{
    const struct region_words words = { .said = o->region };
    struct act_region region;

    o->version = o->services->version(o->services, w->now);
    o->of = o->version ? policy_channel(&o->version->policy, o->channel) : NULL;
    if (!o->of)
        return true;
    o->bad_region = !region_of_act(&o->version->policy, w->site, &words, &region);
    if (o->bad_region)
        return true;
    o->verdict = WORK_NEW(w, struct gate_verdict, 1);
    if (!o->verdict)
        return false;
    TRY(leave_out_controls(w, o));
    TRY(gate_decide(w, &o->version->policy, o->of, region.number, DOOR_NAMES, o->fields, o->field_count, o->verdict));
    *out_next = TASK_COMMIT;
    return write(w, o);
}

bool observe_step(struct work *w, struct observing *o, int phase, enum task_next *out_next)
{
    *out_next = TASK_END;
    return phase > 0 || begin(w, o, out_next);
}

/* --- what was seen -------------------------------------------------------------------------------------------------------------------------------- */

struct listing {
    const struct policy *policy;
    struct json *json;
};

static void write_day(struct json *j, const char *key, int64_t number)
{
    char memory[16];
    struct draft d = draft_in(memory, sizeof memory);

    draft_day(&d, (struct day){ (int32_t)number });
    json_text(j, key, draft_text(&d));
}

static bool write_row(struct work *w, void *context, const struct sql_row *row)
{
    struct listing *l = context;
    int64_t channel, reason, count, first, last;
    const struct channel *of;
    struct text name;

    TRY(sql_row_number(w, row, 0, &channel));
    TRY(sql_row_text(w, row, 1, &name));
    TRY(sql_row_number(w, row, 2, &reason));
    TRY(sql_row_number(w, row, 3, &count));
    TRY(sql_row_number(w, row, 4, &first));
    TRY(sql_row_number(w, row, 5, &last));
    of = channel_numbered(l->policy, channel);
    if (!of)
        return true; /* the policy has it no more */
    json_open_object(l->json, NULL);
    json_text(l->json, "channel", of->id);
    if (name.length)
        json_text(l->json, "field", name);
    json_text(l->json, "reason", name.length ? text_of(gate_reason_name((enum gate_reason)reason)) : reason == SEEN ? TEXT("seen") : TEXT("refused"));
    json_number(l->json, "count", count);
    write_day(l->json, "first", first);
    write_day(l->json, "last", last);
    json_close_object(l->json);
    return true;
}

bool observed_list(struct work *w, const struct policy *p, struct text *out_json)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(OBSERVED_LISTED_MAX) };
    struct listing l = { .policy = p };
    struct draft d;
    struct json j;

    TRY(work_draft(w, (OBSERVED_LISTED_MAX + 1) * (size_t)ROW_JSON, &d));
    j = json_in(&d);
    l.json = &j;
    json_open_object(&j, NULL);
    json_open_list(&j, "observed");
    TRY(sql_stream(w, w->snapshot, &query_observed_list, values, (int)COUNT_OF(values), write_row, &l));
    json_close_list(&j);
    json_close_object(&j);
    if (d.overflow)
        FAIL(w, ERR_LIMIT, "more was observed than fits into one list");
    *out_json = draft_text(&d);
    return true;
}
