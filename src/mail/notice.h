/* Notices: mails of the site to one person, such as the one that asks to confirm a sign-up. A notice is written into the list of the act that
 * causes it and leaves through the outbox. It is sealed under a key of its own, so that it does not depend on the person's keys; that key is
 * destroyed when the mail has left, has failed for good or was cancelled. An erase of the person destroys what waits, except a notice that
 * belongs to nobody (subject 0): its own last word.
 *
 * At most NOTICES_A_DAY of the kinds that a stranger can cause go to one address within 24 hours, whatever the number of posts that cause
 * them: the rows are counted by a keyed hash of the address, in the commit that queues the mail (threat T4). */
#ifndef MAIL_NOTICE_H
#define MAIL_NOTICE_H

#include "mail/address.h"
#include "store/list.h"

enum { NOTICES_A_DAY = 3, NOTICE_WINDOW_HOURS = 24, NOTICE_BODY_MAX = 64 * 1024, NOTICE_TEXT_MAX = 998 };

/* Numbers are stored and never reused. A new kind is a row of the table in notice.c. */
enum notice_kind {
    NOTICE_CONFIRM = 1, /* asks whether a sign-up was meant: one click, or nothing happens */
    NOTICE_TEST = 2,    /* of the operator, to see whether mail arrives */
    NOTICE_KINDS
};
/* What a suppressed address means for it (mail/suppression.h). */
enum notice_class {
    NOTICE_LIST,  /* to many: newsletters, announcements */
    NOTICE_ASKED, /* the answer to a form, which anybody may have filled in */
    NOTICE_DUTY,  /* the law or the operator wants it to arrive */
    NOTICE_CLASSES
};
enum notice_class notice_class_of(enum notice_kind kind);
const char *notice_kind_name(enum notice_kind kind); /* "confirm sign-up" */

struct notice {
    enum notice_kind kind;
    struct text to;          /* as it was given; INVALID unless it is a plain mail address */
    struct text from_name;   /* shown before mail.from; one line, may be empty */
    struct text subject;     /* UTF-8, one line */
    struct text body;        /* UTF-8 */
    struct text language;    /* "en": Content-Language */
    struct text unsubscribe; /* https address that takes the POST of RFC 8058; empty: none */
    struct store_value subject_row; /* of the person, or STORE_NUMBER(0): of nobody */
};

enum notice_answer {
    NOTICE_QUEUED = 0,
    NOTICE_CAPPED, /* the address got its mails for today: nothing was added */
};

/* Adds to the unit's list: the key, the sealed notice, its outbox row. After the commit call services->poke_deliveries.
 * Errors: INVALID (no plain address; a control character in the subject, the name or the language; text that is no UTF-8; not https), LIMIT. */
MUST_USE bool notice_add(struct work *w, struct vault *v, const struct notice *n, enum notice_answer *out_answer);

/* The keyed hash under which the site remembers an address. Errors: INVALID when it is none. */
enum { ADDRESS_MARK_BYTES = 16 };
MUST_USE bool address_mark(struct work *w, struct vault *v, struct text address, uint8_t out_mark[ADDRESS_MARK_BYTES]);

#endif
