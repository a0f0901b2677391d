/* Telling the recipients: whoever gets what rests on a consent is told when it is taken back. The row is written in the same commit as the
 * withdrawal, and holds no data of the person: her handle, the purpose, the act. Clause P6A2-2. */
#ifndef CONSENT_SIGNAL_H
#define CONSENT_SIGNAL_H

#include "consent/consent.h"

/* Adds to the list: one row for each recipient whose system is called with what channels of the purpose take in. */
MUST_USE bool signal_add(struct work *w, const struct policy *p, struct id subject, int purpose, enum consent_act act);

#endif
