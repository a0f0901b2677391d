/* The difference of two policies for people at a terminal and for programs. */
#ifndef POLICY_DIFF_REPORT_H
#define POLICY_DIFF_REPORT_H

#include "policy/diff.h"

/* Names of the two files, as the reader knows them. */
struct diff_names {
    struct text before, after;
};

/* "everybody who comes by contact", "people in EU, UK", in the words of the file. */
MUST_USE bool diff_people(struct work *w, const struct diff *d, const struct change *c, struct text *out_text);
/* Groups of people, each with its changes, at most 98 columns wide; ends with a line that says whether anything is material. */
MUST_USE bool diff_as_text(struct work *w, const struct diff *d, const struct diff_names *names, struct text *out_text);
/* {"before", "after", "material", "consent", "changes": [{"kind", "path", "said", "material", "badge", "favours", "refs", "why", "before", "after",
 * "people", "regions", "purpose", "channel", "consent", "before_line", "after_line"}]} */
MUST_USE bool diff_as_json(struct work *w, const struct diff *d, const struct diff_names *names, struct text *out_json);

#endif
