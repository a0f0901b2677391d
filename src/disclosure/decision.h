/* The second decision about a delivery: by the policy in force when it is sent, not by the one it was collected under. */
#ifndef DISCLOSURE_DECISION_H
#define DISCLOSURE_DECISION_H

#include "disclosure/opening.h"
#include "policy/version.h"
#include "subject/cancel.h"

struct decision {
    enum cancel_reason reason; /* CANCELLED_NOT: it may leave */
    struct pin pin;            /* the version it was decided by */
    const struct policy *policy;
    struct record_row record;  /* key 0: it is gone */
    const struct channel *channel;
    const struct delivery *delivery;
};

/* Never fails because the answer is no. */
MUST_USE bool decision_make(struct work *w, const struct version *v, int64_t record, int64_t place, struct decision *out_decision);

/* Whether a recipient may be sent what is kept for the purpose from people of a region (number; -1: nobody knows where, so it must serve
 * all): declared for both, and its contract not ended. A recipient of another role than processor needs no contract here. */
enum cancel_reason decision_recipient(const struct policy *p, struct text recipient, const struct purpose *purpose, int region, struct instant now);

#endif
