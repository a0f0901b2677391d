#include "mail/notice_send.h"

#include "mail/mailer.h"
#include "mail/message.h"
#include "mail/suppression.h"
#include "mail_queries.h"
#include "policy/site.h"
#include "store/operator_task.h"
#include "subject/cancel.h"
#include "subject/pin.h"

/* What it remembers of the attempt survives a rerun of phase 1, so that nothing is sent twice. */
struct notice_sending {
    struct services *services;
    struct outbox_row row;
    struct notice_row notice;
    struct pin pin;
    bool claimed, tried;
    enum outbox_state end; /* of the attempt; OUTBOX_WAITING: again later */
    enum cancel_reason reason; /* when it is cancelled */
    int reply;
    struct error trouble;
};

static bool add_fact(struct work *w, const struct notice_sending *n, enum fact_type type, int outcome)
{
    struct fact fact = pin_fact(w, &n->pin, type);

    fact.subject = n->notice.subject_uid;
    fact.outcome = outcome;
    fact.number = n->notice.kind;
    return list_fact(w, fact, NULL);
}

static bool write_end(struct work *w, const struct notice_sending *n, const struct outbox_row *seen)
{
    static const enum fact_type facts[] = { [OUTBOX_SENT] = FACT_NOTICE_SENT, [OUTBOX_FAILED] = FACT_NOTICE_FAILED, [OUTBOX_CANCELLED] = FACT_NOTICE_CANCELLED };
    int outcome = n->end == OUTBOX_CANCELLED ? (int)n->reason : n->reply;

    if (seen->state != OUTBOX_SENT)
        TRY(outbox_end(w, seen, n->end, n->reply)); /* also when an erase cancelled it meanwhile: it did leave */
    TRY(notice_row_end(w, seen->notice));
    if (n->end == OUTBOX_FAILED)
        TRY(operator_task_raise(w, w->site->key, OPERATOR_TASK_NOTICE_FAILED, seen->key, (struct instant){ 0 }));
    return add_fact(w, n, facts[n->end], outcome);
}

static bool write_suppressed(struct work *w, struct notice_sending *n, const struct outbox_row *row, enum suppression_answer answer)
{
    n->reason = CANCELLED_SUPPRESSED;
    if (answer == SUPPRESSION_ASKS_OPERATOR)
        TRY(operator_task_raise(w, w->site->key, OPERATOR_TASK_NOTICE_FAILED, row->key, (struct instant){ 0 }));
    return write_end(w, n, row);
}

bool notice_send_begin(struct work *w, struct services *s, const struct outbox_row *row, struct notice_sending **out_sending, enum task_next *out_next)
{
    struct notice_sending *n = WORK_NEW(w, struct notice_sending, 1);
    struct suppressed suppressed;
    bool found, put_off;

    if (!n)
        return false;
    *n = (struct notice_sending){ .services = s, .row = *row, .end = OUTBOX_CANCELLED, .reason = CANCELLED_UNREADABLE };
    *out_sending = n;
    *out_next = TASK_COMMIT;
    TRY(pin_read(w, &n->pin));
    TRY(notice_row_find(w, row->notice, &n->notice, &found));
    TRY(list_open(w));
    if (!found || n->notice.state != 0)
        return write_end(w, n, row);
    TRY(suppression_find(w, (const uint8_t *)n->notice.address.at, &suppressed));
    if (suppression_decide(notice_class_of(n->notice.kind), &suppressed) != SUPPRESSION_SENDS)
        return write_suppressed(w, n, row, suppression_decide(notice_class_of(n->notice.kind), &suppressed));
    if (row->attempts > 0 && outbox_is_old(w, row, (struct span){ 0 })) {
        n->end = OUTBOX_FAILED; /* every attempt ended without a word */
        return write_end(w, n, row);
    }
    TRY(mailer_put_off(w, s->mailer, row, &put_off));
    if (put_off)
        return true;
    TRY(LIST_GUARD(w, query_notice_live, 1, STORE_NUMBER(row->notice)));
    n->claimed = true;
    return outbox_claim(w, &n->row);
}

static bool compose(struct work *w, struct notice_sending *n, struct mail_message *out_message)
{
    struct mail_message m = { .date = n->row.created_at, .uid = n->row.uid };
    struct letter letter;

    if (!address_parse(n->services->mail_from, &m.from))
        FAIL(w, ERR_INVALID, "mail.from of the server is not a plain mail address");
    TRY(notice_row_open(w, n->services->vault, &n->notice, &letter));
    if (!address_parse(letter.to, &m.to))
        FAIL(w, ERR_INVALID, "notice %lld goes to what is not a plain mail address", (long long)n->notice.key);
    m.from_name = letter.from_name;
    m.subject = letter.subject;
    m.body = letter.body;
    m.language = letter.language;
    m.unsubscribe = letter.unsubscribe;
    *out_message = m;
    return true;
}

static bool attempt(struct work *w, struct notice_sending *n)
{
    struct mail_message message;

    TRY(compose(w, n, &message));
    unit_snapshot_end(w); /* a slow server must not keep the database from cleaning up */
    return mailer_send(w, n->services->mailer, &message, &n->reply);
}

/* False: what an operator must repair ends the run and leaves the notice to its lease. */
static bool try_once(struct work *w, struct notice_sending *n)
{
    bool sent = attempt(w, n);
    enum error_code code = w->err.code;

    if (!sent && (code == ERR_TAMPERED || code == ERR_IO || code == ERR_LIMIT || code == ERR_UNSUPPORTED))
        return false;
    n->tried = true;
    n->trouble = w->err;
    error_clear(&w->err);
    if (sent)
        n->end = OUTBOX_SENT;
    else if (code == ERR_KEY_GONE)
        n->end = OUTBOX_CANCELLED;
    else
        n->end = code == ERR_REFUSED || code == ERR_INVALID ? OUTBOX_FAILED : OUTBOX_WAITING;
    return true;
}

static bool write_outcome(struct work *w, struct notice_sending *n, const struct outbox_row *seen, enum task_next *out_next)
{
    bool still_ours = seen->state == OUTBOX_WAITING && seen->attempts == n->row.attempts;
    struct span wait;

    if (n->end != OUTBOX_SENT && !still_ours)
        return true; /* erased or taken by another node meanwhile, and nothing of ours left */
    TRY(list_open(w));
    *out_next = TASK_COMMIT;
    if (n->end != OUTBOX_WAITING)
        return write_end(w, n, seen);
    wait = delivery_wait(w, seen->attempts);
    if (!outbox_is_old(w, seen, wait))
        return outbox_again(w, seen, wait, n->reply);
    n->end = OUTBOX_FAILED;
    return write_end(w, n, seen);
}

static bool send_claimed(struct work *w, struct notice_sending *n, enum task_next *out_next)
{
    struct outbox_row seen;
    bool found;

    TRY(outbox_find(w, w->site->key, n->row.key, &seen, &found));
    if (!found)
        return true;
    if (!n->tried) {
        if (seen.state != OUTBOX_WAITING || seen.attempts != n->row.attempts)
            return true;
        TRY(notice_row_find(w, seen.notice, &n->notice, &found));
        if (found)
            TRY(try_once(w, n));
    }
    return write_outcome(w, n, &seen, out_next);
}

bool notice_send_go_on(struct work *w, struct notice_sending *n, struct slice *slice, int phase, enum task_next *out_next)
{
    *out_next = TASK_END;
    if (phase == 1 && n->claimed)
        TRY(send_claimed(w, n, out_next));
    slice->done = n->end == OUTBOX_SENT;
    slice->trouble = n->trouble;
    return true;
}
