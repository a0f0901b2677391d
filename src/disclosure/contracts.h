/* Contracts with recipients that end: a task for the operator 30 days before the last day, and another once it is over, when deliveries to
 * the recipient stop (disclosure/decision.h). A contract that was renewed has another last day and is watched anew. */
#ifndef DISCLOSURE_CONTRACTS_H
#define DISCLOSURE_CONTRACTS_H

#include "store/slice.h"

enum { CONTRACT_NOTICE_DAYS = 30 };

/* A step for struct task; state is a struct slice. Commits only when there is something to raise. */
MUST_USE bool contracts_step(struct work *w, void *slice, int phase, enum task_next *out_next);

#endif
