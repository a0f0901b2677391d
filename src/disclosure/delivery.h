/* Deliveries: what a gate accepted reaches the people who need it, out of the outbox and after passing the decision again. A delivery whose
 * person was erased, whose retention has ended, whose purpose lost its basis or whose recipient lost its contract is cancelled, and nothing
 * is sent. Sent at least once: every attempt has the same Message-ID. A hold does not stop a delivery. Clauses P3A1-3, P6A2-1, P9-1.
 *
 * Phase 0 takes the delivery that is due the longest and commits that it is cancelled, or that it is opened and tried now; phase 1 sends and
 * commits the outcome. What fails for now is tried again after 1 minute, doubling up to 6 hours, or when the other side asks for it; after 3 days
 * it has failed for good. */
#ifndef DISCLOSURE_DELIVERY_H
#define DISCLOSURE_DELIVERY_H

#include "disclosure/attempt.h"
#include "mail/notice_send.h"
#include "store/outbox.h"
#include "store/slice.h"

enum delivery_end {
    DELIVERY_NONE = 0,  /* nothing is due */
    DELIVERY_SENT,
    DELIVERY_AGAIN,     /* not now: it is due later */
    DELIVERY_FAILED,    /* for good, loudly */
    DELIVERY_CANCELLED, /* nothing was sent */
};

/* What a slice knows of its delivery: slice->inner, made by phase 0. What it remembers of the attempt survives a rerun of phase 1, so that
 * nothing is sent twice. */
struct delivering {
    struct services *services;
    enum delivery_end end;
    enum cancel_reason reason; /* when it was cancelled */
    struct attempt_answer answer; /* of the other side */
    struct outbox_row row;
    struct notice_sending *notice; /* the row is a notice to a person: it goes its own way */
    bool claimed, tried;
    struct error trouble; /* why the attempt failed */
};

/* A step for struct task, on the slow pool (it waits for the mail server); state is a struct slice, one delivery a slice. */
MUST_USE bool delivery_step(struct work *w, void *slice, int phase, enum task_next *out_next);

#endif
