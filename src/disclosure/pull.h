/* Pull: a recipient fetches what a channel delivers to it, a page at a time. Each record is decided and opened at that moment, and the opening is
 * on record before it is shown. A page comes with a cursor; asking with it says that the page has arrived, and what it held is delivered.
 * Without it the same page comes again: at least once, each under its own id. What was erased, has expired or lost its ground since is
 * cancelled and not shown. Clauses P3A1-3, P6-1, P6A2-1. */
#ifndef DISCLOSURE_PULL_H
#define DISCLOSURE_PULL_H

#include "disclosure/delivery_end.h"
#include "disclosure/submission_json.h"
#include "store/runtime.h"
#include "store/services.h"

enum { PULL_PAGE_MAX = 5, PULL_ALARM_DAYS = 3, PULL_LOOK_HOURS = 24 };

enum pull_end { PULL_PAGE = 0, PULL_UNKNOWN, PULL_BAD_CURSOR };

struct pulled {
    struct outbox_row row;
    struct decision decision;
    bool shown;
};

struct pull {
    /* in; what it points to lives until the unit ends */
    struct services *services;
    struct text channel, recipient;
    struct text after; /* cursor; empty: none */
    /* out */
    enum pull_end end;
    int64_t delivered; /* what the cursor acknowledged */
    struct text page;  /* JSON */
    /* between the phases */
    const struct version *version;
    const struct channel *from;
    struct pulled items[PULL_PAGE_MAX];
    int count;
    bool more;
    size_t sealed;
};

/* Two phases, as store/runtime.h has it. Errors: of the vault, of the database. */
MUST_USE bool pull_step(struct work *w, struct pull *p, int phase, enum task_next *out_next);
/* For the delivery job: the place is fetched, not sent. Nobody having fetched it for PULL_ALARM_DAYS is a task of the operator. */
MUST_USE bool pull_offer(struct work *w, const struct outbox_row *row, const struct decision *d);

#endif
