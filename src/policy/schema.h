/* The keys of policy.yaml. */
#ifndef POLICY_SCHEMA_H
#define POLICY_SCHEMA_H

#include "source/schema.h"

extern const struct schema_section schema_policy;

#endif
