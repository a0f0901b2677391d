/* The law tables of the program, read once for all tests of a process. */
#ifndef UNIT_SHIPPED_LAW_H
#define UNIT_SHIPPED_LAW_H

#include "law/load.h"
#include "policy/parse.h"

static inline const struct policy_options *shipped_law(void)
{
    static struct work w;
    static struct law law;
    static const struct policy_options options = { .law = &law };

    if (!w.arena) {
        w.arena = arena_create(16u << 20);
        must(w.arena && law_load(&w, NULL, 0, &law));
    }
    return &options;
}

#endif
