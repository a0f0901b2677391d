/* Pulses: when a mechanism last ran and what it saw. The promise page reads them; a mechanism without a pulse is unproven. */
#ifndef STORE_PULSE_H
#define STORE_PULSE_H

#include "store/list.h"

struct pulse {
    struct instant at; /* ms 0: it never ran */
    int64_t number;
    int64_t position;  /* of its newest fact, -1: none */
};

/* Adds to the unit's list. position: STORE_OF(STORE_POSITION, fact), STORE_NUMBER(position) or STORE_NULL. */
MUST_USE bool pulse_write(struct work *w, int64_t site, const char *mechanism, int64_t number, struct store_value position);
/* From the unit's snapshot. */
MUST_USE bool pulse_find(struct work *w, int64_t site, const char *mechanism, struct pulse *out_pulse);

#endif
