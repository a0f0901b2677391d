#include "policy/schema.h"

#define SECTION(kind, title, ...)                                                   \
    {                                                                               \
        .name = title, .keys = kind, .rows = (const struct schema_key[]){ __VA_ARGS__ }, \
        .count = (int)COUNT_OF(((const struct schema_key[]){ __VA_ARGS__ }))        \
    }

/* Shorthands for rows: a shape and a type. */
#define A_TEXT .shapes = SHAPE_TEXT, .value = VALUE_TEXT
#define A_WORDS .shapes = SHAPE_TEXT | SHAPE_MAP, .value = VALUE_WORDS, .section = &by_language
#define A_BOOL .shapes = SHAPE_TEXT, .value = VALUE_BOOL
#define A_DAY .shapes = SHAPE_TEXT, .value = VALUE_DAY
#define A_NAME .shapes = SHAPE_TEXT, .value = VALUE_NAME
#define A_LINK .shapes = SHAPE_TEXT, .value = VALUE_LINK
#define AN_EMAIL .shapes = SHAPE_TEXT, .value = VALUE_EMAIL
#define A_CHOICE(words) .shapes = SHAPE_TEXT, .value = VALUE_CHOICE, .choices = words
#define A_NUMBER(from, to) .shapes = SHAPE_TEXT, .value = VALUE_NUMBER, .low = from, .high = to
#define NAMES .shapes = SHAPE_LIST, .value = VALUE_NAME
#define CHOICES(words) .shapes = SHAPE_LIST, .value = VALUE_CHOICE, .choices = words
#define A_MAP(of) .shapes = SHAPE_MAP, .section = &of
#define MAPS(of) .shapes = SHAPE_LIST, .section = &of
#define NEEDED .required = true
#define HELP(words) .help = words
#define REFS(ids) .refs = ids

#define BASES "off not_required consent contract legal_obligation vital_interests public_task legitimate_interests"

static const struct schema_section by_language = SECTION(KEYS_LANGUAGE, "text by language",
    { .shapes = SHAPE_TEXT, .value = VALUE_WORDS, HELP("the text in this language") });

static const struct schema_section site = SECTION(KEYS_NAMED, "site",
    { "name", A_WORDS, NEEDED, HELP("what the site is called"), REFS("T-1 P0-2") },
    { "origins", .shapes = SHAPE_LIST, .value = VALUE_ORIGIN, NEEDED, HELP("scheme and host of each address under which the site runs"), REFS("P0-2") },
    { "languages", .shapes = SHAPE_LIST, .value = VALUE_LANGUAGE, NEEDED, HELP("languages in which the policy is published, at most 8") },
    { "authoritative", A_TEXT, .fallback = "the first language", HELP("the language that counts where they differ") },
    { "timezone", A_TEXT, .fallback = "UTC", HELP("retention counts days in this zone, as in Asia/Tokyo"), REFS("P9-2") },
    { "demonstration", A_BOOL, .fallback = "false", HELP("every page says that this is an example") });

static const struct schema_section contact = SECTION(KEYS_NAMED, "contact",
    { "email", AN_EMAIL, HELP("people write to this address"), REFS("T-1 P13") },
    { "address", A_TEXT, HELP("postal address"), REFS("P13") },
    { "phone", A_TEXT, HELP("telephone number in international form") });

static const struct schema_section contacts = SECTION(KEYS_CONTACT, "contacts",
    { .shapes = SHAPE_TEXT | SHAPE_MAP, .value = VALUE_EMAIL, .section = &contact, HELP("an e-mail address, or email, address, phone"), REFS("T-1 P13") });

static const struct schema_section controller = SECTION(KEYS_NAMED, "controller",
    { "name", A_WORDS, NEEDED, HELP("the company or person that decides"), REFS("P1-1") },
    { "address", A_TEXT, NEEDED, HELP("registered office"), REFS("P1-1") },
    { "contacts", A_MAP(contacts), NEEDED, HELP("privacy: for everybody; EU, UK, US-CA ...: for a region"), REFS("T-1 P13") },
    { "affiliates", A_LINK, HELP("page that lists the affiliates"), REFS("T-1 P1-2") });

static const struct schema_section regions = SECTION(KEYS_REGION, "regions",
    { A_WORDS, HELP("what the region is called") });

