#include "source/findings.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct finding_kind finding_kinds[] = {
    /* code                severity         breaks refs            why */
    { PD_NOT_UTF8,           SEVERITY_ERROR,   true,  "",            "A file is read as UTF-8 and as nothing else, so that everybody reads the same." },
    { PD_BROKEN_YAML,        SEVERITY_ERROR,   true,  "",            "The file is not YAML 1.2 from this place on; what follows was not read." },
    { PD_ALIAS,              SEVERITY_ERROR,   true,  "",            "Anchors and aliases make a line mean what stands elsewhere; a promise stands where it is read." },
    { PD_TAG,                SEVERITY_ERROR,   true,  "",            "Tags change the type of a value; types come from the policy language alone." },
    { PD_MERGE_KEY,          SEVERITY_ERROR,   true,  "",            "Merge keys bring in keys that do not stand there." },
    { PD_TOO_DEEP,           SEVERITY_ERROR,   true,  "",            "Nothing in the policy language is nested that deep." },
    { PD_TOO_MANY_NODES,     SEVERITY_ERROR,   true,  "",            "The file has more values than a policy needs." },
    { PD_DUPLICATE_KEY,      SEVERITY_ERROR,   true,  "",            "One of two equal keys would silently count for nothing." },
    { PD_KEY_NOT_TEXT,       SEVERITY_ERROR,   true,  "",            "Keys are names." },
    { PD_SECOND_DOCUMENT,    SEVERITY_ERROR,   true,  "",            "A file holds one document; a second one would not be read." },
    { PD_HOSTILE_TEXT,       SEVERITY_ERROR,   false, "",            "Control characters and marks of direction show a reader something else than what is there." },
    { PD_EMPTY_FILE,         SEVERITY_ERROR,   true,  "",            "The file must be a map of keys." },
    { PD_UNKNOWN_KEY,        SEVERITY_ERROR,   false, "",            "A key that nobody reads is a promise that nobody keeps." },
    { PD_MISSING_KEY,        SEVERITY_ERROR,   false, "",            "The key is needed and has no default." },
    { PD_WRONG_SHAPE,        SEVERITY_ERROR,   true,  "",            "A text, a list or a map is needed here." },
    { PD_NOT_ONE_OF,         SEVERITY_ERROR,   false, "",            "The value comes from a closed list." },
    { PD_BAD_NUMBER,         SEVERITY_ERROR,   false, "",            "The value is a whole number within its range." },
    { PD_BAD_NAME,           SEVERITY_ERROR,   false, "",            "Names are permanent ids; their letters are few so that they fit into addresses, forms and tables." },
    { PD_BAD_DATE,           SEVERITY_ERROR,   false, "",            "Dates are written 2026-03-01." },
    { PD_BAD_EMAIL,          SEVERITY_ERROR,   false, "P13",         "People write to this address." },
    { PD_BAD_ADDRESS,        SEVERITY_ERROR,   false, "",            "An address on the web begins with https:// and a host." },
    { PD_EMPTY,              SEVERITY_ERROR,   false, "T-1",         "The key is there and says nothing." },
    { PD_UNKNOWN_FORMAT,     SEVERITY_ERROR,   true,  "",            "The file says which version of the policy language it is written in." },
    { PD_TOO_MANY,           SEVERITY_ERROR,   true,  "",            "More than the program can hold." },
    { PD_BAD_HASH,           SEVERITY_ERROR,   false, "",            "A SHA-256 is 64 hex digits in lower case." },
    { PD_BAD_PATTERN,        SEVERITY_ERROR,   false, "",            "A pattern is a name, or the beginning of names followed by *." },
    { PD_NOT_ONE_LINE,       SEVERITY_ERROR,   false, "",            "Names stand in titles, in tables and in the heads of mails, where there is room for one line." },
    { PD_TOO_LONG,           SEVERITY_ERROR,   false, "",            "Names have at most 200 characters, so that they can be read where they stand; other texts have room for what they say." },
    { PD_UNKNOWN_PURPOSE,    SEVERITY_ERROR,   true,  "P5-1",        "Purposes are a closed list." },
    { PD_UNKNOWN_DATA,       SEVERITY_ERROR,   false, "P3A1-1",      "A field that is not declared as data cannot be collected." },
    { PD_UNKNOWN_RECIPIENT,  SEVERITY_ERROR,   false, "P6A2-1",      "Data go to declared recipients only." },
    { PD_UNKNOWN_REGION,     SEVERITY_ERROR,   false, "",            "Regions are declared once and meant everywhere." },
    { PD_UNKNOWN_CATEGORY,   SEVERITY_ERROR,   false, "P2-1",        "A category is a key of the fideslang taxonomy." },
    { PD_UNKNOWN_LANGUAGE,   SEVERITY_ERROR,   false, "",            "A text in a language that the site does not have is shown to nobody." },
    { PD_BAD_PERIOD,         SEVERITY_ERROR,   true,  "T-16 P9-1",   "A retention period is a number of days, months or years after an event, or until consent is withdrawn." },
    { PD_NAMED_TWICE,        SEVERITY_ERROR,   false, "",            "A name stands once in its list." },
    { PD_UNKNOWN_TIMEZONE,   SEVERITY_ERROR,   false, "P9-2",        "Retention counts days in this zone." },
    { PD_DELIVERY_TARGET,    SEVERITY_ERROR,   false, "",            "A delivery goes to exactly one place." },
    { PD_UNKNOWN_COUNTRY,    SEVERITY_ERROR,   false, "P6B-1",       "What the law says of a country follows from its code." },
    { PD_AUTHORITATIVE,      SEVERITY_ERROR,   false, "",            "Where languages differ one of them counts, and it must be one of the site's." },
    { PD_LANGUAGE_MISSING,   SEVERITY_WARNING, false, "",            "Readers of this language see the authoritative one instead." },
    { PD_ORIGIN_NOT_HTTPS,   SEVERITY_ERROR,   false, "P7-1",        "What people send must be encrypted on the way." },
    { PD_CONTACT_EMPTY,      SEVERITY_WARNING, false, "T-1 P13 C9 D-2", "The page would name a contact that cannot be reached." },
    { PD_NO_CONTACT,         SEVERITY_ERROR,   false, "T-1 P13 P8.2", "Nobody could use a right." },
    { PD_AFFILIATES_EMPTY,   SEVERITY_WARNING, false, "T-1 P1-2 D-9", "The page would link to nothing." },
    { PD_NO_BASIS,           SEVERITY_ERROR,   false, "T-2 P4-1 D-5", "Without a legal basis nothing may be processed." },
    { PD_NO_RETENTION,       SEVERITY_ERROR,   false, "P9-1 D-9",    "Data without a rule stay for ever." },
    { PD_WITHDRAWN_WITHOUT_CONSENT, SEVERITY_WARNING, false, "T-16 P9-1", "Nobody can withdraw what was never asked: the data would stay for ever." },
    { PD_NO_BALANCING,       SEVERITY_ERROR,   false, "P4-3",        "Legitimate interests need a recorded weighing against those of the person." },
    { PD_REQUIRED_NOT_ALLOWED, SEVERITY_ERROR, false, "T-4 C0-1",    "The channel asks for what the appendix of the region forbids, so nobody there could use it." },
    { PD_COLLECTS_COMPUTED,  SEVERITY_NOTE,    false, "T-4 C2",      "The list on the page is computed from the channels and grows with them." },
    { PD_CONTRACT_ENDED,     SEVERITY_ERROR,   false, "P6A2-1",      "Without a contract the recipient may not have the data." },
    { PD_NO_CONTRACT,        SEVERITY_WARNING, false, "P6A2-1 C6",   "A processor acts on a contract." },
    { PD_REVIEW_OVERDUE,     SEVERITY_WARNING, false, "",            "An attestation counts until its review." },
    { PD_NOT_ATTESTED,       SEVERITY_NOTE,    false, "P9-2",        "What happens behind the mailbox is unseen, so promises about it show as unproven." },
    { PD_ESSENTIAL_BY_CONSENT, SEVERITY_ERROR, false, "T-3 P3A3-1",  "What needs consent is not essential." },
    { PD_NO_CONFIRM_ADDRESS, SEVERITY_ERROR,   false, "P3A2-2",      "A double opt-in needs an address to write to." },
    { PD_DISCLOSED_ANYWAY,   SEVERITY_ERROR,   false, "T-5 C5 D-8",  "The page would deny what the file declares." },
    { PD_CIRCULAR, SEVERITY_WARNING, false, "T-1 P8.2 P8.3-1 P13 D-9", "Circular or broken links may be violations in themselves (11 CCR 7004(a)(5)(B))." },
    { PD_LINK_EMPTY, SEVERITY_WARNING, false, "T-1 T-6 P11-2 D-4", "The page would link to nothing." },
    { PD_LINK_DEAD, SEVERITY_ERROR, false, "T-1 D-4", "The page would link to a page that does not exist." },
    { PD_SITE_NAME_EMPTY, SEVERITY_WARNING, false, "T-1 P0-2 D-1", "Nobody could tell which site the policy covers." },
    { PD_NAMED_DIFFERENTLY, SEVERITY_WARNING, false, "T-20 P1-1 C9", "Two names look like two companies." },
    { PD_TWO_WORDS, SEVERITY_WARNING, false, "T-17 D-9", "A reader cannot know whether two words mean one thing." },
    { PD_NO_PURPOSE, SEVERITY_ERROR, false, "T-2 P4-1 P5-1 D-5 D-6", "Nothing may be collected for no purpose, and only a purpose has a legal basis." },
    { PD_AS_NEEDED, SEVERITY_WARNING, false, "T-16 P9-1 D-9", "Nobody can tell when it ends, so it never does; the channels of such a purpose stay closed (1798.100(a)(3), GDPR 13(2)(a))." },
    { PD_TAKEN_NOT_LISTED, SEVERITY_ERROR, false, "T-4 C0-1 C2 D-7", "Two places of the page would contradict each other; the gate acts on the closed list." },
    { PD_LISTED_NOT_TAKEN, SEVERITY_WARNING, false, "T-4 C2 D-7", "The page would list what is never collected." },
    { PD_KINDS_MISSING, SEVERITY_WARNING, false, "T-17 P8.1-1 C4A-1", "People have these rights whether the policy names them or not; one that is not named is not found." },
    { PD_NO_CLOCK, SEVERITY_WARNING, false, "T-7 C4B-6", "Where some kinds have a time and others none, a reader cannot tell how long the others take." },
    { PD_AGENT_KINDS, SEVERITY_WARNING, false, "T-7 T-11 C4B-10", "The law lets an agent act for these kinds, too." },
    { PD_CLOCK_TOO_LONG, SEVERITY_ERROR, false, "C4B-6 C4B-7 P8.1-2", "Nobody may take longer than the law lets him; a month may have 28 days." },
    { PD_EXTENSION_BARE, SEVERITY_WARNING, false, "T-9 C4B-7", "An extension that is told too late or without a reason is a missed deadline." },
    { PD_UNVERIFIED_SILENT, SEVERITY_WARNING, false, "T-8 C4B-8", "A request that cannot be verified is denied, with notice and reason; it never lies there unanswered." },
    { PD_RECORDS_LOOSE, SEVERITY_WARNING, false, "T-10 C4B-9", "A period without a beginning cannot be kept; and the law's time is a minimum." },
    { PD_RECORDS_SHORT, SEVERITY_ERROR, false, "C4B-9", "Records of requests must outlive the law's time." },
    { PD_AGENT_DOCUMENT, SEVERITY_WARNING, false, "T-11 C4B-10", "The law lists what an agent may be asked for, and his own identity document is not in it." },
    { PD_AGENT_HURDLE, SEVERITY_ERROR, false, "T-11 C4B-10", "For a right that needs no check of identity nothing but the permission may be asked." },
    { PD_VERIFIED_ANYWAY, SEVERITY_ERROR, false, "T-12 C4B-2", "A check of identity on such a right keeps people from using it; it is the most fined mistake there is." },
    { PD_ASKED_TWICE, SEVERITY_WARNING, false, "T-12 C4B-2", "What is held already is not asked again; a fresh login proves more." },
    { PD_METHODS_FEW, SEVERITY_WARNING, false, "T-13 C4B-1 P8.2", "The law asks for more ways, so that everybody finds one." },
    { PD_POLICY_STALE, SEVERITY_WARNING, false, "T-15 P0-1 C0-2", "The law asks for a yearly review, recorded even when nothing changes." },
    { PD_RETALIATION_WEAK, SEVERITY_WARNING, false, "T-18 C4A-2", "The law forbids every discrimination for using a right, not only an unreasonable one." },
    { PD_AUDIENCES, SEVERITY_WARNING, false, "T-18 C4A-2", "Employees and applicants have these rights, too, and the policy must say so." },
    { PD_OWN_DEFINITIONS, SEVERITY_WARNING, false, "T-19 C6 C7", "The law defines selling and sharing; other words promise something else than the law means." },
    { PD_MINORS_ACTS, SEVERITY_WARNING, false, "T-22 C8", "The law forbids both without consent." },
    { PD_MINORS_KNOWLEDGE, SEVERITY_WARNING, false, "T-22 C8", "The policy must say whether it is known that data of minors are sold or shared." },
    { PD_MINORS_AGE, SEVERITY_WARNING, false, "C8", "The law protects up to a higher age." },
    { PD_NO_OFFICER, SEVERITY_WARNING, false, "T-17 P13", "People must learn whom to ask; where there is none, why." },
    { PD_NO_REPRESENTATIVE, SEVERITY_WARNING, false, "T-17 P13", "Who is not established there names somebody who is, or says why not." },
    { PD_NO_AUTOMATED, SEVERITY_WARNING, false, "T-17", "People must learn whether machines alone decide about them, also when they do not." },
    { PD_NO_COMPLAINT, SEVERITY_WARNING, false, "P8.3-1 P8.3-2", "A policy must tell of the right to complain." },
    { PD_NO_SALE_STATEMENT, SEVERITY_WARNING, false, "C6 C7", "Where nothing is sold or shared the policy must say so, and then needs no link to opt out." },
    { PD_BASIS_UNKNOWN, SEVERITY_ERROR, false, "P4-1", "Without a basis of the law nothing may be processed." },
    { PD_SENSITIVE_BASIS, SEVERITY_WARNING, false, "P4-1", "Special categories may be processed on few bases; the law's further exceptions cannot be seen from here." },
    { PD_DEVICE_UNASKED, SEVERITY_ERROR, false, "T-3 P3A3-1 P11-1", "What is not strictly necessary is neither stored nor read before the person agrees (ePrivacy Directive 5(3))." },
    { PD_READ_UNASKED, SEVERITY_ERROR, false, "T-2 P3B-1", "Reading from the device needs consent, personal data or not (ePrivacy Directive 5(3))." },
    { PD_NO_TRANSFER, SEVERITY_ERROR, false, "P6B-1", "The page would be silent about a country to which data go, and nothing would protect them there." },
    { PD_SAFEGUARD_UNKNOWN, SEVERITY_ERROR, false, "P6B-2", "Only the safeguards of the law count." },
    { PD_NO_ADEQUACY, SEVERITY_WARNING, false, "P6B-2", "An adequacy decision is made country by country." },
    { PD_TRANSFER_REVIEW, SEVERITY_WARNING, false, "P6B-2", "A safeguard counts until its review." },
    { PD_ADOPTED_UNKNOWN, SEVERITY_ERROR, false, "", "A row that does not exist cannot be adopted." },
    { PD_NO_LAW, SEVERITY_NOTE, false, "P8.1-1", "What the law there asks cannot be checked; a law file of your own can tell." },
    { PD_LAW_UNNAMED, SEVERITY_WARNING, false, "P1-1 P8.1-1", "The law where somebody is established holds for all that he does, wherever people live (GDPR 3(1))." },
    { PD_COLLECTED_ABROAD, SEVERITY_NOTE, false, "P6B-1", "What people send there themselves is no transfer by others (EDPB 05/2021), but they should read where their data go." },
    { PD_WHERE_UNSAID, SEVERITY_WARNING, false, "P6A2-1 P6A3 P6B-1", "Whether data leave a region, and what protects them then, must be told (GDPR 13(1)(f)); that follows from the countries of each recipient." },
    { PD_TRANSFER_INSIDE, SEVERITY_WARNING, false, "P6B-1", "Data that stay in a region are not transferred from it." },
    { PD_TRANSFER_IDLE, SEVERITY_WARNING, false, "P6B-1", "The page would tell of data in a country where nobody gets them." },
    { PD_NO_SAFEGUARD_REF, SEVERITY_WARNING, false, "P6B-2", "People may ask for a copy of the safeguard, so it must be possible to tell which it is (GDPR 13(1)(f))." },
    { PD_WAS_SHARED, SEVERITY_ERROR, false, "P5-1", "What was renamed keeps its number, its records and its promises; two things cannot share them." },
    { PD_UNBOUND_SENTENCE,   SEVERITY_NOTE,    false, "",            "A sentence without a clause has no mechanism and no check behind it; the page of promises lists it as text only." },
    { PD_WRITTEN_OUT,        SEVERITY_WARNING, false, "",            "A fact that is written out by hand stays as it is when the policy changes; a placeholder follows it." },
    { PD_UNKNOWN_PLACEHOLDER, SEVERITY_ERROR,  false, "",            "A placeholder stands for a fact of the policy; readers would see its braces." },
    { PD_EMPTY_PLACEHOLDER,  SEVERITY_ERROR,   false, "",            "The sentence needs a fact that the policy does not have." },
    { PD_LONELY_BRACE,       SEVERITY_ERROR,   false, "",            "A brace begins a placeholder; two stand for one brace." },
    { PD_UNKNOWN_CLAUSE,     SEVERITY_ERROR,   false, "",            "A sentence can be bound to the clauses that the program knows, and a text can stand beside them or in their sections." },
    { PD_NOT_PROMISED,       SEVERITY_ERROR,   false, "",            "A sentence bound to a clause that this policy does not promise would lead to nothing." },
    { PD_LANGUAGES_DIFFER,   SEVERITY_WARNING, false, "",            "Readers of two languages would be promised different things." },
    { PD_NO_LINK,            SEVERITY_ERROR,   false, "T-1",         "The page would link to nothing." },
    { PD_OTHER_TERM,         SEVERITY_WARNING, false, "T-17",        "Two words for one thing leave open whether they mean the same." },
    { PD_TEXT_TOO_LONG,      SEVERITY_ERROR,   false, "",            "A text for one clause is a few paragraphs." },
    { PD_LAW_FORMAT,         SEVERITY_ERROR,   true,  "",            "The file says which version of the format of law files it is written in." },
    { PD_LAW_SPAN,           SEVERITY_ERROR,   true,  "",            "A period of the law tables says its unit, for business days, calendar days and months are counted apart." },
    { PD_LAW_UNDER,          SEVERITY_ERROR,   true,  "",            "A region takes what it does not say from the region that it stands under." },
    { PD_LAW_TWICE,          SEVERITY_ERROR,   true,  "",            "Of two rows of one name only one can hold, and nobody would see which." },
    { PD_LAW_KIND,           SEVERITY_ERROR,   true,  "P8.1-1",      "A kind of request that the program does not know can be offered by nobody." },
    { PD_LAW_CLOCK,          SEVERITY_ERROR,   true,  "",            "A clock measures one thing." },
    { PD_EVERYDAY_NAMES, SEVERITY_WARNING, false, "T-4 C2", "California asks for its own names of categories (11 CCR 7011(e)(1)(A))." },
    { PD_NOT_ESSENTIAL, SEVERITY_ERROR, false, "T-3 P3A3-1 P11-1 C2 D-8", "The page would deny a cookie that the register declares." },
    { PD_SHARED_ANYWAY, SEVERITY_ERROR, false, "T-3 P6A2-1 C7 D-8", "Advertising and social networks across sites are sharing (1798.140(ah))." },
    { PD_NO_ROLE, SEVERITY_WARNING, false, "T-6 P6A3", "Without a role nobody knows whether it acts on instructions only; it is treated as if it did." },
    { PD_SOLD_ANYWAY, SEVERITY_ERROR, false, "T-19 C6", "Anything of value that is given for data makes it a sale (1798.140(ad))." },
    { PD_PROCESSOR_OWN, SEVERITY_ERROR, false, "P6-1 P6A2-1", "Who uses data for itself is no processor (GDPR 28(10), 11 CCR 7050(a))." },
    { PD_OWN_PURPOSES, SEVERITY_ERROR, false, "P6-1", "The page promises consent before anybody uses data for himself." },
    { PD_VERSION_LINE, SEVERITY_WARNING, false, "T-21 C0-2", "A date that stands nowhere says nothing." },
    { PD_ON_POSTING, SEVERITY_WARNING, false, "T-14 P12-1 P12-2 D-9", "Notice of a change is of use before it counts." },
    { PD_DELIVERED_OTHERWISE, SEVERITY_ERROR, false, "P5-1 P6A2-1", "A recipient gets data for the purposes and of the regions that it is declared for; the page says so." },
    { PD_FUTURE_DAY, SEVERITY_WARNING, false, "T-15 P7-3", "What has not happened yet proves nothing, and nothing would fall due." },
    { PD_ESSENTIAL_FOR_OTHERS, SEVERITY_WARNING, false, "T-3 P3A3-1 P11-1", "Essential is what the visitor asked for; counting visits and advertising are what others asked for." },
    { PD_NONE_AND_SOMEBODY, SEVERITY_WARNING, false, "T-17 P13", "The page would say both that there is nobody and who it is." },
    { PD_WAY_CLOSED, SEVERITY_WARNING, false, "T-1 T-13 P8.2 C4B-1", "A way that nobody can find is none (GDPR 12(2), 11 CCR 7020)." },
    { PD_NAMES_UNVERIFIED, SEVERITY_NOTE, false, "T-4 C2", "What nobody verified is not shown: the page says the categories by everyday names, where the law has names of its own." },
    { PD_AUTHORITY_EMPTY, SEVERITY_WARNING, false, "T-1 P8.3-2 D-3", "People may complain to an authority, and the page would not lead there." },
    { PD_WORD_TWICE, SEVERITY_WARNING, false, "P2-1 C1 D-9", "A reader cannot know which of two things a word means." },
    { PD_FOR_NOTHING, SEVERITY_WARNING, false, "P5-1 P6A2-1 P6A3", "The page would name a recipient that gets nothing: data are given for a purpose." },
};
const int finding_kind_count = COUNT_OF(finding_kinds);

