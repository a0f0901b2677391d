#include "mail/feedback.h"

#include "mail_queries.h"
#include "policy/site.h"
#include "store/operator_task.h"

struct concerned {
    int64_t outbox; /* row key; 0: it went with its time */
    enum notice_kind kind;
    struct text mark;
};

static bool find(struct work *w, struct id uid, struct concerned *c, bool *out_found)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_bytes(uid.bytes, sizeof uid.bytes) };
    struct sql_row row;
    int64_t kind;

    TRY(sql_find(w, w->snapshot, &query_notice_by_uid, values, (int)COUNT_OF(values), &row));
    *out_found = row.count != 0;
    if (row.count == 0)
        return true;
    TRY(sql_row_number(w, &row, 0, &c->outbox));
    TRY(sql_row_number(w, &row, 1, &kind));
    TRY(sql_row_bytes(w, &row, 2, &c->mark));
    c->kind = (enum notice_kind)kind;
    if (c->mark.length != ADDRESS_MARK_BYTES)
        FAIL(w, ERR_TAMPERED, "a notice has no keyed hash of its address");
    return true;
}

bool feedback_add(struct work *w, struct id uid, enum report_kind kind, bool *out_known)
{
    struct concerned c;

    TRY(find(w, uid, &c, out_known));
    if (!*out_known || kind == REPORT_NONE)
        return true;
    if (kind == REPORT_HARD || kind == REPORT_COMPLAINT)
        TRY(suppression_add(w, (const uint8_t *)c.mark.at, kind == REPORT_HARD ? SUPPRESSED_BOUNCE : SUPPRESSED_COMPLAINT));
    if (kind == REPORT_COMPLAINT || notice_class_of(c.kind) != NOTICE_DUTY || c.outbox == 0)
        return true;
    return operator_task_raise(w, w->site->key, OPERATOR_TASK_NOTICE_FAILED, c.outbox, (struct instant){ 0 });
}
