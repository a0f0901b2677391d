#include "law/schema.h"

#include "source/schema_rows.h"

#define KINDS "access rectify erase port object restrict withdraw know delete correct limit opt_out"
#define EVENTS                                                                                                              \
    KINDS " refusal signal complaint breach breach_prompt breach_malicious object_marketing effect_withdraw unsubscribe "   \
          "tell_recipients reask_opt_out reask_cookie repeat_correct lookback authority_hold admt_access admt_opt_out suit"
#define BEGINS "received aware closed"
#define OFFERS "always if_sold_or_shared if_sensitive if_consent if_consent_or_contract if_legitimate_interests may"
#define CONSENTS "none by_basis express"
#define METHODS "form email phone toll_free post account services"
#define PROOFS "signed_permission consumer_verifies consumer_confirms identity_document"
#define BASES "not_required consent contract legal_obligation vital_interests public_task legitimate_interests"
#define CLASSES "essential functional statistics advertising social"
#define SAFEGUARDS "adequacy standard_clauses idta binding_rules consent derogation"
#define AUDIENCES "consumers employees applicants contractors"
#define ITEMS "contact date representative officer automated_decisions complaint retention sale_statement minors_knowledge"
#define WEEKDAYS "monday tuesday wednesday thursday friday saturday sunday"

const char law_request_kinds[] = KINDS, law_events[] = EVENTS;
const char law_units[] = "bd cal mon h now without_delay";
const char law_begins[] = BEGINS, law_offers[] = OFFERS, law_consents[] = CONSENTS;

#define A_SPAN .shapes = SHAPE_TEXT, .value = VALUE_TEXT
#define COUNTRIES .shapes = SHAPE_LIST, .value = VALUE_COUNTRY
#define TEXTS .shapes = SHAPE_LIST, .value = VALUE_TEXT
#define DAYS .shapes = SHAPE_LIST, .value = VALUE_DAY

/* What every row has. */
#define PROVENANCE                                                                                                   \
    { "source", A_TEXT, NEEDED, HELP("the paragraph that says so") },                                               \
    { "consulted", A_DAY, NEEDED, HELP("the day on which somebody looked") },                                       \
    { "verified", A_BOOL, NEEDED, HELP("false: written down from memory; counts only when it is adopted by name") }, \
    { "effective_from", A_DAY, HELP("the day from which it is in force") }

#define ROW(id, ...) static const struct schema_section id = SECTION(KEYS_NAMED, #id, PROVENANCE, __VA_ARGS__)

ROW(countries, { "members", COUNTRIES, NEEDED, HELP("countries of the region, ISO 3166") });
ROW(calendar,
    { "zones", TEXTS, NEEDED, HELP("time zones; where a person's own is not known, the one that gives the earliest date counts") },
    { "weekend", CHOICES(WEEKDAYS), NEEDED, HELP("weekdays that are no business days") },
    { "holidays", A_TEXT, HELP("name of a set of holidays") });
ROW(holidays,
    { "days", DAYS, NEEDED, HELP("days that are no business days") },
    { "valid_through", A_DAY, NEEDED, HELP("what comes later is not known") });
ROW(kinds,
    { "offered", A_CHOICE(OFFERS), NEEDED, HELP("when a policy must offer it") },
    { "verifiable", A_BOOL, NEEDED, HELP("false: no identity check, no click to confirm, no account") });

static const struct schema_section extension = SECTION(KEYS_NAMED, "extension",
    { "until", A_SPAN, NEEDED, HELP("the whole period, from the same beginning") },
    { "notice_by", A_SPAN, NEEDED, HELP("the extension must be told within this, from the same beginning") },
    { "reason", A_BOOL, .fallback = "false", HELP("and with the reason") });
ROW(clocks,
    { "for", CHOICES(EVENTS), NEEDED, HELP("kinds of request, or other events") },
    { "begins", A_CHOICE(BEGINS), .fallback = "received", HELP("the event from which it counts") },
    { "day_one", A_CHOICE("next same"), .fallback = "next", HELP("the first day: the one after the event, or its own") },
    { "acknowledge", A_SPAN, HELP("receipt is confirmed within this") },
    { "respond", A_SPAN, HELP("answered within this: 45 cal, 15 bd, 1 mon, 72 h, now, without_delay") },
    { "extension", A_MAP(extension), HELP("one longer period") },
    { "wait", A_SPAN, HELP("not before this is over") },
    { "keep", A_SPAN, HELP("at least this long") },
    { "window", A_SPAN, HELP("so far back") },
    { "floor", A_DAY, HELP("the window does not reach beyond this day") },
    { "roll", A_CHOICE("none forward"), .fallback = "none", HELP("an end on a day without business moves to the next with it") },
    { "clamp", A_CHOICE("back forward"), .fallback = "back", HELP("what becomes of a date that its month lacks") },
    { "resets", CHOICES("identity fee"), HELP("events that start the clock anew") },
    { "pauses", CHOICES("clarification"), HELP("events whose days do not count") },
    { "target", A_SPAN, HELP("a period of our own where the law names none") },
    { "target_days_before", A_NUMBER(1, 30), .unit = "days", HELP("how much earlier we aim to answer") });