const struct finding_kind *finding_kind_find(int code)
{
    for (int i = 0; i < finding_kind_count; i++)
        if ((int)finding_kinds[i].code == code)
            return &finding_kinds[i];
    return NULL;
}

const char *severity_name(enum severity s)
{
    static const char *const names[] = { "note", "warning", "error" };

    return names[s];
}

/* C0 but tab and line ends, DEL, C1, and the bidirectional controls and invisible separators of Unicode. */
static size_t hostile_at(struct text t)
{
    unsigned char a = (unsigned char)t.at[0], b = t.length > 1 ? (unsigned char)t.at[1] : 0, c = t.length > 2 ? (unsigned char)t.at[2] : 0;

    if (a < 0x80)
        return (a < 0x20 && a != '\n' && a != '\t' && a != '\r') || a == 0x7F;
    if (a == 0xC2)
        return b < 0xA0 ? 2 : 0;
    if (a == 0xD8)
        return b == 0x9C ? 2 : 0; /* arabic letter mark */
    if (a == 0xF3 && (b == 0xA0 || b == 0xA1))
        return t.length > 3 ? 4 : 0; /* plane 14: tags and variation selectors, of which ideographs and emoji in a policy have no need */
    if (a == 0xE1 && b == 0x85 && (c == 0x9F || c == 0xA0))
        return 3; /* fillers of Hangul, which are blank and yet letters */
    if (a == 0xE3 && b == 0x85 && c == 0xA4)
        return 3;
    if (a != 0xE2)
        return a == 0xEF && ((b == 0xBB && c == 0xBF) || (b == 0xBE && c == 0xA0) || (b == 0xBF && c >= 0xB9)) ? 3 : 0;
    if (b == 0x80 && (c == 0x8B || c == 0x8E || c == 0x8F || (c >= 0xA8 && c <= 0xAE)))
        return 3;
    return b == 0x81 && (c >= 0xA0 && c <= 0xAF) ? 3 : 0;
}

