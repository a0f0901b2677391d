/* What a notice holds while it waits, as bytes that are sealed: six texts, each with its length before it (u32, big-endian), in the order of
 * struct letter, after a byte with the version of the form. */
#ifndef MAIL_LETTER_H
#define MAIL_LETTER_H

#include "base/work.h"

struct letter {
    struct text to, from_name, subject, language, unsubscribe, body;
};

MUST_USE bool letter_encode(struct work *w, const struct letter *l, struct text *out_bytes);
/* The texts point into `bytes`. Errors: TAMPERED, UNSUPPORTED (another version). */
MUST_USE bool letter_decode(struct work *w, struct text bytes, struct letter *out_letter);

#endif
