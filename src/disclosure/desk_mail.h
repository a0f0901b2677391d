/* The mail that brings a submission to the people who answer it: channel, when, region, what was given, the person's reference, how to
 * erase; nothing else. Values are indented and labels are not, so that no value can pass for a label. */
#ifndef DISCLOSURE_DESK_MAIL_H
#define DISCLOSURE_DESK_MAIL_H

#include "disclosure/opening.h"
#include "mail/message.h"

struct desk_mail {
    const struct policy *policy;
    const struct channel *channel;
    const struct record_row *record;
    const struct record_fields *fields;
    struct handle handle;
    struct address from, to;
    struct id uid;
};

/* Errors: LIMIT, INVALID. */
MUST_USE bool desk_mail_write(struct work *w, const struct desk_mail *m, struct mail_message *out_message);

#endif
