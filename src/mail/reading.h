/* Reads mails that mail/message.h composed, for the mail catcher: one text part, UTF-8. Not a general MIME parser: what it does not know is
 * shown as it stands. */
#ifndef MAIL_READING_H
#define MAIL_READING_H

#include "base/work.h"

struct read_mail {
    struct text subject, body; /* decoded, in the arena */
};

/* The value of a header field with its folded lines joined by one space; empty when it is not there. A repeated field gives all, joined. */
MUST_USE bool mail_header(struct work *w, struct text head, struct text name, struct text *out_value);
MUST_USE bool mail_read(struct work *w, struct text data, struct read_mail *out_mail);

#endif
