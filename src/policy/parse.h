/* The policy file -> model. A compiler: all findings of one run, each with its place, what is wrong, why, and what would be right.
 * One schema table (policy/schema.c) gives the parser, the checker and the manual. */
#ifndef POLICY_PARSE_H
#define POLICY_PARSE_H

#include "base/work.h"
#include "law/law.h"
#include "policy/model.h"
#include "source/findings.h"

struct yaml_node; /* source/yaml.h */

/* What a policy is held against, beside itself. */
struct policy_options {
    const struct law *law; /* the tables by which its regions are judged; NULL: no law is asked, as for a version that was accepted once */
};

/* Everything lies in the arena of w. Parses and checks; the model is complete only when there are no errors. findings.breaking counts those
 * that leave out what others rely on; without them the model can be acted on: what is not understood is left out, hence denied. Never fails
 * because of what the source says: that is findings. Errors: LIMIT (a source over 4 MiB). `now` is when the checks of dates count. */
MUST_USE bool policy_parse(struct work *w, struct text source, const struct policy_options *options, struct policy *out_policy,
                           struct findings *out_findings);

/* The number of the language comes first: a file of another version means something else by its keys. False: there is a finding more. */
bool policy_is_our_format(struct work *w, const struct yaml_node *root, struct findings *f);

#endif
