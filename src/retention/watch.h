/* The watch over the clock: when it stands more than a minute before the newest commit, either it is wrong now or it was wrong then, and
 * what looks due may not be. Nothing is deleted until the clock has caught up or an operator confirms it (threat T22). The refusal is latched
 * in the pulse `retention.clock`, whose number is the newest instant known; 0 when all is well. */
#ifndef RETENTION_WATCH_H
#define RETENTION_WATCH_H

#include "store/list.h"

enum { WATCH_TOLERANCE_SECONDS = 60 };

struct watch {
    bool holds_up;         /* nothing may be deleted */
    bool changed;          /* the latch must be written: watch_write */
    struct instant newest; /* known to have happened; ms 0: none */
};

MUST_USE bool watch_read(struct work *w, struct watch *out_watch);
/* Adds the latch to the list. */
MUST_USE bool watch_write(struct work *w, const struct watch *watch);
/* An operator has looked and vouches for the clock as it stands: adds that to the list. */
MUST_USE bool watch_confirm(struct work *w);

#endif
