/* Consent: what a person agreed to and took back. Every giving and every withdrawal is an event of its own, as a row and as a fact in the log;
 * none is ever changed, and a withdrawal does not delete what was given before it. The newest event of a person and purpose counts: a consent
 * is live when that is a giving. It covers the purpose that it names and no other, so that a new purpose begins without any. An event says
 * which version of the policy was in force, the words that were shown (hash and language), how it came about and from which region; no network
 * address is kept (law: section 8; clauses P8.1-6, P12-3, C3-2). */
#ifndef CONSENT_CONSENT_H
#define CONSENT_CONSENT_H

#include "ledger/fact.h"
#include "policy/model.h"
#include "store/list.h"

/* Numbers are stored and never reused. */
enum consent_act { CONSENT_NEVER = 0, CONSENT_GIVEN = 1, CONSENT_WITHDRAWN = 2 };
enum consent_mechanism {
    CONSENT_EARLIER = 0, /* before events were written */
    CONSENT_BY_FORM = 1, /* the form of a channel was sent */
    CONSENT_BY_API = 2,  /* a program of the site says so */
    CONSENT_BY_PAGE = 3, /* on our page */
    CONSENT_BY_MAIL = 4, /* confirmed by the button behind the link of a mail */
    CONSENT_BY_LINK = 5, /* the link or the one-click button of a mail */
};

struct consent_event {
    enum consent_act act;
    enum consent_mechanism mechanism;
    int purpose, channel;     /* numbers; channel 0: none */
    int64_t policy_number;
    struct text language;     /* of the words that were shown; empty: none were */
    struct hash words;        /* consent_words, with a language */
    struct text region;
    int region_source;
    struct id subject, record; /* record: all zero when there is none */
    struct store_value subject_row;
    int64_t ended;            /* deliveries that a withdrawal ends */
};

/* Adds the row and the fact to the list. The texts must live in the unit's arena or in the policy. */
MUST_USE bool consent_add(struct work *w, const struct consent_event *e, int *out_fact);

/* The hash of what a person is told of a purpose, in one of the policy's languages: the source of the version shows what it stands for. */
struct hash consent_words(const struct policy *p, const struct purpose *purpose, int language);

/* The newest event; CONSENT_NEVER when there is none. */
MUST_USE bool consent_newest(struct work *w, int64_t subject, int purpose, enum consent_act *out_act, int64_t *out_policy_number);

#endif