static const struct schema_section data_item = SECTION(KEYS_NAMED, "data item",
    { "is", A_TEXT, NEEDED, HELP("data category, a fideslang key: user.contact.email"), REFS("P2-1") },
    { "identifies", A_CHOICE("subject"), HELP("the value names the person") },
    { "label", A_WORDS, HELP("as a form shows it") });
static const struct schema_section data = SECTION(KEYS_NAME, "data", { A_MAP(data_item), HELP("one thing that can be collected") });

static const struct schema_section basis = SECTION(KEYS_REGION_OR_ELSEWHERE, "basis", { A_CHOICE(BASES), HELP("legal basis in this region"), REFS("P4-1") });
static const struct schema_section purpose = SECTION(KEYS_NAMED, "purpose",
    { "why", A_WORDS, NEEDED, HELP("ends the sentence: we use it to ..."), REFS("P5-1") },
    { "basis", .shapes = SHAPE_TEXT | SHAPE_MAP, .value = VALUE_CHOICE, .choices = BASES, .section = &basis, .fallback = "off",
        HELP("legal basis, for all regions or by region; left out means off"), REFS("T-2 P4-1") },
    { "balancing", A_TEXT, HELP("the note that weighs legitimate interests against the person's"), REFS("P4-3") },
    { "keep", A_TEXT, HELP("24 months after last_contact; 30 days after collected; until withdrawn"), REFS("P9-1 T-16") });
static const struct schema_section purposes = SECTION(KEYS_NAME, "purposes", { A_MAP(purpose), HELP("what data are used for") });

static const struct schema_section attested = SECTION(KEYS_NAMED, "attested",
    { "by", A_TEXT, NEEDED, HELP("who vouches: a role, not a name") },
    { "on", A_DAY, NEEDED, HELP("the day on which it was signed") },
    { "document", .shapes = SHAPE_TEXT, .value = VALUE_HASH, NEEDED, HELP("SHA-256 of the signed document") },
    { "review", A_DAY, NEEDED, HELP("counts until this day") });
static const struct schema_section delivery = SECTION(KEYS_NAMED, "delivery",
    { "mail", AN_EMAIL, HELP("mailbox of the people who answer") },
    { "webhook", A_NAME, HELP("a recipient that takes it by signed POST"), REFS("P6A2-1") },
    { "attested", A_MAP(attested), HELP("a person vouches for how the other side keeps what it gets") });
static const struct schema_section channel = SECTION(KEYS_NAMED, "channel",
    { "purpose", A_NAME, NEEDED, HELP("the only purpose for which this channel collects"), REFS("T-2 P4-1") },
    { "required", NAMES, HELP("data without which it does not work"), REFS("P3-1") },
    { "optional", NAMES, HELP("data that a person may leave out"), REFS("P3-1") },
    { "deliver", MAPS(delivery), HELP("where it goes") },
    { "unknown", A_CHOICE("refuse drop"), .fallback = "refuse for JSON, drop for forms", HELP("what happens to undeclared fields"), REFS("P3A1-1") },
    { "ignore", .shapes = SHAPE_LIST, .value = VALUE_PATTERN, HELP("names that are dropped without being counted: utm_*") },
    { "confirm", A_CHOICE("double_opt_in"), HELP("nothing counts before a click in the mail"), REFS("P3A2-2") });
static const struct schema_section channels = SECTION(KEYS_NAME, "channels", { A_MAP(channel), HELP("a door where data come in") });

static const struct schema_section cookie = SECTION(KEYS_NAMED, "cookie",
    { "purpose", A_NAME, NEEDED, HELP("what it is for"), REFS("P11-2") },
    { "essential", A_BOOL, .fallback = "false", HELP("the site does not work without it"), REFS("P3A3-1 T-3") },
    { "lifetime", .shapes = SHAPE_TEXT, .value = VALUE_LIFETIME, NEEDED, HELP("session, or a period: 13 months"), REFS("P11-2") },
    { "set_by", A_NAME, .fallback = "us", HELP("us, or a recipient"), REFS("P11-2") });
static const struct schema_section cookies = SECTION(KEYS_COOKIE, "cookies", { A_MAP(cookie), HELP("a cookie, by the name it is set under") });

static const struct schema_section contract = SECTION(KEYS_NAMED, "contract",
    { "ref", A_TEXT, NEEDED, HELP("number of the contract"), REFS("P6A2-1") },
    { "until", A_DAY, HELP("last day"), REFS("P6A2-1") });
