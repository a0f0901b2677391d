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

/* When the period of a retention rule begins. Event triggers count once per (site, subject, purpose). Numbers are stored and never reused. */
enum retention_trigger {
    TRIGGER_MISSING = 0,
    TRIGGER_COLLECTED,    /* the record's own arrival */
    TRIGGER_LAST_CONTACT, /* the newest contact of the subject under the purpose */
    TRIGGER_WITHDRAWN,    /* until consent is withdrawn; no period */
    TRIGGER_CLOSED,       /* the case was closed */
    TRIGGER_AS_NEEDED,    /* "as long as needed": no event ends it, so nothing can be collected under it (T-16) */
    TRIGGER_PURCHASED,    /* the day of the purchase, which may lie before the record */
    TRIGGER_CONTRACT_ENDED,
    TRIGGER_ACCOUNT_CLOSED,
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

/* What a purpose, a channel, a data item or a recipient was called before; its number, records and promises stay. Empty: nothing else. */
struct former {
    struct text id;
    struct place place;
};

struct data_item {
    struct text id;       /* "email" */
    int number;           /* never reused; position in the database's table of names */
    struct text category; /* a fideslang key: "user.contact.email" */
    bool identifies;      /* the value names the subject */
    struct words label;   /* as a form shows it */
    struct former was;
    struct place place;
};

struct purpose {
    struct text id;
    int number;
    struct words label; /* a short name; the id where none was given */
    struct words why;
    struct former was;
    enum legal_basis basis[POLICY_REGIONS_MAX]; /* by region number */
    enum legal_basis basis_elsewhere;           /* where the region is none of the declared ones */
    bool basis_unread;                          /* something stands there that is no basis; the checker has told */
    struct place basis_places[POLICY_REGIONS_MAX]; /* where each stands */
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

enum delivery_kind { DELIVER_MAIL, DELIVER_WEBHOOK, DELIVER_PULL };

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

/* Where the values of a channel come from. */
enum channel_source { FROM_PERSON = 0, FROM_DEVICE, FROM_LOG };

/* Optional fields that are not taken from people of one region. */
struct channel_exception {
    int region;
    const struct data_item **data;
    size_t count;
    struct place place;
};

struct channel {
    struct text id;
    int number;
    struct words label; /* a short name; the id where none was given */
    const struct purpose *purpose; /* never NULL; policy_no_purpose where none was declared */
    enum channel_source source;
    const struct channel_exception *exceptions;
    size_t exception_count;
    struct former was;
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

enum cookie_class { COOKIE_ESSENTIAL, COOKIE_FUNCTIONAL, COOKIE_STATISTICS, COOKIE_ADVERTISING, COOKIE_SOCIAL, COOKIE_CLASSES };
enum cookie_kind { KIND_COOKIE, KIND_LOCAL_STORAGE, KIND_SESSION_STORAGE, KIND_INDEXED_DB, KIND_PIXEL, COOKIE_KINDS };

/* Anything that is kept on the visitor's device, or read from it. */
struct cookie {
    struct text name;
    const struct purpose *purpose; /* never NULL, as of a channel */
    enum cookie_class class;
    enum cookie_kind kind;
    struct words what; /* what it holds; may be empty */
    struct text lifetime, set_by;
    struct place place, class_place;
};

enum recipient_role { ROLE_MISSING = 0, ROLE_PROCESSOR, ROLE_AFFILIATE, ROLE_THIRD_PARTY, ROLE_AUTHORITY };

struct recipient {
    struct text id;
    int number;
    struct words label;       /* a name for people; the id where none was given */
    enum recipient_role role; /* a processor where none was declared */
    bool role_declared;
    const struct text *purposes, *countries;
    const struct place *country_places;
    size_t purpose_count, country_count;
    const struct text *does;  /* "email", "advertising" ... */
    size_t does_count;
    bool everywhere, here[POLICY_REGIONS_MAX]; /* whose people's data it gets */
    struct text contract;
    bool has_contract_end;
    struct day contract_until;
    bool own_purposes;           /* uses them for itself (P6-1) */
    bool valuable_consideration; /* money or something else of value is given for them (1798.140(ad)) */
    struct former was;
    struct place place, role_place, countries_place, does_place, purposes_place; /* line 0: `for` is missing */
};

struct transfer {
    int region;          /* from */
    struct text country; /* to, or "" */
    struct text safeguard, reference;
    bool has_review;
    struct day review;   /* counts until this day */
    struct place place, safeguard_place, review_place;
};

/* How long a kind of request may take, as the policy says it. */
struct right_clock {
    struct text kind, time; /* "45 days", or "law" */
    struct place place;
};

/* What a request must show before it is answered; `given` is false where the law's rule holds. */
struct identity_check {
    bool given;
    const struct text *kinds, *fields;
    const struct place *kind_places;
    size_t kind_count, field_count;
    bool ask_again; /* also of people who are logged in */
    struct place place, ask_again_place;
};

struct extension {
    bool given;
    struct text until, notice_by; /* "90 days"; empty where left out */
    bool reason;
    struct place place, until_place, notice_place;
};

/* Rights offered in one region, as the file names them: access, rectify, erase, port, object, restrict, withdraw, know, delete, ... */
struct rights {
    int region;
    const struct text *kinds, *methods;
    const struct place *kind_places;
    size_t kind_count, method_count;
    bool exclusively_online;
    struct text authority;        /* where to complain: an address on the web, or "" */
    struct words authority_label; /* its name; may be empty */
    bool clocks_given;
    const struct right_clock *clocks;
    size_t clock_count;
    struct identity_check verification;
    struct extension extension;
    bool declines_unverified; /* "we may not process it": silence instead of a decision (T-8) */
    bool no_fallback;         /* nothing instead of what cannot be verified */
    struct place place, kinds_place, methods_place, authority_place, clocks_place, unverified_place, fallback_place;
};

/* A closed list: an id of the statements table with its parameters. */
struct statement_parameter {
    struct text name, value;
    struct place place;
};

/* A list gives one parameter of the same name for each element; a text by language gives "scope.en", "scope.ja". */
struct statement {
    struct text id;
    int region; /* said in the appendix of this region; -1: everywhere */
    const struct statement_parameter *parameters;
    size_t parameter_count;
    struct place place;
};

/* Something that is never done: "sell", "share". */
struct never {
    struct text act;
    int region; /* -1: everywhere */
    struct place place;
};

/* Records of requests (clause C4B-9): "at least 24 months after closed". months 0: nothing was said. */
struct request_records {
    int months;
    bool at_least, from_closure;
    struct place place;
};

struct appendix {
    int region;
    bool prevails;
    bool collects_computed;
    const struct data_item **collects; /* when not computed: the closed list that this region allows */
    size_t collect_count;
    const bool *collects_item;         /* the same, by place in policy.data */
    bool essential_cookies_only, everyday_names, own_definitions, version_at_page_top;
    bool has_reviewed;
    struct day reviewed;
    struct words controller_name;      /* as the appendix writes it; empty: as everywhere */
    struct text controller_address;
    struct place place, collects_place, cookies_place, names_place, definitions_place, version_place, reviewed_place, controller_place,
        controller_address_place;
};

struct contact {
    struct text key; /* "privacy", or a region code */
    struct words label; /* the office; may be empty */
    struct text email, address, phone;
    bool has_email;     /* the key is there, perhaps empty */
    bool see_services;  /* "as the notices of our services say" */
    struct place place, email_place, address_place, see_place;
};

/* A data protection officer, or a representative in a region; `none`: why there is no such office. */
struct representative {
    int region; /* -1: of the officer */
    struct words label, none;
    struct text email, address, phone;
    struct place place;
};

/* A service with a policy of its own (P0-2). */
struct service {
    struct text id;
    struct words label;
    struct text policy; /* address on the web, or "" */
    struct place place;
};

/* A named target: an address on the web, or a page of this program ("cookies"); "" where the file gives none. */
struct named_link {
    struct text id, to;
    struct words label; /* the words that lead there; may be empty */
    struct place place;
};

/* A word that the texts use for one thing, and others that must not stand for the same. */
struct term {
    struct text id;
    struct words word;
    const struct text *also;
    size_t also_count;
    struct place place, also_place;
};

/* The operator's own wording for one clause or section, as the file has it; policy/wording.h reads it. */
struct own_text {
    struct text clause;
    struct words words;
    struct place place;
    struct place places[POLICY_LANGUAGES_MAX]; /* of the words in each language; line 0: there are none */
};

struct policy {
    /* site */
    struct words site_name;
    const struct text *origins;
    size_t origin_count;
    struct place origins_place; /* line 0: missing */
    struct text languages[POLICY_LANGUAGES_MAX];
    int language_count;
    int authoritative; /* index into languages */
    struct text timezone; /* retention counts days here: "Asia/Tokyo" */
    const struct zone *zone; /* the same, loaded; UTC when the system does not know it */
    bool demonstration;   /* every page says that this is an example */
    struct place site_place;

