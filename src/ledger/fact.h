/* Facts: rows that say what was done. Never free text, never personal data: numbers, instants and opaque ids only. The leaf of a fact is
 * ledger_leaf(d), d = SHA-256("privacyd/fact/1" | salt | canonical fact); the salt lies in the fact row and goes with it. The position in
 * the log is assigned last and is not in the leaf. */
#ifndef LEDGER_FACT_H
#define LEDGER_FACT_H

#include "base/hash.h"
#include "base/id.h"
#include "base/work.h"

enum { FACT_SALT = 32, FACT_CANONICAL_MAX = 256 };

/* Numbers are stored and never reused. */
enum fact_type {
    FACT_NONE = 0,
    FACT_LOG_OPENED = 1,         /* first entry of a log */
    FACT_POLICY_PUBLISHED = 2,   /* number = version, hash = SHA-256 of its source, effective, outcome = 1: without the notice that was promised */
    FACT_COLLECTED = 3,          /* a gate accepted a record */
    FACT_REFUSALS = 4,           /* number = how many in the minute that ends at `at`, outcome = reason */
    FACT_DELIVERED = 5,          /* number = place in the channel, outcome = reply code of the other side */
    FACT_DELIVERY_CANCELLED = 6, /* outcome = reason */
    FACT_DELIVERY_FAILED = 7,    /* for good; outcome = last reply code */
    FACT_OPENED = 8,             /* data were opened for a purpose */
    FACT_SWEPT = 9,              /* retention: key destroyed, number = records */
    FACT_ERASED = 10,            /* an erase: every key of the subject destroyed, number = records */
    FACT_KEY_CREATED = 11,       /* an API key */
    FACT_KEY_REVOKED = 12,
    FACT_HOLD_SET = 13,
    FACT_HOLD_ENDED = 14,
    FACT_FACTS_EXPIRED = 15,     /* number = how many fact rows went */
    FACT_SWEEP_RUN = 16,         /* folded: once a day and when something went; number = how many went */
    FACT_RESTORED = 17,          /* the data directory came out of a backup; number = keys whose rows were put to their end again */
    FACT_NOTICE_SENT = 18,       /* number = kind of the notice, outcome = reply code of the other side */
    FACT_NOTICE_CANCELLED = 19,  /* number = kind, outcome = reason */
    FACT_NOTICE_FAILED = 20,     /* for good; number = kind, outcome = last reply code */
    FACT_SUPPRESSED = 21,         /* an address gets no more mail: number = reason */
    FACT_SUPPRESSION_LIFTED = 22,
    FACT_RETENTION_EVENT = 23,   /* an event that a retention waits for: outcome = enum retention_trigger, number = its instant */
    FACT_CONSENT_GIVEN = 24,     /* outcome = how (consent/consent.h), hash = SHA-256 of the words that were shown */
    FACT_CONSENT_WITHDRAWN = 25, /* outcome = how, number = deliveries that ended with it */
    FACT_TYPES
};

/* Zero means absent. */
struct fact {
    enum fact_type type;
    struct instant at;
    int64_t policy_number;
    int channel, purpose, basis; /* numbers of the policy's names, enum legal_basis */
    char region[8];              /* "US-CA", NUL-padded; empty: not known */
    int region_source;
    struct id subject, record;   /* opaque */
    int outcome;
    int64_t number;
    int64_t actor;               /* actor_number() */
    struct hash hash;
    struct instant effective;    /* of a published version: from when it counts */
};

const char *fact_type_name(enum fact_type type); /* "collected" */

/* A fact of this unit of work, to be completed: it has the unit's moment and actor. */
struct fact fact_begin(const struct work *w, enum fact_type type, int64_t policy_number);

/* Canonical bytes: for each present field in order of its tag: tag u8, length u16, bytes; integers big-endian without leading zeros.
 * One fact has one encoding; parsing refuses every other. */
size_t fact_encode(const struct fact *fact, uint8_t out_bytes[FACT_CANONICAL_MAX]);
/* Errors: TAMPERED. */
MUST_USE bool fact_decode(struct work *w, struct text canonical, struct fact *out_fact);
struct hash fact_leaf(const uint8_t salt[FACT_SALT], struct text canonical);

#endif
