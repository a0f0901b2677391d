/* Findings as people and programs read them. */
#ifndef SOURCE_REPORT_H
#define SOURCE_REPORT_H

#include "source/findings.h"

/* "policy.yaml:58:14: error[PD0107]: ..." with the line, carets and the hint, as a compiler prints it. */
MUST_USE bool findings_as_text(struct work *w, const struct findings *f, struct text file, struct text source, struct text *out_text);
MUST_USE bool findings_as_json(struct work *w, const struct findings *f, struct text file, struct text *out_json);

#endif
