/* From the settings to the mailer that they mean. */
#ifndef MAIN_MAIL_WAY_H
#define MAIN_MAIL_WAY_H

#include "cli/config.h"
#include "mail/mailer.h"

/* With the password, read from its file. `timeout_ms` of a delivery; 0: the usual. Errors: INVALID, IO. */
MUST_USE bool mail_way_smtp(struct work *w, const struct config *config, int timeout_ms, struct smtp_config *out_smtp);
MUST_USE bool mail_way_open(struct work *w, const struct config *config, int timeout_ms, struct mailer **out_mailer);

#endif
