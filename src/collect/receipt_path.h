/* The path on which a person fetches the receipt of her post, within 72 hours: looking shows her handle and changes nothing, taking gives
 * the file and works once (security T2: mail scanners and prefetchers look). The path is a MAC over the position of the fact; only the
 * taking becomes a row. */
#ifndef COLLECT_RECEIPT_PATH_H
#define COLLECT_RECEIPT_PATH_H

#include "store/facts.h"
#include "store/runtime.h"
#include "store/services.h"
#include "subject/subject.h"

struct receipt_path {
    /* in */
    struct services *services;
    struct text token;
    /* out */
    struct fact_row fact;
    struct subject subject;
    struct handle handle;
    struct instant until; /* the path ends */
    bool taken;
    struct text json;     /* of the taking, after its second phase */
};

/* Errors: NOT_FOUND, the same for a path that never was, has ended, or whose subject was erased. */
MUST_USE bool receipt_path_look(struct work *w, struct receipt_path *r);
/* Two phases, as store/runtime.h has it. Errors: as above, and KEY_GONE when it was taken before. */
MUST_USE bool receipt_path_take_step(struct work *w, struct receipt_path *r, int phase, enum task_next *out_next);

#endif
