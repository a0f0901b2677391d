/* The law of a region as data: rows of tables, each with its source, the day on which that was consulted, and whether somebody held the row
 * against it. Made by law_load (law/load.h) from the tables in the binary and those of the operator; immutable afterwards, shared by all
 * threads. Pure look-ups: no clock is read and nothing is computed here.
 *
 * Always holds: a row that is not verified serves no request and no page unless the operator adopts it by name; ask law_row_counts. */
#ifndef LAW_LAW_H
#define LAW_LAW_H

#include "base/instant.h"
#include "base/text.h"
#include "source/place.h"

/* A region has one row of a table, or one for each key where the table has keys (kinds, clocks ...). */
enum law_table {
    LAW_COUNTRIES,
    LAW_CALENDAR,
    LAW_HOLIDAYS,  /* by name of the set */
    LAW_KINDS,     /* by kind of request */
    LAW_CLOCKS,    /* by name of the rule */
    LAW_APPEAL,
    LAW_METHODS,
    LAW_VERIFICATION,
    LAW_UNVERIFIED,
    LAW_AGENTS,    /* by kind of request; `signal` for an opt-out signal */
    LAW_RECORDS,
    LAW_REVIEW,
    LAW_RETALIATION,
    LAW_MINORS,
    LAW_NOTICE,
    LAW_NEW_PURPOSE,
    LAW_BASIS,
    LAW_SENSITIVE,
    LAW_DEVICE,
    LAW_DEVICE_EXEMPTIONS,
    LAW_TRANSFERS,
    LAW_ADEQUACY,  /* by a name for the decision */
    LAW_DEFINITIONS,
    LAW_AUTHORITY,
    LAW_CATEGORIES,
    LAW_TABLES
};

/* Names, as the file has them. */
struct law_list {
    const struct text *names;
    size_t count;
};

/* A text for people, by language. */
struct law_words {
    const struct law_word {
        struct text language, text;
    } *in;
    size_t count;
};

enum law_unit {
    UNIT_NONE = 0,      /* there is no such period */
    UNIT_BUSINESS_DAYS, /* bd */
    UNIT_CALENDAR_DAYS, /* cal */
    UNIT_MONTHS,        /* mon */
    UNIT_HOURS,         /* h: elapsed time */
    UNIT_NOW,           /* at once; no number */
    UNIT_WITHOUT_DELAY, /* the law names no number */
    LAW_UNITS
};

struct law_span {
    int count;
    enum law_unit unit;
};

enum law_begin { BEGIN_RECEIVED, BEGIN_AWARE, BEGIN_CLOSED };

/* When a kind of request must be offered. */
enum law_offered {
    OFFERED_ALWAYS,
    OFFERED_IF_SOLD_OR_SHARED,
    OFFERED_IF_SENSITIVE,
    OFFERED_IF_CONSENT,
    OFFERED_IF_CONSENT_OR_CONTRACT,
    OFFERED_IF_LEGITIMATE_INTERESTS,
    OFFERED_MAY
};

enum law_consent { CONSENT_NONE, CONSENT_BY_BASIS, CONSENT_EXPRESS };

struct law_countries {
    struct law_list members; /* ISO 3166, two letters */
};

struct law_calendar {
    struct law_list zones;   /* IANA names. Where the person's own is not known, the one that gives the earliest date counts. */
    struct law_list weekend; /* "saturday" */
    struct text holidays;    /* name of a set, or empty */
};

struct law_holidays {
    const struct day *days;
    size_t count;
    struct day valid_through; /* what comes later is not known */
};

struct law_kind {
    enum law_offered offered;
    bool verifiable; /* false: no identity check, no click to confirm, no account */
};

/* One rule of counting. A clock has one of respond, wait, keep and window; acknowledge may stand beside respond or alone. */
struct law_clock {
    struct law_list kinds;      /* kinds of request, or other events: complaint, breach ... */
    enum law_begin begins;
    bool day_one;               /* the day of the event is day 1, not day 0 */
    struct law_span acknowledge, respond;
    struct law_span extended;   /* the whole period after the one extension, from the same beginning; UNIT_NONE: none */
    struct law_span notice_by;  /* the extension must be told within this, from the same beginning */
    bool extension_needs_reason;
    struct law_span wait;       /* not before */
    struct law_span keep;       /* at least this long */
    struct law_span window;     /* so far back */
    struct day window_floor;    /* and not before this day; number 0: no floor */
    bool rolls;                 /* an end on a day without business moves to the next day with it */
    bool clamps_forward;        /* a date that its month lacks: the 1st of the next month, not the last of its own */
    struct law_list resets, pauses; /* events: identity, fee, clarification */
    struct law_span target;     /* of our own, where the law names no number */
    int target_days_before;     /* of our own: so many days before the legal date */
};

struct law_appeal {
    struct law_span respond, extension; /* extension: in addition to respond */
};

struct law_methods {
    int minimum;
    struct law_list among; /* must be among them: form, email, phone, toll_free, post */
    bool has_online;       /* another rule for who deals with people online only, and directly */
    int online_minimum;
    struct law_list online_among;
};

struct law_verification {
    bool login_suffices; /* account holders log in again and are asked nothing more */
};

/* What a person is owed whose identity could not be verified. */
struct law_unverified {
    bool notice;
    bool fallback_categories; /* the request is then judged as one for categories */
};

