/* The tables as a page that an officer can read: what each row says, where it stands, and whether somebody held it against its source. */
#ifndef LAW_SAY_H
#define LAW_SAY_H

#include "base/work.h"
#include "law/law.h"

/* Markdown of all regions; or, for a region, of every row that holds there. Errors: NOT_FOUND when nothing is known of it; LIMIT. */
MUST_USE bool law_say(struct work *w, const struct law *law, struct text region, struct text *out_markdown);

/* What a law file may say, key by key; part of the page of all regions. */
void law_say_form(struct draft *d);

#endif
