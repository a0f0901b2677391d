/* Facts that somebody wrote out by hand: numbers, periods, dates, amounts, addresses. In own wording they would go on saying what the policy
 * no longer says. */
#ifndef POLICY_WORDING_LITERAL_H
#define POLICY_WORDING_LITERAL_H

#include "base/text.h"

enum literal_kind { LITERAL_NUMBER, LITERAL_PERIOD, LITERAL_DATE, LITERAL_MONEY, LITERAL_PHONE, LITERAL_EMAIL, LITERAL_WEB };

struct literal {
    enum literal_kind kind;
    size_t offset, length;
    uint64_t count; /* of a period; 0 where it is not read */
    char unit;      /* d w m y h, of a period */
};

const char *literal_kind_name(enum literal_kind kind); /* "the period" */

/* The next one at or behind `from`. Digits inside a name (SHA-256, P2P) and the number of a list "(1)" are none. */
bool literal_find(struct text words, size_t from, struct literal *out_literal);

#endif
