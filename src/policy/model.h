/* The policy as the program acts on it: what policy.yaml says, checked and bound together.
 *
 * Made by policy_parse (policy/parse.h) in an arena of its own, immutable afterwards, shared by all threads. Names of purposes, channels
 * and data are permanent ids. Every part keeps its place in the source, so that a message can point at it. */
#ifndef POLICY_MODEL_H
#define POLICY_MODEL_H

#include "base/hash.h"
#include "base/instant.h"
#include "base/text.h"
#include "base/zone.h"
#include "source/place.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    POLICY_LANGUAGES_MAX = 8,
    POLICY_REGIONS_MAX = 16,
};

/* A human text by language, in the order of policy.site.languages; empty where missing. */
struct words {
    struct text in[POLICY_LANGUAGES_MAX];
    struct place place;
};

/* "EU", "UK", "US-CA", "JP"; POLICY.regions holds the declared ones; an index into it is a region number, -1 is unknown. */
struct region {
    struct text code;
    struct words name;
    struct place place;
};

enum legal_basis {
    BASIS_MISSING = 0, /* nothing was declared: not processed (default deny) */
    BASIS_OFF,         /* declared: not processed here */
    BASIS_NOT_REQUIRED,/* processed, and the law there asks for no basis */
    BASIS_CONSENT,
    BASIS_CONTRACT,
    BASIS_LEGAL_OBLIGATION,
    BASIS_VITAL_INTERESTS,
    BASIS_PUBLIC_TASK,
    BASIS_LEGITIMATE_INTERESTS,
    LEGAL_BASES
};

/* When the period of a retention rule begins. Event triggers count once per (site, subject, purpose). */
enum retention_trigger {
    TRIGGER_MISSING = 0,
    TRIGGER_COLLECTED,    /* the record's own arrival */
    TRIGGER_LAST_CONTACT, /* the newest contact of the subject under the purpose */
    TRIGGER_WITHDRAWN,    /* until consent is withdrawn; no period */
    TRIGGER_CLOSED,       /* the case was closed */
    RETENTION_TRIGGERS
};

enum period_unit { PERIOD_DAYS, PERIOD_MONTHS, PERIOD_YEARS };

/* "24 months after last_contact", "until withdrawn" (count 0). */
struct retention_rule {
    enum retention_trigger trigger;
    int count;
    enum period_unit unit;
    struct place place;
};

struct data_item {
    struct text id;       /* "email" */
    int number;           /* never reused; position in the database's table of names */
    struct text category; /* a fideslang key: "user.contact.email" */
    bool identifies;      /* the value names the subject */
    struct words label;   /* as a form shows it */
    struct place place;
};

struct purpose {
    struct text id;
    int number;
    struct words why;
    enum legal_basis basis[POLICY_REGIONS_MAX]; /* by region number */
    enum legal_basis basis_elsewhere;           /* where the region is none of the declared ones */
    struct text balancing;                      /* the note that legitimate interests need */
    struct retention_rule keep;
    struct place place, basis_place;
};

enum unknown_fields { UNKNOWN_BY_DOOR = 0, UNKNOWN_REFUSE, UNKNOWN_DROP }; /* BY_DOOR: refuse for JSON, drop for forms */

struct channel_field {
    const struct data_item *data;
    bool required;
    struct place place;
};

enum delivery_kind { DELIVER_MAIL, DELIVER_WEBHOOK };

/* A delivery goes to a system outside, which we do not see. `attested`: a person vouches for how it keeps what it gets. */
struct delivery {
    enum delivery_kind kind;
    struct text to; /* address of the desk, or the id of a recipient */
    bool attested;
    struct text by;
    struct day on, review; /* said on; counts until */
    struct hash document;  /* SHA-256 of what was signed */
    struct place place;
};

struct channel {
    struct text id;
    int number;
    const struct purpose *purpose;
    const struct channel_field *fields;
    size_t field_count;
    enum unknown_fields unknown;
    const struct text *ignore; /* patterns with one * at the end: "utm_*" */
    size_t ignore_count;
    bool double_opt_in;
    const struct delivery *deliver;
    size_t deliver_count;
    struct place place;
};

struct cookie {
    struct text name;
    const struct purpose *purpose;
    bool essential;
    struct text lifetime, set_by;
    struct place place;
};

