/* Promises: every clause that the policy promises, with its evidence and coverage, evaluated over rows and facts of a snapshot. */
#ifndef ASSURANCE_PROMISE_H
#define ASSURANCE_PROMISE_H

#include "policy/clause.h"
#include "policy/wording.h"
#include "store/services.h"

enum promise_state { PROMISE_KEPT, PROMISE_AT_RISK, PROMISE_BROKEN, PROMISE_UNPROVEN, PROMISE_ATTESTED, PROMISE_TEXT_ONLY, PROMISE_NOT_MADE, PROMISE_STATES };

struct evidence {
    enum message message;     /* what was looked at and seen, in words: MSG_EVIDENCE_... */
    struct text values[4];
    int value_count;
    struct instant at;        /* of the newest thing seen; ms 0: none */
    int64_t position;         /* of a fact in the log, -1: none */
};

/* How far the verdict reaches. With an unseen system the state is never KEPT. */
struct coverage {
    struct instant since;             /* evidence begins here */
    const char *door;                 /* id of what was looked at: "gate", "own rows", "page"; for the reader's words see page */
    struct text attested, unseen;     /* declared systems, by name, separated by ", " */
    struct day review;                /* earliest review date of the attested ones; number 0: none */
};

struct promise {
    const struct clause *clause;
    enum promise_state state;
    struct text sentence[POLICY_LANGUAGES_MAX]; /* by language of the policy */
    struct evidence evidence;
    struct coverage coverage;
};

struct promises {
    struct instant at;
    int64_t version;
    struct promise *list;
    int count;
    int by_state[PROMISE_STATES];
    struct unbound_sentence *unbound[POLICY_LANGUAGES_MAX]; /* sentences of own wording that no clause stands behind, by language: text only */
    size_t unbound_count[POLICY_LANGUAGES_MAX];
    uint64_t log_size;
    struct text log_key; /* as ledger/note.h writes it, to compare with the one in a receipt; empty without a vault */
};

const char *promise_state_name(enum promise_state s); /* "kept", "at risk", ... */

/* Evaluates all 73 clauses over the unit's snapshot; w->policy is the version in force. A check that itself fails makes its promise
 * UNPROVEN, never kept. */
MUST_USE bool promises_evaluate(struct work *w, struct services *s, struct promises *out_promises);
MUST_USE bool promises_as_json(struct work *w, const struct promises *p, struct text *out_json);
/* One line a clause for the terminal. */
MUST_USE bool promises_as_text(struct work *w, const struct promises *p, struct text *out_text);

#endif
