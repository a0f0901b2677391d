/* Tasks of the operator: what the program cannot see to by itself, such as a delivery that failed for good. Raised once for each cause, in
 * the write list of the act that found it; they hold numbers and instants, never text or personal data. A new kind is a row of the table. */
#ifndef STORE_OPERATOR_TASK_H
#define STORE_OPERATOR_TASK_H

#include "store/list.h"

/* Numbers are stored and never reused. */
enum operator_task_kind {
    OPERATOR_TASK_NOTICE_FAILED = 1,   /* cause: row key of the outbox */
    OPERATOR_TASK_DELIVERY_FAILED = 2, /* cause: row key of the outbox */
    OPERATOR_TASK_CONTRACT_ENDS = 3,   /* cause: number of the recipient, moment: the last day of its contract */
    OPERATOR_TASK_CONTRACT_ENDED = 4,  /* the same */
    OPERATOR_TASK_NOT_FETCHED = 5,     /* cause: number of the recipient */
    OPERATOR_TASK_NOT_TOLD = 6,        /* cause: number of the recipient that was not told of a withdrawal */
    OPERATOR_TASK_KINDS
};
const char *operator_task_name(enum operator_task_kind kind); /* "delivery failed" */
/* What to do about it; one line. */
const char *operator_task_advice(enum operator_task_kind kind);

struct operator_task {
    int64_t key;
    enum operator_task_kind kind;
    int64_t cause;
    struct instant moment; /* ms 0: none */
    struct instant raised_at;
};

/* Adds to the unit's list that somebody must see to it; what was raised before for the same cause, open or done, stays as it is. */
MUST_USE bool operator_task_raise(struct work *w, int64_t site, enum operator_task_kind kind, int64_t cause, struct instant moment);
/* Whether it was raised before, for jobs that would otherwise write again and again. */
MUST_USE bool operator_task_is_raised(struct work *w, int64_t site, enum operator_task_kind kind, int64_t cause, struct instant moment, bool *out_raised);
/* The open ones, the oldest first, at most `max` of them. */
MUST_USE bool operator_task_list(struct work *w, int64_t site, struct operator_task *out_tasks, size_t max, size_t *out_count);
/* Adds to the list that the actor of the unit has seen to it. Errors: NOT_FOUND when there is no such open task. */
MUST_USE bool operator_task_finish(struct work *w, int64_t site, int64_t key);

#endif