enum recipient_role { ROLE_MISSING = 0, ROLE_PROCESSOR, ROLE_AFFILIATE, ROLE_THIRD_PARTY, ROLE_AUTHORITY };

struct recipient {
    struct text id;
    int number;
    enum recipient_role role;
    const struct text *purposes, *countries;
    size_t purpose_count, country_count;
    struct text contract;
    bool has_contract_end;
    struct day contract_until;
    struct place place;
};

struct transfer {
    int region;          /* from */
    struct text country; /* to, or "" */
    struct text safeguard, reference;
    struct place place;
};

/* Rights offered in one region, as the file names them: access, rectify, erase, port, object, restrict, withdraw, know, delete, ... */
struct rights {
    int region;
    const struct text *kinds, *methods;
    size_t kind_count, method_count;
    bool exclusively_online;
    struct text authority; /* where to complain: an address on the web, or "" */
    struct place place;
};

/* A closed list: an id of the statements table with its parameters. */
struct statement_parameter {
    struct text name, value;
};

/* A list gives one parameter of the same name for each element; a text by language gives "scope.en", "scope.ja". */
struct statement {
    struct text id;
    const struct statement_parameter *parameters;
    size_t parameter_count;
    struct place place;
};

struct appendix {
    int region;
    bool prevails;
    bool collects_computed;
    const struct data_item **collects; /* when not computed: the closed list that this region allows */
    size_t collect_count;
    struct place place;
};

struct contact {
    struct text key; /* "privacy", or a region code */
    struct text email, address, phone;
    struct place place;
};

/* The operator's own wording for one clause. */
struct own_text {
    struct text clause;
    struct words words;
    struct place place;
};

struct policy {
    /* site */
    struct words site_name;
    const struct text *origins;
    size_t origin_count;
    struct text languages[POLICY_LANGUAGES_MAX];
    int language_count;
    int authoritative; /* index into languages */
    struct text timezone; /* retention counts days here: "Asia/Tokyo" */
    const struct zone *zone; /* the same, loaded; UTC when the system does not know it */
    bool demonstration;   /* every page says that this is an example */
    struct place site_place;

    /* controller */
    struct words controller_name;
    struct text controller_address;
    const struct contact *contacts;
    size_t contact_count;
    struct text affiliates_link;
    struct place affiliates_place; /* line 0: no link was declared */
    struct place controller_place;

    struct region regions[POLICY_REGIONS_MAX];
    int region_count;

    const struct data_item *data;
    size_t data_count;
    const struct purpose *purposes;
    size_t purpose_count;
    const struct channel *channels;
    size_t channel_count;
    const struct cookie *cookies;
    size_t cookie_count;
    const struct recipient *recipients;
    size_t recipient_count;
    const struct transfer *transfers;
    size_t transfer_count;
    const struct rights *rights;
    size_t rights_count;
    const struct statement *statements;
    size_t statement_count;
    bool never_sell, never_share;
    const struct appendix *appendices;
    size_t appendix_count;
    const struct own_text *texts;
    size_t text_count;

    struct text source;     /* the bytes of the file */
    struct hash model_hash; /* over the canonical model */
};

/* The words in a language (index), else in the authoritative one. */
struct text words_in(const struct policy *p, const struct words *words, int language);
int policy_language(const struct policy *p, struct text code); /* index, or -1 */
int policy_region(const struct policy *p, struct text code);   /* number, or -1 */
/* NULL when there is none. */
const struct channel *policy_channel(const struct policy *p, struct text id);
const struct purpose *policy_purpose(const struct policy *p, struct text id);
const struct data_item *policy_data(const struct policy *p, struct text id);
const struct statement *policy_statement(const struct policy *p, struct text id);

/* The value of a parameter (the `nth` one of that name, from 0), in the language where it has languages; empty when there is none. */
struct text statement_value(const struct policy *p, const struct statement *s, struct text name, size_t nth, int language);

/* The basis on which a purpose runs in a region; region -1: the strictest of all declared regions (law P4-1, design section 8). */
enum legal_basis purpose_basis(const struct policy *p, const struct purpose *purpose, int region);
/* Whether a region's prevailing appendix lets a data item be collected (clause C0-1); region -1: only if all do. */
bool policy_allows_data(const struct policy *p, const struct data_item *data, int region);

const char *legal_basis_name(enum legal_basis basis);         /* "contract" */
const char *retention_trigger_name(enum retention_trigger t); /* "last_contact" */

#endif