    bool has_reviewed;
    struct day reviewed;  /* somebody last held the whole of it against what is done (T-15) */
    struct place reviewed_place;
    const struct service *services;
    size_t service_count;
    const struct named_link *links;
    size_t link_count;
    const struct term *terms;
    size_t term_count;
    const struct place *adopted_places;
    const struct text *adopted; /* rows of law that nobody verified and that the operator takes by name */
    size_t adopted_count;

    /* controller */
    struct words controller_name;
    struct text controller_address, controller_country;
    struct place country_place;
    const struct representative *officer; /* NULL: nothing is said */
    const struct representative *representatives;
    size_t representative_count;
    const struct contact *contacts;
    size_t contact_count;
    struct text affiliates_link;
    struct place affiliates_place; /* line 0: no link was declared */
    struct place controller_place, controller_address_place;

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
    const struct never *nevers;
    size_t never_count;
    struct request_records request_records;
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
int policy_language_or_own(const struct policy *p, struct text code); /* the authoritative one when it has it not */
int policy_region(const struct policy *p, struct text code);   /* number, or -1 */
/* NULL when there is none. */
const struct channel *policy_channel(const struct policy *p, struct text id);
const struct purpose *policy_purpose(const struct policy *p, struct text id);
const struct data_item *policy_data(const struct policy *p, struct text id);
const struct statement *policy_statement(const struct policy *p, struct text id); /* one that holds everywhere before one of an appendix */
const struct named_link *policy_link(const struct policy *p, struct text id);
/* By the permanent number; NULL when the policy does not have it. */
const struct purpose *purpose_numbered(const struct policy *p, int64_t number);
const struct channel *channel_numbered(const struct policy *p, int64_t number);
const struct recipient *recipient_numbered(const struct policy *p, int64_t number);
const struct recipient *policy_recipient(const struct policy *p, struct text id);
/* Whether the policy says that an act is never done there; region -1: anywhere. NULL when it does not. */
const struct never *policy_never(const struct policy *p, const char *act, int region);

/* The value of a parameter (the `nth` one of that name, from 0), in the language where it has languages; empty when there is none. */
struct text statement_value(const struct policy *p, const struct statement *s, struct text name, size_t nth, int language);

/* The basis on which a purpose runs in a region; region -1: the strictest of all declared regions (law P4-1, design section 8). */
enum legal_basis purpose_basis(const struct policy *p, const struct purpose *purpose, int region);
bool appendix_lists(const struct appendix *a, struct text data); /* in `collects`, or it is computed */
/* Whether a region's prevailing appendix lets a data item be collected (clause C0-1); region -1: only if all do. */
bool policy_allows_data(const struct policy *p, const struct data_item *data, int region);
bool exception_names(const struct channel_exception *e, const struct data_item *data);
/* The exception of the channel that keeps a data item from being asked in a region (-1: in any); NULL: none. */
const struct channel_exception *channel_excepts(const struct channel *channel, const struct data_item *data, int region);
/* Whether a channel takes it there: not excepted, and no appendix forbids it. */
bool channel_takes(const struct policy *p, const struct channel *channel, const struct data_item *data, int region);
bool recipient_serves(const struct recipient *r, int region); /* region -1: any */
bool recipient_is_for(const struct recipient *r, struct text purpose);
bool recipient_does(const struct recipient *r, const char *act);

/* Stands in where a channel or a cookie declares no purpose: no basis anywhere, so nothing is taken. */
extern const struct purpose policy_no_purpose;

int legal_basis_strictness(enum legal_basis basis);           /* how much it asks of the controller: consent most, no ground at all least */
const char *legal_basis_name(enum legal_basis basis);         /* "contract" */
const char *retention_trigger_name(enum retention_trigger t); /* "last_contact" */
bool retention_trigger_is_event(enum retention_trigger t);    /* somebody must tell us that it happened (retention/event.h) */
const char *cookie_class_name(enum cookie_class c);           /* "essential" */
const char *cookie_kind_name(enum cookie_kind k);             /* "local_storage" */

#endif
