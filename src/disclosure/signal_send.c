#include "disclosure/signal_send.h"

#include "base/json.h"
#include "disclosure/opening.h"
#include "disclosure/webhook.h"
#include "disclosure_queries.h"
#include "policy/site.h"
#include "policy/version.h"
#include "store/operator_task.h"
#include "store/outbox.h"

struct signalling {
    struct outbox_row row; /* its times and attempts count like those of a delivery */
    struct subject_id subject;
    int64_t recipient, purpose;
    bool claimed, tried;
    enum outbox_state end; /* WAITING: again */
    struct webhook_answer answer;
    struct error trouble;
};

static bool load(struct work *w, struct signalling *g, bool *out_found)
{
    const struct sql_value values[] = { sql_number(w->site->key), sql_number(w->now.ms) };
    struct sql_row row;

    TRY(sql_find(w, w->snapshot, &query_signal_due, values, (int)COUNT_OF(values), &row));
    *out_found = row.count > 0;
    if (row.count == 0)
        return true;
    TRY(sql_row_number(w, &row, 0, &g->row.key));
    TRY(sql_row_id(w, &row, 1, &g->row.uid));
    TRY(sql_row_id(w, &row, 2, &g->subject.id));
    TRY(sql_row_number(w, &row, 3, &g->recipient));
    TRY(sql_row_number(w, &row, 4, &g->purpose));
    TRY(sql_row_number(w, &row, 5, &g->row.attempts));
    return sql_row_number(w, &row, 6, &g->row.created_at.ms);
}

static bool claim(struct work *w, struct slice *slice, enum task_next *out_next)
{
    struct signalling *g = WORK_NEW(w, struct signalling, 1);

    if (!g)
        return false;
    slice->inner = g;
    TRY(load(w, g, &slice->more));
    if (!slice->more)
        return true;
    TRY(list_open(w));
    TRY(LIST_WRITE(w, query_signal_claim, 1, NULL, STORE_NUMBER(g->row.key), STORE_NUMBER(g->row.attempts),
                   STORE_NUMBER(instant_add(w->now, SPAN_MINUTES(DELIVERY_LEASE_MINUTES)).ms)));
    g->row.attempts++;
    g->claimed = true;
    *out_next = TASK_COMMIT;
    return true;
}

static bool compose(struct work *w, const struct services *s, const struct signalling *g, const struct purpose *purpose, struct text *out_body)
{
    char memory[HANDLE_TEXT + 1];
    struct draft d, text = draft_in(memory, sizeof memory);
    struct handle handle;
    struct json j;

    TRY(handle_of(w, s->vault, g->subject, &handle));
    draft_handle(&text, &handle);
    TRY(work_draft(w, 1024, &d));
    j = json_in(&d);
    json_open_object(&j, NULL);
    json_text(&j, "type", TEXT("withdrawn"));
    json_instant(&j, "timestamp", w->now);
    json_open_object(&j, "data");
    json_text(&j, "handle", draft_text(&text));
    json_text(&j, "purpose", purpose->id);
    json_close_object(&j);
    json_close_object(&j);
    *out_body = draft_text(&d);
    return true;
}

static bool send(struct work *w, const struct services *s, const struct policy *p, struct signalling *g)
{
    const struct recipient *r = recipient_numbered(p, g->recipient);
    const struct purpose *purpose = purpose_numbered(p, g->purpose);
    const struct webhook *hook = r ? webhook_find(s->webhooks, r->id) : NULL;
    struct webhook_message m = { .uid = g->row.uid, .at = w->now };

    if (!r || !purpose)
        FAIL(w, ERR_REFUSED, "the policy in force does not have the recipient or the purpose any more");
    if (!hook)
        FAIL(w, ERR_UNAVAILABLE, "privacyd.yaml has no address for `%.*s` under `webhooks`: it is not told of a withdrawal", TEXT_ARGS(r->id));
    TRY(compose(w, s, g, purpose, &m.body));
    unit_snapshot_end(w);
    return webhook_send(w, hook, &m, &g->answer);
}

/* Once, also when the phase runs again after a conflict. */
static void try_once(struct work *w, const struct services *s, const struct policy *p, struct signalling *g)
{
    bool sent, for_good;

    if (g->tried)
        return;
    g->tried = true;
    sent = send(w, s, p, g);
    for_good = w->err.code == ERR_REFUSED || w->err.code == ERR_INVALID;
    g->end = sent ? OUTBOX_SENT : for_good ? OUTBOX_FAILED : OUTBOX_WAITING;
    g->trouble = w->err;
    error_clear(&w->err);
}

static bool write_end(struct work *w, struct signalling *g)
{
    struct span wait = delivery_wait(w, g->row.attempts);

    if (g->end == OUTBOX_WAITING && outbox_is_old(w, &g->row, wait))
        g->end = OUTBOX_FAILED;
    TRY(list_open(w));
    if (g->end == OUTBOX_WAITING)
        return LIST_WRITE(w, query_signal_again, 1, NULL, STORE_NUMBER(g->row.key), STORE_NUMBER(g->row.attempts), STORE_NUMBER(instant_add(w->now, wait).ms),
                          STORE_NUMBER(g->answer.status));
    if (g->end == OUTBOX_FAILED)
        TRY(operator_task_raise(w, w->site->key, OPERATOR_TASK_NOT_TOLD, g->recipient, (struct instant){ 0 }));
    return LIST_WRITE(w, query_signal_end, 1, NULL, STORE_NUMBER(g->row.key), STORE_NUMBER(g->row.attempts), STORE_NUMBER(g->end), STORE_NUMBER(w->now.ms),
                      STORE_NUMBER(g->answer.status));
}

bool signal_send_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    struct slice *slice = state;
    const struct version *v = slice->services->version(slice->services, w->now);
    struct signalling *g = slice->inner;

    *out_next = TASK_END;
    if (phase == 0) {
        slice->more = false;
        slice->inner = NULL;
        return !v || claim(w, slice, out_next);
    }
    if (phase == 1 && g->claimed) {
        try_once(w, slice->services, &v->policy, g);
        *out_next = TASK_COMMIT;
        return write_end(w, g);
    }
    slice->done = g->end == OUTBOX_SENT;
    slice->trouble = g->trouble;
    return true;
}
