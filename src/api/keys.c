/* The operator's commands about API keys. */
#include "api/body.h"
#include "api/doors.h"
#include "api/key.h"
#include "api_queries.h"
#include "base/json.h"
#include "policy/site.h"
#include "policy/version.h"
#include "public/answer.h"

enum { KEY_LIST_MAX = 256 * 1024 };

struct keys_act {
    struct text name, channels, text;
    struct hash hash;
    int fact;
};

static bool is_name(struct text name)
{
    for (size_t i = 0; i < name.length; i++)
        if ((unsigned char)name.at[i] < 0x20 || name.at[i] == 0x7F)
            return false;
    return name.length > 0 && name.length <= API_KEY_NAME_MAX && text_is_utf8(name);
}

static bool check_channels(struct work *w, struct exchange *x, struct text channels)
{
    const struct version *version = x->services->version(x->services, w->now);
    struct text rest = channels, one;
    int count = 0;

    while (text_cut(&rest, ' ', &one)) {
        count++;
        if (text_equal(one, TEXT("*")))
            continue;
        if (!version || !policy_channel(&version->policy, one))
            FAIL(w, ERR_INVALID, "the policy in force declares no channel `%.*s`", TEXT_ARGS(one));
    }
    if (count == 0)
        FAIL(w, ERR_INVALID, "a key needs the channels that it is for, or * for all");
    return true;
}

static bool open_act(struct work *w, struct exchange *x, struct keys_act **out_act)
{
    struct body *body = WORK_NEW(w, struct body, 1);
    struct keys_act *act = WORK_NEW(w, struct keys_act, 1);

    if (!body || !act)
        return false;
    TRY(body_parse(w, x->request->body, body));
    TRY(body_text(w, body, "name", &act->name));
    if (!is_name(act->name))
        FAIL(w, ERR_INVALID, "the name of a key has 1 to %d characters and no control characters", API_KEY_NAME_MAX);
    if (body_member(body, TEXT("channels")))
        TRY(body_text(w, body, "channels", &act->channels));
    *out_act = x->state = act;
    return true;
}

static bool find_by_name(struct work *w, struct text name, struct sql_row *out_row)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_text(name) };

    return sql_find(w, w->snapshot, &query_api_key_by_name, values, 2, out_row);
}

static bool add_fact(struct work *w, struct exchange *x, enum fact_type type, struct keys_act *act)
{
    const struct version *version = x->services->version(x->services, w->now);

    return list_fact(w, fact_begin(w, type, version ? version->number : 0), &act->fact);
}

/* {"position":7} and, once, {"key":"pdk_..."}. */
static bool answer_act(struct work *w, struct exchange *x, const struct keys_act *act, bool with_key)
{
    struct draft d;
    struct json j;

    TRY(work_draft(w, 512, &d));
    j = json_in(&d);
    json_open_object(&j, NULL);
    if (with_key)
        json_text(&j, "key", act->text);
    json_number(&j, "position", (int64_t)w->writes->results.positions[act->fact]);
    json_close_object(&j);
    return answer_json(w, x, with_key ? 201 : 200, &d);
}

static bool create(struct work *w, struct exchange *x)
{
    struct keys_act *act;
    struct sql_row row;

    TRY(open_act(w, x, &act));
    TRY(check_channels(w, x, act->channels));
    TRY(find_by_name(w, act->name, &row));
    if (row.count)
        FAIL(w, ERR_CONFLICT, "a key of this name is in use; revoke it first, or choose another name");
    TRY(api_key_draw(w, &act->text, &act->hash));
    TRY(list_open(w));
    TRY(LIST_WRITE(w, query_api_key_insert, 1, NULL, STORE_NUMBER(w->site->key), STORE_BYTES(act->hash.bytes, sizeof act->hash.bytes),
                   STORE_TEXT(act->name), STORE_TEXT(act->channels), STORE_NUMBER(w->now.ms)));
    return add_fact(w, x, FACT_KEY_CREATED, act);
}

bool control_key_create(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    *out_next = phase == 0 ? TASK_COMMIT : TASK_END;
    return phase == 0 ? create(w, x) : answer_act(w, x, x->state, true);
}

static bool revoke(struct work *w, struct exchange *x)
{
    struct keys_act *act;
    struct sql_row row;
    int64_t key;

    TRY(open_act(w, x, &act));
    TRY(find_by_name(w, act->name, &row));
    if (row.count == 0)
        FAIL(w, ERR_NOT_FOUND, "no living key has this name");
    TRY(sql_row_number(w, &row, 0, &key));
    TRY(list_open(w));
    TRY(LIST_WRITE(w, query_api_key_revoke, 1, NULL, STORE_NUMBER(key), STORE_NUMBER(w->site->key), STORE_NUMBER(w->now.ms)));
    return add_fact(w, x, FACT_KEY_REVOKED, act);
}

bool control_key_revoke(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    *out_next = phase == 0 ? TASK_COMMIT : TASK_END;
    return phase == 0 ? revoke(w, x) : answer_act(w, x, x->state, false);
}

static bool list_key_row(struct work *w, void *context, const struct sql_row *row)
{
    struct json *j = context;
    struct text name, channels;
    struct instant created;

    TRY(sql_row_text(w, row, 0, &name));
    TRY(sql_row_text(w, row, 1, &channels));
    TRY(sql_row_number(w, row, 2, &created.ms));
    json_open_object(j, NULL);
    json_text(j, "name", name);
    json_text(j, "channels", channels);
    json_instant(j, "created_at", created);
    if (row->values[3].type == SQL_NUMBER)
        json_instant(j, "revoked_at", (struct instant){ row->values[3].number });
    json_close_object(j);
    return true;
}

bool control_key_list(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    const struct sql_value values[] = { sql_number(w->site->key) };
    struct draft d;
    struct json j;

    must(phase == 0);
    *out_next = TASK_END;
    TRY(work_draft(w, KEY_LIST_MAX, &d));
    j = json_in(&d);
    json_open_object(&j, NULL);
    json_open_list(&j, "keys");
    TRY(sql_stream(w, w->snapshot, &query_api_key_list, values, 1, list_key_row, &j));
    json_close_list(&j);
    json_close_object(&j);
    return answer_json(w, x, 200, &d);
}
