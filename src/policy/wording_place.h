/* Where a word of a text stands in the file. A value may be folded over lines and quoted, so a word is found again by counting. */
#ifndef POLICY_WORDING_PLACE_H
#define POLICY_WORDING_PLACE_H

#include "policy/model.h"

/* Of the value of one language. */
struct place own_text_place(const struct policy *p, const struct own_text *text, int language);
/* Of `length` bytes at `offset` of a value whose own place is given; the value's place where they cannot be found again. */
struct place place_inside(struct text source, struct place value, struct text text, size_t offset, size_t length);

#endif
