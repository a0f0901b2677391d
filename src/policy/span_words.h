/* A span of the law in a reader's words: "10 business days", "1か月". */
#ifndef POLICY_SPAN_WORDS_H
#define POLICY_SPAN_WORDS_H

#include "html/message.h"
#include "law/law.h"

/* Empty for one that has no number: at once, without delay. */
MUST_USE bool span_words(struct work *w, enum language language, struct law_span span, struct text *out_text);

#endif