ROW(appeal,
    { "respond", A_SPAN, NEEDED, HELP("an appeal is answered within this") },
    { "extension", A_SPAN, HELP("and so much longer once") });

static const struct schema_section online_methods = SECTION(KEYS_NAMED, "exclusively_online",
    { "minimum", A_NUMBER(1, 5), NEEDED, HELP("number of ways") },
    { "among", CHOICES(METHODS), HELP("ways that must be among them") });
ROW(methods,
    { "minimum", A_NUMBER(1, 5), NEEDED, HELP("number of ways to ask") },
    { "among", CHOICES(METHODS), HELP("ways that must be among them") },
    { "exclusively_online", A_MAP(online_methods), HELP("who deals with people online only, and directly") });
ROW(verification, { "login_suffices", A_BOOL, NEEDED, HELP("account holders log in again and are asked nothing more") });
ROW(unverified,
    { "notice", A_BOOL, NEEDED, HELP("the person is told that the request was denied, and why") },
    { "fallback", A_CHOICE("none categories"), NEEDED, HELP("the request is then judged as one for categories") });
ROW(agents,
    { "ask", CHOICES(PROOFS), NEEDED, .may_be_empty = true, HELP("all of these may be asked of somebody who acts for another") },
    { "one_of", CHOICES(PROOFS), HELP("and one of these") },
    { "power_of_attorney_suffices", A_BOOL, .fallback = "false", HELP("who shows one is asked nothing more") });
ROW(records,
    { "rule", A_TEXT, NEEDED, HELP("name of the rule of counting") },
    { "keep", A_SPAN, NEEDED, HELP("records of requests stay at least this long, in months") },
    { "from", A_CHOICE(BEGINS), NEEDED, HELP("counted from") });
ROW(review,
    { "every", A_SPAN, NEEDED, HELP("a policy is reviewed at least this often, in months") },
    { "warn", A_SPAN, NEEDED, HELP("a review that is this old is told, in months") });
ROW(retaliation, { "audiences", CHOICES(AUDIENCES), NEEDED, HELP("who may not be treated worse for using a right") });
ROW(minors,
    { "under", A_NUMBER(1, 21), NEEDED, .unit = "years", HELP("below this age") },
    { "forbids", CHOICES("sell share"), NEEDED, HELP("what may not be done with their data without consent") },
    { "own_consent_from", A_NUMBER(1, 21), .unit = "years", HELP("from this age the young person consents, below a parent") });
ROW(notice, { "items", CHOICES(ITEMS), NEEDED, HELP("what a policy must tell") });
ROW(new_purpose,
    { "notice", A_BOOL, NEEDED, HELP("people are told before their data serve a new purpose") },
    { "consent", A_CHOICE(CONSENTS), NEEDED, HELP("and asked") });
ROW(basis,
    { "needed", A_BOOL, NEEDED, HELP("nothing may be processed without a legal basis") },
    { "accepted", CHOICES(BASES), NEEDED, HELP("bases that the law knows") });
ROW(sensitive,
    { "categories", TEXTS, NEEDED, HELP("data categories, fideslang keys; each stands for those below it, too") },
    { "bases", CHOICES(BASES), HELP("legal bases on which they may be processed") },
    { "right", A_CHOICE(KINDS), HELP("the kind of request that people have about them") });
ROW(device,
    { "consent", A_BOOL, NEEDED, HELP("what is stored on a visitor's device or read from it needs consent") },
    { "exempt", CHOICES(CLASSES), NEEDED, HELP("classes of cookies that do not") });
ROW(device_exemptions,
    { "exempt", CHOICES(CLASSES), NEEDED, HELP("more classes that do not") },
    { "first_party", A_BOOL, .fallback = "false", HELP("only when we set them ourselves") });
ROW(transfers,
    { "safeguard", A_BOOL, NEEDED, HELP("data that leave the region need one") },
    { "accepted", CHOICES(SAFEGUARDS), NEEDED, HELP("safeguards that the law knows") });
ROW(adequacy, { "to", COUNTRIES, NEEDED, HELP("countries to which data may go as if they stayed") });
ROW(definitions,
    { "sell", A_TEXT, NEEDED, HELP("where the law says what selling is") },
    { "share", A_TEXT, NEEDED, HELP("where the law says what sharing is") });
