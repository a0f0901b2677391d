/* Due dates after a new version of the policy: the truth of a retention is its rule, trigger and moment; the date is computed out of them. The
 * pulse `retention.recompute` says by its number for which version all dates are right; `retention.cursor` holds the row reached (number) and
 * for which version (position), so that the work goes on after a stop. */
#ifndef RETENTION_RECOMPUTE_H
#define RETENTION_RECOMPUTE_H

#include "base/work.h"

/* Whether the dates are those of the version; the sweep waits until they are. */
MUST_USE bool recompute_is_settled(struct work *w, int64_t version, bool *out_settled);

#endif
