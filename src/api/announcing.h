/* Announcing: a version for a later day puts an announcement on the pages that visitors read until then. */
#ifndef API_ANNOUNCING_H
#define API_ANNOUNCING_H

#include "policy/version.h"

/* Adds to the list, for each version that counts between now and the date of the first line, the one being published, its page in each language
 * with the announcement of all that come after it. `lines` stand newest first. Nothing to do when the new one counts at once. */
MUST_USE bool announce(struct work *w, const struct version_line *lines, size_t count);

#endif
