/* A table of keys as JSON Schema (draft-07), for editors: what the checker knows of shapes and values, with the help of each key. What rules
 * find, which see more than one key, is not in it. */
#ifndef SOURCE_JSON_SCHEMA_H
#define SOURCE_JSON_SCHEMA_H

#include "source/schema.h"

MUST_USE bool json_schema_write(struct work *w, const struct schema_section *root, struct text about, struct text *out_json);

#endif
