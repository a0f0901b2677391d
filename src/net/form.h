/* application/x-www-form-urlencoded, decoded once (WHATWG URL, section 5.1): for queries and form bodies. */
#ifndef NET_FORM_H
#define NET_FORM_H

#include "base/work.h"

enum { FORM_FIELDS_MAX = 128 };

struct form_field {
    struct text name, value; /* UTF-8, in the arena */
};

struct form {
    struct form_field fields[FORM_FIELDS_MAX];
    int count;
};

/* Errors: INVALID for bad percent signs, bytes that are not UTF-8, NUL, or more than 128 fields; the message says which field by number. */
MUST_USE bool form_parse(struct work *w, struct text body, struct form *out_form);
/* First value of that name; false when there is none. */
bool form_find(const struct form *f, struct text name, struct text *out_value);

#endif
