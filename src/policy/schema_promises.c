/* Rights, statements and appendices. */
#include "policy/schema_row.h"

#define KINDS "access rectify erase port object restrict withdraw know delete correct limit opt_out"

static const struct schema_section clocks = SECTION(KEYS_KIND, "clocks",
    { .shapes = SHAPE_TEXT, .value = VALUE_CLOCK, HELP("`law`, or a period as in 45 days"), REFS("T-7 C4B-6") });
static const struct schema_section extension = SECTION(KEYS_NAMED, "extension",
    { "until", A_PERIOD, NEEDED, HELP("answered at the latest, from receipt"), REFS("T-9 C4B-7") },
    { "notice_by", A_PERIOD, HELP("the person is told at the latest, from receipt"), REFS("T-9 C4B-7") },
    { "reason", A_BOOL, .fallback = "false", HELP("the person is told why"), REFS("T-9 C4B-7") });
static const struct schema_section verification = SECTION(KEYS_NAMED, "verification",
    { "kinds", CHOICES(KINDS), NEEDED, HELP("requests whose sender is verified"), REFS("T-12 C4B-2") },
    { "fields", NAMES, LIKE("email"), HELP("data that are asked for"), REFS("T-12 C4B-2") },
    { "account_holders", A_CHOICE("login ask_again"), .fallback = "login", HELP("whether a login is enough"), REFS("T-12") });
static const struct schema_section authority = SECTION(KEYS_NAMED, "authority",
    { "label", A_TITLE, LIKE("Data Protection Commission"), HELP("what it is called"), REFS("P8.3-2") },
    { "link", A_LINK, HELP("where it takes complaints"), REFS("P8.3-2 T-1") });

static const struct schema_section right = SECTION(KEYS_NAMED, "rights",
    { "kinds", CHOICES(KINDS), NEEDED, HELP("rights offered here"),
        REFS("P8.1-1 P8.1-2 P8.1-3 P8.1-4 P8.1-5 P8.1-6 P8.1-7 C4A-1") },
    { "methods", CHOICES("form email phone toll_free post account services"), HELP("ways to use them; services: as the notice of each service says"),
        REFS("T-13 T-1 P8.2 C4B-1") },
    { "exclusively_online", A_BOOL, .fallback = "false", HELP("deals with people online only and directly"), REFS("T-13") },
    { "authority", .shapes = SHAPE_TEXT | SHAPE_MAP, .value = VALUE_LINK, .section = &authority,
        HELP("where to complain: an address on the web, or label and link"),
        REFS("P8.3-2") },
    { "clocks", .shapes = SHAPE_TEXT | SHAPE_MAP, .value = VALUE_CLOCK, .section = &clocks, .fallback = "law",
        HELP("how long an answer may take, for each kind"),
        REFS("T-7 C4B-6") },
    { "extension", A_MAP(extension), .fallback = "the law's", HELP("when it takes longer"), REFS("T-9 C4B-7") },
    { "verification", A_MAP(verification), .fallback = "the law's", HELP("what a sender must show"), REFS("T-12 C4B-2") },
    { "on_unverified", A_CHOICE("deny_and_notify decline"), .fallback = "deny_and_notify",
        HELP("what becomes of a request whose sender stays unverified; decline: nothing is promised"), REFS("T-8 C4B-8") },
    { "fallback", A_CHOICE("categories none"), .fallback = "categories", HELP("what is answered instead of the specific pieces"), REFS("T-8 C4B-8") });
const struct schema_section schema_rights = SECTION(KEYS_REGION, "rights", { A_MAP(right), HELP("rights of people there") });

static const struct schema_section minors = SECTION(KEYS_NAMED, "minors",
    { "under", A_NUMBER(1, 21), NEEDED, .unit = "years", LIKE("16"), HELP("age below which nothing is sold or shared"), REFS("C8") },
    { "never", CHOICES("sell share"), .fallback = "sell and share", HELP("what is not done with data of people below that age"), REFS("T-22 C8") },
    { "actual_knowledge", A_CHOICE("none some"), HELP("whether we know of any"), REFS("T-22 C8") });
static const struct schema_section retaliation = SECTION(KEYS_NAMED, "retaliation",
    { "audiences", CHOICES("consumers employees applicants contractors"), NEEDED, HELP("whom the promise covers"), REFS("T-18 C4A-2") },
    { "qualifier", A_CHOICE("none unreasonably"), .fallback = "none", HELP("a word that weakens the promise"), REFS("T-18 C4A-2") });
static const struct schema_section security = SECTION(KEYS_NAMED, "security",
    { "certificate", A_LINE, LIKE("ISO/IEC 27001"), HELP("standard that the programme is certified under"), REFS("P7-3") },
    { "scope", A_WORDS, ONE_LINE(500), LIKE("the systems of our offices"), HELP("what the certificate covers"), REFS("P7-3") },
    { "reviewed", A_DAY, HELP("day of the last yearly review"), REFS("P7-3") });
static const struct schema_section changes = SECTION(KEYS_NAMED, "changes",
    { "notice", CHOICES("email posting service"), NEEDED, HELP("how material changes are told"), REFS("P12-2 T-14") },
    { "lead", A_NUMBER(0, 365), .unit = "days", .fallback = "0", LIKE("30"), HELP("how long before they count"), REFS("P12-2 T-14") },
    { "effective", A_CHOICE("after_lead on_posting"), .fallback = "after_lead", HELP("when a material change counts"), REFS("T-14 P12-1") });
