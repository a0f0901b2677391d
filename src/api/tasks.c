/* The operator's commands about tasks: {} -> {"tasks": [...]}, {"task": N} -> {"task": N}. What a task is about is worked out for whoever
 * asks, out of rows that are still there; the task itself holds numbers. */
#include "api/body.h"
#include "api/doors.h"
#include "api_queries.h"
#include "base/json.h"
#include "mail/notice.h"
#include "policy/site.h"
#include "public/answer.h"
#include "store/operator_task.h"
#include "subject/subject.h"

enum { TASKS_LISTED_MAX = 500, TASK_JSON = 1200 };

/* A contract: whose, and until when. */
static void recipient_json(struct work *w, struct json *j, const struct operator_task *t)
{
    const struct recipient *r = w->policy ? recipient_numbered(w->policy, t->cause) : NULL;
    struct day until = instant_day_utc(t->moment);
    char memory[16];
    struct draft d = draft_in(memory, sizeof memory);

    draft_day(&d, until);
    json_text(j, "until", draft_text(&d));
    if (r)
        json_text(j, "recipient", r->id);
}

/* A delivery: of which channel, and whose; nothing when its rows are gone. */
static bool delivery_json(struct work *w, struct exchange *x, struct json *j, const struct operator_task *t)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(t->cause) };
    const struct channel *of;
    int64_t channel, reply;
    struct subject_id uid;
    struct handle handle;
    struct sql_row row;
    char memory[HANDLE_TEXT * 2];
    struct draft d = draft_in(memory, sizeof memory);

    TRY(sql_find(w, w->snapshot, &query_task_delivery, values, (int)COUNT_OF(values), &row));
    if (row.count == 0)
        return true;
    TRY(sql_row_number(w, &row, 0, &channel));
    TRY(sql_row_number(w, &row, 1, &reply));
    TRY(sql_row_id(w, &row, 2, &uid.id));
    TRY(handle_of(w, x->services->vault, uid, &handle));
    draft_handle(&d, &handle);
    of = w->policy ? channel_numbered(w->policy, channel) : NULL;
    json_text(j, "channel", of ? of->id : TEXT("unknown"));
    json_text(j, "person", draft_text(&d));
    json_number(j, "reply", reply);
    return true;
}

/* A mail to a person: which; what it said is gone with its key. */
static bool notice_json(struct work *w, struct json *j, const struct operator_task *t)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(t->cause) };
    struct sql_row row;
    int64_t kind;

    TRY(sql_find(w, w->snapshot, &query_task_notice, values, (int)COUNT_OF(values), &row));
    if (row.count == 0)
        return true;
    TRY(sql_row_number(w, &row, 0, &kind));
    json_text(j, "notice", text_of(notice_kind_name((enum notice_kind)kind)));
    return true;
}

static bool about_json(struct work *w, struct exchange *x, struct json *j, const struct operator_task *t)
{
    if (t->kind == OPERATOR_TASK_DELIVERY_FAILED)
        return delivery_json(w, x, j, t);
    if (t->kind == OPERATOR_TASK_NOTICE_FAILED)
        return notice_json(w, j, t);
    if (t->kind == OPERATOR_TASK_CONTRACT_ENDS || t->kind == OPERATOR_TASK_CONTRACT_ENDED || t->kind == OPERATOR_TASK_NOT_FETCHED ||
        t->kind == OPERATOR_TASK_NOT_TOLD)
        recipient_json(w, j, t);
    return true;
}

static bool task_json(struct work *w, struct exchange *x, struct json *j, const struct operator_task *t)
{
    json_open_object(j, NULL);
    json_number(j, "task", t->key);
    json_text(j, "kind", text_of(operator_task_name(t->kind)));
    json_instant(j, "since", t->raised_at);
    TRY(about_json(w, x, j, t));
    json_text(j, "advice", text_of(operator_task_advice(t->kind)));
    json_close_object(j);
    return true;
}

bool control_task_list(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct operator_task *tasks = WORK_NEW(w, struct operator_task, TASKS_LISTED_MAX + 1); /* one more tells that there are more */
    struct draft d;
    struct json j;
    size_t count;

    (void)phase;
    *out_next = TASK_END;
    if (!tasks)
        return false;
    TRY(operator_task_list(w, w->site->key, tasks, TASKS_LISTED_MAX + 1, &count));
    TRY(work_draft(w, 64 + count * TASK_JSON, &d));
    j = json_in(&d);
    json_open_object(&j, NULL);
    json_open_list(&j, "tasks");
    for (size_t i = 0; i < count && i < TASKS_LISTED_MAX; i++)
        TRY(task_json(w, x, &j, &tasks[i]));
    json_close_list(&j);
    json_bool(&j, "more", count > TASKS_LISTED_MAX);
    json_close_object(&j);
    return answer_json(w, x, 200, &d);
}

static bool finish(struct work *w, struct exchange *x)
{
    struct body *body = WORK_NEW(w, struct body, 1);
    int64_t *key = WORK_NEW(w, int64_t, 1);

    if (!body || !key)
        return false;
    TRY(body_parse(w, x->request->body, body));
    TRY(body_number(w, body, "task", key));
    TRY(list_open(w));
    x->state = key;
    return operator_task_finish(w, w->site->key, *key);
}

bool control_task_done(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct draft d;
    struct json j;

    *out_next = phase == 0 ? TASK_COMMIT : TASK_END;
    if (phase == 0)
        return finish(w, x);
    TRY(work_draft(w, 64, &d));
    j = json_in(&d);
    json_open_object(&j, NULL);
    json_number(&j, "task", *(const int64_t *)x->state);
    json_close_object(&j);
    return answer_json(w, x, 200, &d);
}