bool text_is_hostile(struct text t, size_t *out_offset, size_t *out_length)
{
    for (size_t i = 0; i < t.length; i++) {
        size_t length = hostile_at(text_from(t, i));
        bool lone_return = t.at[i] == '\r' && (i + 1 == t.length || t.at[i + 1] != '\n');
        if (length == 0 && !lone_return)
            continue;
        *out_offset = i;
        *out_length = length ? length : 1;
        return true;
    }
    return false;
}

/* Cuts at the end of a code point and replaces what is not fit to be shown. */
static struct text presentable(struct work *w, struct findings *f, char *line, size_t length)
{
    struct text t = { line, length }, copy = { "", 0 };
    size_t offset, bad;

    for (size_t cut = 0; !text_is_utf8(t) && cut < 4 && t.length; cut++)
        t.length--;
    while (text_is_hostile(t, &offset, &bad))
        memset(line + offset, '?', bad);
    for (size_t i = 0; i < t.length; i++)
        if (line[i] == '\n' || line[i] == '\r' || line[i] == '\t')
            line[i] = ' ';
    if (!work_copy(w, t, &copy))
        f->lost = true;
    return copy;
}

PRINTF_LIKE(3, 0) static struct text say(struct work *w, struct findings *f, const char *format, va_list arguments)
{
    char line[FINDING_MESSAGE_MAX];
    int length = vsnprintf(line, sizeof line, format, arguments);

    if (length < 0)
        length = 0;
    return presentable(w, f, line, (size_t)length < sizeof line ? (size_t)length : sizeof line - 1);
}

