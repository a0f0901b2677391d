/* How a delivery ends: the row of the outbox, and the fact. For what is sent (disclosure/delivery.h) and what is fetched (disclosure/pull.h). */
#ifndef DISCLOSURE_DELIVERY_END_H
#define DISCLOSURE_DELIVERY_END_H

#include "disclosure/decision.h"
#include "store/outbox.h"

MUST_USE bool delivery_write_cancelled(struct work *w, const struct outbox_row *row, const struct decision *d);
/* It left: also when an erase cancelled it meanwhile. `reply` is the code of the other side. */
MUST_USE bool delivery_write_sent(struct work *w, const struct outbox_row *row, const struct decision *d, int reply);
/* For good, loudly: a fact, a task for the operator, and a pulse that the promise page reads. */
MUST_USE bool delivery_write_failed(struct work *w, const struct outbox_row *row, const struct decision *d, int reply);

#endif
