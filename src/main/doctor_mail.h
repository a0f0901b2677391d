/* privacyd doctor mail: whether mail gets through. Connects to the mail server as a delivery would, reads what the DNS says about the domain of
 * mail.from, sends one test mail when asked; each line with what is to be done, or the record to publish. DOCTOR_MAIL_MS in all, but for
 * mail.token_command, which has a limit of its own (mail/token.h). */
#ifndef MAIN_DOCTOR_MAIL_H
#define MAIN_DOCTOR_MAIL_H

#include "cli/command.h"

enum { DOCTOR_MAIL_MS = 4900 };

MUST_USE bool doctor_mail(struct work *w, const struct config *config, const struct doctor_mail *how, struct diagnosis *out_diagnoses, size_t max, size_t *out_count);

#endif
