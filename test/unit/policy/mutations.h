/* Changes of a clean policy, each with the finding that it must raise. */
#ifndef TEST_POLICY_MUTATIONS_H
#define TEST_POLICY_MUTATIONS_H

#include "source/findings.h"

enum { FINDING_CODES_MAX = 400 };

enum act {
    REMOVE, /* the node */
    SET,    /* the node to `value` */
    ADD,    /* `value` to the node */
};

#define NOTHING (enum finding_code)0 /* is found: the change is right */

struct mutation {
    enum finding_code code;
    const char *path; /* in the examples, with * for any one step; it is made at every place that fits */
    enum act act;
    const char *value; /* YAML */
    const char *at;    /* at whose line, from the changed (or added) node; left out: there, or at what holds the removed node; several with spaces between */
    const char *where; /* what must hold from the node: "../role=processor" */
    enum finding_code also[3]; /* what it raises of necessity, too */
    int times;                 /* how often it raises the finding, as once for each region; 0 is once */
};

extern const struct mutation mutations[];
extern const int mutation_count;

#endif