static const struct schema_section agents = SECTION(KEYS_NAMED, "agents",
    { "permission", A_CHOICE("signed"), NEEDED, HELP("what an agent shows"), REFS("C4B-10 T-11") },
    { "identity_document", A_CHOICE("never optional required"), .fallback = "never", HELP("the agent's own"), REFS("C4B-10 T-11") },
    { "kinds", CHOICES(KINDS), .fallback = "all", HELP("requests that agents may send"), REFS("T-11 T-7") });
static const struct schema_section request_records = SECTION(KEYS_NAMED, "request_records",
    { "keep", A_LINE, NEEDED, .pattern = "^(at least )?[0-9]+ (months?|years?)( after closed)?$", LIKE("at least 24 months after closed"),
        HELP("how long records of requests stay: at least 24 months after closed"), REFS("C4B-9 T-10") });
static const struct schema_section legal_demands = SECTION(KEYS_NAMED, "legal_demands",
    { "approval", A_CHOICE("one_person two_persons"), NEEDED, HELP("who must agree before something is disclosed"), REFS("P6A4") });
static const struct schema_section automated_decisions = SECTION(KEYS_NAMED, "automated_decisions",
    { "made", A_BOOL, NEEDED, HELP("whether machines alone decide about people"), REFS("T-17") });

static const struct schema_section complaints = SECTION(KEYS_NAMED, "complaints",
    { "see", A_CHOICE("services"), NEEDED, HELP("services: as the notice of each service says, whose policies `services` lists"), REFS("T-1 P8.3-1") });

/* In the order of the page. */
#define STATED(title, ids, words) { title, A_CHOICE("true"), HELP(words), REFS(ids) }
const struct schema_section schema_statements = SECTION(KEYS_NAMED, "statements",
    STATED("diagnostics", "P3A1-2", "logs for diagnosis serve support only"),
    STATED("own_purposes", "P6-1", "no disclosure for others' own purposes without consent"),
    STATED("affiliates_on_request", "P6A1", "affiliates get data only for what a person asked for"),
    { "legal_demands", A_MAP(legal_demands), HELP("demands of courts and authorities"), REFS("P6A4") },
    STATED("corporate_transactions", "P6A5", "what happens to data when the company is sold"),
    STATED("at_your_direction", "P6A6", "we share when a person asks us to"),
    STATED("no_guarantee", "P7-2", "no measure makes security complete"),
    { "security", A_MAP(security), HELP("the security programme"), REFS("P7-3") },
    { "complaints", .shapes = SHAPE_TEXT | SHAPE_MAP, .value = VALUE_CHOICE, .choices = "true", .section = &complaints,
        HELP("people may complain to us and to the authority; as a map: by which way to us"), REFS("P8.3-1 P8.3-2") },
    STATED("other_sites", "P10", "sites that we link to have policies of their own"),
    { "changes", A_MAP(changes), HELP("how this policy changes"), REFS("P12-1 P12-2 P12-3") },
    STATED("new_purpose_consent", "C3-2", "a new purpose needs notice and express consent"),
    { "retaliation", A_MAP(retaliation), HELP("nobody is treated worse for using a right"), REFS("C4A-2") },
    { "request_records", A_MAP(request_records), HELP("records of requests"), REFS("C4B-9") },
    { "agents", A_MAP(agents), HELP("people who ask on behalf of others"), REFS("C4B-10") },
    STATED("no_business_disclosure", "C5", "nothing goes to third parties for business purposes"),
    { "minors", A_MAP(minors), HELP("young people"), REFS("C8") },
    { "automated_decisions", A_MAP(automated_decisions), HELP("decisions by machines alone"), REFS("T-17") });

static const struct schema_section appendix_controller = SECTION(KEYS_NAMED, "controller of an appendix",
    { "name", A_TITLE, LIKE("Example Ltd."), HELP("as the appendix writes it"), REFS("T-20 P1-1") },
    { "address", A_TEXT, LINES(500), LIKE("1 Example Street, Example Town"), HELP("as the appendix writes it"), REFS("T-20 P1-1") });
const struct schema_section schema_appendix = SECTION(KEYS_NAMED, "appendix",
    { "region", A_LINE, NEEDED, LIKE("US-CA"), HELP("whose appendix this is"), REFS("C0-1") },
    { "prevails", A_BOOL, .fallback = "false", HELP("wins where it differs from the rest"), REFS("C0-1") },
    { "collects", .shapes = SHAPE_TEXT | SHAPE_LIST, .value = VALUE_NAME, .fallback = "computed", LIKE("computed"),
        HELP("the closed list of data collected there, or `computed` from the channels"), REFS("T-4 C2") },
    { "cookies", A_CHOICE("all essential"), .fallback = "all", HELP("essential: no others are set or read there"), REFS("T-3 C2") },
    { "category_names", A_CHOICE("statutory everyday"), .fallback = "statutory", HELP("by which names the categories are listed"), REFS("T-4 C2") },
    { "definitions", A_CHOICE("statutory own"), .fallback = "statutory", HELP("what `sell` and `share` mean there"), REFS("T-19 C6 C7") },
    { "version_line", A_CHOICE("heading page_top"), .fallback = "heading", HELP("where the appendix shows its date"), REFS("T-21 C0-2") },
    { "reviewed", A_DAY, .fallback = "the day of the policy", HELP("somebody last held the appendix against what is done"), REFS("T-15 C0-2") },
    { "controller", A_MAP(appendix_controller), .fallback = "as everywhere", HELP("who is responsible, if the appendix says it again"), REFS("T-20") },
    { "never", CHOICES("sell share"), HELP("what is never done there"), REFS("C6 C7") },
    { "statements", A_MAP(schema_statements), HELP("promises that hold there") });
