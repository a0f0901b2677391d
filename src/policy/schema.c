#include "law/category.h"
#include "policy/schema_row.h"

#define BASES "off not_required consent contract legal_obligation vital_interests public_task legitimate_interests"

static const struct schema_section site = SECTION(KEYS_NAMED, "site",
    { "name", A_TITLE, NEEDED, .may_be_empty = true, LIKE("Example shop"), HELP("what the site is called"), REFS("T-1 P0-2") },
    { "origins", .shapes = SHAPE_LIST, .value = VALUE_ORIGIN, NEEDED, .may_be_empty = true,
        HELP("scheme and host of each address under which the site runs"), REFS("T-1 P0-2") },
    { "languages", .shapes = SHAPE_LIST, .value = VALUE_LANGUAGE, NEEDED, HELP("languages in which the policy is published, at most 8") },
    { "authoritative", A_LINE, .fallback = "the first language", LIKE("en"), HELP("the language that counts where they differ") },
    { "timezone", A_LINE, .fallback = "UTC", LIKE("Asia/Tokyo"), HELP("retention counts days in this zone, as in Asia/Tokyo"), REFS("P9-2") },
    { "demonstration", A_BOOL, .fallback = "false", HELP("every page says that this is an example") });

static const struct schema_section contact = SECTION(KEYS_NAMED, "contact",
    { "label", A_TITLE, .may_be_empty = true, LIKE("Example Europe B.V."), HELP("what the office is called"), REFS("T-1 P13") },
    { "email", AN_EMAIL, HELP("people write to this address"), REFS("T-1 P13") },
    { "address", A_TEXT, LINES(500), LIKE("1 Example Street, Example Town"), HELP("postal address"), REFS("P13") },
    { "phone", A_LINE, LIKE("+81 3 0000 0000"), HELP("telephone number in international form") },
    { "see", A_CHOICE("services"), HELP("services: as the notice of each service says, whose policies `services` lists"), REFS("T-1 P13") });

static const struct schema_section contacts = SECTION(KEYS_CONTACT, "contacts",
    { .shapes = SHAPE_TEXT | SHAPE_MAP, .value = VALUE_EMAIL, .section = &contact, HELP("an e-mail address, or email, address, phone"), REFS("T-1 P13") });

static const struct schema_section office = SECTION(KEYS_NAMED, "office",
    { "label", A_TITLE, LIKE("Data protection officer"), HELP("what it is called") },
    { "email", AN_EMAIL, HELP("people write to this address") },
    { "address", A_TEXT, LINES(500), LIKE("1 Example Street, Example Town"), HELP("postal address") },
    { "phone", A_LINE, LIKE("+81 3 0000 0000"), HELP("telephone number in international form") },
    { "none", A_WORDS, LINES(1000), LIKE("Our processing does not call for one."), HELP("why there is none, in one sentence"), REFS("T-17") });
static const struct schema_section representatives = SECTION(KEYS_REGION, "representatives", { A_MAP(office), HELP("who represents us in this region"),
        REFS("T-17") });

static const struct schema_section controller = SECTION(KEYS_NAMED, "controller",
    { "name", A_TITLE, NEEDED, LIKE("Example Ltd."), HELP("the company or person that decides"), REFS("P1-1") },
    { "address", A_TEXT, LINES(500), NEEDED, LIKE("1 Example Street, Example Town"), HELP("registered office"), REFS("P1-1") },
    { "country", .shapes = SHAPE_TEXT, .value = VALUE_COUNTRY, HELP("country of the registered office"), REFS("P6B-1 T-17") },
    { "officer", A_MAP(office), HELP("data protection officer, or why there is none"), REFS("T-17") },
    { "representatives", A_MAP(representatives), HELP("who represents us in regions where we have no office"), REFS("T-17") },
    { "contacts", A_MAP(contacts), NEEDED, HELP("privacy: for everybody; EU, UK, US-CA ...: for a region"), REFS("T-1 P13 C9") },
    { "affiliates", A_LINK, HELP("page that lists the affiliates"), REFS("T-1 P1-2") });

static const struct schema_section regions = SECTION(KEYS_REGION, "regions",
    { A_TITLE, HELP("what the region is called") });

static const struct schema_section service = SECTION(KEYS_NAMED, "service",
    { "label", A_TITLE, NEEDED, LIKE("Support portal"), HELP("what it is called"), REFS("P0-2") },
    { "policy", A_LINK, HELP("its own policy"), REFS("P0-2 T-1") });
