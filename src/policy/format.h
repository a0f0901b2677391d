/* The canonical form of a policy file: the same policy, laid out as everybody lays it out (source/layout.h). */
#ifndef POLICY_FORMAT_H
#define POLICY_FORMAT_H

#include "source/findings.h"

/* *out_source says what `source` says: both are read again, and must have the same values, comments and model hash. A file that is no YAML, holds
 * what no reader sees, or is of another version of the language is left alone: then there are findings and *out_source is empty. Other findings do
 * not matter here. Errors: LIMIT; UNSUPPORTED (a way of writing that cannot be moved without changing what it says: a key of several lines). */
MUST_USE bool policy_format(struct work *w, struct text source, struct text *out_source, struct findings *out_findings);

#endif
