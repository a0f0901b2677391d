/* Data categories in a reader's words: not each of the taxonomy, but the broad kind to which it belongs. */
#ifndef PAGE_CATEGORY_WORDS_H
#define PAGE_CATEGORY_WORDS_H

#include "html/message.h"

/* "user.contact.email" -> "Contact details". A key that is none of the taxonomy is "Other data". */
enum message category_group(struct text category);

#endif
