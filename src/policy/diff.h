/* The difference of two policies in meaning: what changes for whom, and whether people must be told before it counts (clause P12-2).
 *
 * Two models are compared, not two files: layout, comments and the order of sections are no change. What was renamed by `was:` is one thing.
 * What each kind of change means for people is a row of the table change_kinds; whether it is material stands there and nowhere else. */
#ifndef POLICY_DIFF_H
#define POLICY_DIFF_H

#include "policy/change_kind.h"
#include "policy/model.h"

/* A value as one of the two files has it. */
enum value_form {
    FORM_NONE = 0, /* nothing is said there */
    FORM_TEXT,     /* an address, a date, an id: stands for itself */
    FORM_WORDS,    /* a text by language */
    FORM_BASIS,
    FORM_KEEP,
    FORM_COUNTRY,
    FORM_RIGHT,
    FORM_METHOD,
    FORM_ROLE,
    FORM_CLASS,    /* of a cookie */
    FORM_LIFETIME,
    FORM_SAFEGUARD,
    FORM_REGION,
    FORM_STATEMENT, /* id of a promise */
    FORM_NEVER,     /* "sell" */
    FORM_ACT,       /* what a recipient does */
    FORM_FIELD,     /* "required", "optional" */
    FORM_SOURCE,    /* "person", "device", "log" */
    FORM_CONTACT,   /* key of a contact: "privacy", or a region */
    FORM_SPAN,      /* "30 days", "law" */
    FORM_LANGUAGE,
    FORM_ORIGIN,    /* an address on the web */
};

struct change_value {
    enum value_form form;
    const struct policy *policy; /* whose words and languages these are */
    struct text text;            /* code or word of the file */
    int number;                  /* basis, role, class, region */
    const struct words *words;
    const struct retention_rule *keep;
};

enum { DIFF_REGIONS_MAX = 2 * POLICY_REGIONS_MAX };

/* A region that either policy tells apart; its number there, or -1. */
struct diff_region {
    struct text code;
    int before, after;
};

struct change {
    enum change_kind kind;
    /* Where it stands in the file: section, id, key; empty parts are left out: "purposes.support.keep". */
    struct text path[3];
    struct change_value subject;       /* what it is about, by name */
    struct change_value before, after; /* what was, what is */
    uint64_t regions;                  /* whom: bit i is diff.regions[i], bit region_count those elsewhere */
    struct text purpose, channel;      /* only people whose data are used so, or who come that way; empty: all. Ids of `of` */
    const struct policy *of;
    bool consent;                      /* it needs consent of its own: none was given for it (C3-2, P12-3) */
    struct place before_place, after_place; /* line 0: it does not stand in that file */
};

struct diff {
    const struct policy *before, *after;
    struct diff_region regions[DIFF_REGIONS_MAX];
    int region_count;
    uint64_t everywhere;           /* all bits of change.regions */
    const struct change *changes;  /* by who is affected; where something is material first, and then the larger group */
    size_t count, material;
    bool consent;                  /* some change needs consent of its own */
};

/* Both policies must outlive the diff, which lies in the unit's arena. */
MUST_USE bool policy_diff(struct work *w, const struct policy *before, const struct policy *after, struct diff *out_diff);

/* Whether two changes are told of the same people. */
bool change_same_people(const struct change *a, const struct change *b);
/* Clauses that a change concerns, separated by spaces: those of its kind; of a promise, its own. */
const char *change_refs(const struct change *c);
/* The value as the file writes it: "24 months after last_contact". In the authoritative language of its policy. */
MUST_USE bool change_value_write(struct work *w, const struct change_value *value, struct text *out_text);

#endif
