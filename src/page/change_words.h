/* What a change of the policy is, in words for the people whom it concerns. */
#ifndef PAGE_CHANGE_WORDS_H
#define PAGE_CHANGE_WORDS_H

#include "page/reader.h"
#include "policy/diff.h"

/* "Support: kept longer: 24 months -> 36 months from the last contact". Empty: it is nothing that people see. `r` reads the newer policy. */
MUST_USE bool change_sentence(struct work *w, const struct reader *r, const struct change *c, struct text *out_sentence);
/* "For people in California who use: Contact form." */
MUST_USE bool change_people(struct work *w, const struct reader *r, const struct diff *d, const struct change *c, struct text *out_words);
struct text change_badge_words(enum language language, enum change_badge badge);

#endif
