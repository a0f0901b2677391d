/* The way of a notice out of the outbox, for the job that sends (disclosure/delivery.h): commits that it is tried now, opens it, sends it,
 * commits how that ended. Sent at least once, and every attempt is the same message. What failed for good is a task of the operator. */
#ifndef MAIL_NOTICE_SEND_H
#define MAIL_NOTICE_SEND_H

#include "mail/notice_row.h"
#include "store/outbox.h"

struct notice_sending; /* in the unit's arena, between the phases */

/* Phase 0, for the row that is due. */
MUST_USE bool notice_send_begin(struct work *w, struct services *s, const struct outbox_row *row, struct notice_sending **out_sending,
                                enum task_next *out_next);
/* The later phases. slice->done: it was sent. */
MUST_USE bool notice_send_go_on(struct work *w, struct notice_sending *n, struct slice *slice, int phase, enum task_next *out_next);

#endif
