/* The difference of two sequences of numbers: what of the first is gone, what of the second is new. Myers' O(ND) algorithm in linear memory
 * ("An O(ND) difference algorithm and its variations", 1986), with an end to its patience: where two stretches are too different to be
 * compared in the steps that are left, the whole stretch is gone and the whole other one is new. */
#ifndef BASE_SEQUENCE_H
#define BASE_SEQUENCE_H

#include "base/work.h"

struct sequence {
    const uint32_t *at;
    size_t length;
};

/* Steps that comparing may take, shared by several comparisons; each counts about a nanosecond or three. */
struct patience {
    int64_t steps;
};

/* out_gone has a place for each of `a`, out_new one for each of `b`. */
MUST_USE bool sequences_compare(struct work *w, struct sequence a, struct sequence b, struct patience *patience, bool *out_gone, bool *out_new);

#endif
