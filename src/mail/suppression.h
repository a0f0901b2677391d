/* Suppression: what the site remembers of addresses that bounce, complained, unsubscribed, or that the operator named. It is kept by a keyed
 * hash (address_mark) and outlives an erase: a person who was erased is not written to again because of it. What a reason stops depends on
 * the class of the mail; what the law obliges the site to send is not stopped by a complaint, and becomes a task when it cannot arrive. */
#ifndef MAIL_SUPPRESSION_H
#define MAIL_SUPPRESSION_H

#include "mail/notice.h"

/* Numbers are stored and never reused. */
enum suppression_reason { SUPPRESSED_BOUNCE = 1, SUPPRESSED_COMPLAINT = 2, SUPPRESSED_UNSUBSCRIBED = 3, SUPPRESSED_OPERATOR = 4, SUPPRESSION_REASONS };
const char *suppression_reason_name(enum suppression_reason reason); /* "bounce" */
/* False: no such word. */
MUST_USE bool suppression_reason_of(struct text word, enum suppression_reason *out_reason);

struct suppressed {
    struct instant since[SUPPRESSION_REASONS]; /* by reason; ms 0: not for this one */
    bool any;
};
MUST_USE bool suppression_find(struct work *w, const uint8_t mark[ADDRESS_MARK_BYTES], struct suppressed *out_suppressed);

enum suppression_answer { SUPPRESSION_SENDS = 0, SUPPRESSION_CANCELS, SUPPRESSION_ASKS_OPERATOR };
enum suppression_answer suppression_decide(enum notice_class class, const struct suppressed *s);

/* Add to the unit's list, with a fact: `mark` must live in the arena. What was there before stays with its moment. */
MUST_USE bool suppression_add(struct work *w, const uint8_t *mark, enum suppression_reason reason);
/* Errors: NOT_FOUND when nothing suppresses the address. */
MUST_USE bool suppression_lift(struct work *w, const uint8_t *mark);

#endif
