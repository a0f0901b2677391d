/* The row of a site: its id in every record, its log's origin, and the two versions that guards read. */
#ifndef STORE_SITE_ROW_H
#define STORE_SITE_ROW_H

#include "store/list.h"

struct site_row {
    int64_t key;
    struct site_id uid; /* 16 random bytes, bound into every record: never changes */
    struct text name, log_origin;
    struct instant created_at;
    int64_t policy_number; /* the newest version, whether its date has come or not; 0 before the first publish */
    int64_t holds_version;
};

/* Errors: NOT_FOUND. */
MUST_USE bool site_row_load(struct work *w, struct sql_connection *c, struct text name, struct site_row *out_row);
/* For start-up, on a writing connection outside a transaction: loads the row or makes it, with a uid from the unit's randomness.
 * Errors: INVALID when the log was begun under another origin: receipts that people hold name it. */
MUST_USE bool site_row_open(struct work *w, struct sql_connection *c, struct text name, struct text log_origin, struct site_row *out_row);

/* What a decision read of the site and does not write: the list ends with CONFLICT when it changed meanwhile. Of the policy: when a newer
 * version than the one judged by counts at the unit's moment. */
MUST_USE bool site_guard_policy(struct work *w, int64_t site, int64_t policy_number);
MUST_USE bool site_guard_holds(struct work *w, int64_t site, int64_t holds_version);
/* The changes that those guards wait for; each from the value that the unit read. */
MUST_USE bool site_set_policy(struct work *w, int64_t site, int64_t from, int64_t to);
MUST_USE bool site_raise_holds(struct work *w, int64_t site, int64_t holds_version);

#endif