ROW(authority,
    { "label", A_WORDS, NEEDED, HELP("the authority to which people may complain") },
    { "link", A_LINK, NEEDED, HELP("its address on the web") });

static const struct schema_section category = SECTION(KEYS_NAMED, "category",
    { "ref", A_TEXT, NEEDED, HELP("the letter of the list in the law") },
    { "name", A_WORDS, NEEDED, HELP("the law's name, in our words") },
    { "is", TEXTS, NEEDED, HELP("data categories, fideslang keys; the longest beginning counts") });
ROW(categories, { "names", MAPS(category), NEEDED, HELP("the law's own names of kinds of data") });

#define BY_NAME(id, keys, of) static const struct schema_section id = SECTION(keys, #id, { A_MAP(of), HELP("a row") })
BY_NAME(all_holidays, KEYS_RULE, holidays);
BY_NAME(all_kinds, KEYS_NAME, kinds);
BY_NAME(all_clocks, KEYS_RULE, clocks);
BY_NAME(all_agents, KEYS_NAME, agents);
BY_NAME(all_adequacy, KEYS_NAME, adequacy);

const struct schema_section law_region_section = SECTION(KEYS_NAMED, "region",
    [LAW_COUNTRIES] = { "countries", A_MAP(countries), HELP("what belongs to the region") },
    [LAW_CALENDAR] = { "calendar", A_MAP(calendar), HELP("in which days periods are counted") },
    [LAW_HOLIDAYS] = { "holidays", A_MAP(all_holidays), HELP("sets of holidays, by name") },
    [LAW_KINDS] = { "kinds", A_MAP(all_kinds), HELP("kinds of request") },
    [LAW_CLOCKS] = { "clocks", A_MAP(all_clocks), HELP("rules of counting, by name") },
    [LAW_APPEAL] = { "appeal", A_MAP(appeal), HELP("appeals against a denied request") },
    [LAW_METHODS] = { "methods", A_MAP(methods), HELP("ways to send a request") },
    [LAW_VERIFICATION] = { "verification", A_MAP(verification), HELP("who is asked to prove who they are") },
    [LAW_UNVERIFIED] = { "unverified", A_MAP(unverified), HELP("requests of people whose identity could not be verified") },
    [LAW_AGENTS] = { "agents", A_MAP(all_agents), HELP("people who ask for others, by kind of request") },
    [LAW_RECORDS] = { "records", A_MAP(records), HELP("records of requests") },
    [LAW_REVIEW] = { "review", A_MAP(review), HELP("the review of the policy") },
    [LAW_RETALIATION] = { "retaliation", A_MAP(retaliation), HELP("nobody is treated worse for using a right") },
    [LAW_MINORS] = { "minors", A_MAP(minors), HELP("young people") },
    [LAW_NOTICE] = { "notice", A_MAP(notice), HELP("contents of a policy") },
    [LAW_NEW_PURPOSE] = { "new_purpose", A_MAP(new_purpose), HELP("data that come to serve another purpose") },
    [LAW_BASIS] = { "basis", A_MAP(basis), HELP("legal bases") },
    [LAW_SENSITIVE] = { "sensitive", A_MAP(sensitive), HELP("special categories of data") },
    [LAW_DEVICE] = { "device", A_MAP(device), HELP("cookies, and what is like them") },
    [LAW_DEVICE_EXEMPTIONS] = { "device_exemptions", A_MAP(device_exemptions), HELP("more exemptions from consent") },
    [LAW_TRANSFERS] = { "transfers", A_MAP(transfers), HELP("data that go to another country") },
    [LAW_ADEQUACY] = { "adequacy", A_MAP(all_adequacy), HELP("decisions that the law of a country protects as well, by a name of ours") },
    [LAW_DEFINITIONS] = { "definitions", A_MAP(definitions), HELP("what selling and sharing mean") },
    [LAW_AUTHORITY] = { "authority", A_MAP(authority), HELP("where people may complain") },
    [LAW_CATEGORIES] = { "categories", A_MAP(categories), HELP("the law's own names of kinds of data") },
    { "name", A_WORDS, HELP("what the region is called") },
    { "under", A_TEXT, HELP("the region whose rows hold where this one has none") });

static const struct schema_section regions = SECTION(KEYS_REGION, "regions", { A_MAP(law_region_section), HELP("the law of a region") });

const struct schema_section law_file_section = SECTION(KEYS_NAMED, "law file",
    { "law", A_NUMBER(1, 1), NEEDED, HELP("version of the format") },
    { "regions", A_MAP(regions), NEEDED, HELP("rows by region") });

bool law_table_is_keyed(enum law_table table)
{
    return law_region_section.rows[table].section->keys != KEYS_NAMED;
}
