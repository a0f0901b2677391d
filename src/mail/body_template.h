/* What a mail provider's HTTP interface wants to get, as the operator writes it: JSON whose texts name parts of the mail, such as
 * {"to": [{"email": "{to}"}], "subject": "{subject}"}. The template is read as JSON first and its texts are filled afterwards, so nothing in a
 * mail can change what the JSON says. A text that names parts which are all empty is left out, with its key. */
#ifndef MAIL_BODY_TEMPLATE_H
#define MAIL_BODY_TEMPLATE_H

#include "mail/message.h"

enum { BODY_TEMPLATE_MAX = 16 * 1024, BODY_TEMPLATE_DEPTH = 16 };

/* Errors: INVALID, with what is wrong and what would be right. */
MUST_USE bool body_template_check(struct work *w, struct text body_template);
/* Errors: those of mail_compose, whose checks of the header hold here too; INVALID as above. */
MUST_USE bool body_template_fill(struct work *w, struct text body_template, const struct mail_message *m, struct text *out_json);

#endif
