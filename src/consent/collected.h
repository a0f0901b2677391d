/* A submission whose ground is consent: sending it gives the consent, and the event is written in the same commit as what was sent. */
#ifndef CONSENT_COLLECTED_H
#define CONSENT_COLLECTED_H

#include "collect/collect.h"

/* collect_step, with the consent. */
MUST_USE bool consent_collect_step(struct work *w, struct submission *s, int phase, enum task_next *out_next);

#endif
