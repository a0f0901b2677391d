#include "disclosure/delivery.h"

#include "base/teeth.h"
#include "disclosure/delivery_end.h"
#include "disclosure/pull.h"
#include "mail/mailer.h"
#include "policy/site.h"
#include "policy/version.h"

static bool write_cancelled(struct work *w, struct delivering *g, const struct decision *d)
{
    g->end = DELIVERY_CANCELLED;
    g->reason = d->reason;
    return delivery_write_cancelled(w, &g->row, d);
}

static bool write_failed(struct work *w, struct delivering *g, const struct outbox_row *seen, const struct decision *d)
{
    g->end = DELIVERY_FAILED;
    return delivery_write_failed(w, seen, d, g->answer.reply);
}

/* From this commit on the attempt counts and the opening is on record, whatever becomes of the process. */
static bool write_claim(struct work *w, struct delivering *g, const struct decision *d)
{
    TRY(opening_announce(w, &d->pin, &d->record, d->record.purpose));
    TRY(outbox_claim(w, &g->row));
    g->claimed = true;
    return true;
}

/* The wait for a mail server that could not be used a moment ago. */
static bool write_mail(struct work *w, struct delivering *g, const struct decision *d)
{
    bool put_off;

    TRY(mailer_put_off(w, g->services->mailer, &g->row, &put_off));
    return put_off || write_claim(w, g, d);
}

static bool take_due(struct work *w, struct slice *slice, const struct version *v, enum task_next *out_next)
{
    struct delivering *g = WORK_NEW(w, struct delivering, 1);
    struct decision d;

    if (!g)
        return false;
    g->services = slice->services;
    slice->inner = g;
    TRY(outbox_due(w, w->site->key, &g->row, &slice->more));
    if (!slice->more)
        return true;
    if (g->row.notice)
        return notice_send_begin(w, g->services, &g->row, &g->notice, out_next);
    TRY(decision_make(w, v, g->row.record, g->row.place, &d));
    TRY(list_open(w));
    *out_next = TASK_COMMIT;
    if (d.reason != CANCELLED_NOT)
        return write_cancelled(w, g, &d);
    if (d.delivery->kind == DELIVER_PULL)
        return pull_offer(w, &g->row, &d);
    if (g->row.attempts > 0 && outbox_is_old(w, &g->row, (struct span){ 0 }))
        return write_failed(w, g, &g->row, &d); /* every attempt ended without a word */
    return d.delivery->kind == DELIVER_MAIL ? write_mail(w, g, &d) : write_claim(w, g, &d);
}

/* How an attempt ended, as the state remembers it. */
static void note_attempt(struct work *w, struct delivering *g, bool sent)
{
    enum error_code code = w->err.code;

    g->tried = true;
    g->trouble = w->err;
    error_clear(&w->err);
    if (sent)
        g->end = DELIVERY_SENT;
    else if (code == ERR_REFUSED || code == ERR_INVALID)
        g->end = DELIVERY_FAILED;
    else
        g->end = DELIVERY_AGAIN;
}

static bool attempt(struct work *w, struct delivering *g, const struct decision *d)
{
    const struct attempt a = { .services = g->services, .decision = d, .uid = g->row.uid, .place = g->row.place };

    return attempt_make(w, &a, &g->answer);
}

static bool write_again(struct work *w, struct delivering *g, const struct outbox_row *seen, const struct decision *d)
{
    struct span wait = delivery_wait(w, seen->attempts), longest = SPAN_HOURS(DELIVERY_LONGEST_WAIT_HOURS);

    if (g->answer.wait.ms > wait.ms)
        wait = g->answer.wait.ms < longest.ms ? g->answer.wait : longest;
    if (outbox_is_old(w, seen, wait))
        return write_failed(w, g, seen, d);
    return outbox_again(w, seen, wait, g->answer.reply);
}

static bool write_outcome(struct work *w, struct delivering *g, const struct outbox_row *seen, const struct decision *d, enum task_next *out_next)
{
    bool still_ours = seen->state == OUTBOX_WAITING && seen->attempts == g->row.attempts;

    if (g->end != DELIVERY_SENT && !still_ours)
        return true; /* erased or taken by another node meanwhile, and nothing of ours left */
    TRY(list_open(w));
    *out_next = TASK_COMMIT;
    switch (g->end) {
    case DELIVERY_SENT:
        return delivery_write_sent(w, seen, d, g->answer.reply);
    case DELIVERY_AGAIN:
        return write_again(w, g, seen, d);
    case DELIVERY_CANCELLED:
        return write_cancelled(w, g, d);
    default:
        return write_failed(w, g, seen, d);
    }
}

/* Makes the attempt, unless this is a rerun: then it has left, or not, and leaves only once. What an operator must repair ends the run and
 * leaves the delivery to its lease. */
static bool try_once(struct work *w, struct delivering *g, struct decision *d)
{
    bool sent;

    if (g->tried)
        return true;
    if (d->reason == CANCELLED_NOT) {
        sent = attempt(w, g, d);
        if (!sent && (w->err.code == ERR_TAMPERED || w->err.code == ERR_IO || w->err.code == ERR_LIMIT))
            return false;
        if (sent || w->err.code != ERR_KEY_GONE) {
            note_attempt(w, g, sent);
            return true;
        }
        error_clear(&w->err);
        d->reason = CANCELLED_UNREADABLE;
    }
    g->end = DELIVERY_CANCELLED;
    return true;
}

static bool send_claimed(struct work *w, struct delivering *g, const struct version *v, enum task_next *out_next)
{
    struct outbox_row seen;
    struct decision d;
    bool found;

    TRY(outbox_find(w, w->site->key, g->row.key, &seen, &found));
    if (!found)
        return true;
    if (!g->tried && (seen.state != OUTBOX_WAITING || seen.attempts != g->row.attempts)) {
        g->end = seen.state == OUTBOX_CANCELLED ? DELIVERY_CANCELLED : DELIVERY_NONE;
        return true;
    }
    TRY(decision_make(w, v, seen.record, seen.place, &d));
    TRY(try_once(w, g, &d));
    return write_outcome(w, g, &seen, &d, out_next);
}

bool delivery_step(struct work *w, void *state, int phase, enum task_next *out_next)
{
    struct slice *slice = state;
    const struct version *v = slice->services->version(slice->services, w->now);
    struct delivering *g = slice->inner;

    *out_next = TASK_END;
    if (phase == 0) {
        slice->more = false;
        slice->inner = NULL;
        return !v || TEETH_OUT(TOOTH_DELIVERY) || take_due(w, slice, v, out_next);
    }
    if (g->notice)
        return notice_send_go_on(w, g->notice, slice, phase, out_next);
    if (phase == 1 && g->claimed)
        TRY(send_claimed(w, g, v, out_next));
    slice->done = g->end == DELIVERY_SENT;
    slice->trouble = g->trouble;
    return true;
}
