/* Opening a record: the only way the program reads what a person gave. Whoever opens names a purpose; the policy says whether a record of
 * that purpose may be opened for it (a record serves the purpose it was collected for and no other), the retention whether it is still to be
 * there, and the opening is on record before the data are read. Clauses P3A1-2, P3A1-3. */
#ifndef DISCLOSURE_OPENING_H
#define DISCLOSURE_OPENING_H

#include "collect/record.h"
#include "consent/consent.h"
#include "policy/model.h"
#include "subject/pin.h"
#include "subject/subject.h"

/* What the rows say of a record; nothing of it is open. */
struct record_row {
    int64_t key, retention;
    struct record_id uid;
    int channel, purpose;
    enum legal_basis basis;
    struct text region;
    int region_source;
    struct instant collected_at;
    struct text sealed;
    int retention_state; /* 0 live */
    bool has_due;
    struct instant due_at;
    enum consent_act consent; /* the newest of the person for the purpose */
    struct subject subject;
};

/* Errors: NOT_FOUND when the record is not there any more. */
MUST_USE bool record_row_load(struct work *w, int64_t record, struct record_row *out_row);

enum opening_answer {
    OPENING_ALLOWED = 0,
    OPENING_OTHER_PURPOSE, /* the record was collected for another purpose */
    OPENING_NO_PURPOSE,    /* the policy in force does not know the purpose any more */
    OPENING_NO_BASIS,      /* there is no legal basis for it in the record's region, or only a consent that was never given */
    OPENING_DUE,           /* its retention has ended */
    OPENING_SUBJECT_GONE,  /* the person was erased or is being erased */
    OPENING_WITHDRAWN,     /* the person withdrew the consent */
    OPENING_ANSWERS
};
const char *opening_answer_name(enum opening_answer answer); /* "other purpose" */

enum opening_answer opening_decide(const struct policy *p, const struct record_row *r, int purpose, struct instant now);

/* Whether the purpose has a legal basis in the region (number; -1: the strictest) for what was given with or without consent. */
bool opening_basis_holds(const struct policy *p, const struct purpose *purpose, int region, bool consented);

/* Adds to the list what the decision read, as guards, and the fact that the record is opened: commit it, then open. */
MUST_USE bool opening_announce(struct work *w, const struct pin *pin, const struct record_row *r, int purpose);
/* Decides once more and opens. Fields that the policy in force does not declare, or that the record's region does not let be used, are
 * left out. Errors: REFUSED with the answer's words; KEY_GONE; TAMPERED; UNAVAILABLE when the vault has another seal key. */
MUST_USE bool opening_open(struct work *w, struct vault *v, const struct policy *p, const struct record_row *r, int purpose,
                           struct record_fields *out_fields);

/* A fact about the record: its channel, purpose, basis, region, subject. */
struct fact record_row_fact(const struct work *w, const struct pin *pin, const struct record_row *r, enum fact_type type);

/* The region's number in the policy; -1, the strictest, when it is not known or no longer declared. */
int record_row_region(const struct policy *p, const struct record_row *r);

#endif
