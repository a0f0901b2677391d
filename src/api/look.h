/* What the commands that only read show, as JSON: the same for a running server and for a data directory that nobody serves. */
#ifndef API_LOOK_H
#define API_LOOK_H

#include "base/work.h"
#include "store/services.h"

/* {"json": the promises as the public page gives them, "text": lines for the terminal}. Errors: NOT_FOUND before the first publish. */
MUST_USE bool look_at_promises(struct work *w, struct services *s, struct text *out_json);
/* assurance/verify.h; vault may be NULL. */
MUST_USE bool look_at_invariants(struct work *w, struct vault *vault, struct text *out_json);
/* What the retention sweep would remove at an instant: {"text": ...}. Errors: NOT_FOUND before the first publish. */
MUST_USE bool look_at_sweep(struct work *w, struct instant at, struct text *out_json);
/* The file of a published version: {"source": ...}. Errors: NOT_FOUND. */
MUST_USE bool look_at_source(struct work *w, int64_t version, struct text *out_json);

#endif
