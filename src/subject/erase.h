/* Erase: destroys every key of a subject in three steps (design: the unit of work). Phase 0 commits the intent; phase 1 shreds in the vault
 * and commits `shredded` with the fact; only then is it acknowledged. The rows are reclaimed later, in the background. Clause P8.1-5.
 * The same steps serve the retention sweep for one (subject, purpose). */
#ifndef SUBJECT_ERASE_H
#define SUBJECT_ERASE_H

#include "store/slice.h"
#include "subject/subject.h"

enum shred_reason { SHRED_RETENTION = 1, SHRED_ERASE = 2 };

struct erasure {
    /* in */
    struct handle handle;
    struct vault *vault;
    /* out */
    struct subject subject;
    int64_t records, keys, deliveries_cancelled;
    int64_t position;  /* of the fact */
    bool already;      /* it was erased before: nothing was done */
    bool intended;     /* phase 0 is done */
};

/* A step for struct task: state is a struct erasure. Errors: NOT_FOUND; REFUSED when a hold covers the subject (the message says which and
 * until when). */
MUST_USE bool erase_step(struct work *w, void *erasure, int phase, enum task_next *out_next);

/* Finishes every open intent: for start-up, before listening, and for the job that retries. Their state is a struct slice. */
MUST_USE bool shred_resume_step(struct work *w, void *state, int phase, enum task_next *out_next);
/* After a restore: the keys that the tombstones tell of. Rows that still count on one are put to their end again, as an erase when nothing of
 * the person is left and as a sweep otherwise; the intents are finished by shred_resume_step. */
struct vault_key_list; /* vault/vault.h */
struct restoring {
    const struct vault_key_list *tombs; /* sorted */
    int64_t after, last;    /* row keys: where the slice begins, and where it ended */
    int64_t rows;           /* so far */
    bool more;
};
/* A step for struct task: state is a struct restoring. The caller moves `after` to `last` and goes on while there is more. */
MUST_USE bool restored_step(struct work *w, void *restoring, int phase, enum task_next *out_next);
/* Destroys again what a restored key backup brought back, at start-up after the intents. done: keys. Changes no row. */
MUST_USE bool shred_again_step(struct work *w, void *state, int phase, enum task_next *out_next);
/* Deletes rows whose key is gone, a batch a slice. */
MUST_USE bool reclaim_step(struct work *w, void *state, int phase, enum task_next *out_next);

#endif
