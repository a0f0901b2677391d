/* What came back of a notice, whoever told: a report by mail (mail/report.h) or a provider. It suppresses the address, and what a duty demands
 * becomes a task when it did not arrive. */
#ifndef MAIL_FEEDBACK_H
#define MAIL_FEEDBACK_H

#include "mail/report.h"
#include "mail/suppression.h"

/* Adds what follows to the open list; *out_known is false when no notice of ours has the id (any more): then nothing is added. */
MUST_USE bool feedback_add(struct work *w, struct id uid, enum report_kind kind, bool *out_known);

#endif
