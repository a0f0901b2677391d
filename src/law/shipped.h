/* The law files in the binary: the folder law of the source tree, by tools/embed_law.py. Private to the room. */
#ifndef LAW_SHIPPED_H
#define LAW_SHIPPED_H

#include "base/text.h"

struct law_shipped {
    const char *name; /* "EU.yaml" */
    struct text source;
};

extern const struct law_shipped law_shipped[];
extern const int law_shipped_count;

#endif
