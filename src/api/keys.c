/* The operator's commands about API keys. */
#include "api/body.h"
#include "api/doors.h"
#include "api/key.h"
#include "api/scope.h"
#include "api_queries.h"
#include "base/json.h"
#include "policy/site.h"
#include "policy/version.h"
#include "public/answer.h"

enum { KEY_LIST_MAX = 512 * 1024, OVERLAP_HOURS = 24, OVERLAP_HOURS_MAX = 30 * 24, HOUR_MS = 3600 * 1000 };

struct keys_act {
    struct text name, channels, purposes, scopes, text;
    struct store_value expires; /* NULL: never */
    int64_t overlap_hours;      /* how long a key lives on that another replaced */
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

static bool is_channel(const struct policy *p, struct text id)
{
    return policy_channel(p, id) != NULL;
}

static bool is_purpose(const struct policy *p, struct text id)
{
    return policy_purpose(p, id) != NULL;
}

static bool check_ids(struct work *w, struct exchange *x, struct text ids, const char *kind, bool (*declares)(const struct policy *p, struct text id))
{
    const struct version *version = x->services->version(x->services, w->now);
    struct text rest = ids, one;
    int count = 0;

    while (text_cut(&rest, ' ', &one)) {
        count++;
        if (text_equal(one, TEXT("*")))
            continue;
        if (!version || !declares(&version->policy, one))
            FAIL(w, ERR_INVALID, "the policy in force declares no %s `%.*s`", kind, TEXT_ARGS(one));
    }
    if (count == 0)
        FAIL(w, ERR_INVALID, "a key needs the %ss that it is for, or * for all", kind);
    return true;
}

static bool check_scopes(struct work *w, struct text names)
{
    struct text unknown = TEXT("");
    uint32_t set;

    if (!scopes_parse(names, &set, &unknown))
        FAIL(w, ERR_INVALID, "`%.*s` is no scope; there are: collect, observe, uploads, decide, consents, deliveries, inbox, lists, mail_events, events", TEXT_ARGS(unknown));
    if (set == 0)
        FAIL(w, ERR_INVALID, "a key needs at least one scope");
    return true;
}

static bool read_expiry(struct work *w, const struct body *b, struct store_value *out_expires)
{
    struct instant at;
    struct text word;

    TRY(body_text_or(w, b, "expires", TEXT(""), &word));
    *out_expires = STORE_NULL;
    if (word.length == 0)
        return true;
    if (!instant_parse(word, &at) || instant_compare(at, w->now) <= 0)
        FAIL(w, ERR_INVALID, "`expires` is a date to come, like 2027-01-31");
    *out_expires = STORE_NUMBER(at.ms);
    return true;
}

static bool read_overlap(struct work *w, const struct body *b, int64_t *out_hours)
{
    *out_hours = OVERLAP_HOURS;
    if (body_member(b, TEXT("overlap_hours")))
        TRY(body_number(w, b, "overlap_hours", out_hours));
    if (*out_hours > OVERLAP_HOURS_MAX)
        FAIL(w, ERR_INVALID, "the old key may live on for at most %d hours", OVERLAP_HOURS_MAX);
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
    TRY(body_text_or(w, body, "channels", TEXT(""), &act->channels));
    TRY(body_text_or(w, body, "purposes", TEXT("*"), &act->purposes));
    TRY(body_text_or(w, body, "scopes", TEXT("collect"), &act->scopes));
    TRY(read_expiry(w, body, &act->expires));
    TRY(read_overlap(w, body, &act->overlap_hours));
    *out_act = x->state = act;
    return true;
}

static bool find_by_name(struct work *w, struct text name, struct sql_row *out_row)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_text(name), sql_number(w->now.ms) };

    return sql_find(w, w->snapshot, &query_api_key_by_name, values, (int)COUNT_OF(values), out_row);
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

static bool insert_key(struct work *w, struct keys_act *act)
{
    TRY(api_key_draw(w, &act->text, &act->hash));
    return LIST_WRITE(w, query_api_key_insert, 1, NULL, STORE_NUMBER(w->site->key), STORE_BYTES(act->hash.bytes, sizeof act->hash.bytes),
                      STORE_TEXT(act->name), STORE_TEXT(act->channels), STORE_TEXT(act->purposes), STORE_TEXT(act->scopes), STORE_NUMBER(w->now.ms),
                      act->expires);
}

