#include "source/explain.h"

enum { COLUMNS = 78, EXPLAIN_MAX = 4096 };

const struct finding_words finding_words[] = {
    { PD_NOT_UTF8, "A line of the file is not UTF-8.", "Save the file as UTF-8." },
    { PD_BROKEN_YAML, "The file is not YAML from this place on.", "Look at quotes, colons and indents in this line and the one before." },
    { PD_ALIAS, "The file has an anchor (&name) or an alias (*name).", "Write the value itself in every place." },
    { PD_TAG, "The file has a tag (!name).", "Leave the tag out." },
    { PD_MERGE_KEY, "The file has a merge key (<<).", "Write the keys themselves." },
    { PD_TOO_DEEP, "Maps and lists are nested too deep.", "Look for an indent that went wrong." },
    { PD_TOO_MANY_NODES, "The file has too many values.", "One file is one policy of one site; take out what does not belong to it." },
    { PD_DUPLICATE_KEY, "A key stands twice in one map.", "Keep one of them." },
    { PD_KEY_NOT_TEXT, "A key is a list, a map, or nothing.", "Write a name before the colon." },
    { PD_SECOND_DOCUMENT, "A second document begins (---).", "Take it out, or put it into a file of its own." },
    { PD_HOSTILE_TEXT, "The file has a character that no reader sees.", "Delete it; an editor that shows control characters helps." },
    { PD_EMPTY_FILE, "The file is empty, or is no map.", "Begin with the example in doc/policy-language.md." },
    { PD_UNKNOWN_KEY, "The policy language has no such key in this place.", "Take the key that the hint names, or one of doc/policy-language.md." },
    { PD_MISSING_KEY, "A key that is needed is not there.", "Add it." },
    { PD_WRONG_SHAPE, "A list stands where a text is needed, or the like.", "A text: `key: words`. A list: `key: [a, b]`. A map: `key: { a: ..., b: ... }`." },
    { PD_NOT_ONE_OF, "The value is none of those that are known here.", "Take one of the list that the hint gives." },
    { PD_BAD_NUMBER, "The value is not a whole number, or out of range.", "Digits only, within the range that the hint gives." },
    { PD_BAD_NAME, "The name has letters that names cannot have here.", "Names that you choose: a-z first, then a-z, 0-9 and _, at most 40. Regions: US-CA. Countries: JP." },
    { PD_BAD_DATE, "The value is not a date.", "Year, month, day: 2026-03-01." },
    { PD_BAD_EMAIL, "The value is not an e-mail address.", "An address that somebody reads: privacy@example.org." },
    { PD_BAD_ADDRESS, "The value is not an address on the web.", "https:// and a host; an origin has no path." },
    { PD_EMPTY, "A key has no value.", "Write the value, or take the key out." },
    { PD_UNKNOWN_FORMAT, "The file is written in another version of the policy language.", "privacyd: 1" },
    { PD_TOO_MANY, "More regions or languages than there is room for.", "At most 8 languages; regions that are treated alike can be one." },
    { PD_BAD_HASH, "The value is not a SHA-256.", "What `sha256sum FILE` prints, without the name of the file." },
    { PD_BAD_PATTERN, "The value is not a pattern of field names.", "A name, or its beginning and one * at the end: utm_*." },
    { PD_NOT_ONE_LINE, "A name or a label goes over more than one line.", "One line; behind `>-` YAML joins lines." },
    { PD_TOO_LONG, "A name, a label or a text is too long.", "A shorter one; own wording under `text` has room for paragraphs." },
    { PD_UNKNOWN_PURPOSE, "A purpose is named that is not declared.", "Declare it under `purposes`, or take the one that the hint names." },
    { PD_UNKNOWN_DATA, "A data item is named that is not declared.", "Declare it under `data`, or take the one that the hint names." },
    { PD_UNKNOWN_RECIPIENT, "A recipient is named that is not declared.", "Declare it under `recipients`, or take the one that the hint names." },
    { PD_UNKNOWN_REGION, "A region is named that `regions` does not declare.", "Add it to `regions`, or correct its code." },
    { PD_UNKNOWN_CATEGORY, "The category of a data item is not known.", "Take the nearest key of the list in doc/policy-language.md; a general one will do." },
    { PD_UNKNOWN_LANGUAGE, "A text is given in a language that the site does not have.", "Add the language to `site.languages`, or take the text out." },
    { PD_BAD_PERIOD, "The value is not a period.", "24 months after last_contact; 30 days after collected; 1 year after closed; until withdrawn." },
    { PD_NAMED_TWICE, "A name stands twice in one list.", "Keep one of them." },
    { PD_UNKNOWN_TIMEZONE, "The time zone is not known on this machine.", "A name of the IANA database: Asia/Tokyo. Its files come with the package tzdata." },
    { PD_DELIVERY_TARGET, "A delivery names no place, or two.", "One of `mail`, `webhook` and `pull`; an entry of the list for each." },
    { PD_UNKNOWN_COUNTRY, "No country has this code.", "Two capital letters of ISO 3166: GB, not UK; the countries of the EU, not EU." },
    { PD_AUTHORITATIVE, "The authoritative language is not one of the site's, or a text lacks it.", "One of `site.languages`, and every text in it." },
    { PD_LANGUAGE_MISSING, "A text lacks one of the site's languages.", "Add the text in that language." },
    { PD_ORIGIN_NOT_HTTPS, "An origin of the site begins with http://.", "https://; only localhost may do without." },
    { PD_CONTACT_EMPTY, "A contact has no e-mail address.", "A mailbox that somebody reads." },
    { PD_NO_CONTACT, "There are rights, but nobody who can be asked.", "`controller.contacts.privacy`, or a contact for the region." },
    { PD_AFFILIATES_EMPTY, "`affiliates` is there without an address.", "The page that lists them, or no key." },
    { PD_NO_BASIS, "A channel collects for a purpose that has a legal basis in no region.", "`basis: consent`, or another basis that holds; see the list of bases." },
    { PD_NO_RETENTION, "A purpose does not say how long its data stay.", "`keep: 24 months after last_contact` or `keep: until withdrawn`." },
    { PD_WITHDRAWN_WITHOUT_CONSENT, "A purpose keeps data until consent is withdrawn, but rests on consent nowhere.", "A period, or `basis: consent`." },
    { PD_NO_BALANCING, "A purpose rests on legitimate interests without the note that weighs them.", "`balancing: documents/NAME.md`, with the note in it." },
    { PD_REQUIRED_NOT_ALLOWED, "A channel requires data that the appendix of a region does not allow.", "Make them optional, or add them to `collects` of the appendix." },
    { PD_COLLECTS_COMPUTED, "What an appendix allows is computed from the channels.", "A closed list under `collects`, when the appendix promises one." },
    { PD_CONTRACT_ENDED, "The contract with a recipient has ended.", "Renew it and change `contract.until`, or take the recipient out." },
    { PD_NO_CONTRACT, "A processor has no contract.", "`contract: { ref: ..., until: ... }`." },
    { PD_REVIEW_OVERDUE, "The day on which an attestation should have been reviewed has passed.", "Review it, then change `on`, `document` and `review`." },
    { PD_NOT_ATTESTED, "Mail goes to a mailbox for which nobody vouches.", "`attested` with who, when, the hash of the signed document, and when to look again." },
    { PD_ESSENTIAL_BY_CONSENT, "A cookie is called essential, but its purpose asks for consent.", "Another class, or a purpose that needs no consent." },
    { PD_NO_CONFIRM_ADDRESS, "A channel confirms by mail, but requires no address.", "Require an item of the category user.contact.email." },
    { PD_DISCLOSED_ANYWAY, "`no_business_disclosure` is stated, but a recipient is a third party.", "Leave out the statement or the recipient." },
    { PD_CIRCULAR, "`see: services` or the method `services` sends people to notices that the policy does not name.", "A way that works from here, or `services` with the address of each policy." },
    { PD_LINK_EMPTY, "A link or an authority has no address.", "The address, or no key." },
    { PD_LINK_DEAD, "A link names a page that this program does not have.", "cookies, recipients, request, changes, promises, or an address that begins with https://." },
    { PD_SITE_NAME_EMPTY, "The site has no name.", "The name by which people know it." },
    { PD_NAMED_DIFFERENTLY, "An appendix calls the controller by another name.", "One name, in `controller.name`." },
    { PD_TWO_WORDS, "Two words are used for one thing.", "One word, in all texts." },
    { PD_NO_PURPOSE, "A channel or a cookie names no purpose.", "`purpose: `, with a purpose that has a basis; or take the channel out." },
    { PD_AS_NEEDED, "A purpose keeps its data as long as they are needed, without an event that ends it.", "A period after an event: 24 months after last_contact." },
    { PD_TAKEN_NOT_LISTED, "A channel takes optional data that the closed list of an appendix lacks.", "`except: { US-CA: [phone] }` at the channel, or the data in `collects`." },
    { PD_LISTED_NOT_TAKEN, "The closed list of an appendix names data that no channel takes there.", "Take it out of the list, or let a channel take it." },
    { PD_KINDS_MISSING, "A region lacks kinds of request that its law gives.", "Add the kinds to `kinds` of `rights`." },
    { PD_NO_CLOCK, "`clocks` leaves out a kind that is offered.", "`KIND: law`, or leave `clocks` out: then the law's own hold." },
    { PD_AGENT_KINDS, "The rule on agents names fewer kinds than the law.", "Name them under `kinds`, or leave `kinds` out." },
    { PD_CLOCK_TOO_LONG, "A clock runs longer than the law's.", "At most the law's time, or `law`." },
    { PD_EXTENSION_BARE, "An extension has no notice date, or no reason.", "`notice_by: 45 days` and `reason: true`, or leave `extension` out." },
    { PD_UNVERIFIED_SILENT, "Requests of people who could not be verified get no decision, or nothing instead.", "`on_unverified: deny_and_notify` and `fallback: categories`." },
    { PD_RECORDS_LOOSE, "Records of requests have no start, or an end where the law names a minimum.", "`keep: at least 24 months after closed`." },
    { PD_RECORDS_SHORT, "Records of requests stay for less than the law asks.", "`keep: at least 24 months after closed`." },
    { PD_AGENT_DOCUMENT, "Agents must show an identity document.", "`identity_document: never`, or `optional`." },
    { PD_AGENT_HURDLE, "Agents must show an identity document for a right that needs no check of identity.", "`identity_document: never`, or `optional`." },
    { PD_VERIFIED_ANYWAY, "Identity is verified for a right that needs no check.", "Take the kind out of `verification`." },
    { PD_ASKED_TWICE, "Account holders are asked for what is held already.", "`account_holders: login`." },
    { PD_METHODS_FEW, "A region has fewer ways to send a request than its law asks for.", "A form and a toll-free number; or, where that is so, `exclusively_online: true` and an e-mail address." },
    { PD_POLICY_STALE, "The review of the policy is due, or nothing says when it was.", "Hold the policy against what is done, then set `reviewed`." },
    { PD_RETALIATION_WEAK, "A word weakens the promise not to retaliate.", "Leave `qualifier` out." },
    { PD_AUDIENCES, "The promise not to retaliate covers fewer people than the law.", "`retaliation: { audiences: [consumers, employees, applicants] }`." },
    { PD_OWN_DEFINITIONS, "An appendix defines selling and sharing itself.", "Leave `definitions` out." },
    { PD_MINORS_ACTS, "The clause on minors leaves out selling or sharing.", "`never: [sell, share]`." },
    { PD_MINORS_KNOWLEDGE, "Nothing is said about actual knowledge of minors.", "`actual_knowledge: none`, or `some`." },
    { PD_MINORS_AGE, "The clause on minors ends below the age of the law.", "`under: 16`." },
    { PD_NO_OFFICER, "No data protection officer is named, nor why there is none.", "`officer: { label, email }`, or `officer: { none: ... }`." },
    { PD_NO_REPRESENTATIVE, "The controller has no representative in a region, nor says why.", "`representatives: { EU: { label, email, address } }`, or `{ none: ... }`." },
    { PD_NO_AUTOMATED, "Nothing is said about automated decisions.", "`automated_decisions: { made: false }`, or true." },
    { PD_NO_COMPLAINT, "Nothing is said about complaints to the authority.", "`complaints: true`." },
    { PD_NO_SALE_STATEMENT, "The policy does not say whether data are sold or shared.", "`never: [sell, share]`, when that is so." },
    { PD_BASIS_UNKNOWN, "A purpose rests on something that the law of a region does not know.", "Consent, contract, or another basis of the law there; `off` where there is none." },
    { PD_SENSITIVE_BASIS, "Data of a special category rest on a basis that does not suffice for them.", "Express consent, or leave the data out in that region (`except`)." },
    { PD_DEVICE_UNASKED, "A cookie that is not exempt is set without consent.", "`basis: { EU: consent }` for its purpose, or `off`." },
    { PD_READ_UNASKED, "A channel reads from the visitor's device without consent.", "Rest its purpose on consent in that region, or switch it off." },
    { PD_NO_TRANSFER, "Data go to a country outside a region, and no transfer is declared.", "A row under `transfers`, or leave the region out of the recipient's `regions`." },
    { PD_SAFEGUARD_UNKNOWN, "A transfer names a safeguard that the law of the region does not know.", "One that `privacyd law` lists for the region." },
    { PD_NO_ADEQUACY, "No adequacy decision is known for the country of a transfer.", "The decision in `ref`, or another safeguard." },
    { PD_TRANSFER_REVIEW, "The day on which the safeguard of a transfer should have been reviewed has passed.", "Review it, then change `review`." },
    { PD_ADOPTED_UNKNOWN, "`law.adopt` names a row that the law tables do not have.", "A name that `privacyd law` prints." },
    { PD_NO_LAW, "No law is asked: nothing is known of that of a region, or no region is named.", "The regions where people live under `regions`; for one that is not known, a law file: see doc/law.md." },
    { PD_LAW_UNNAMED, "The law of the controller's own country is not asked.", "The region under `regions`, and rights for the people there." },
    { PD_COLLECTED_ABROAD, "The controller is outside a region, and no transfer to there is declared.", "A row under `transfers` when something protects the data there; else nothing." },
    { PD_WHERE_UNSAID, "A recipient says no country.", "`countries: [DE]`: where it stores data and where it looks at them." },
    { PD_TRANSFER_INSIDE, "A transfer leads to a country inside its own region.", "Rows for countries outside only." },
    { PD_TRANSFER_IDLE, "A transfer leads to a country where no recipient is.", "`countries` of the recipient that is there, or no such row." },
    { PD_NO_SAFEGUARD_REF, "A safeguard that somebody signed has no `ref`.", "`ref: ` with its date and parties, as people may ask for it." },
    { PD_WAS_SHARED, "`was` names something that is still in the file, or that something else was called, too.", "`was` where the records are to stay, once, and the old name nowhere else." },
    { PD_UNBOUND_SENTENCE, "A sentence of own wording names no clause.", "Its clause in brackets at its end: `... destroyed. [P9-2]`." },
    { PD_WRITTEN_OUT, "Own wording has a number, period, date, amount or address in it.", "The placeholder that the hint names, or one of doc/policy-language.md." },
    { PD_UNKNOWN_PLACEHOLDER, "A placeholder of own wording stands for nothing.", "One of doc/policy-language.md, with a name that the policy declares; `{{` for a brace." },
    { PD_EMPTY_PLACEHOLDER, "A placeholder stands for a fact that the policy leaves out.", "Declare the fact, or write the sentence without it." },
    { PD_LONELY_BRACE, "A brace of own wording begins no placeholder.", "`{controller.name}`; `{{` for a brace." },
    { PD_UNKNOWN_CLAUSE, "Own wording names a clause that does not exist, or for which no sentence stands.", "The id that stands behind a sentence of the page: P9-2." },
    { PD_NOT_PROMISED, "Own wording leans on a clause that this policy does not promise.", "Another clause, or the keys that make the policy promise it." },
    { PD_LANGUAGES_DIFFER, "Two languages of one text bind other clauses or give other facts.", "The same clauses in the same order, and for each the same placeholders." },
    { PD_NO_LINK, "Own wording links to a name that `links` does not have.", "Declare it under `links`." },
    { PD_OTHER_TERM, "Own wording uses a word that `terms` replaces by another.", "The word that the hint names." },
    { PD_TEXT_TOO_LONG, "A text of own wording is longer than 16 KiB.", "Divide it among the clauses that it speaks of." },
    { PD_LAW_FORMAT, "A law file is written in another version of the format.", "law: 1" },
    { PD_LAW_SPAN, "A period of a law file is not a number and a unit.", "45 cal (calendar days), 15 bd (business days), 1 mon, 72 h, now, without_delay." },
    { PD_LAW_UNDER, "A region stands under one that does not exist, or under itself.", "The code of a region that the law tables have; `privacyd law` prints them." },
    { PD_LAW_TWICE, "A row stands in two law files of the operator.", "Keep one of them." },
    { PD_LAW_KIND, "A law file names a kind of request that does not exist.", "One of the list that the hint gives." },
    { PD_LAW_CLOCK, "A clock of a law file says nothing, or more than one thing.", "One of respond, wait, keep and window; acknowledge and extension belong to respond." },
    { PD_EVERYDAY_NAMES, "An appendix lists categories by everyday names.", "Leave `category_names` out." },
    { PD_NOT_ESSENTIAL, "An appendix has essential cookies only, and a cookie of another class is set there.", "Switch the purpose of the cookie off in that region, or leave `cookies: essential` out." },
    { PD_SHARED_ANYWAY, "`never: [share]` is stated beside a recipient or a cookie that shares.", "Leave the region out of the recipient's `regions`, or take the promise out." },
    { PD_NO_ROLE, "A recipient has no role.", "`role: processor`, or affiliate, third_party, authority." },
    { PD_SOLD_ANYWAY, "`never: [sell]` is stated beside a recipient that gives something for data.", "Leave the region out of the recipient's `regions`, or take the promise out." },
    { PD_PROCESSOR_OWN, "A processor has purposes of its own.", "`role: third_party`, or no `own_purposes`." },
    { PD_OWN_PURPOSES, "A recipient has purposes of its own that rest on something else than consent.", "Rest the purposes on consent, or leave the statement out." },
    { PD_VERSION_LINE, "An appendix shows its date at the top of a page that it does not have.", "Leave `version_line` out." },
    { PD_ON_POSTING, "Material changes are told and count at once.", "`lead: 30` (days)." },
    { PD_DELIVERED_OTHERWISE, "A channel delivers to a recipient that may not have its data.", "The purpose under `for` of the recipient and the region under its `regions`; or another place." },
    { PD_FUTURE_DAY, "A day on which something was done is still to come.", "The day on which it was done." },
    { PD_ESSENTIAL_FOR_OTHERS, "A cookie is called essential, but somebody else counts visits or advertises with it.", "`class: statistics`, `advertising` or `social`, with a purpose that rests on consent." },
    { PD_NONE_AND_SOMEBODY, "An officer or a representative is named beside `none`.", "Either who it is, or why there is none." },
    { PD_WAY_CLOSED, "Rights can be used in no way, or by telephone without a number.", "`methods: [form, email]`; for `phone` and `toll_free` a `phone` of the contact." },
    { PD_NAMES_UNVERIFIED, "The law's own names of categories wait for somebody to take them on himself.", "Hold the row that `privacyd law` prints against the law; then `law: { adopt: [US-CA/categories] }`." },
    { PD_AUTHORITY_EMPTY, "The authority of a region has an empty link.", "Where it takes complaints, or its `label` alone." },
    { PD_WORD_TWICE, "Two `terms` have the same word.", "One word for each thing." },
    { PD_FOR_NOTHING, "A recipient is there for no purpose: `for` is empty.", "The purposes for which it gets data, or no such recipient." },
};
const int finding_words_count = COUNT_OF(finding_words);

