/* Sections of the policy page, in their order: where the clauses stand. */
#ifndef PAGE_SECTION_H
#define PAGE_SECTION_H

#include "policy/clause.h"

struct section {
    const char *id; /* "P3" holds the clauses of section P3 and of its parts, P3A1 */
    enum message heading;
    bool appendix; /* stands in the appendix of California */
};

extern const struct section sections[];
extern const int section_count;

/* Its number, or section_count for a clause that stands in none. */
int section_of(const struct clause *clause);

#endif
