/* Publish: how a policy becomes public. Parse and check, render every language once, store the bytes as the next version, then put it in
 * force. With errors nothing changes and the version in force stays (clauses P0-1, P12-1). */
#ifndef API_PUBLISH_H
#define API_PUBLISH_H

#include "public/route.h"

/* POST /control/publish {"file": NAME, "source": YAML} -> 201 {"version", "effective_at", "findings"}, 200 {"version", "unchanged": true}, or
 * 422 with the findings as a compiler prints them. */
bool publish_step(struct work *w, struct exchange *x, int phase, enum task_next *out_next);

#endif
