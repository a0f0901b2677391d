/* The names of what an API key may be for: "collect", "decide". */
#ifndef API_SCOPE_H
#define API_SCOPE_H

#include "public/route.h"

const char *scope_name(enum scope s);
/* Names with spaces between, as a set: bit `scope` of *out_set. False when one is unknown, which is then in *out_unknown. */
bool scopes_parse(struct text names, uint32_t *out_set, struct text *out_unknown);
bool scopes_hold(uint32_t set, enum scope s);

#endif