const struct finding_words *finding_words_find(int code)
{
    for (int i = 0; i < finding_words_count; i++)
        if ((int)finding_words[i].code == code)
            return &finding_words[i];
    return NULL;
}

bool finding_code_parse(struct text t, int *out_code)
{
    uint64_t number;

    if (t.length > 2 && text_equal_ascii_case(text_first(t, 2), TEXT("PD")))
        t = text_from(t, 2);
    if (t.length > 4 || !text_to_u64(t, &number))
        return false;
    *out_code = (int)number;
    return true;
}

/* A label, then words broken between them, indented behind it. */
static void add_paragraph(struct draft *d, const char *label, const char *words)
{
    struct text rest = text_of(words), word;
    size_t column = 9;

    draft_addf(d, "%-8s", label);
    while (text_cut(&rest, ' ', &word)) {
        if (column + word.length > COLUMNS) {
            draft_add(d, TEXT("\n        "));
            column = 9;
        }
        draft_byte(d, ' ');
        draft_add(d, word);
        column += word.length + 1;
    }
    draft_byte(d, '\n');
}

bool finding_explain(struct work *w, int code, struct text *out_text)
{
    const struct finding_kind *kind = finding_kind_find(code);
    const struct finding_words *words = finding_words_find(code);
    struct draft d;

    if (!kind || !words)
        FAIL(w, ERR_NOT_FOUND, "there is no finding PD%04d; privacyd language prints all of them", code);
    TRY(work_draft(w, EXPLAIN_MAX, &d));
    draft_addf(&d, "PD%04d (%s)\n\n", code, severity_name(kind->severity));
    add_paragraph(&d, "what", words->what);
    add_paragraph(&d, "why", kind->explain);
    add_paragraph(&d, "right", words->right);
    if (kind->refs[0])
        add_paragraph(&d, "refs", kind->refs);
    must(!d.overflow);
    *out_text = draft_text(&d);
    return true;
}
