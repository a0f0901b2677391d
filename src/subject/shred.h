/* Shredding of keys whose intent is committed: the second and third of its three steps, for erase, sweep and start-up. What is destroyed is
 * written down only after the vault has confirmed it. */
#ifndef SUBJECT_SHRED_H
#define SUBJECT_SHRED_H

#include "subject/erase.h"
#include "subject/pin.h"

enum { SHRED_SLICE = 64 }; /* keys of a slice */

/* A key that a sweep has intended to shred. */
struct shredding {
    struct vault_key key;
    int64_t retention, subject;
    struct subject_id uid;
    int purpose;
    int64_t records;
};

/* The open intents of sweeps, the oldest first. */
MUST_USE bool shred_load_sweeps(struct work *w, int limit, struct shredding *out_items, int *out_count);
/* Destroys the keys in the vault; done before counts as done. Errors: TAMPERED when the vault does not confirm one: nothing may be said to
 * be gone then. */
MUST_USE bool shred_destroy(struct work *w, struct vault *v, const struct vault_key *keys, size_t count);
/* Adds to the open list that a subject whose keys were all destroyed before is erased, whatever holds it: there is nothing left to hold. */
MUST_USE bool erase_intend_again(struct work *w, const struct pin *p, const struct subject *s);
/* Adds to the list that the keys of the sweeps are destroyed, with a fact each. */
MUST_USE bool shred_settle_sweeps(struct work *w, const struct pin *p, const struct shredding *items, int count);

#endif
