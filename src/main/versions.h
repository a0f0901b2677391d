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
/* NULL before the first publish. Any thread. */
const struct version *versions_newest(struct versions *v);
/* Reads version `number` (0: the newest) out of the database, so that what is served is what is stored, and puts it in force unless a newer
 * one is. Errors: NOT_FOUND, TAMPERED, UNAVAILABLE. */
MUST_USE bool versions_adopt(struct work *w, struct versions *v, int64_t number, const char *database, const struct site *site);

#endif
