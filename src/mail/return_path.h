/* Where reports of failed mail go: "bounces@example.org", marked with the mail's id as "bounces+ID@example.org" in the envelope (VERP), so that a
 * report names the mail even when it returns nothing of it. The mail server must deliver what stands behind + to the same mailbox. */
#ifndef MAIL_RETURN_PATH_H
#define MAIL_RETURN_PATH_H

#include "base/work.h"

enum { RETURN_PATH_LOCAL_MAX = 31 /* with the mark 64 bytes: mail/address.h */ };

/* Whether it is a plain address that leaves room for the mark. */
bool return_path_good(struct text return_path);
/* Errors: INVALID when it is not good. */
MUST_USE bool return_path_mark(struct work *w, struct text return_path, struct id uid, struct text *out_address);
/* The id out of a marked address, wherever it stands in the text; false when there is none. */
bool return_path_find(struct text t, struct id *out_uid);

#endif
