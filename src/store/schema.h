/* The schema of our own database: numbered steps forward, carried in the program. The table schema_step says which were applied and the
 * hash of each, so that a program never works on tables that it does not know. */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include "base/work.h"
#include "sql/sql.h"

struct schema_step {
    int number; /* from 1, without gaps */
    const char *name;
    struct text script;
};

extern const struct schema_step schema_steps[];
extern const int schema_step_count;

/* Applies the missing steps in one transaction of a writing connection; nothing is changed on failure.
 * Errors: UNSUPPORTED when the database has more steps than this program or one of them reads differently; UNAVAILABLE, IO. */
MUST_USE bool schema_migrate(struct work *w, struct sql_connection *c);
/* Errors: UNSUPPORTED when the steps of the database are not exactly those of this program. */
MUST_USE bool schema_check(struct work *w, struct sql_connection *c);

#endif
