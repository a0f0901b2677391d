/* The versions of the policy in memory. Each lies in an arena of its own and stays until the server ends, because units are pinned to it; a
 * publish costs the size of its policy. */
#ifndef MAIN_VERSIONS_H
#define MAIN_VERSIONS_H

#include "base/work.h"
#include "policy/version.h"

#include <pthread.h>
#include <stdatomic.h>

struct loaded_version;

struct versions {
    _Atomic(struct loaded_version *) newest;
    pthread_mutex_t adopting;
};

void versions_open(struct versions *v);
void versions_close(struct versions *v);
/* The version that counts at a moment: of those whose date has come, the newest. With a clock that stands before all of them, the oldest.
 * NULL before the first publish. Any thread. */
const struct version *versions_at(struct versions *v, struct instant at);
/* Reads version `number` (0: the one that counts at w->now) out of the database, so that what is served is what is stored. It counts from
 * its own date on. Errors: NOT_FOUND, TAMPERED, UNAVAILABLE. */
MUST_USE bool versions_adopt(struct work *w, struct versions *v, int64_t number, const char *database, const struct site *site);

#endif
