/* Keys that no row claims: a crash between the vault's sync and the commit leaves them behind. They protect nothing and are destroyed when
 * they are older than an hour, so that no list that is still on its way loses its key. */
#ifndef SUBJECT_RECONCILE_H
#define SUBJECT_RECONCILE_H

#include "store/slice.h"

/* A step for struct task on the slow pool; state is a struct slice. done: keys that were destroyed. */
bool reconcile_step(struct work *w, void *slice, int phase, enum task_next *out_next);

#endif
