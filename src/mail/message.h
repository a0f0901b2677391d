/* A text mail as bytes (RFC 5322, 2045, 2047, 3834): from typed parts to the message that goes after DATA. Header injection is impossible:
 * addresses are proved by their type, and a subject or name with a control character is refused. The Message-ID comes from the outbox row's
 * uid and is the same for every attempt, so that a receiver knows a repetition. */
#ifndef MAIL_MESSAGE_H
#define MAIL_MESSAGE_H

#include "base/work.h"
#include "mail/address.h"

enum { MESSAGE_BODY_MAX = 2 * 1024 * 1024, MESSAGE_SUBJECT_MAX = 998 };

struct mail_message {
    struct address from, to;
    struct text from_name; /* shown before the address; may be empty */
    struct text subject;   /* UTF-8, one line */
    struct text body;      /* UTF-8; LF, CR or CRLF end a line */
    struct text language;    /* Content-Language; may be empty */
    struct text unsubscribe; /* https address for RFC 8058: one click, both header fields; empty: none */
    struct instant date;
    struct id uid;
};

/* The bytes lie in the arena: CRLF line ends, no line over 998 bytes, ASCII only; the body is quoted-printable, or base64 where that is
 * shorter. Errors: INVALID (a control character in a header, text that is not UTF-8, NUL), LIMIT. */
MUST_USE bool mail_compose(struct work *w, const struct mail_message *m, struct text *out_data);
/* "UID@DOMAIN": the Message-ID without its brackets. */
MUST_USE bool mail_message_id(struct work *w, const struct mail_message *m, struct text *out_id);

#endif
