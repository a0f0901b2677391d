/* The invariant checker of a data directory: log, tree, facts, rows, keys, pages, outbox, deadlines. Reads a snapshot, changes nothing. */
#ifndef ASSURANCE_VERIFY_H
#define ASSURANCE_VERIFY_H

#include "base/work.h"
#include "vault/vault.h"

struct violation {
    const char *invariant; /* id: "V07-due-date" */
    struct text message;   /* which row, what it says, what it should say */
    struct violation *next;
};

struct verification {
    struct violation *first, *last;
    int64_t violations, checked; /* rows looked at */
    int invariants;              /* how many were checked */
    uint64_t log_size;
};

/* `vault` may be NULL (then what needs keys is left out and said so in out_verification->invariants). Stops listing after 200 violations,
 * goes on counting. */
MUST_USE bool verify_data(struct work *w, struct vault *vault, struct verification *out_verification);

/* {"violations": N, "checked": N, "invariants": N, "log_size": N, "list": [{"invariant", "message"}], "text": lines for the terminal} */
MUST_USE bool verification_as_json(struct work *w, const struct verification *v, struct text *out_json);

#endif
