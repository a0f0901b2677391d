/* The gate: decides by the policy what of a submission may be kept. A pure function of policy, channel, region, door and fields; default
 * deny. Clauses P3-1, P3A1-1, P4-1, C0-1. */
#ifndef COLLECT_GATE_H
#define COLLECT_GATE_H

#include "base/work.h"
#include "policy/model.h"

/* DOOR_NAMES: a site tells which fields its own form has, names without values; nothing is taken, and nothing is dropped without a word. */
enum gate_door { DOOR_FORM, DOOR_JSON, DOOR_NAMES };

/* Numbers are stored (refusals are counted by them) and never reused. */
enum gate_reason {
    GATE_OK = 0,
    GATE_NO_BASIS = 1,         /* the purpose has no legal basis in this region */
    GATE_UNDECLARED = 2,       /* a field that the channel does not declare */
    GATE_NOT_IN_REGION = 3,    /* the region's appendix does not let this item be collected */
    GATE_REQUIRED_MISSING = 4,
    GATE_INVALID_VALUE = 5,    /* not an address, too long, not UTF-8, control characters */
    GATE_REPEATED = 6,         /* one field twice */
    GATE_UNKNOWN_CHANNEL = 7,
    GATE_WRONG_ORIGIN = 8,     /* a form post from a page of another site */
    GATE_BAD_TOKEN = 9,        /* expired, used, or not ours */
    GATE_BAD_KEY = 10,         /* no such API key, revoked, or not for this channel */
    GATE_MALFORMED = 11,       /* body is not a form or JSON object */
    GATE_NO_NOTICE = 12,       /* no policy is published */
    GATE_UNKNOWN_REGION = 13,  /* the request names a region that the policy does not declare */
    GATE_NOT_CONFIRMABLE = 14, /* the channel counts only after a confirmation by mail, and the server has no mailer to ask for one */
    GATE_NO_RETENTION = 15,    /* no event ever ends the time for which the purpose keeps data */
    GATE_REASONS
};
const char *gate_reason_name(enum gate_reason r); /* "undeclared" */

enum region_source { REGION_UNKNOWN = 0, REGION_SAID = 1, REGION_SITE = 2, REGION_PROXY = 3 };

struct gate_field {
    struct text name, value;
};

struct gate_problem {
    struct text field;  /* name as sent; empty: the whole submission. Never shown with its value */
    enum gate_reason reason;
    struct place place; /* line of the policy that says no; line 0: none */
    struct text nearest; /* of an undeclared field: the name that may be meant, which was not sent; empty: none is near */
};

enum { GATE_FIELDS_MAX = 64, GATE_VALUE_MAX = 16 * 1024 };

struct gate_accepted {
    const struct data_item *data;
    struct text value;
};

/* Fields of a form that are for its door and no data, unless the channel declares one of that name. */
enum form_control { FORM_TOKEN, FORM_NEXT, FORM_REGION, FORM_CONTROLS };
/* c may be NULL. */
bool form_control_of(const struct channel *c, struct text name, enum form_control *out_control);

struct gate_verdict {
    bool accepted;
    enum legal_basis basis;
    struct gate_accepted fields[GATE_FIELDS_MAX];
    int field_count;
    int dropped; /* undeclared fields that were left out and counted */
    struct gate_problem problems[GATE_FIELDS_MAX];
    int problem_count;
};

/* region: number in the policy, -1 unknown (the strictest of all declared ones). Never fails because of what was sent: that is problems.
 * Errors: LIMIT. */
MUST_USE bool gate_decide(struct work *w, const struct policy *p, const struct channel *channel, int region, enum gate_door door,
                          const struct gate_field *fields, int count, struct gate_verdict *out_verdict);

#endif
