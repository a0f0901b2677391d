/* The long text of a finding: what it says, why it matters, and what would be right. `check` prints the case at hand; this is the rule. */
#ifndef SOURCE_EXPLAIN_H
#define SOURCE_EXPLAIN_H

#include "source/findings.h"

struct finding_words {
    enum finding_code code;
    const char *what;  /* in general, without the names of a file */
    const char *right; /* what to write instead */
};

extern const struct finding_words finding_words[];
extern const int finding_words_count;
const struct finding_words *finding_words_find(int code); /* NULL when there is none */

/* "PD0107", "pd107", "107". False: that is no code. */
bool finding_code_parse(struct text t, int *out_code);
/* For people at a terminal, at most 80 columns. Errors: NOT_FOUND when there is no such code. */
MUST_USE bool finding_explain(struct work *w, int code, struct text *out_text);

#endif
