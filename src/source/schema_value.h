/* What values and keys can be in a table of keys: how each is recognized, what is said when it is not, and how editors recognize it. */
#ifndef SOURCE_SCHEMA_VALUE_H
#define SOURCE_SCHEMA_VALUE_H

#include "source/schema.h"

struct schema_value {
    bool (*holds)(struct text t); /* NULL: what holds depends on the row, or any text does */
    enum finding_code code;       /* when it does not, with what is said */
    const char *message, *hint;
    const char *one, *many;       /* in the manual; empty for choices */
    const char *pattern;          /* the same as `holds`, as far as a pattern can say it (ECMA 262); NULL: any text */
    const char *example;
};
extern const struct schema_value schema_values[VALUE_TYPES];

/* Keys that the file chooses. */
struct schema_free_key {
    bool (*holds)(struct text t);
    const char *in_path; /* NAME */
    const char *words;   /* what it looks like */
    const char *pattern;
};
extern const struct schema_free_key schema_free_keys[KEY_KINDS];

/* Scheme and host; http is good enough for a machine that talks to itself. */
bool schema_is_origin(struct text t);
bool schema_is_this_machine(struct text origin);

#endif
