/* What the checks of invariants share: the verification in progress. */
#ifndef ASSURANCE_VIOLATION_H
#define ASSURANCE_VIOLATION_H

#include "assurance/verify.h"
#include "policy/version.h"
#include "sql/sql.h"

struct verifying {
    struct verification *v;
    struct vault *vault;
    const char *invariant; /* the one that is being checked */
    struct version *older; /* versions before the one in force, when a date asked for them */
    int older_count;
    bool older_loaded;
    bool dates_settled;    /* the due dates are those of the version in force; not so for a moment after a publish */
};

/* Counts a violation and, among the first ones, keeps its words. */
MUST_USE bool violation_add(struct work *w, struct verifying *c, const char *format, ...) PRINTF_LIKE(3, 4);

/* Each checks one invariant; false only when looking itself failed. */
bool check_log(struct work *w, struct verifying *c);
bool check_facts(struct work *w, struct verifying *c);
bool check_documents(struct work *w, struct verifying *c);
bool check_sources(struct work *w, struct verifying *c);
bool check_records(struct work *w, struct verifying *c);
bool check_retentions(struct work *w, struct verifying *c);
bool check_subjects(struct work *w, struct verifying *c);
bool check_shredded(struct work *w, struct verifying *c);

#endif
