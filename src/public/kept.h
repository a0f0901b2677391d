/* Answers that are costly to make and the same for everybody, kept for a second: so that nobody can keep the server busy by asking for the
 * promises again and again. Any thread. */
#ifndef PUBLIC_KEPT_H
#define PUBLIC_KEPT_H

#include "base/work.h"

enum { KEPT_MS = 1000, KEPT_MAX = 16, KEPT_BYTES_MAX = 1 << 20 };

struct kept;

/* NULL when there is no memory: then nothing is kept. */
struct kept *kept_create(void);
void kept_destroy(struct kept **k);

/* What is kept under the key and not older than KEPT_MS, copied into the arena of w. False: nothing; or no memory, then w->err is set.
 * `k` may be NULL. */
bool kept_find(struct work *w, struct kept *k, int64_t key, struct moment now, struct text *out_bytes);
/* Keeps a copy, in place of the oldest if need be. */
void kept_add(struct kept *k, int64_t key, struct moment now, struct text bytes);

#endif