static struct finding *finding_new(struct work *w, struct findings *f)
{
    struct finding *finding = f->count < FINDINGS_MAX ? WORK_NEW(w, struct finding, 1) : NULL;

    if (!finding && f->count < FINDINGS_MAX)
        f->lost = true;
    f->count++;
    if (!finding) {
        f->spare = (struct finding){ 0 };
        return &f->spare;
    }
    if (!f->first)
        f->last = &f->first;
    *f->last = finding;
    f->last = &finding->next;
    return finding;
}

struct finding *finding_add(struct work *w, struct findings *f, enum finding_code code, struct place place, const char *format, ...)
{
    const struct finding_kind *kind = finding_kind_find((int)code);
    struct finding *finding = finding_new(w, f);
    va_list arguments;

    must(kind);
    finding->code = (int)code;
    finding->refs = kind->refs;
    finding->severity = kind->severity;
    finding->place = place;
    finding->hint = TEXT("");
    f->errors += kind->severity == SEVERITY_ERROR;
    f->warnings += kind->severity == SEVERITY_WARNING;
    f->breaking += kind->breaking;
    if (finding == &f->spare)
        return finding;
    va_start(arguments, format);
    finding->message = say(w, f, format, arguments);
    va_end(arguments);
    return finding;
}

void finding_hint(struct work *w, struct findings *f, struct finding *finding, const char *format, ...)
{
    va_list arguments;

    if (finding == &f->spare)
        return;
    va_start(arguments, format);
    finding->hint = say(w, f, format, arguments);
    va_end(arguments);
}

