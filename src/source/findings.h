/* Findings: what is wrong in a file that people write, all of one run. A code is stable and never reused; its row in the table says how
 * bad it is, which clauses it comes from, and whether anything can be built in spite of it. */
#ifndef SOURCE_FINDINGS_H
#define SOURCE_FINDINGS_H

#include "base/work.h"
#include "source/place.h"

enum { FINDINGS_MAX = 500, FINDING_MESSAGE_MAX = 400 };

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
    int breaking;  /* errors that leave something out of the model which others rely on */
    int count, suggestions;
    bool vast;     /* somewhere stands more than the rules can hold against each other */
    bool lost;     /* no memory for a finding: w->err says so; checked once, at the end */
    struct finding spare;
};

/* Codes. The hundreds: 0 the file itself, 20 shape, 40 names and values, 100 what the policy says, 190 own wording, 201 the operator's law files. */
enum finding_code {
    PD_NOT_UTF8 = 1,
    PD_BROKEN_YAML = 2,
    PD_ALIAS = 3,
    PD_TAG = 4,
    PD_MERGE_KEY = 5,
    PD_TOO_DEEP = 6,
    PD_TOO_MANY_NODES = 7,
    PD_DUPLICATE_KEY = 8,
    PD_KEY_NOT_TEXT = 9,
    PD_SECOND_DOCUMENT = 10,
    PD_HOSTILE_TEXT = 11,
    PD_EMPTY_FILE = 12,

    PD_UNKNOWN_KEY = 20,
    PD_MISSING_KEY = 21,
    PD_WRONG_SHAPE = 22,
    PD_NOT_ONE_OF = 23,
    PD_BAD_NUMBER = 24,
    PD_BAD_NAME = 25,
    PD_BAD_DATE = 26,
    PD_BAD_EMAIL = 27,
    PD_BAD_ADDRESS = 28,
    PD_EMPTY = 29,
    PD_UNKNOWN_FORMAT = 30,
    PD_TOO_MANY = 31,
    PD_BAD_HASH = 32,
    PD_BAD_PATTERN = 33,
    PD_NOT_ONE_LINE = 34,
    PD_TOO_LONG = 35,

    PD_UNKNOWN_PURPOSE = 40,
    PD_UNKNOWN_DATA = 41,
    PD_UNKNOWN_RECIPIENT = 42,
    PD_UNKNOWN_REGION = 43,
    PD_UNKNOWN_CATEGORY = 44,
    PD_UNKNOWN_LANGUAGE = 45,
    PD_BAD_PERIOD = 46,
    PD_NAMED_TWICE = 47,
    PD_UNKNOWN_TIMEZONE = 48,
    PD_DELIVERY_TARGET = 49,
    PD_UNKNOWN_COUNTRY = 50,

    PD_AUTHORITATIVE = 101,
    PD_LANGUAGE_MISSING = 102,
    PD_ORIGIN_NOT_HTTPS = 103,
    PD_CONTACT_EMPTY = 104,
    PD_NO_CONTACT = 105,
    PD_AFFILIATES_EMPTY = 106,
    PD_NO_BASIS = 107,
    PD_NO_RETENTION = 108,
    PD_WITHDRAWN_WITHOUT_CONSENT = 109,
    PD_NO_BALANCING = 110,
    PD_REQUIRED_NOT_ALLOWED = 111,
    PD_COLLECTS_COMPUTED = 112,
    PD_CONTRACT_ENDED = 113,
    PD_NO_CONTRACT = 114,
    PD_REVIEW_OVERDUE = 115,
    PD_NOT_ATTESTED = 116,
    PD_ESSENTIAL_BY_CONSENT = 117,
    PD_NO_CONFIRM_ADDRESS = 118,
    PD_DISCLOSED_ANYWAY = 119,
    PD_CIRCULAR = 120,
    PD_LINK_EMPTY = 121,
    PD_LINK_DEAD = 122,
    PD_SITE_NAME_EMPTY = 123,
    PD_NAMED_DIFFERENTLY = 124,
    PD_TWO_WORDS = 125,
    PD_NO_PURPOSE = 126,
    PD_AS_NEEDED = 127,
    PD_TAKEN_NOT_LISTED = 128,
    PD_LISTED_NOT_TAKEN = 129,