static const struct schema_section recipient = SECTION(KEYS_NAMED, "recipient",
    { "role", A_CHOICE("processor affiliate third_party authority"), NEEDED, HELP("on whose account it acts"), REFS("T-5 T-6") },
    { "for", NAMES, NEEDED, HELP("purposes"), REFS("P6A2-1") },
    { "countries", .shapes = SHAPE_LIST, .value = VALUE_COUNTRY, HELP("where it works"), REFS("P6B-1") },
    { "contract", A_MAP(contract), REFS("P6A2-1"), HELP("on what it acts") });
static const struct schema_section recipients = SECTION(KEYS_NAME, "recipients", { A_MAP(recipient), HELP("who gets data") });

static const struct schema_section safeguard = SECTION(KEYS_NAMED, "transfer",
    { "safeguard", A_CHOICE("adequacy standard_clauses idta binding_rules consent derogation"), NEEDED, HELP("what protects the data there"), REFS("P6B-2") },
    { "ref", A_TEXT, HELP("decision or document"), REFS("P6B-2") });
static const struct schema_section transfer_to = SECTION(KEYS_COUNTRY, "transfers", { A_MAP(safeguard), HELP("to this country") });
static const struct schema_section transfers = SECTION(KEYS_REGION, "transfers", { A_MAP(transfer_to), HELP("from this region"), REFS("P6B-1") });

static const struct schema_section right = SECTION(KEYS_NAMED, "rights",
    { "kinds", CHOICES("access rectify erase port object restrict withdraw know delete correct limit opt_out"), NEEDED, HELP("rights offered here"),
        REFS("P8.1-1 C4A-1") },
    { "methods", CHOICES("form email phone post"), HELP("ways to use them"), REFS("T-13 P8.2") },
    { "exclusively_online", A_BOOL, .fallback = "false", HELP("deals with people online only and directly"), REFS("T-13") },
    { "authority", A_LINK, HELP("where to complain"), REFS("P8.3-2") });
static const struct schema_section rights = SECTION(KEYS_REGION, "rights", { A_MAP(right), HELP("rights of people there") });

static const struct schema_section minors = SECTION(KEYS_NAMED, "minors",
    { "under", A_NUMBER(1, 21), NEEDED, .unit = "years", HELP("age below which nothing is sold or shared"), REFS("C8") },
    { "actual_knowledge", A_CHOICE("none some"), NEEDED, HELP("whether we know of any"), REFS("T-22 C8") });
static const struct schema_section retaliation = SECTION(KEYS_NAMED, "retaliation",
    { "audiences", CHOICES("consumers employees applicants contractors"), NEEDED, HELP("whom the promise covers"), REFS("T-18 C4A-2") });
static const struct schema_section security = SECTION(KEYS_NAMED, "security",
    { "certificate", A_TEXT, HELP("standard that the programme is certified under"), REFS("P7-3") },
    { "scope", A_WORDS, HELP("what the certificate covers"), REFS("P7-3") },
    { "reviewed", A_DAY, HELP("day of the last yearly review"), REFS("P7-3") });
static const struct schema_section changes = SECTION(KEYS_NAMED, "changes",
    { "notice", CHOICES("email posting service"), NEEDED, HELP("how material changes are told"), REFS("P12-2 T-14") },
    { "lead", A_NUMBER(0, 365), .unit = "days", .fallback = "0", HELP("how long before they count"), REFS("P12-2 T-14") });
static const struct schema_section agents = SECTION(KEYS_NAMED, "agents",
    { "permission", A_CHOICE("signed"), NEEDED, HELP("what an agent shows"), REFS("C4B-10 T-11") },
    { "identity_document", A_CHOICE("never optional"), .fallback = "never", HELP("the agent's own"), REFS("C4B-10 T-11") });
static const struct schema_section request_records = SECTION(KEYS_NAMED, "request_records",
    { "keep", A_NUMBER(24, 120), NEEDED, .unit = "months after closure", HELP("how long records of requests stay"), REFS("C4B-9 T-10") });
static const struct schema_section legal_demands = SECTION(KEYS_NAMED, "legal_demands",
    { "approval", A_CHOICE("one_person two_persons"), NEEDED, HELP("who must agree before something is disclosed"), REFS("P6A4") });
static const struct schema_section automated_decisions = SECTION(KEYS_NAMED, "automated_decisions",
    { "made", A_BOOL, NEEDED, HELP("whether machines alone decide about people"), REFS("T-17") });

