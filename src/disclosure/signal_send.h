/* The job that tells recipients of a withdrawal (consent/signal.h), by their webhook: {"type":"withdrawn","data":{"handle","purpose"}}. It is told
 * whatever the contract says, since it holds no data; tried again like a delivery, and a task of the operator when it failed for good. */
#ifndef DISCLOSURE_SIGNAL_SEND_H
#define DISCLOSURE_SIGNAL_SEND_H

#include "store/slice.h"

/* A step for struct task, on the slow pool; one signal a slice. */
MUST_USE bool signal_send_step(struct work *w, void *slice, int phase, enum task_next *out_next);

#endif
