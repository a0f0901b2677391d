/* What privacyd itself keeps: declarations that are built in, part of every policy and of its hash. The periods are the ones by which the
 * program deletes, so that the page cannot say another one. Every table of the store stands in one line; a test compares them with the
 * schema. */
#ifndef POLICY_OWN_RECORD_H
#define POLICY_OWN_RECORD_H

#include "html/message.h"

enum {
    OWN_EQUAL_FORM_MINUTES = 10, /* an equal form is taken once within this time */
    OWN_RECEIPT_HOURS = 72,      /* a receipt can be taken at its one-time address */
    OWN_TRACE_DAYS = 30,         /* ended deliveries and notices, tombstones of destroyed keys, erased subjects */
    OWN_EVIDENCE_MONTHS = 24,    /* facts, counts of refusals, ended holds, tasks that are done */
};

struct own_record {
    const char *id;     /* "receipt" */
    const char *tables; /* of the store, separated by spaces */
    enum message what, why, keep;
    int numbers[2];     /* {0} and {1} of `keep` */
};

extern const struct own_record own_records[];
extern const size_t own_record_count;

#endif
