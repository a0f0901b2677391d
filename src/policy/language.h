/* The reference of the policy language, made from the tables that read and check a file, so that it cannot say anything else. */
#ifndef POLICY_LANGUAGE_H
#define POLICY_LANGUAGE_H

#include "base/work.h"

/* Markdown; it is committed as doc/policy-language.md. */
MUST_USE bool language_write(struct work *w, struct text *out_markdown);
/* JSON Schema (draft-07) of policy.yaml; it is committed as doc/policy.schema.json. */
MUST_USE bool language_json_schema(struct work *w, struct text *out_json);

#endif
