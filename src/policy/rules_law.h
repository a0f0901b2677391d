/* What the rules over the law tables share. Private to policy/rules*.c. */
#ifndef POLICY_RULES_LAW_H
#define POLICY_RULES_LAW_H

#include "policy/rules_court.h"

/* The row of a table for a region of the policy, when it is in force today; NULL when there is none. court_row_of is for tables with keys. */
const struct law_row *court_row(const struct court *c, int region, enum law_table table);
const struct law_row *court_row_of(const struct court *c, int region, enum law_table table, struct text key);
const struct law_row *court_next(const struct court *c, int region, enum law_table table, const struct law_row *after);
/* Whether it may serve requests and pages: verified, or adopted by the policy. */
bool court_counts(const struct court *c, const struct law_row *row);
/* A finding that names the row; at most a warning, and it says so, when nobody verified the row. Never NULL. */
struct finding *court_by_law(struct court *c, enum finding_code code, const struct law_row *row, struct place place, const char *hint, const char *format, ...)
    PRINTF_LIKE(6, 7);

struct text court_region(const struct court *c, int region); /* "US-CA" */
const struct rights *court_rights(const struct court *c, int region); /* NULL: none are declared there */
/* Where something that is missing in a region should stand: its rights, else the region itself. */
struct place court_region_place(const struct court *c, int region);
/* The statement as it holds in a region: its appendix's own before the one for everybody. NULL when nothing is stated. */
const struct statement *court_statement(const struct court *c, const char *id, int region);
/* The n-th parameter of that name, from 0; NULL when there are not so many. */
const struct statement_parameter *court_parameter(const struct statement *s, const char *name, size_t nth);
/* The basis of a purpose in a region, and where it stands. */
struct place court_basis_place(const struct purpose *purpose, int region);
bool court_basis_is(const struct purpose *purpose, int region, const struct law_list *accepted);

/* "a, b" of names that are missing; empty at first. */
struct lacking {
    char memory[240];
    struct draft draft;
};
void lacking_begin(struct lacking *l);
void lacking_add(struct lacking *l, struct text name);
#define LACKING_ARGS(l) (int)(l).draft.length, (l).memory

/* Each adds the findings of its file. */
void rules_rights(struct court *c);
void rules_identity(struct court *c);
void rules_notice(struct court *c);
void rules_device(struct court *c);
void rules_transfer(struct court *c);
void rules_adopted(struct court *c);

#endif
