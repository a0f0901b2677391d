/* The watch over the clock: when it stands more than a minute before the newest commit, either it is wrong now or it was wrong then, and
 * what looks due may not be. Nothing is deleted until the clock has caught up or an operator confirms it (threat T22). The refusal is latched
 * in the pulse `retention.clock`, whose number is the newest instant known; 0 when all is well.
 *
 * A running server commits something at least once a day. A start that finds the newest commit more than WATCH_AHEAD_DAYS ago was either down
 * for so long, or its clock stands too late and everything would look due: nothing is deleted until an operator confirms. */
#ifndef RETENTION_WATCH_H
#define RETENTION_WATCH_H

#include "store/runtime.h"

enum { WATCH_TOLERANCE_SECONDS = 60, WATCH_AHEAD_DAYS = 30 };

struct watch {
    bool holds_up;         /* nothing may be deleted */
    bool behind;           /* the clock stands before the newest commit */
    bool ahead;            /* at the last start the clock stood long after the newest commit, and nobody has confirmed it */
    bool changed;          /* the latch must be written: watch_write */
    struct instant newest; /* known to have happened; ms 0: none */
};

MUST_USE bool watch_read(struct work *w, struct watch *out_watch);
/* Adds the latch to the list. */
MUST_USE bool watch_write(struct work *w, const struct watch *watch);
/* A step for struct task at a start, before anything else commits; state is a struct watch_start. */
struct watch_start {
    bool ahead;        /* out */
    int64_t days;      /* out: since the newest commit */
};
MUST_USE bool watch_start_step(struct work *w, void *start, int phase, enum task_next *out_next);
/* An operator has looked and vouches for the clock as it stands: adds that to the list. */
MUST_USE bool watch_confirm(struct work *w);

#endif
