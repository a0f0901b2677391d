/* Checks: what proves a promise, one row a clause that has a mechanism. A check must not trust the mechanism it judges: pure gates are asked
 * live with submissions that nobody made, everything else is read from rows, facts and keys. With the mechanism's tooth pulled the promise
 * turns broken or unproven from that evidence alone. */
#ifndef ASSURANCE_CHECK_H
#define ASSURANCE_CHECK_H

#include "assurance/promise.h"
#include "base/teeth.h"
#include "policy/version.h"
#include "store/facts.h"

enum { RECORDS_SURVEYED = 5000 };

/* What the newest records say of themselves without being opened. */
struct survey {
    bool taken;
    int64_t records, newest;       /* how many, row key of the newest one, 0: none */
    int64_t undeclared;            /* hold a field that their channel did not declare */
    int64_t outside_appendix;      /* hold an item that the appendix of their region does not let be collected */
    int64_t without_basis, other_purpose; /* came in without a legal basis; under a purpose that the policy does not have */
    int64_t not_in_force;          /* name a version that was not there, not in force yet, or replaced by then */
    int64_t without_retention;
    int64_t california, california_unlisted; /* of the last twelve months; with an item that the appendix does not list */
};

/* What the stored documents of the version in force and of some older ones are found to be. */
struct documents_seen {
    bool taken;
    int64_t documents, current;             /* how many, and of the version in force */
    int64_t policies;                       /* languages in which the version in force has the policy itself */
    int64_t changed, other_served, undated; /* bytes that are not the published ones; not the ones served; without the date of their version */
};

enum { VERSIONS_LOOKED_AT = 200 };

/* What the checks of one evaluation share. */
struct proving {
    struct services *services;
    const struct policy *policy;
    const struct version *served;  /* what visitors are shown; NULL: no server runs here */
    struct version_line versions[VERSIONS_LOOKED_AT]; /* newest first */
    size_t version_count;
    int64_t version;               /* in force */
    struct survey survey;
    struct documents_seen documents;
    struct coverage after;         /* of what happens after delivery */
    struct promise *promise;       /* the one that is being judged: state and evidence are for the check to fill */
};

struct check {
    const char *clause;
    bool (*judge)(struct work *w, struct proving *c);
    uint64_t teeth;      /* a bit for each mechanism whose loss it must notice */
    const char *door;    /* what it looks at, for the reader */
    bool after_delivery; /* its promise reaches beyond our own rows: what happens to data where they were delivered */
};

#define TOOTH_BIT(t) (UINT64_C(1) << (t))
extern const struct check checks[];
extern const int check_count;
const struct check *check_find(const char *clause); /* NULL: nothing proves this clause yet */

/* Gives the verdict: state, words, and the numbers in them. */
#define SAY_EVIDENCE(w, c, state, message, ...) \
    check_say((w), (c), (state), (message), (const int64_t[]){ __VA_ARGS__ }, sizeof((const int64_t[]){ __VA_ARGS__ }) / sizeof(int64_t))
MUST_USE bool check_say(struct work *w, struct proving *c, enum promise_state state, enum message message, const int64_t *numbers, size_t count);
MUST_USE bool check_say_nothing(struct proving *c, enum promise_state state, enum message message);
/* Names the newest fact of a type, when there is one; its leaf is looked for afterwards. */
MUST_USE bool check_cite(struct work *w, struct proving *c, enum fact_type type);
MUST_USE bool check_number(struct work *w, const struct sql_query *q, const struct sql_value *values, int count, int64_t *out_number);

/* Reads the newest records, once an evaluation. */
MUST_USE bool survey_take(struct work *w, struct proving *c);

/* By the gate (assurance/check_gate.c). */
bool check_required(struct work *w, struct proving *c);
bool check_required_newsletter(struct work *w, struct proving *c);
bool check_undeclared(struct work *w, struct proving *c);
bool check_basis(struct work *w, struct proving *c);
bool check_appendix(struct work *w, struct proving *c);
/* By consents (assurance/check_consent.c). */
bool check_subscribers(struct work *w, struct proving *c);
bool check_withdrawal(struct work *w, struct proving *c);
bool check_told(struct work *w, struct proving *c);
/* By decisions about opening and delivery (assurance/check_use.c). */
bool check_bound(struct work *w, struct proving *c);
/* Asks for records to be opened for another purpose than theirs: how often, and how often that was allowed. */
MUST_USE bool binding_ask(struct work *w, struct proving *c, int64_t *out_asked, int64_t *out_allowed);
bool check_diagnostics(struct work *w, struct proving *c);
bool check_contract(struct work *w, struct proving *c);
bool check_purposes(struct work *w, struct proving *c);
bool check_outgoing(struct work *w, struct proving *c);
bool check_twelve_months(struct work *w, struct proving *c);
/* Of DELIVERED facts of this version: how many, and how many had no legal basis or no valid recipient at their moment. */
MUST_USE bool deliveries_judge(struct work *w, struct proving *c, int64_t *out_count, int64_t *out_wrong);
/* Which declared systems beyond the desk's door are attested or unseen. */
MUST_USE bool coverage_after(struct work *w, struct proving *c);
/* By the published files and what was announced (assurance/check_change.c). */
bool check_notice(struct work *w, struct proving *c);
bool check_new_purpose(struct work *w, struct proving *c);
/* By rows and keys (assurance/check_rows.c). */
bool check_sealed(struct work *w, struct proving *c);
bool check_due_dates(struct work *w, struct proving *c);
bool check_swept(struct work *w, struct proving *c);
bool check_erased(struct work *w, struct proving *c);
/* By what the stored pages say (assurance/check_words.c, check_register.c, check_links.c). */
bool check_scope(struct work *w, struct proving *c);
bool check_controller(struct work *w, struct proving *c);
bool check_affiliates(struct work *w, struct proving *c);
bool check_contacts(struct work *w, struct proving *c);
bool check_contact_california(struct work *w, struct proving *c);
bool check_cookies(struct work *w, struct proving *c);
bool check_countries(struct work *w, struct proving *c);
bool check_transfers(struct work *w, struct proving *c);
bool check_ways(struct work *w, struct proving *c);
bool check_authorities(struct work *w, struct proving *c);
bool check_links(struct work *w, struct proving *c);
/* By the stored bytes (assurance/check_page.c). */
bool check_page_bytes(struct work *w, struct proving *c);
bool check_versions(struct work *w, struct proving *c);
bool check_appendix_date(struct work *w, struct proving *c);
bool check_review(struct work *w, struct proving *c);

#endif
