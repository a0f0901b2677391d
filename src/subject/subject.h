/* Whom a record is about. A gate record begins under a new provisional subject: nobody is looked up on what a stranger typed. Outsiders
 * name a subject by an opaque handle = MAC(MAC_HANDLE, subject uid); the database holds only its hash. */
#ifndef SUBJECT_SUBJECT_H
#define SUBJECT_SUBJECT_H

#include "store/list.h"
#include "vault/vault.h"

enum { HANDLE_BYTES = 20, HANDLE_TEXT = 32 }; /* shown in Crockford base32, 32 characters in groups of 4 when printed for people */
enum { HANDLE_INDEX = 16 }; /* first bytes of the SHA-256 of the handle, as the database has it */

struct handle {
    uint8_t bytes[HANDLE_BYTES];
};

enum subject_state { SUBJECT_LIVE = 0, SUBJECT_ERASING = 1, SUBJECT_ERASED = 2 };

struct subject {
    int64_t key;
    struct subject_id uid;
    enum subject_state state;
    int64_t version; /* raised by every act that changes what may be done with the subject; guards read it */
};

MUST_USE bool handle_of(struct work *w, struct vault *v, struct subject_id uid, struct handle *out_handle);
void draft_handle(struct draft *d, const struct handle *h);
void draft_handle_grouped(struct draft *d, const struct handle *h); /* "7ZHQ-..." for people */
/* Accepts groups, hyphens and lower case. */
bool handle_parse(struct text t, struct handle *out_handle);

/* Adds a new provisional subject to the list: gives its uid, its handle, and the index of the write that inserts its row. */
MUST_USE bool subject_add(struct work *w, struct vault *v, struct subject_id *out_uid, struct handle *out_handle, int *out_write);
/* Whoever is going to keep or show something asks for state SUBJECT_LIVE too: the row outlasts an erase until it is reclaimed.
 * Errors: NOT_FOUND (the same for a handle that never was and one whose row is gone). */
MUST_USE bool subject_load(struct work *w, const struct handle *h, struct subject *out_subject);
/* The living subject of a handle; that there is none is no error. */
MUST_USE bool subject_find_live(struct work *w, const struct handle *h, struct subject *out_subject, bool *out_found);
MUST_USE bool subject_load_key(struct work *w, int64_t key, struct subject *out_subject);
/* What a decision read and does not write: the list fails with CONFLICT when the subject's version or state changed. */
MUST_USE bool subject_guard(struct work *w, const struct subject *s);
/* Raises the version; state as given. */
MUST_USE bool subject_change(struct work *w, const struct subject *s, enum subject_state state);

#endif