static const struct schema_section services = SECTION(KEYS_NAME, "services", { A_MAP(service), HELP("a service with a policy of its own"), REFS("P0-2") });
static const struct schema_section named_link = SECTION(KEYS_NAMED, "link",
    { "to", .shapes = SHAPE_TEXT, .value = VALUE_TARGET, NEEDED, HELP("an address on the web, or a page of privacyd"), REFS("T-1") },
    { "label", A_TITLE, LIKE("terms of use"), .fallback = "the host, or what the page is", HELP("the words that lead there") });
static const struct schema_section links = SECTION(KEYS_NAME, "links",
    { .shapes = SHAPE_TEXT | SHAPE_MAP, .value = VALUE_TARGET, .section = &named_link, HELP("an address on the web, or a page of privacyd: cookies, recipients, request, changes, promises"), REFS("T-1") });
static const struct schema_section term = SECTION(KEYS_NAMED, "term",
    { "word", A_TITLE, NEEDED, LIKE("personal information"), HELP("the word that the texts use"), REFS("T-17") },
    { "also", .most = 10, .shapes = SHAPE_LIST, .value = VALUE_TEXT, ONE_LINE(200), LIKE("Personal Data"), HELP("other words that the texts use for the same thing"), REFS("T-17") });
static const struct schema_section terms = SECTION(KEYS_NAME, "terms", { A_MAP(term), HELP("one thing that the texts name") });
static const struct schema_section law = SECTION(KEYS_NAMED, "law",
    { "adopt", .shapes = SHAPE_LIST, .value = VALUE_TEXT, ONE_LINE(200), LIKE("US-CA/methods"),
        HELP("rows of the law tables that nobody verified and that you rely on, as in US-CA/methods") });

static const struct schema_section data_item = SECTION(KEYS_NAMED, "data item",
    { "is", A_LINE, NEEDED, .list = category_name, LIKE("user.contact.email"), HELP("data category, a fideslang key: user.contact.email"), REFS("P2-1") },
    { "identifies", A_CHOICE("subject"), HELP("the value names the person") },
    { "label", A_TITLE, LIKE("E-mail address"), HELP("as a form shows it") },
    { "was", A_NAME, LIKE("mail"), HELP("its name before; its records and promises stay") });
static const struct schema_section data = SECTION(KEYS_NAME, "data", { A_MAP(data_item), HELP("one thing that can be collected") });

static const struct schema_section basis = SECTION(KEYS_REGION_OR_ELSEWHERE, "basis", { A_CHOICE(BASES), HELP("legal basis in this region"), REFS("P4-1") });
static const struct schema_section purpose = SECTION(KEYS_NAMED, "purpose",
    { "label", A_TITLE, .fallback = "its name", LIKE("Support"), HELP("a short name for people") },
    { "why", A_WORDS, ONE_LINE(500), NEEDED, LIKE("answer you and help you with the products that you own"), HELP("ends the sentence: we use it to ..."), REFS("P5-1") },
    { "basis", .shapes = SHAPE_TEXT | SHAPE_MAP, .value = VALUE_CHOICE, .choices = BASES, .section = &basis, .fallback = "off",
        HELP("legal basis, for all regions or by region; left out means off"), REFS("T-2 P4-1 P4-2") },
    { "balancing", A_LINE, LIKE("documents/balancing-security-log.md"), HELP("the note that weighs legitimate interests against the person's"),
        REFS("P4-3") },
    { "keep", A_LINE, .pattern = "^([0-9]+ (days?|months?|years?) after (collected|last_contact|closed|purchased|contract_ended|account_closed)|until withdrawn|as long as needed)$",
        LIKE("24 months after last_contact"), HELP("24 months after last_contact; 30 days after collected; until withdrawn"), REFS("P9-1 T-16") },
    { "was", A_NAME, LIKE("help"), HELP("its name before; its records and promises stay") });
static const struct schema_section purposes = SECTION(KEYS_NAME, "purposes", { A_MAP(purpose), HELP("what data are used for") });

static const struct schema_section attested = SECTION(KEYS_NAMED, "attested",
    { "by", A_LINE, NEEDED, LIKE("Head of Customer Support"), HELP("who vouches: a role, not a name") },
    { "on", A_DAY, NEEDED, HELP("the day on which it was signed") },
    { "document", .shapes = SHAPE_TEXT, .value = VALUE_HASH, NEEDED, HELP("SHA-256 of the signed document") },
    { "review", A_DAY, NEEDED, HELP("counts until this day") });