void finding_soften(struct findings *f, struct finding *finding)
{
    if (finding->severity != SEVERITY_ERROR)
        return;
    finding->severity = SEVERITY_WARNING;
    f->errors--;
    f->warnings++;
}

enum { SUGGESTIONS_MAX = 64 };

struct suggestion suggestion_begin(struct findings *f, struct text wrong)
{
    bool compare = f->suggestions++ < SUGGESTIONS_MAX && wrong.length <= 64;

    return (struct suggestion){ .wrong = compare ? wrong : TEXT(""), .distance = SIZE_MAX };
}

void suggestion_offer(struct suggestion *s, struct text name)
{
    size_t distance;

    if (s->wrong.length == 0)
        return;
    distance = text_distance(s->wrong, name);
    if (distance >= s->distance)
        return;
    s->distance = distance;
    s->best = name;
}

/* Near: a third of the letters may be wrong, and two that changed places (which count two) in a word of four. */
void suggestion_hint(struct work *w, struct findings *f, struct finding *finding, const struct suggestion *s, const char *otherwise)
{
    if (s->distance <= (s->wrong.length + 2) / 3 && s->distance < s->wrong.length)
        finding_hint(w, f, finding, "did you mean `%.*s`?", NAME_ARGS(s->best));
    else if (otherwise)
        finding_hint(w, f, finding, "%s", otherwise);
}

struct sortable {
    struct finding *finding;
    int order;
};

static int by_place(const void *a, const void *b)
{
    const struct sortable *x = a, *y = b;
    struct place p = x->finding->place, q = y->finding->place;

    if (p.line != q.line)
        return p.line < q.line ? -1 : 1;
    if (p.column != q.column)
        return p.column < q.column ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

bool findings_sort(struct work *w, struct findings *f)
{
    int count = 0;
    struct sortable *all = WORK_NEW(w, struct sortable, FINDINGS_MAX);

    if (!all)
        return false;
    for (struct finding *i = f->first; i; i = i->next, count++)
        all[count] = (struct sortable){ i, count };
    qsort(all, (size_t)count, sizeof *all, by_place);
    f->last = &f->first;
    for (int i = 0; i < count; i++) {
        *f->last = all[i].finding;
        f->last = &all[i].finding->next;
    }
    *f->last = NULL;
    return true;
}
