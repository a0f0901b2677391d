/* When what is kept must go: a pure function of the rule, of what happened, and of the zone in which the policy counts days. */
#ifndef POLICY_RETENTION_DUE_H
#define POLICY_RETENTION_DUE_H

#include "base/zone.h"
#include "policy/model.h"

/* What happened to one retention so far. */
struct retention_history {
    struct instant since;         /* the record came in, or the newest contact */
    enum retention_trigger event; /* TRIGGER_MISSING: none has been told */
    struct instant event_at;
};

/* The trigger fell on the local date D. Due is the first instant of the local date D + period (a month later is the same day of the month or
 * its last one): what expires on 10 May is there through 9 May and due from 10 May 00:00 (clause P9-2). What is kept until withdrawn is due at
 * the instant of the withdrawal.
 * False: no date yet, and out_due is left alone. */
bool retention_due(const struct retention_rule *rule, const struct retention_history *history, const struct zone *zone, struct instant *out_due);

/* Whether the second rule ends no later than the first, whatever happens and when. */
bool retention_ends_no_later(const struct retention_rule *was, const struct retention_rule *is);

#endif