static const struct schema_section delivery = SECTION(KEYS_NAMED, "delivery",
    { "mail", AN_EMAIL, HELP("mailbox of the people who answer") },
    { "webhook", A_NAME, LIKE("list_tool"), HELP("a recipient that takes it by signed POST"), REFS("P6A2-1") },
    { "pull", A_NAME, LIKE("help_desk"), HELP("a recipient that fetches it, page by page"), REFS("P6A2-1") },
    { "attested", A_MAP(attested), HELP("a person vouches for how the other side keeps what it gets") });
static const struct schema_section exceptions = SECTION(KEYS_REGION, "exceptions", { NAMES, HELP("data that are not taken there") });
static const struct schema_section channel = SECTION(KEYS_NAMED, "channel",
    { "label", A_TITLE, .fallback = "its name", LIKE("Contact form"), HELP("a short name for people") },
    { "purpose", A_NAME, .may_be_empty = true, LIKE("support"), HELP("the only purpose for which this channel collects; without one it takes nothing"), REFS("T-2 P3A1-3 P4-1") },
    { "from", A_CHOICE("person device log"), .fallback = "person", HELP("who gives the values: the person, the person's device, or the server's log"),
        REFS("P3B-1 P3B-2") },
    { "required", NAMES, LIKE("email"), HELP("data without which it does not work"), REFS("P3-1 P3A2-1") },
    { "optional", NAMES, LIKE("company"), HELP("data that a person may leave out"), REFS("P3-1") },
    { "except", A_MAP(exceptions), HELP("optional data that are not taken from people of a region"), REFS("T-4 C0-1") },
    { "confirm", A_CHOICE("double_opt_in"), HELP("nothing counts before a click in the mail"), REFS("P3A2-2") },
    { "deliver", MAPS(delivery), HELP("where it goes") },
    { "unknown", A_CHOICE("refuse drop"), .fallback = "refuse for JSON, drop for forms", HELP("what happens to undeclared fields"), REFS("P3A1-1") },
    { "ignore", .shapes = SHAPE_LIST, .value = VALUE_PATTERN, HELP("names that are dropped without being counted: utm_*") },
    { "was", A_NAME, LIKE("enquiry"), HELP("its name before; its records and promises stay") });
static const struct schema_section channels = SECTION(KEYS_NAME, "channels", { A_MAP(channel), HELP("a door where data come in") });

static const struct schema_section cookie = SECTION(KEYS_NAMED, "cookie",
    { "purpose", A_NAME, .may_be_empty = true, LIKE("statistics"), HELP("what it is for"), REFS("P11-2 T-2") },
    { "class", A_CHOICE("essential functional statistics advertising social"), NEEDED,
        HELP("essential: what the person asked for does not work without it; social: lets a social network see the visit"), REFS("P3A3-1 P11-1 T-3") },
    { "what", A_WORDS, ONE_LINE(500), LIKE("a random number that tells your visits from others"), HELP("what it holds"), REFS("P11-2") },
    { "kind", A_CHOICE("cookie local_storage session_storage indexed_db pixel"), .fallback = "cookie",
        HELP("how it is kept on the device, or read from it"), REFS("P3A3-1") },
    { "lifetime", .shapes = SHAPE_TEXT, .value = VALUE_LIFETIME, NEEDED, HELP("session, or a period: 13 months"), REFS("P11-2") },
    { "set_by", A_NAME, .fallback = "us", LIKE("us"), HELP("us, or a recipient"), REFS("P11-2") });
static const struct schema_section cookies = SECTION(KEYS_COOKIE, "cookies", { A_MAP(cookie), HELP("a cookie, by the name it is set under") });

static const struct schema_section contract = SECTION(KEYS_NAMED, "contract",
    { "ref", A_LINE, NEEDED, LIKE("C-0012"), HELP("number of the contract"), REFS("P6A2-1") },
    { "until", A_DAY, HELP("last day"), REFS("P6A2-1") });
