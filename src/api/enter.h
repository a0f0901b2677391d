/* The door in front of the routes that ask for an API key.
 *
 * Without a living key: 401, one answer whether it is missing, unknown, expired or revoked. With a key that is not for the route: 403, naming the
 * scope. What a key may not see within a route (a channel, a purpose) is 404, the same as what does not exist. */
#ifndef API_ENTER_H
#define API_ENTER_H

#include "public/route.h"

/* Runs a phase of the route's step, or, in its place, of the refusal. x->key is set from phase 0 on, and so is the actor; a list that the first
 * phase commits is a CONFLICT when the key died meanwhile. For struct route.step's callers. */
MUST_USE bool api_enter(struct work *w, struct exchange *x, const struct route *route, int phase, enum task_next *out_next);

#endif