#define STATED(title, ids, words) { title, A_CHOICE("true"), HELP(words), REFS(ids) }
static const struct schema_section statements = SECTION(KEYS_NAMED, "statements",
    { "minors", A_MAP(minors), HELP("young people"), REFS("C8") },
    { "retaliation", A_MAP(retaliation), HELP("nobody is treated worse for using a right"), REFS("C4A-2") },
    { "security", A_MAP(security), HELP("the security programme"), REFS("P7-3") },
    { "changes", A_MAP(changes), HELP("how this policy changes"), REFS("P12-1 P12-2 P12-3") },
    { "agents", A_MAP(agents), HELP("people who ask on behalf of others"), REFS("C4B-10") },
    { "request_records", A_MAP(request_records), HELP("records of requests"), REFS("C4B-9") },
    { "legal_demands", A_MAP(legal_demands), HELP("demands of courts and authorities"), REFS("P6A4") },
    { "automated_decisions", A_MAP(automated_decisions), HELP("decisions by machines alone"), REFS("T-17") },
    STATED("diagnostics", "P3A1-2", "logs for diagnosis serve support only"),
    STATED("own_purposes", "P6-1", "no disclosure for others' own purposes without consent"),
    STATED("affiliates_on_request", "P6A1", "affiliates get data only for what a person asked for"),
    STATED("corporate_transactions", "P6A5", "what happens to data when the company is sold"),
    STATED("at_your_direction", "P6A6", "we share when a person asks us to"),
    STATED("no_guarantee", "P7-2", "no measure makes security complete"),
    STATED("other_sites", "P10", "sites that we link to have policies of their own"),
    STATED("complaints", "P8.3-1 P8.3-2", "people may complain to us and to the authority"),
    STATED("new_purpose_consent", "C3-2", "a new purpose needs notice and express consent"),
    STATED("no_business_disclosure", "C5", "nothing goes to third parties for business purposes"));

static const struct schema_section appendix = SECTION(KEYS_NAMED, "appendix",
    { "region", A_TEXT, NEEDED, HELP("whose appendix this is"), REFS("C0-1") },
    { "prevails", A_BOOL, .fallback = "false", HELP("wins where it differs from the rest"), REFS("C0-1") },
    { "collects", .shapes = SHAPE_TEXT | SHAPE_LIST, .value = VALUE_NAME, .fallback = "computed",
        HELP("the closed list of data collected there, or `computed` from the channels"), REFS("T-4 C2") });

static const struct schema_section own_text = SECTION(KEYS_CLAUSE, "text", { A_WORDS, HELP("the operator's own wording for this clause") });

const struct schema_section schema_policy = SECTION(KEYS_NAMED, "policy",
    { "privacyd", A_NUMBER(1, 1), NEEDED, HELP("version of the policy language") },
    { "site", A_MAP(site), NEEDED, HELP("the site that the policy covers"), REFS("P0-2") },
    { "controller", A_MAP(controller), NEEDED, HELP("who is responsible"), REFS("P1-1") },
    { "regions", A_MAP(regions), .fallback = "those that are named anywhere", HELP("regions that the policy tells apart") },
    { "data", A_MAP(data), NEEDED, HELP("what can be collected"), REFS("P2-1 P3A1-1") },
    { "purposes", A_MAP(purposes), NEEDED, HELP("what it is used for"), REFS("P5-1") },
    { "channels", A_MAP(channels), HELP("doors where it comes in"), REFS("P3-1") },
    { "cookies", A_MAP(cookies), HELP("every cookie of the site"), REFS("P3A3-1 P11-2") },
    { "recipients", A_MAP(recipients), HELP("who else gets it"), REFS("P6A2-1") },
    { "transfers", A_MAP(transfers), HELP("to other countries, from region to country"), REFS("P6B-1 P6B-2") },
    { "rights", A_MAP(rights), HELP("rights by region"), REFS("P8.1-1 C4A-1") },
    { "never", CHOICES("sell share"), HELP("what is never done"), REFS("C6 C7") },
    { "statements", A_MAP(statements), HELP("promises out of a closed list; left out: the law's default") },
    { "appendices", MAPS(appendix), HELP("what differs in one region"), REFS("C0-1") },
    { "text", A_MAP(own_text), HELP("own wording by clause") });
