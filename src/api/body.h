/* A flat JSON object: what programs and commands send. Members are texts and whole numbers; anything deeper is there to be refused by name. */
#ifndef API_BODY_H
#define API_BODY_H

#include "base/work.h"

enum { BODY_MEMBERS_MAX = 80 };

enum member_kind { MEMBER_TEXT, MEMBER_NUMBER, MEMBER_OTHER };

struct member {
    struct text name, value; /* UTF-8, in the arena; a number in decimal digits; empty for MEMBER_OTHER */
    enum member_kind kind;
};

struct body {
    struct member members[BODY_MEMBERS_MAX];
    int count;
};

/* Errors: INVALID (not JSON, not an object, a member twice, more than BODY_MEMBERS_MAX); the message says where, and holds nothing of what
 * was sent. */
MUST_USE bool body_parse(struct work *w, struct text json, struct body *out_body);
/* NULL when there is none. */
const struct member *body_member(const struct body *b, struct text name);
/* The text of a member. Errors: INVALID when it is missing or not a text; the message names the member. */
MUST_USE bool body_text(struct work *w, const struct body *b, const char *name, struct text *out_value);
/* The same, but a member that is not there is `otherwise`. */
MUST_USE bool body_text_or(struct work *w, const struct body *b, const char *name, struct text otherwise, struct text *out_value);
MUST_USE bool body_number(struct work *w, const struct body *b, const char *name, int64_t *out_value);

#endif