static bool create(struct work *w, struct exchange *x)
{
    struct keys_act *act;
    struct sql_row row;

    TRY(open_act(w, x, &act));
    TRY(check_ids(w, x, act->channels, "channel", is_channel));
    TRY(check_ids(w, x, act->purposes, "purpose", is_purpose));
    TRY(check_scopes(w, act->scopes));
    TRY(find_by_name(w, act->name, &row));
    if (row.count)
        FAIL(w, ERR_CONFLICT, "a key of this name is in use; revoke it first, or choose another name");
    TRY(list_open(w));
    TRY(insert_key(w, act));
    return add_fact(w, x, FACT_KEY_CREATED, act);
}

bool control_key_create(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    *out_next = phase == 0 ? TASK_COMMIT : TASK_END;
    return phase == 0 ? create(w, x) : answer_act(w, x, x->state, true);
}

/* The new key is for what the old one was, and ends when it would have. */
static bool rotate(struct work *w, struct exchange *x)
{
    struct keys_act *act;
    struct sql_row row;
    int64_t key;

    TRY(open_act(w, x, &act));
    TRY(find_by_name(w, act->name, &row));
    if (row.count == 0)
        FAIL(w, ERR_NOT_FOUND, "no living key has this name");
    TRY(sql_row_number(w, &row, 0, &key));
    TRY(sql_row_text(w, &row, 1, &act->channels));
    TRY(sql_row_text(w, &row, 2, &act->purposes));
    TRY(sql_row_text(w, &row, 3, &act->scopes));
    act->expires = (struct store_value){ .value = row.values[4] };
    TRY(list_open(w));
    TRY(LIST_WRITE(w, query_api_key_rotate, 1, NULL, STORE_NUMBER(key), STORE_NUMBER(w->site->key), STORE_NUMBER(w->now.ms),
                   STORE_NUMBER(w->now.ms + act->overlap_hours * HOUR_MS)));
    TRY(insert_key(w, act));
    return add_fact(w, x, FACT_KEY_CREATED, act);
}

bool control_key_rotate(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    *out_next = phase == 0 ? TASK_COMMIT : TASK_END;
    return phase == 0 ? rotate(w, x) : answer_act(w, x, x->state, true);
}

static bool count_living(struct work *w, struct text name, int64_t *out_count)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_text(name), sql_number(w->now.ms) };
    struct sql_row row;

    TRY(sql_find(w, w->snapshot, &query_api_key_living, values, (int)COUNT_OF(values), &row));
    return sql_row_number(w, &row, 0, out_count);
}

static bool revoke(struct work *w, struct exchange *x)
{
    struct keys_act *act;
    int64_t count;

    TRY(open_act(w, x, &act));
    TRY(count_living(w, act->name, &count));
    if (count == 0)
        FAIL(w, ERR_NOT_FOUND, "no living key has this name");
    TRY(list_open(w));
    TRY(LIST_WRITE(w, query_api_key_revoke, count, NULL, STORE_NUMBER(w->site->key), STORE_TEXT(act->name), STORE_NUMBER(w->now.ms)));
    return add_fact(w, x, FACT_KEY_REVOKED, act);
}

bool control_key_revoke(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    *out_next = phase == 0 ? TASK_COMMIT : TASK_END;
    return phase == 0 ? revoke(w, x) : answer_act(w, x, x->state, false);
}

static void list_instant(struct json *j, const char *name, const struct sql_row *row, int column)
{
    if (row->values[column].type == SQL_NUMBER)
        json_instant(j, name, (struct instant){ row->values[column].number });
}

static bool list_day(struct work *w, struct json *j, const char *name, const struct sql_row *row, int column)
{
    struct draft d;

    if (row->values[column].type != SQL_NUMBER)
        return true;
    TRY(work_draft(w, 16, &d));
    draft_day(&d, (struct day){ (int32_t)row->values[column].number });
    json_text(j, name, draft_text(&d));
    return true;
}

static bool list_key_row(struct work *w, void *context, const struct sql_row *row)
{
    static const struct {
        const char *name;
        int column;
    } texts[] = { { "name", 0 }, { "channels", 1 }, { "purposes", 4 }, { "scopes", 5 } };
    struct json *j = context;
    struct text value;

    json_open_object(j, NULL);
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        TRY(sql_row_text(w, row, texts[i].column, &value));
        json_text(j, texts[i].name, value);
    }
    list_instant(j, "created_at", row, 2);
    list_instant(j, "revoked_at", row, 3);
    list_instant(j, "expires_at", row, 6);
    list_instant(j, "rotated_at", row, 7);
    TRY(list_day(w, j, "last_used", row, 8));
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
