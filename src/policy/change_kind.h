/* Kinds of change, and what each means: for whom it is an advantage, whether it is material, by which clauses. A table: the rule whether
 * people must be told of a change before it counts is data (clause P12-2: new purpose, new category, new class of recipient, new country,
 * longer retention, weaker right). */
#ifndef POLICY_CHANGE_KIND_H
#define POLICY_CHANGE_KIND_H

#include "html/message.h"

enum change_kind {
    /* purposes */
    CHANGE_PURPOSE_ADDED,
    CHANGE_PURPOSE_REMOVED,
    CHANGE_PURPOSE_TURNED_ON,  /* in a region where it was off */
    CHANGE_PURPOSE_TURNED_OFF,
    CHANGE_BASIS_WEAKER,       /* a ground that asks less of us */
    CHANGE_BASIS_STRICTER,
    CHANGE_KEPT_LONGER,
    CHANGE_KEPT_UNSURE,        /* perhaps longer: the two cannot be compared */
    CHANGE_KEPT_SHORTER,
    CHANGE_PURPOSE_WORDS,
    CHANGE_BALANCING,

    /* data and channels */
    CHANGE_DATA_ADDED,
    CHANGE_DATA_REMOVED,
    CHANGE_DATA_CATEGORY,
    CHANGE_DATA_WORDS,
    CHANGE_CHANNEL_ADDED,
    CHANGE_CHANNEL_REMOVED,
    CHANGE_CHANNEL_PURPOSE,
    CHANGE_CHANNEL_SOURCE,
    CHANGE_CATEGORY_ADDED,     /* a field whose category was not used for this purpose */
    CHANGE_FIELD_ADDED,        /* another field of such a category */
    CHANGE_FIELD_REMOVED,
    CHANGE_FIELD_DEMANDED,
    CHANGE_FIELD_LEFT_FREE,
    CHANGE_CONFIRM_REMOVED,
    CHANGE_CONFIRM_ADDED,
    CHANGE_DELIVERY,
    CHANGE_CHANNEL_WORDS,

    /* cookies */
    CHANGE_COOKIE_ADDED,
    CHANGE_COOKIE_ADDED_ESSENTIAL,
    CHANGE_COOKIE_REMOVED,
    CHANGE_COOKIE_CLASS,
    CHANGE_COOKIE_CLASS_STRICTER, /* was said to be essential and is not */
    CHANGE_COOKIE_LONGER,
    CHANGE_COOKIE_SHORTER,
    CHANGE_COOKIE_PURPOSE,
    CHANGE_COOKIE_SET_BY_OTHER,
    CHANGE_COOKIE_SET_BY_US,
    CHANGE_COOKIE_WORDS,

    /* recipients and transfers */
    CHANGE_RECIPIENT_NEW_CLASS, /* a role or a kind of work that no recipient had */
    CHANGE_RECIPIENT_ADDED,
    CHANGE_RECIPIENT_REMOVED,
    CHANGE_RECIPIENT_ROLE_FREER,
    CHANGE_RECIPIENT_ROLE_BOUND,
    CHANGE_RECIPIENT_PURPOSE_ADDED,
    CHANGE_RECIPIENT_PURPOSE_REMOVED,
    CHANGE_RECIPIENT_DOES_MORE,
    CHANGE_RECIPIENT_DOES_LESS,
    CHANGE_RECIPIENT_PEOPLE_ADDED, /* data of people of further regions */
    CHANGE_RECIPIENT_PEOPLE_REMOVED,
    CHANGE_RECIPIENT_OWN_PURPOSES,
    CHANGE_RECIPIENT_NO_OWN_PURPOSES,
    CHANGE_RECIPIENT_PAID,
    CHANGE_RECIPIENT_NOT_PAID,
    CHANGE_RECIPIENT_CONTRACT,
    CHANGE_RECIPIENT_WORDS,
    CHANGE_COUNTRY_ADDED,       /* where no data went before */
    CHANGE_COUNTRY_REMOVED,
    CHANGE_RECIPIENT_COUNTRY_ADDED,
    CHANGE_RECIPIENT_COUNTRY_REMOVED,
    CHANGE_TRANSFER_ADDED,
    CHANGE_TRANSFER_REMOVED,
    CHANGE_SAFEGUARD_WEAKER,
    CHANGE_SAFEGUARD_STRONGER,
    CHANGE_SAFEGUARD_OTHER,