struct law_agent {
    struct law_list ask;    /* all of these may be asked */
    struct law_list one_of; /* and one of these */
    bool power_of_attorney_suffices;
};

struct law_records {
    struct text rule;
    struct law_span keep; /* at least */
    enum law_begin from;
};

struct law_review {
    struct law_span every, warn; /* months */
};

struct law_retaliation {
    struct law_list audiences;
};

struct law_minors {
    int under;               /* years */
    struct law_list forbids; /* sell, share */
    int own_consent_from;    /* years; 0: the law names none */
};

struct law_notice {
    struct law_list items; /* what a policy must tell: officer, representative, automated_decisions ... */
};

struct law_new_purpose {
    bool notice;
    enum law_consent consent;
};

struct law_basis {
    bool needed;
    struct law_list accepted;
};

struct law_sensitive {
    struct law_list categories; /* fideslang keys; each stands for those below it, too */
    struct law_list bases;      /* on which they may be processed; empty: the law names none */
    struct text right;          /* the kind of request that people have about them, or empty */
};

struct law_device {
    bool consent; /* what is stored on the visitor's device, or read from it, needs consent */
    struct law_list exempt; /* classes of cookies */
    bool first_party; /* exempt only when we set them ourselves */
};

struct law_transfers {
    bool safeguard; /* data that leave the region need one */
    struct law_list accepted;
};

struct law_adequacy {
    struct law_list to; /* countries */
};

struct law_definitions {
    struct text sell, share; /* where the law defines them */
};

struct law_authority {
    struct law_words label;
    struct text link;
};

/* The law's own names of kinds of data, in our words. */
struct law_category {
    struct text ref; /* "(A)" */
    struct law_words name;
    struct law_list is; /* fideslang keys */
};

struct law_categories {
    const struct law_category *names;
    size_t count;
};

struct law_row {
    struct text name; /* "US-CA/methods", "US-CA/kinds/know" */
    enum law_table table;
    struct text key; /* "know"; empty where the region has one row of the table */
    struct text source;
    struct day consulted;
    struct day effective_from; /* number 0: in force already */
    bool verified;
    struct text file; /* "US-CA.yaml" */
    struct place place;
    union {
        struct law_countries countries;
        struct law_calendar calendar;
        struct law_holidays holidays;
        struct law_kind kind;
        struct law_clock clock;
        struct law_appeal appeal;
        struct law_methods methods;
        struct law_verification verification;
        struct law_unverified unverified;
        struct law_agent agent;
        struct law_records records;
        struct law_review review;
        struct law_retaliation retaliation;
        struct law_minors minors;
        struct law_notice notice;
        struct law_new_purpose new_purpose;
        struct law_basis basis;
        struct law_sensitive sensitive;
        struct law_device device; /* of LAW_DEVICE and LAW_DEVICE_EXEMPTIONS */
        struct law_transfers transfers;
        struct law_adequacy adequacy;
        struct law_definitions definitions;
        struct law_authority authority;
        struct law_categories categories;
    } is;
};

struct law_region {
    struct text code; /* "US-CA" */
    struct law_words name;
    int under;        /* region whose rows hold where this one has none; -1: none */
    struct place under_place;
    int first_row, row_count;
};

struct law {
    const struct law_region *regions;
    int region_count;
    const struct law_row *rows; /* those of a region stand together, in the order of the tables */
    int row_count;
};

/* The region whose rows hold for a code: itself; else what it is a part of ("EU-NL" -> EU, "US-WY" -> US); else, for a country, the region
 * that it is a member of ("NL" -> EU). NULL: nothing is known there. */
const struct law_region *law_region(const struct law *law, struct text code);
/* The row of a table for a region, its own or of the region that it stands under. NULL when there is none; then the law, as far as it is
 * known here, asks for nothing. law_row_of is for tables with keys. */
const struct law_row *law_row(const struct law *law, struct text region, enum law_table table);
const struct law_row *law_row_of(const struct law *law, struct text region, enum law_table table, struct text key);
/* Every row of a table that holds for a region; `after` is NULL for the first one. A row hides those of its name further up. */
const struct law_row *law_next(const struct law *law, struct text region, enum law_table table, const struct law_row *after);
/* The clock of a kind of request or of another event: LAW_CLOCKS. */
const struct law_row *law_clock_for(const struct law *law, struct text region, struct text kind);
/* A row by its name, "US-CA/methods"; NULL when there is none. */
const struct law_row *law_row_named(const struct law *law, struct text name);

/* Whether a row may serve requests and pages on that day: it is in force, and verified or among the names that the operator adopted. */
bool law_row_counts(const struct law_row *row, struct day on, const struct text *adopted, size_t adopted_count);

bool law_list_has(const struct law_list *list, struct text name);
/* Whether a country lies in a region. */
bool law_is_inside(const struct law *law, struct text region, struct text country);
/* The law's own name for a data category, a fideslang key: the longest beginning counts. NULL when it has none. */
const struct law_category *law_category_of(const struct law_categories *categories, struct text key);
/* Whether a fideslang key is one of the list, or below one of it. */
bool law_covers_category(const struct law_list *list, struct text key);
/* The words in a language, else in English, else in any. */
struct text law_words_in(const struct law_words *words, struct text language);

const char *law_table_name(enum law_table table); /* "methods" */
const char *law_unit_name(enum law_unit unit);    /* "cal"; "" for UNIT_NONE */

#endif