    PD_KINDS_MISSING = 130,
    PD_NO_CLOCK = 131,
    PD_AGENT_KINDS = 132,
    PD_CLOCK_TOO_LONG = 133,
    PD_EXTENSION_BARE = 134,
    PD_UNVERIFIED_SILENT = 135,
    PD_RECORDS_LOOSE = 136,
    PD_RECORDS_SHORT = 137,
    PD_AGENT_DOCUMENT = 138,
    PD_AGENT_HURDLE = 139,
    PD_VERIFIED_ANYWAY = 140,
    PD_ASKED_TWICE = 141,
    PD_METHODS_FEW = 142,
    PD_POLICY_STALE = 143,
    PD_RETALIATION_WEAK = 145,
    PD_AUDIENCES = 146,
    PD_OWN_DEFINITIONS = 147,
    PD_MINORS_ACTS = 148,
    PD_MINORS_KNOWLEDGE = 149,
    PD_MINORS_AGE = 150,
    PD_NO_OFFICER = 151,
    PD_NO_REPRESENTATIVE = 152,
    PD_NO_AUTOMATED = 153,
    PD_NO_COMPLAINT = 154,
    PD_NO_SALE_STATEMENT = 155,
    PD_BASIS_UNKNOWN = 156,
    PD_SENSITIVE_BASIS = 157,
    PD_DEVICE_UNASKED = 158,
    PD_READ_UNASKED = 159,
    PD_NO_TRANSFER = 160,
    PD_SAFEGUARD_UNKNOWN = 161,
    PD_NO_ADEQUACY = 162,
    PD_TRANSFER_REVIEW = 163,
    PD_ADOPTED_UNKNOWN = 164,
    PD_NO_LAW = 165,
    PD_LAW_UNNAMED = 166,
    PD_COLLECTED_ABROAD = 167,
    PD_WHERE_UNSAID = 168,
    PD_TRANSFER_INSIDE = 169,
    PD_TRANSFER_IDLE = 170,
    PD_NO_SAFEGUARD_REF = 171,
    PD_WAS_SHARED = 180,
    PD_UNBOUND_SENTENCE = 190,
    PD_WRITTEN_OUT = 191,
    PD_UNKNOWN_PLACEHOLDER = 192,
    PD_EMPTY_PLACEHOLDER = 193,
    PD_LONELY_BRACE = 194,
    PD_UNKNOWN_CLAUSE = 195,
    PD_NOT_PROMISED = 196,
    PD_LANGUAGES_DIFFER = 197,
    PD_NO_LINK = 198,
    PD_OTHER_TERM = 199,
    PD_TEXT_TOO_LONG = 200,

    PD_LAW_FORMAT = 201,
    PD_LAW_SPAN = 202,
    PD_LAW_UNDER = 203,
    PD_LAW_TWICE = 204,
    PD_LAW_KIND = 205,
    PD_LAW_CLOCK = 206,
    PD_EVERYDAY_NAMES = 260,
    PD_NOT_ESSENTIAL = 261,
    PD_SHARED_ANYWAY = 262,
    PD_NO_ROLE = 263,
    PD_SOLD_ANYWAY = 264,
    PD_PROCESSOR_OWN = 265,
    PD_OWN_PURPOSES = 266,
    PD_VERSION_LINE = 267,
    PD_ON_POSTING = 268,
    PD_DELIVERED_OTHERWISE = 269,
    PD_FUTURE_DAY = 270,
    PD_ESSENTIAL_FOR_OTHERS = 271,
    PD_NONE_AND_SOMEBODY = 272,
    PD_WAY_CLOSED = 273,
    PD_NAMES_UNVERIFIED = 274,
    PD_AUTHORITY_EMPTY = 280,
    PD_WORD_TWICE = 281,
    PD_FOR_NOTHING = 282,
};

struct finding_kind {
    enum finding_code code;
    enum severity severity;
    bool breaking;        /* the model lacks what others rely on */
    const char *refs;
    const char *explain;  /* why, for `explain` and the manual */
};

extern const struct finding_kind finding_kinds[];
extern const int finding_kind_count;
const struct finding_kind *finding_kind_find(int code); /* NULL when there is none */
const char *severity_name(enum severity s);             /* "error" */

/* Adds a finding. Never NULL: what does not fit goes to the spare one, and f->lost remembers it. Bytes that could steer a terminal are
 * replaced; a message that is too long is cut. */
struct finding *finding_add(struct work *w, struct findings *f, enum finding_code code, struct place place, const char *format, ...) PRINTF_LIKE(5, 6);
void finding_hint(struct work *w, struct findings *f, struct finding *finding, const char *format, ...) PRINTF_LIKE(4, 5);

/* Names that may be meant, one after the other; what is nearest so far. */
struct suggestion {
    struct text wrong, best;
    size_t distance;
};

/* A run compares names for its first findings only, so that a hostile file cannot make it slow. */
struct suggestion suggestion_begin(struct findings *f, struct text wrong);
void suggestion_offer(struct suggestion *s, struct text name);
/* Adds the hint "did you mean `x`?" when one name is near enough; else `otherwise`, when it is not NULL. */
void suggestion_hint(struct work *w, struct findings *f, struct finding *finding, const struct suggestion *s, const char *otherwise);

/* At most a warning from now on: what it rests on is not certain. */
void finding_soften(struct findings *f, struct finding *finding);

/* Into the order of the file; equal places stay in the order in which they were found. */
MUST_USE bool findings_sort(struct work *w, struct findings *f);

/* For printf of a name out of the file: at most 60 bytes of it. */
#define NAME_ARGS(t) (int)((t).length > 60 ? 60 : (t).length), ((t).at ? (t).at : "")

/* Control characters and those that turn the direction of text, which make a file read otherwise than it is. False: none. */
bool text_is_hostile(struct text t, size_t *out_offset, size_t *out_length);

#endif
