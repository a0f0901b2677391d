#include "store/operator_task.h"

#include "store_queries.h"

static const struct {
    const char *name, *advice;
} kinds[OPERATOR_TASK_KINDS] = {
    [OPERATOR_TASK_NOTICE_FAILED] = { "notice failed", "a mail to a person could not be delivered; reach them on another way if the law asks for it" },
    [OPERATOR_TASK_DELIVERY_FAILED] = { "delivery failed", "what a person sent did not reach its recipient; find it by the number of the delivery" },
    [OPERATOR_TASK_CONTRACT_ENDS] = { "contract ends", "renew the contract with the recipient, or deliveries to it stop on that day" },
    [OPERATOR_TASK_NOT_TOLD] = { "withdrawal not told", "the recipient could not be told that somebody took a consent back; tell it yourself, and see to its webhook" },
    [OPERATOR_TASK_NOT_FETCHED] = { "not fetched", "deliveries have waited three days for the recipient that fetches them; see whether its program runs and has a key" },
    [OPERATOR_TASK_CONTRACT_ENDED] = { "contract ended", "the contract has ended and nothing is delivered to the recipient; renew it or take it out of the policy" },
};

const char *operator_task_name(enum operator_task_kind kind)
{
    return kind > 0 && kind < OPERATOR_TASK_KINDS ? kinds[kind].name : "unknown";
}

const char *operator_task_advice(enum operator_task_kind kind)
{
    return kind > 0 && kind < OPERATOR_TASK_KINDS ? kinds[kind].advice : "a newer version of the program raised it";
}

bool operator_task_raise(struct work *w, int64_t site, enum operator_task_kind kind, int64_t cause, struct instant moment)
{
    return LIST_WRITE(w, query_operator_task_raise, STORE_ANY_ROWS, NULL, STORE_NUMBER(site), STORE_NUMBER(kind), STORE_NUMBER(cause),
                      STORE_NUMBER(moment.ms), STORE_NUMBER(w->now.ms));
}

bool operator_task_is_raised(struct work *w, int64_t site, enum operator_task_kind kind, int64_t cause, struct instant moment, bool *out_raised)
{
    const struct sql_value values[] = { sql_number(site), sql_number(kind), sql_number(cause), sql_number(moment.ms) };
    struct sql_row row;

    TRY(sql_find(w, w->snapshot, &query_operator_task_find, values, (int)COUNT_OF(values), &row));
    *out_raised = row.count != 0;
    return true;
}

struct listing {
    struct operator_task *tasks;
    size_t max, count;
};

static bool add_task(struct work *w, void *context, const struct sql_row *row)
{
    struct listing *l = context;
    struct operator_task *t = &l->tasks[l->count];
    int64_t kind;

    must(l->count < l->max);
    TRY(sql_row_number(w, row, 0, &t->key));
    TRY(sql_row_number(w, row, 1, &kind));
    TRY(sql_row_number(w, row, 2, &t->cause));
    TRY(sql_row_number(w, row, 3, &t->moment.ms));
    TRY(sql_row_number(w, row, 4, &t->raised_at.ms));
    t->kind = (enum operator_task_kind)kind;
    l->count++;
    return true;
}

bool operator_task_list(struct work *w, int64_t site, struct operator_task *out_tasks, size_t max, size_t *out_count)
{
    const struct sql_value values[] = { sql_number(site), sql_number((int64_t)max) };
    struct listing l = { out_tasks, max, 0 };

    TRY(sql_stream(w, w->snapshot, &query_operator_task_open, values, (int)COUNT_OF(values), add_task, &l));
    *out_count = l.count;
    return true;
}

bool operator_task_finish(struct work *w, int64_t site, int64_t key)
{
    const struct sql_value values[] = { sql_number(site), sql_number(key) };
    struct sql_row row;

    TRY(sql_find(w, w->snapshot, &query_operator_task_one, values, (int)COUNT_OF(values), &row));
    if (row.count == 0)
        FAIL(w, ERR_NOT_FOUND, "no open task has the number %lld", (long long)key);
    return LIST_WRITE(w, query_operator_task_finish, 1, NULL, STORE_NUMBER(site), STORE_NUMBER(key), STORE_NUMBER(w->now.ms),
                      STORE_NUMBER(actor_number(w->actor)));
}
