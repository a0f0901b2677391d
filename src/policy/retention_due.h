/* When what is kept must go: a pure function of the rule, the moment of its trigger and the zone in which the policy counts days. */
#ifndef POLICY_RETENTION_DUE_H
#define POLICY_RETENTION_DUE_H

#include "base/zone.h"
#include "policy/model.h"

/* The trigger fell on the local date D. Due is the first instant of the local date D + period (a month later is the same day of the month or
 * its last one): what expires on 10 May is there through 9 May and due from 10 May 00:00 (clause P9-2).
 * False: no date; it stays until consent is withdrawn, or the rule is missing. */
bool retention_due(const struct retention_rule *rule, struct instant trigger, const struct zone *zone, struct instant *out_due);

#endif
