/* Collect: a submission passes the gate and is kept: sealed under a new key of a new provisional subject (or of the one that a program names
 * by its handle), with its retention, its deliveries, and its fact in the log, all in one commit. Nobody is looked up on what a stranger
 * typed. Clauses P3-1, P3A1-1, P4-1, C0-1.
 *
 * Rows of a form post with one delivery: subject, retention, record, outbox, once; and the fact. */
#ifndef COLLECT_COLLECT_H
#define COLLECT_COLLECT_H

#include "collect/gate.h"
#include "policy/version.h"
#include "store/runtime.h"
#include "store/services.h"
#include "subject/subject.h"

enum { IDEMPOTENCY_HOURS = 24, IDEMPOTENCY_KEY_MAX = 255, UNCONFIRMED_DAYS = 7 };

enum collect_end {
    COLLECT_REFUSED = 0, /* the verdict says why; nothing was kept, the refusal is counted */
    COLLECT_KEPT,
    COLLECT_AGAIN,       /* the same post came before: its result, and nothing new was kept */
    COLLECT_EQUAL,       /* an equal form came before, perhaps from somebody else: nothing new was kept, and nothing of the first is told */
    COLLECT_OTHER_BODY,  /* its Idempotency-Key came before with another body */
    COLLECT_NO_SUBJECT,  /* no subject has this handle, or it was erased */
};

/* State of collect_step. What it points to must live until the unit ends. */
struct submission {
    /* in */
    struct services *services;
    struct text channel;
    enum gate_door door;
    const struct gate_field *fields;
    int field_count;
    struct text region;          /* as the person says it; empty: she does not */
    struct text proxied_region;  /* as a trusted proxy says it; empty: it does not */
    struct text language;        /* in which it was asked; empty: the authoritative one of the policy */
    struct text body;            /* as it came: equal ones are the same post */
    bool needs_token;            /* the form is ours */
    struct text form_token;
    struct text idempotency_key; /* empty: none */
    const struct handle *handle; /* NULL: a new subject */
    /* out */
    enum collect_end end;
    const struct version *version; /* by which it was decided */
    struct gate_verdict *verdict;
    struct handle subject;
    struct record_id record;
    uint64_t position;           /* of the fact */
    bool unconfirmed;            /* it waits for a confirmation by mail: kept for UNCONFIRMED_DAYS, delivered to nobody */
    struct subject_id subject_uid;
    struct store_value subject_row; /* of a submission that is kept, for whoever adds to its list */
    struct text region_code;
    int region_source;
    struct text receipt_token;   /* empty: its key could not be read, and there is no address of a receipt */
    /* between the phases */
    int fact;
};

/* Two phases, as store/runtime.h has it; ended when *out_next is TASK_END. */
MUST_USE bool collect_step(struct work *w, struct submission *s, int phase, enum task_next *out_next);

/* Adds the deliveries of a record to the list: one for each place of its channel. */
MUST_USE bool collect_deliver(struct work *w, const struct channel *channel, struct store_value record, struct store_value subject);
/* The same for a submission that a door refuses before the gate: the reason is counted, and the answer is built in the same way. */
MUST_USE bool collect_refuse_step(struct work *w, struct submission *s, struct text field, enum gate_reason reason, int phase, enum task_next *out_next);

#endif
