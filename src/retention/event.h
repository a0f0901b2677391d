/* Events that retentions wait for: the case was closed, the contract ended. The site tells them by the person's handle, since nobody here sees
 * them happen. An event counts once for each (subject, purpose); telling it again changes nothing. It ends what the person had given by then:
 * what comes in later waits for the next one. A date only ever comes forward (clauses P9-1, P9-2). */
#ifndef RETENTION_EVENT_H
#define RETENTION_EVENT_H

#include "retention/dated.h"
#include "subject/subject.h"

struct retention_event {
    /* in */
    struct handle handle;
    enum retention_trigger trigger; /* retention_trigger_is_event */
    struct instant at;
    const struct purpose *purpose;  /* NULL: every one that waits for it */
    /* out */
    int64_t ended;      /* retentions whose period began */
    bool already;       /* it was told before, or comes too late to end anything sooner: nothing was changed */
    bool has_due;
    struct instant due; /* when the last of them goes */
    int fact;           /* index in the list, when something ended */
};

/* "closed"; TRIGGER_MISSING for what is no event that can be told. */
enum retention_trigger retention_event_named(struct text word);

/* Opens the list and adds the event, or leaves it without writes when it ends nothing: it was told before, or nothing waits for it.
 * The unit has a policy.
 * Errors: INVALID (the instant lies in the future, or before everything that it could end), NOT_FOUND (no such person),
 * CONFLICT (she is being erased). The messages say what would be right. */
MUST_USE bool retention_event_add(struct work *w, struct retention_event *e);

#endif
