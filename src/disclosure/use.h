/* Whether what is kept of a person may be used: for a purpose, of it one data item or all, given to a recipient or to nobody, in a region. Asked
 * before each use by programs of the site; default deny. The rules are those of the gate and of the opening of records (clauses P4-1, P3A1-3, C0-1,
 * P9-1): what says no here says no there. */
#ifndef DISCLOSURE_USE_H
#define DISCLOSURE_USE_H

#include "policy/model.h"
#include "subject/subject.h"

/* What the rows say of a person under one purpose. */
struct standing {
    bool live;         /* she is there, not erased and not being erased */
    bool kept;         /* something is kept under the purpose and its period is not over */
    bool consented;    /* some of it was given on consent */
    bool withdrawn;    /* all of it rests on a consent that she took back: no later version swaps the ground */
    struct text region; /* where she was when she gave the last of it; empty: nobody knows */
};

/* By the handle; an unknown one is not live. `now` is the unit's. */
MUST_USE bool standing_read(struct work *w, const struct handle *h, const struct purpose *purpose, struct standing *out_standing);

enum use_answer {
    USE_ALLOWED = 0,
    USE_NO_SUBJECT,    /* nobody has this handle; the same for one who was erased */
    USE_NOT_KEPT,      /* nothing is kept under this purpose, or its period is over */
    USE_NO_BASIS,      /* the purpose has no legal basis in the region, or only a consent that was not given */
    USE_UNDECLARED,    /* no channel of the purpose takes the data item */
    USE_NOT_IN_REGION, /* none does in the region */
    USE_RECIPIENT,     /* not declared for the purpose or the region, or its contract has ended */
    USE_ANSWERS
};
const char *use_answer_name(enum use_answer a);  /* "no_basis" */
const char *use_answer_words(enum use_answer a); /* a sentence for developers */

struct use_question {
    const struct purpose *purpose;
    const struct data_item *data;      /* NULL: all */
    const struct recipient *recipient; /* NULL: nobody else */
    bool region_said;                  /* else the region of the standing counts */
    int region;                        /* number in the policy; -1: unknown, the strictest */
};

/* Pure. *out_place is the line of the policy that says no; line 0: none does. */
enum use_answer use_decide(const struct policy *p, const struct use_question *q, const struct standing *s, struct instant now, struct place *out_place);

#endif
