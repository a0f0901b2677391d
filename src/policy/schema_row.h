/* What the policy's tables share, and the binder reads in their order. */
#ifndef POLICY_SCHEMA_ROW_H
#define POLICY_SCHEMA_ROW_H

#include "policy/schema.h"
#include "source/schema_rows.h"

extern const struct schema_section schema_rights, schema_statements, schema_appendix; /* schema_promises.c */

#endif