    /* rights */
    CHANGE_RIGHT_ADDED,
    CHANGE_RIGHT_REMOVED,
    CHANGE_METHOD_ADDED,
    CHANGE_METHOD_REMOVED,
    CHANGE_CLOCK_LONGER,        /* or perhaps longer */
    CHANGE_CLOCK_SHORTER,
    CHANGE_PROOF_MORE,          /* a request must show more */
    CHANGE_PROOF_LESS,
    CHANGE_UNVERIFIED_WORSE,
    CHANGE_UNVERIFIED_BETTER,
    CHANGE_AUTHORITY,
    CHANGE_AUTHORITY_REMOVED,
    CHANGE_RIGHTS_ONLINE,

    /* promises */
    CHANGE_NEVER_ADDED,
    CHANGE_NEVER_REMOVED,
    CHANGE_PROMISE_ADDED,
    CHANGE_PROMISE_REMOVED,
    CHANGE_PROMISE_WEAKER,
    CHANGE_PROMISE_STRONGER,
    CHANGE_PROMISE_OTHER,
    CHANGE_RESERVATION_ADDED,   /* a sentence that frees us of something */
    CHANGE_RESERVATION_REMOVED,

    /* appendices */
    CHANGE_APPENDIX_ADDED,
    CHANGE_APPENDIX_REMOVED,
    CHANGE_APPENDIX_PREVAILS,
    CHANGE_APPENDIX_GIVES_WAY,
    CHANGE_APPENDIX_LIST_LONGER,
    CHANGE_APPENDIX_LIST_SHORTER,
    CHANGE_APPENDIX_COOKIES_ALL,
    CHANGE_APPENDIX_COOKIES_ESSENTIAL,
    CHANGE_APPENDIX_OWN_DEFINITIONS,
    CHANGE_APPENDIX_STATUTORY_DEFINITIONS,
    CHANGE_APPENDIX_FORM,
    CHANGE_REVIEWED,

    /* who, where, in which words */
    CHANGE_CONTROLLER,
    CHANGE_CONTROLLER_ADDRESS,
    CHANGE_CONTACT_ADDED,
    CHANGE_CONTACT_REMOVED,
    CHANGE_CONTACT,
    CHANGE_REPRESENTATIVE,
    CHANGE_AFFILIATES,
    CHANGE_ORIGIN_ADDED,
    CHANGE_ORIGIN_REMOVED,
    CHANGE_LANGUAGE_ADDED,
    CHANGE_LANGUAGE_REMOVED,
    CHANGE_AUTHORITATIVE,
    CHANGE_TIMEZONE,
    CHANGE_REGION_ADDED,
    CHANGE_REGION_REMOVED,
    CHANGE_OWN_TEXT,
    CHANGE_WORDS,               /* names, terms, links, services */
    CHANGE_RENAMED,             /* an id, by `was:` */
    CHANGE_WORKINGS,            /* how a door works inside */
    CHANGE_LAW,
    CHANGE_KINDS
};

enum change_direction { FOR_NEITHER = 0, FOR_US, FOR_PEOPLE };

/* What a reader looks for: what must be told, what merely differs, whom to reach, how it is worded. */
enum change_badge { BADGE_MATERIAL = 0, BADGE_OTHER, BADGE_CONTACT, BADGE_WORDING, BADGES };

struct change_rule {
    enum change_kind kind;
    const char *id;      /* for programs: "kept_longer" */
    const char *said;    /* for the terminal: "kept longer" */
    enum change_direction direction;
    enum change_badge badge;
    const char *refs;    /* clause ids, separated by spaces */
    const char *why;     /* of a material change: why people must know before; else NULL */
    enum message words;  /* for a page: {0} what it is about, {1} what was, {2} what is; MESSAGES: it is nothing that people see */
};

extern const struct change_rule change_rules[CHANGE_KINDS];
bool change_is_material(enum change_kind kind);
const char *change_badge_name(enum change_badge badge);             /* "material" */
const char *change_direction_name(enum change_direction direction); /* "people" */

#endif