static const struct schema_section recipient = SECTION(KEYS_NAMED, "recipient",
    { "label", A_TITLE, .fallback = "its name", LIKE("Example Mail Ltd."), HELP("what it is called") },
    { "does", CHOICES("email text_messages hosting analytics advertising campaigns social support payment shipping security audit law_enforcement"),
        HELP("what it does for us"), REFS("T-3 T-5 P6A2-2 P6A3") },
    { "role", A_CHOICE("processor affiliate third_party authority"), .fallback = "processor, with a warning", HELP("on whose account it acts"),
        REFS("T-5 T-6") },
    { "for", NAMES, NEEDED, .may_be_empty = true, LIKE("newsletter"), HELP("purposes"), REFS("P5-1 P6A2-1") },
    { "countries", .shapes = SHAPE_LIST, .value = VALUE_COUNTRY, HELP("where it works"), REFS("P6B-1") },
    { "regions", .shapes = SHAPE_LIST, .value = VALUE_REGION, .fallback = "all", HELP("it gets data of people in these regions only"), REFS("T-5 C7") },
    { "contract", A_MAP(contract), REFS("P6A2-1"), HELP("on what it acts") },
    { "own_purposes", A_BOOL, .fallback = "false", HELP("uses them for purposes of its own"), REFS("P6-1") },
    { "valuable_consideration", A_BOOL, .fallback = "false", HELP("money or anything else of value is given for the data"), REFS("T-19 C6") },
    { "was", A_NAME, LIKE("mailer"), HELP("its name before; its records and promises stay") });
static const struct schema_section recipients = SECTION(KEYS_NAME, "recipients", { A_MAP(recipient), HELP("who gets data") });

static const struct schema_section safeguard = SECTION(KEYS_NAMED, "transfer",
    { "safeguard", A_CHOICE("adequacy standard_clauses idta binding_rules consent derogation"), NEEDED, HELP("what protects the data there"), REFS("P6B-2") },
    { "ref", A_LINE, LIKE("Decision (EU) 2019/419"), HELP("decision or document"), REFS("P6B-2") },
    { "review", A_DAY, HELP("somebody looks at it again before this day"), REFS("P6B-2") });
static const struct schema_section transfer_to = SECTION(KEYS_COUNTRY, "transfers", { A_MAP(safeguard), HELP("to this country") });
static const struct schema_section transfers = SECTION(KEYS_REGION, "transfers", { A_MAP(transfer_to), HELP("from this region"), REFS("P6B-1") });

static const struct schema_section own_text = SECTION(KEYS_CLAUSE, "text", { A_WORDS, HELP("the operator's own wording for this clause") });

const struct schema_section schema_policy = SECTION(KEYS_NAMED, "policy",
    { "privacyd", A_NUMBER(1, 1), NEEDED, LIKE("1"), HELP("version of the policy language") },
    { "reviewed", A_DAY, HELP("the day on which somebody last held the whole of it against what is done"), REFS("T-15") },
    { "site", A_MAP(site), NEEDED, HELP("the site that the policy covers"), REFS("P0-2") },
    { "services", A_MAP(services), HELP("other services, which have policies of their own"), REFS("P0-2 T-1") },
    { "links", A_MAP(links), HELP("targets that own wording links to by name"), REFS("T-1") },
    { "terms", A_MAP(terms), .most = 200, HELP("words that own wording uses"), REFS("T-17") },
    { "controller", A_MAP(controller), NEEDED, HELP("who is responsible"), REFS("P1-1") },
    { "regions", A_MAP(regions), .fallback = "those that are named anywhere", HELP("regions that the policy tells apart") },
    { "data", A_MAP(data), NEEDED, HELP("what can be collected"), REFS("P2-1 P3A1-1") },
    { "purposes", A_MAP(purposes), NEEDED, HELP("what it is used for"), REFS("P5-1") },
    { "channels", A_MAP(channels), HELP("doors where it comes in"), REFS("P3-1") },
    { "cookies", A_MAP(cookies), HELP("every cookie of the site"), REFS("P3A3-1 P11-2") },
    { "recipients", A_MAP(recipients), HELP("who else gets it"), REFS("P6A2-1") },
    { "transfers", A_MAP(transfers), HELP("to other countries, from region to country"), REFS("P6B-1 P6B-2") },
    { "rights", A_MAP(schema_rights), HELP("rights by region"), REFS("P8.1-1 C4A-1") },
    { "never", CHOICES("sell share"), HELP("what is never done"), REFS("C6 C7") },
    { "statements", A_MAP(schema_statements), HELP("promises out of a closed list; left out: the law's default") },
    { "appendices", MAPS(schema_appendix), HELP("what differs in one region"), REFS("C0-1") },
    { "text", A_MAP(own_text), HELP("own wording by clause") },
    { "law", A_MAP(law), HELP("how far the tables of law are relied on") });
