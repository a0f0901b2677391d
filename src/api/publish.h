/* Publish: how a policy becomes public. Parse and check, plan, render every document once, store the bytes as the next version. It counts from its
 * date on: at once, or, when it changes something material, after the notice that the policy in force promises. With errors nothing changes and
 * the version in force stays (clauses P0-1, P12-1, P12-2). */
#ifndef API_PUBLISH_H
#define API_PUBLISH_H

#include "public/route.h"

enum { OVERRIDE_REASON_MAX = 500 };

/* POST /control/publish {"file": NAME, "source": YAML, "effective": "now" | DAY | INSTANT, "override": REASON, "dry_run": BOOL}, all but the source
 * may be left out -> 201 {"version", "effective_at", "posted_at", "material", "plan", "findings"}, 200 {"version", "unchanged": true} or, of a dry
 * run, {"dry_run": true} with the rest, or 422 {"detail", "findings", "plan"}: errors as a compiler prints them, or too early a date. */
bool publish_step(struct work *w, struct exchange *x, int phase, enum task_next *out_next);

#endif
