/* The policy file -> model. A compiler: all findings of one run, each with its place, what is wrong, why, and what would be right.
 * One schema table (policy/schema.c) gives the parser, the checker and the manual. */
#ifndef POLICY_PARSE_H
#define POLICY_PARSE_H

#include "base/work.h"
#include "policy/model.h"

enum severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

struct finding {
    int code;                 /* 107 shows as PD0107; never reused */
    const char *refs;         /* "T-2 P4-1" or "" */
    enum severity severity;
    struct place place;
    struct text message, hint;
    struct place second;      /* the other side of a contradiction; line 0: none */
    struct finding *next;
};

struct findings {
    struct finding *first, **last;
    int errors, warnings;
};

/* Everything lies in the arena of w. Parses and checks; the model is complete only when there are no errors. Never fails because of what the
 * source says: that is findings. Errors: LIMIT (a source over 4 MiB). `now` is when the checks of dates count. */
MUST_USE bool policy_parse(struct work *w, struct text source, struct policy *out_policy, struct findings *out_findings);

/* "policy.yaml:58:14: error[PD0107]: ..." with the line, carets and the hint, as a compiler prints it. */
MUST_USE bool findings_as_text(struct work *w, const struct findings *f, struct text file, struct text source, struct text *out_text);
MUST_USE bool findings_as_json(struct work *w, const struct findings *f, struct text file, struct text *out_json);

#endif
