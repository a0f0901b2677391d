/* What may stand behind a key, in words for the manual and for editors. */
#ifndef SOURCE_SCHEMA_WORDS_H
#define SOURCE_SCHEMA_WORDS_H

#include "source/schema.h"

/* "`never`, `optional`", "whole number, 0 to 365 days", "text, or texts by language": Markdown. */
void schema_draft_value(struct draft *d, const struct schema_key *k);

#endif
