/* The outbox: every effect outside the database leaves through a row of the same transaction. A row delivers a record to a place of its
 * channel (disclosure/delivery.h) or a notice to a person (mail/notice_send.h). What fails for now is tried again after 1 minute, doubling
 * up to 6 hours; after 3 days it has failed for good. All writes go into the unit's list and conflict when the row has moved on. */
#ifndef STORE_OUTBOX_H
#define STORE_OUTBOX_H

#include "store/list.h"

enum {
    DELIVERY_FIRST_WAIT_SECONDS = 60,
    DELIVERY_LONGEST_WAIT_HOURS = 6,
    DELIVERY_GIVE_UP_DAYS = 3,
    DELIVERY_LEASE_MINUTES = 10, /* an attempt that never said how it ended is made again after that */
};

/* Numbers are stored. */
enum outbox_state { OUTBOX_WAITING = 0, OUTBOX_SENT = 1, OUTBOX_FAILED = 2, OUTBOX_CANCELLED = 3 };

struct outbox_row {
    int64_t key, record, subject, place, attempts;
    int64_t notice; /* row key; 0: it delivers a record */
    int64_t pull;   /* number of the recipient that fetches it; 0: it is sent */
    struct id uid;
    enum outbox_state state;
    struct instant created_at;
};

/* A row of a query with the columns of outbox_row. */
MUST_USE bool outbox_read(struct work *w, const struct sql_row *row, struct outbox_row *out_row);
/* The one that is due the longest; *out_found is false when nothing is. */
MUST_USE bool outbox_due(struct work *w, int64_t site, struct outbox_row *out_row, bool *out_found);
MUST_USE bool outbox_find(struct work *w, int64_t site, int64_t key, struct outbox_row *out_row, bool *out_found);

/* The attempt counts from this commit on, whatever becomes of the process; row->attempts is raised. */
MUST_USE bool outbox_claim(struct work *w, struct outbox_row *row);
/* A recipient fetches it (disclosure/pull.h); it is looked at again after the wait. */
MUST_USE bool outbox_offer(struct work *w, const struct outbox_row *row, int64_t recipient, struct span wait);
/* It was shown to the recipient: counts as an attempt; it is looked at again after the wait. row->attempts is raised. */
MUST_USE bool outbox_show(struct work *w, struct outbox_row *row, struct span wait);
MUST_USE bool outbox_again(struct work *w, const struct outbox_row *row, struct span wait, int outcome);
MUST_USE bool outbox_end(struct work *w, const struct outbox_row *row, enum outbox_state state, int outcome);

/* Whether its time is over, at the end of the wait. */
bool outbox_is_old(const struct work *w, const struct outbox_row *row, struct span wait);
/* When attempt number `attempts` (from 1) failed, how long to wait; a fifth more or less, by the unit's randomness. */
struct span delivery_wait(struct work *w, int64_t attempts);

#endif
