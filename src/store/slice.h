/* One slice of a job: the state that main hands to every job's step. A slice does at most `limit` rows and says whether there is more. */
#ifndef STORE_SLICE_H
#define STORE_SLICE_H

#include "store/runtime.h"
#include "store/services.h"

struct slice {
    struct services *services;
    struct vault *vault;
    int limit;    /* rows a slice */
    bool more;    /* out: there is more to do */
    int64_t done; /* out */
    struct error trouble; /* out: what went wrong with one item and did not end the slice; main puts it into the log */
    void *inner;  /* of the step between phases, in the unit's arena */
};

#endif
