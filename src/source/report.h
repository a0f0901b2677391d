/* Findings as people and programs read them: one file a format. */
#ifndef SOURCE_REPORT_H
#define SOURCE_REPORT_H

#include "source/findings.h"

/* "policy.yaml:58:14: error[PD0107]: ..." with the line, carets and the hint, as a compiler prints it. */
MUST_USE bool findings_as_text(struct work *w, const struct findings *f, struct text file, struct text source, struct text *out_text);
/* The same for a terminal that shows colours. */
MUST_USE bool findings_in_colour(struct work *w, const struct findings *f, struct text file, struct text source, struct text *out_text);
/* {"findings": [{id, refs, severity, file, line, column, message, hint, second}]}; second: {line, column} of the other side, or null. */
MUST_USE bool findings_as_json(struct work *w, const struct findings *f, struct text file, struct text *out_json);
/* SARIF 2.1.0 (OASIS): one run; a rule for each finding that there can be. */
MUST_USE bool findings_as_sarif(struct work *w, const struct findings *f, struct text file, struct text source, struct text *out_json);
/* Workflow commands of GitHub Actions: ::error file=...,line=...::words */
MUST_USE bool findings_as_github(struct work *w, const struct findings *f, struct text file, struct text source, struct text *out_lines);

#endif
