/* Reports that mail systems send back: of a mail that could not be delivered (RFC 3464) and of a recipient who complained (RFC 5965), both
 * multipart/report (RFC 6522). Whoever wants can write one, so nothing in it counts but the Message-ID of the mail that it returns, or the address that it
 * goes to (mail/return_path.h): both hold an id that is random, and only who got the mail knows it. A pure parser of hostile input; it reads what it needs and no more. */
#ifndef MAIL_REPORT_H
#define MAIL_REPORT_H

#include "base/work.h"

enum { REPORT_MAX = 2 * 1024 * 1024, REPORT_PARTS_MAX = 32 };

enum report_kind {
    REPORT_NONE = 0,  /* no report, or one of a delay or a success */
    REPORT_HARD,      /* Action: failed with Status 5: the address does not take mail */
    REPORT_SOFT,      /* given up for now: Action: failed with another status */
    REPORT_COMPLAINT, /* abuse, fraud, virus or other: the recipient does not want it */
};

struct mail_report {
    enum report_kind kind;
    bool names_mail; /* the returned headers have a Message-ID of the form that ours have, or it goes to a marked return path */
    struct id uid;   /* out of it */
};

/* Anything that is no report gives REPORT_NONE. Errors: LIMIT (longer than REPORT_MAX), and of memory. */
MUST_USE bool mail_report_parse(struct work *w, struct text message, struct mail_report *out_report);

/* The id out of a Message-ID of ours, with or without its brackets; false when it has not that form. */
bool mail_report_id(struct text message_id, struct id *out_uid);

#endif
