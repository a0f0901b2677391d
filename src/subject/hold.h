/* Holds: what must not go while a claim, an order or another legal duty stands. A hold covers one subject or the whole site, has a reason
 * and an end; past its end it holds nothing, whether anybody ended it or not. Every change raises the site's version of holds, which sweep
 * and erase guard, so that none of them can slip past a hold set at the same moment. A hold does not stop deliveries. */
#ifndef SUBJECT_HOLD_H
#define SUBJECT_HOLD_H

#include "subject/pin.h"
#include "subject/subject.h"

/* Numbers are stored and never reused. */
enum hold_reason { HOLD_LEGAL_CLAIM = 1, HOLD_ORDER = 2, HOLD_LEGAL_DUTY = 3, HOLD_REASONS };
const char *hold_reason_name(enum hold_reason reason); /* "legal claim" */

struct hold {
    int64_t key;
    int64_t subject; /* row key; 0: the whole site */
    enum hold_reason reason;
    struct instant set_at, expires_at;
};

/* Adds a hold to the list: on the subject, or on the whole site when it is NULL. Gives the indexes of the write that inserts its row and
 * of the fact that says so, each unless NULL.
 * Errors: INVALID (the end is not in the future, no such reason), CONFLICT (the subject is gone). */
MUST_USE bool hold_set(struct work *w, const struct subject *s, enum hold_reason reason, struct instant until, int *out_write, int *out_fact);
/* Ends a hold before its time. Errors: NOT_FOUND when there is no such open hold. */
MUST_USE bool hold_end(struct work *w, int64_t key, int *out_fact);

/* The open ones, the newest first, at most `max` of them. */
MUST_USE bool hold_list(struct work *w, struct hold *out_holds, size_t max, size_t *out_count);
/* The open hold that covers the subject the longest; *out_found is false when there is none. */
MUST_USE bool hold_find(struct work *w, int64_t subject, struct hold *out_hold, bool *out_found);

#endif
