/* A retention with what decides its date: the rule that was promised for it, and what happened. The due date is an index over these: it is the
 * earliest of what its own rule, the policy in force and the versions before gave, and never moves back later. */
#ifndef RETENTION_DATED_H
#define RETENTION_DATED_H

#include "policy/retention_due.h"
#include "sql/sql.h"

struct dated {
    int64_t key;
    int purpose;
    bool has_rule;              /* false: a row from before rules were written down */
    struct retention_rule rule; /* without place; the trigger alone when has_rule is false */
    struct retention_history history;
    bool has_due;
    struct instant due;
};

/* From the columns id, purpose, trigger_kind, period, unit, trigger_at, event_kind, event_at, due_at, the first of them at `from`. */
MUST_USE bool dated_read(struct work *w, const struct sql_row *row, int from, struct dated *out_dated);
/* Brings the date forward to what the rule gives; false when that is no earlier, or no date. */
bool dated_hasten(struct dated *d, const struct retention_rule *rule, const struct zone *zone);

#endif
