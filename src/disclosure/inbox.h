/* The inbox: what channels took in, as a list without anything that a person gave, and the opening of one case. Whoever opens names a purpose;
 * the policy decides, and the opening is on record, with who it was, before anything is shown. There is no opening of many, and no dump.
 * A case is named by a token, which tells nothing and is good on this site alone. Clauses P3A1-2, P3A1-3, P5-1. */
#ifndef DISCLOSURE_INBOX_H
#define DISCLOSURE_INBOX_H

#include "disclosure/submission_json.h"
#include "store/runtime.h"
#include "store/services.h"

enum { INBOX_PAGE = 50 };

struct inbox_list {
    /* in */
    struct services *services;
    const struct policy *policy;
    struct text channels; /* ids with spaces between, or *: what may be seen */
    const struct channel *channel; /* NULL: all of these */
    struct text before;   /* case: only older ones; empty: from the newest */
    /* out */
    bool bad_case;
    struct text json; /* {"cases":[{"case","channel","purpose","collected_at","region","due_at"}...],"before":CASE or ""} */
};
MUST_USE bool inbox_list(struct work *w, struct inbox_list *l);

enum inbox_end { INBOX_OPENED = 0, INBOX_NO_CASE, INBOX_NO_PURPOSE, INBOX_REFUSED };

struct inbox_opening {
    /* in; what it points to lives until the unit ends */
    struct services *services;
    struct text name;     /* of the case */
    struct text purpose;  /* for which it is opened */
    struct text channels; /* as above */
    /* out */
    enum inbox_end end;
    enum opening_answer answer; /* INBOX_REFUSED: why */
    struct place says_no;       /* line of the policy; line 0: none */
    struct text json;           /* as submission_json writes it */
    /* between the phases */
    const struct version *version;
    struct record_row record;
};
/* Two phases, as store/runtime.h has it. */
MUST_USE bool inbox_open_step(struct work *w, struct inbox_opening *o, int phase, enum task_next *out_next);

#endif
