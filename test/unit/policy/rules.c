#include "unit.h"

#include "example.h"
#include "source/report.h"
#include "source/schema.h"

/* One change of the example, the finding that it raises, and (\1) where. */
struct mutation {
    enum finding_code code;
    const char *from, *to;
    const char *message; /* words that the message must have */
    const char *hint;    /* words that the hint must have */
};

#define TEN_WORDS "Five Five Five Five Five Five Five Five Five Five "
#define TEN_SIGNS "ヒカリカメラのヒカリカメラのヒカリカメラのヒカリカメラのヒカリカメラのヒカリカメラのヒカリカメラのヒカリカメラのヒカリカメラのヒカリカメラの"

static const struct mutation mutations[] = {
    { PD_BROKEN_YAML, "\nnever: [sell, share]", "\nnever: \1@sell", "cannot start with '@'", "" },
    { PD_ALIAS, "never: [sell, share]", "never: &\1x [sell, share]", "anchors", "write the value itself" },
    { PD_ALIAS, "affiliates: https://www.hikari.example/company/affiliates", "affiliates: *\1x", "aliases", "write the value itself" },
    { PD_TAG, "demonstration: true", "demonstration: \1!!bool true", "tags", "leave the tag out" },
    { PD_MERGE_KEY, "    lifetime: session", "    lifetime: session\n    \1<<: {}", "merge keys", "write the keys themselves" },
    { PD_DUPLICATE_KEY, "    lifetime: session", "    lifetime: session\n    \1lifetime: session", "`lifetime` stands here a second time", "" },
    { PD_HOSTILE_TEXT, "Hikari camera website", "Hikari \1\u202Ecamera website", "no reader sees", "leave it out" },
    { PD_HOSTILE_TEXT, "en: Hikari camera website", "en: \"\1Hikari \\u202E website\"", "no reader sees", "leave it out" },
    { PD_HOSTILE_TEXT, "never: [sell", "never: [\1\x7Fsell", "no reader sees", "" },
    { PD_UNKNOWN_KEY, "  timezone: Asia", "  \1timzone: Asia", "`timzone` is not a key of site", "did you mean `timezone`?" },
    { PD_UNKNOWN_KEY, "never: [sell, share]", "\1nevr: [sell, share]", "`nevr` is not a key of policy", "did you mean `never`?" },
    { PD_UNKNOWN_KEY, "  other_sites: true", "  \1other_site: true", "`other_site` is not a key of statements", "did you mean `other_sites`?" },
    { PD_MISSING_KEY, "  address: 1-2-3 Example, Minato-ku, Tokyo 105-0000, Japan\n  country", "  country", "controller lacks `address`",
        "registered office" },
    { PD_MISSING_KEY, "    class: statistics\n", "", "cookie lacks `class`", "essential" },
    { PD_WRONG_SHAPE, "  origins: [https://www.hikari.example]", "  \1origins: { a: b }", "a list is needed behind `origins`", "" },
    { PD_WRONG_SHAPE, "origins: [https://www.hikari.example]", "origins: [https://www.hikari.example, \1{ a: b }]", "a text is needed in this list", "" },
    { PD_NOT_ONE_OF, "role: processor", "role: \1procesor", "`procesor` is not known here", "did you mean `processor`?" },
    { PD_NOT_ONE_OF, "EU: consent,", "EU: \1maybe,", "`maybe` is not known here", "one of: off not_required consent" },
    { PD_NOT_ONE_OF, "prevails: true", "prevails: \1yes", "neither true nor false", "true or false" },
    { PD_BAD_NUMBER, "under: 16", "under: \1sixteen", "`under` needs a whole number", "from 1 to 21 years" },
    { PD_BAD_NAME, "  newsletter:\n    label: { en: Newsletter, ja: ニュースレター }\n    purpose", "  \1News letter:\n    purpose", "`News letter` cannot stand here", "a-z" },
    { PD_BAD_NAME, "countries: [JP]", "countries: [\1Japan]", "not a country", "ISO 3166" },
    { PD_BAD_NAME, "text:\n  P7:", "text:\n  \1Q7:", "`Q7` cannot stand here", "a clause" },
    { PD_BAD_DATE, "until: 2031-03-31", "until: \1" "2031-02-30", "not a date", "2026-03-01" },
    { PD_BAD_EMAIL, "mail: support@hikari.example", "mail: \1support@hikari", "not an e-mail address", "privacy@example.org" },
    { PD_BAD_ADDRESS, "affiliates: https", "affiliates: \1http", "not an address on the web", "https://" },
    { PD_BAD_ADDRESS, "origins: [https://www.hikari.example]", "origins: [\1https://www.hikari.example/shop]", "not the origin of a site", "scheme and host only" },
    { PD_EMPTY, "  authoritative: en ", "  \1authoritative:  ", "`authoritative` says nothing", "" },
    { PD_UNKNOWN_FORMAT, "privacyd: 1", "privacyd: \1" "2", "does not know version `2`", "privacyd: 1" },
    { PD_BAD_HASH, "document: ", "document: \1F", "not a SHA-256", "64 hex digits" },
    { PD_BAD_PATTERN, "utm_*]", "\1u*m_*]", "not a pattern", "utm_*" },
    { PD_NOT_ONE_LINE, "    en: Hikari camera website", "    en: |\n      \1Hikari\n      camera website", "`en` goes over more than one line", "`>-` YAML joins lines" },
    { PD_NOT_ONE_LINE, "why:\n      en: answer you and help you with the products that you own", "why:\n      en: \"\1answer you\\nand more\"", "`en` goes over more than one line", "" },
    { PD_NOT_ONE_LINE, "ref: C-0012", "ref: \"\1C-\\n0012\"", "`ref` goes over more than one line", "" },
    { PD_TOO_LONG, "  name: Hikari Optics Co., Ltd.", "  name: \1" TEN_WORDS TEN_WORDS TEN_WORDS TEN_WORDS TEN_WORDS, "`name` has 249 characters", "at most 200" },
    { PD_TOO_LONG, "    ja: ヒカリカメラのウェブサイト", "    ja: \1" TEN_SIGNS TEN_SIGNS TEN_SIGNS, "`ja` has 210 characters", "at most 200" },
    { PD_UNKNOWN_PURPOSE, "    purpose: support", "    purpose: \1suport", "no purpose `suport` is declared", "did you mean `support`?" },
    { PD_UNKNOWN_PURPOSE, "for: [newsletter]", "for: [\1letters]", "no purpose `letters` is declared", "declare it under `purposes`" },
    { PD_UNKNOWN_DATA, "required: [name, email, message]", "required: [name, \1e_mail, message]", "no data item `e_mail`", "did you mean `email`?" },
    { PD_UNKNOWN_DATA, "collects: [name, email, company, message]", "collects: [name, email, \1compny, message]", "no data item `compny`", "`company`" },
    { PD_UNKNOWN_RECIPIENT, "webhook: list_tool", "webhook: \1list_tol", "no recipient `list_tol`", "did you mean `list_tool`?" },
    { PD_UNKNOWN_REGION, "US-CA: off", "\1US-CO: off", "no region `US-CO`", "did you mean `US-CA`?" },
    { PD_UNKNOWN_REGION, "  - region: US-CA", "  - region: \1US-NY", "no region `US-NY`", "did you mean" },
    { PD_UNKNOWN_CATEGORY, "is: user.contact.email", "is: \1user.contact.emial", "`user.contact.emial` is not a data category", "did you mean `user.contact.email`?" },
    { PD_UNKNOWN_LANGUAGE, "label: { en: Name,", "label: { \1de: Name,", "the site has no language `de`", "site.languages" },
    { PD_BAD_PERIOD, "keep: 24 months after last_contact", "keep: \1" "as long as we like", "`as long as we like` is not a retention period", "24 months after" },
    { PD_BAD_PERIOD, "keep: 30 days after collected", "keep: \1" "0 days after collected", "not a retention period", "" },
    { PD_BAD_PERIOD, "keep: 30 days after collected", "keep: \1" "30 days after withdrawn", "not a retention period", "until withdrawn" },
    { PD_BAD_PERIOD, "lifetime: 13 months", "lifetime: \1" "for ever", "not a lifetime", "session" },
    { PD_NAMED_TWICE, "optional: [company, address, phone", "optional: [company, \1name, address, phone", "`name` is named twice in this channel", "" },
    { PD_NAMED_TWICE, "never: [sell, share]", "never: [sell, share, \1sell]", "", "" },
    { PD_UNKNOWN_TIMEZONE, "timezone: Asia/Tokyo", "timezone: \1" "Asia/Edo", "no time zone `Asia/Edo`", "IANA" },
    { PD_UNKNOWN_TIMEZONE, "timezone: Asia/Tokyo", "timezone: \1../../etc/passwd", "no time zone", "IANA" },
    { PD_DELIVERY_TARGET, "- webhook: list_tool", "- webhook: list_tool\n        \1mail: a@hikari.example", "a delivery goes to one place", "`mail: address`" },
    { PD_AUTHORITATIVE, "authoritative: en", "authoritative: \1" "fr", "the site has no language `fr`", "one of site.languages" },
    { PD_AUTHORITATIVE, "label: { en: Name, ja: お名前 }", "\1label: { ja: お名前 }", "`label` is missing in the authoritative language `en`", "add `en: ...`" },
    { PD_LANGUAGE_MISSING, "  EU:    { en: European Union and European Economic Area, ja: 欧州連合および欧州経済領域 }", "  \1EU:    { en: European Union }",
        "`EU` is missing in language `ja`", "add `ja: ...`" },
    { PD_ORIGIN_NOT_HTTPS, "origins: [https://", "origins: [\1http://", "the origin is not https", "only localhost" },
    { PD_CONTACT_EMPTY, "      email: privacy-eu@hikari.example", "      \1email:", "contact `EU` has no e-mail address", "a mailbox" },
    { PD_AFFILIATES_EMPTY, "affiliates: https://www.hikari.example/company/affiliates", "\1affiliates:", "`affiliates` links to nothing", "" },
    { PD_NO_BASIS, "    basis: contract\n", "    basis: off\n", "purpose `support` has no legal basis", "channel `contact` collects for it" },
    { PD_WITHDRAWN_WITHOUT_CONSENT, "keep: 24 months after last_contact", "keep: \1until withdrawn", "purpose `support` keeps until consent is withdrawn",
        "give it a period" },
    { PD_NO_BALANCING, "    basis: legitimate_interests\n    balancing: documents/balancing-security-log.md", "    basis: \1legitimate_interests",
        "purpose `security_log` weighs no interests", "balancing:" },
    { PD_REQUIRED_NOT_ALLOWED, "required: [name, email, message]\n    optional: [company, address, phone", "required: [name, email, message, \1phone]\n    optional: [company, address",
        "`phone` is required, but US-CA does not allow it", "make it optional" },
    { PD_COLLECTS_COMPUTED, "  - region: US-CA\n    prevails: true\n    collects: [name, email, company, message]", "  - region: \1US-CA\n    prevails: true\n    collects: computed",
        "what `US-CA` collects is computed", "closed list" },
    { PD_CONTRACT_ENDED, "  list_tool:  # sends the newsletter\n    label: { en: Hikari list service, ja: ヒカリ配信サービス }\n    does: [email]\n    role: processor\n    for: [newsletter]\n    countries: [JP]\n    contract: { ref: C-0012, until: 2031-03-31 }",
        "  \1list_tool:\n    role: processor\n    for: [newsletter]\n    countries: [JP]\n    contract: { ref: C-0012, until: 2026-02-28 }", "the contract with `list_tool` has ended", "renew it" },
    { PD_NO_CONTRACT, "  list_tool:  # sends the newsletter\n    label: { en: Hikari list service, ja: ヒカリ配信サービス }\n    does: [email]\n    role: processor\n    for: [newsletter]\n    countries: [JP]\n    contract: { ref: C-0012, until: 2031-03-31 }",
        "  \1list_tool:\n    role: processor\n    for: [newsletter]", "processor `list_tool` acts on no contract", "contract:" },
    { PD_REVIEW_OVERDUE, "review: 2029-02-01", "review: 2026-02-28", "should have been reviewed", "review it" },
    { PD_NOT_ATTESTED, "- webhook: list_tool", "- mail: \1desk@hikari.example\n      - webhook: list_tool", "nobody vouches", "attested" },
    { PD_ESSENTIAL_BY_CONSENT, "  visits:\n    purpose: statistics\n    class: statistics", "  \1visits:\n    purpose: statistics\n    class: essential",
        "cookie `visits` is essential, but its purpose asks for consent", "another class" },
    { PD_NO_CONFIRM_ADDRESS, "  newsletter:\n    label: { en: Newsletter, ja: ニュースレター }\n    purpose: newsletter\n    required: [email]", "  \1newsletter:\n    purpose: newsletter\n    required: [name]",
        "channel `newsletter` confirms by mail", "user.contact.email" },
    { PD_DISCLOSED_ANYWAY, "    role: affiliate\n    for: [support]\n    countries: [NL]", "    role: third_party\n    for: [support]\n    countries: [NL]",
        "recipient `hikari_europe` is one", "leave the statement out" },
    { PD_DISCLOSED_ANYWAY, "    countries: [GB]\n    contract: { ref: C-0004, until: 2031-03-31 }", "    countries: [GB]", "recipient `hikari_uk` is one", "with a contract" },
    { PD_CIRCULAR, "methods: [form, email]", "\1methods: [form, services]", "rights of `US-CA` are used through services", "name the way here" },
    { PD_CIRCULAR, "      email: privacy-uk@hikari.example\n      address", "      email: privacy-uk@hikari.example\n      see: \1services\n      address",
        "contact `UK` sends people to services", "" },
    { PD_LINK_EMPTY, "  promises: promises\n", "  promises: promises\n  \1terms:\n", "link `terms` leads nowhere", "the address to which it leads" },
    { PD_AUTHORITY_EMPTY, "    authority: https://www.ppc.go.jp/", "    \1authority:", "authority of `JP` leads nowhere", "" },
    { PD_LINK_DEAD, "  promises: promises\n", "  promises: promises\n  more: \1cookie_policy\n", "there is no page `cookie_policy`", "cookies, recipients" },
    { PD_SITE_NAME_EMPTY, "  name:\n    en: Hikari camera website\n    ja: ヒカリカメラのウェブサイト", "  \1name:", "the site has no name", "" },
    { PD_NAMED_DIFFERENTLY, "  - region: US-CA", "  - controller: { name: \1Hikari Company }\n    region: US-CA", "`Hikari Company` here and `Hikari Optics Co., Ltd.` elsewhere", "one name" },
    { PD_TWO_WORDS, "never: [sell, share]", "terms: { data: { word: { en: personal data, ja: 個人データ }, \1also: [personal information] } }\nnever: [sell, share]",
        "`personal information` stands for the same as `personal data`", "one word" },
    { PD_NO_PURPOSE, "  contact:\n    label: { en: Contact form, ja: お問い合わせフォーム }\n    purpose: support\n", "  \1contact:\n", "channel `contact` collects for no purpose", "a legal basis" },
    { PD_NO_PURPOSE, "  session:\n    purpose: security_log\n", "  \1session:\n", "cookie `session` serves no purpose", "add `purpose: `" },
    { PD_AS_NEEDED, "keep: 24 months after last_contact", "keep: \1" "as long as needed", "nothing tells when purpose `support`", "name the event" },
    { PD_TAKEN_NOT_LISTED, "optional: [company, address, phone, contact_preference, product_serial, purchase_date]\n    except:  # in California the closed list of the appendix holds\n      US-CA: [address, phone, contact_preference,",
        "optional: [company, address, \1phone, contact_preference, product_serial, purchase_date]\n    except:\n      US-CA: [address,", "channel `contact` takes `phone`, `contact_preference`, which the closed list of US-CA lacks", "`except`" },
    { PD_LISTED_NOT_TAKEN, "    prevails: true\n    collects: [name, email, company, message]", "    prevails: true\n    \1collects: [name, email, company, message, phone]", "`phone` is said to be collected in US-CA", "" },
    { PD_EVERYDAY_NAMES, "    cookies: essential\n", "    cookies: essential\n    category_names: \1" "everyday\n", "has names of its own", "leave the key out" },
    { PD_NOT_ESSENTIAL, "US-CA: off }  # off: not processed there\n", "US-CA: consent }\n", "cookie `visits` is not essential, but US-CA has essential cookies only", "switch its purpose off" },
    { PD_SHARED_ANYWAY, "    class: statistics\n", "    class: \1" "advertising\n", "cookie `visits` shares visits, which are never shared in EU", "take `share` out" },
    { PD_SHARED_ANYWAY, "    does: [email]\n", "    \1" "does: [email, advertising]\n", "what `list_tool` does is sharing, which is never done in EU", "" },
    { PD_NO_ROLE, "  list_tool:  # sends the newsletter\n    label: { en: Hikari list service, ja: ヒカリ配信サービス }\n    does: [email]\n    role: processor\n", "  \1list_tool:\n    does: [email]\n",
        "recipient `list_tool` has no role", "role: processor" },
    { PD_SOLD_ANYWAY, "    does: [email]\n    role", "    does: [email]\n    valuable_consideration: true\n    role", "gives something of value for data, which are never sold in EU", "" },
    { PD_PROCESSOR_OWN, "    does: [email]\n    role", "    does: [email]\n    own_purposes: true\n    role", "processor `list_tool` uses data for purposes of its own", "a third party" },
    { PD_OWN_PURPOSES, "    label: Hikari Optics UK Ltd.\n    does: [support]\n", "    does: [support]\n    own_purposes: true\n", "`hikari_uk` uses data for purposes of its own, and no consent is asked", "" },
    { PD_VERSION_LINE, "    cookies: essential\n", "    cookies: essential\n    version_line: \1page_top\n", "no page of its own", "beside the heading" },
    { PD_ON_POSTING, "lead: 30 }", "lead: 30, effective: \1on_posting }", "material changes are told, but count at once", "lead: 30" },
    { PD_ON_POSTING, "lead: 30 }", "lead: \1" "0 }", "material changes are told, but count at once", "" },
    { PD_SITE_NAME_EMPTY, "origins: [https://www.hikari.example]", "\1origins: []", "the site has no address", "https://www.example.org" },
    { PD_CONTACT_EMPTY, "    UK:\n      label: Hikari Optics UK Ltd.", "    UK:\n      \1label:", "contact `UK` names no office", "no key" },
    { PD_CIRCULAR, "  complaints: true", "  complaints: { see: \1services }", "complaints are sent to services", "name the way here" },
    { PD_NAMED_DIFFERENTLY, "      address: Privacy Office, Hikari Optics Co., Ltd., 1-2-3 Example, Minato-ku, Tokyo 105-0000, Japan\n    EU:",
        "      address: \0011-2-3 Example, Minato-ku, Tokyo, Japan\n    EU:", "written in another way here", "post code" },
    { PD_NAMED_DIFFERENTLY, "  - region: US-CA", "  - controller:\n      address: \0011-2-3 Example, 8000, Minato-ku, Tokyo 105-0000, Japan\n    region: US-CA",
        "written in another way here", "post code" },
    { PD_WORD_TWICE, "never: [sell, share]", "terms: { data: { word: personal data }, household: { word: \1personal data } }\nnever: [sell, share]",
        "`personal data` is the word of two things", "one word for each thing" },
    { PD_FOR_NOTHING, "    for: [newsletter]", "    \1for: []", "recipient `list_tool` is there for no purpose", "name the purposes" },
    { PD_EMPTY, "audiences: [consumers, employees, applicants]", "\1audiences: []", "`audiences` says nothing", "" },
    { PD_BAD_PERIOD, "keep: at least 24 months after closed", "keep: \1" "for two years", "does not say how long records stay", "at least 24 months after closed" },
    { PD_BAD_NAME, "label: { en: Support, ja: サポート }", "label: { en: Support, \1help and more, ja: サポート }", "`help and more` cannot stand here", "put the whole text in quotes" },
    { PD_UNKNOWN_KEY, "safeguard: adequacy, ref: Decision (EU) 2019/419 }", "safeguard: adequacy, ref: Decision, \1" "of 2019 }", "`of 2019` is not a key", "put the whole text in quotes" },
    { PD_UNKNOWN_COUNTRY, "countries: [NL]", "countries: [\1UK]", "no country has the code `UK`", "GB" },
    { PD_UNKNOWN_COUNTRY, "countries: [NL]", "countries: [\1" "EU]", "no country has the code `EU`", "[DE, IE]" },
    { PD_UNKNOWN_COUNTRY, "  country: JP\n", "  country: \1ZZ\n", "no country has the code `ZZ`", "ISO 3166" },
    { PD_UNKNOWN_COUNTRY, "    NL: { safeguard: adequacy, ref: UK adequacy regulations }", "    \1XX: { safeguard: adequacy, ref: UK adequacy regulations }", "no country has the code `XX`", "" },
    { PD_HOSTILE_TEXT, "Hikari camera website", "Hikari \1\U000E0041camera website", "no reader sees", "leave it out" },
    { PD_HOSTILE_TEXT, "Hikari camera website", "Hikari \1\u3164camera website", "no reader sees", "leave it out" },
    { PD_DELIVERED_OTHERWISE, "    for: [newsletter]", "    for: [support]", "`list_tool` gets nothing for `newsletter`, the purpose of this channel", "to `for`" },
    { PD_DELIVERED_OTHERWISE, "    does: [email]\n    role", "    does: [email]\n    regions: [EU, JP]\n    role", "`list_tool` gets nothing of people in `UK`, who can use this channel", "to `regions`" },
    { PD_FUTURE_DAY, "reviewed: 2026-02-20", "reviewed: \1" "2036-02-20", "the policy was reviewed on a day that is still to come", "on which it was done" },
    { PD_FUTURE_DAY, "reviewed: 2026-01-20", "reviewed: \1" "2026-03-02", "security was reviewed on a day", "" },
    { PD_FUTURE_DAY, "    cookies: essential\n", "    cookies: essential\n    reviewed: \1" "2030-01-01\n", "the appendix was reviewed on a day", "" },
    { PD_FUTURE_DAY, "on: 2026-02-01", "on: 2027-02-01", "the attestation was signed on a day", "" },
    { PD_ESSENTIAL_FOR_OTHERS, "    class: essential\n", "    class: \1" "essential\n    kind: pixel\n", "pixel `session` is called essential", "another class" },
    { PD_NONE_AND_SOMEBODY, "    email: dpo@hikari.example", "    email: dpo@hikari.example\n    none: { en: no need, ja: 不要 }", "no officer, and beside it one is named", "take `none` out" },
    { PD_NONE_AND_SOMEBODY, "UK: { label: Hikari Optics UK Ltd., email: privacy-uk", "UK: { none: { en: no need, ja: 不要 }, email: privacy-uk", "no representative, and beside it", "" },
    { PD_WAY_CLOSED, "methods: [form, email]", "\1methods: [form, email, toll_free]", "`toll_free` is a way in `US-CA`, and no contact has a telephone number", "`phone`" },
    { PD_WAY_CLOSED, "    kinds: [access, rectify, erase, withdraw]\n    methods: [form, email, post]\n", "    kinds: [access, rectify, erase, withdraw]\n", "nothing says how people in `JP` use their rights", "methods:" },
    { PD_NAMES_UNVERIFIED, "law: { adopt: [US-CA/categories] }", "law: { adopt: [] }", "lists the categories of `US-CA` by everyday names (US-CA/categories, which nobody verified)", "adopt it" },
    { PD_WAS_SHARED, "label: { en: Support, ja: サポート }", "label: { en: Support, ja: サポート }\n    was: \1newsletter", "the purpose `newsletter` is still here, so it cannot have become `support`",
        "leave `was` out" },
    { PD_WAS_SHARED, "  phone:              { is", "  phone:              { was: \1phone, is", "the data item `phone` is still here", "" },
    { PD_WAS_SHARED, "phone:              { is: user.contact.phone_number, label: { en: Telephone number, ja: 電話番号 } }\n  contact_preference: { is",
        "phone:              { was: tel, is: user.contact.phone_number, label: { en: Telephone number, ja: 電話番号 } }\n  contact_preference: { was: \1tel, is",
        "two data items cannot both have been `tel`", "one of them is new" },
};

static bool has(struct text t, const char *part)
{
    size_t at;

    return !*part || text_find(t, text_of(part), &at);
}

static void check(const struct mutation *m)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct policy p;
    struct findings f;
    int line, column;
    struct text source = example_changed(w, m->from, m->to, &line, &column);
    const struct finding *found;

    assert_ok(w, policy_parse(w, source, shipped_law(), &p, &f));
    found = finding_of(&f, (int)m->code);
    if (!found)
        fail_msg("PD%04d was not found after the change to \"%s\"", (int)m->code, m->to);
    if (line && (found->place.line != line || found->place.column != column))
        fail_msg("PD%04d \"%.*s\" stands at %d:%d, not at %d:%d", (int)m->code, TEXT_ARGS(found->message), found->place.line, found->place.column, line, column);
    if (!has(found->message, m->message))
        fail_msg("PD%04d says \"%.*s\"", (int)m->code, TEXT_ARGS(found->message));
    if (!has(found->hint, m->hint))
        fail_msg("PD%04d hints \"%.*s\"", (int)m->code, TEXT_ARGS(found->hint));
}

static void every_rule_is_raised_by_a_change_at_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(mutations); i++)
        if (mutations[i].message)
            check(&mutations[i]);
}

static void every_code_has_a_test_here_or_below(void **state)
{
    static const int elsewhere[] = { PD_NOT_UTF8, PD_TOO_DEEP, PD_TOO_MANY_NODES, PD_KEY_NOT_TEXT, PD_SECOND_DOCUMENT, PD_EMPTY_FILE, /* test yaml */
        PD_TOO_MANY, PD_NO_CONTACT, PD_NO_RETENTION,
        PD_UNBOUND_SENTENCE, PD_WRITTEN_OUT, PD_UNKNOWN_PLACEHOLDER, PD_EMPTY_PLACEHOLDER, PD_LONELY_BRACE, PD_UNKNOWN_CLAUSE, PD_NOT_PROMISED, /* test wording_check */
        PD_LANGUAGES_DIFFER, PD_NO_LINK, PD_OTHER_TERM, PD_TEXT_TOO_LONG,
        PD_LAW_FORMAT, PD_LAW_SPAN, PD_LAW_UNDER, PD_LAW_TWICE, PD_LAW_KIND, PD_LAW_CLOCK }; /* test law */

    (void)state;
    for (int i = 0; i < finding_kind_count; i++) {
        bool tested = finding_kinds[i].code >= PD_KINDS_MISSING && finding_kinds[i].code <= PD_NO_SAFEGUARD_REF; /* test rules_law */
        for (size_t k = 0; k < COUNT_OF(mutations); k++)
            tested |= mutations[k].code == finding_kinds[i].code && mutations[k].message;
        for (size_t k = 0; k < COUNT_OF(elsewhere); k++)
            tested |= elsewhere[k] == (int)finding_kinds[i].code;
        if (!tested)
            fail_msg("PD%04d is raised by no test", (int)finding_kinds[i].code);
        for (int k = 0; k < i; k++)
            assert_true(finding_kinds[k].code < finding_kinds[i].code);
    }
}

static void the_example_has_no_findings(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct text source = example_source(w), report;
    struct policy p;
    struct findings f;

    (void)state;
    assert_ok(w, policy_parse(w, source, shipped_law(), &p, &f));
    assert_ok(w, findings_as_text(w, &f, TEXT("policy.yaml"), source, &report));
    assert_text("", report);
    assert_int_equal(f.count, 0);
}

static void parse(struct work *w, const char *source, struct policy *p, struct findings *f)
{
    assert_ok(w, policy_parse(w, text_of(source), shipped_law(), p, f));
}

static void a_purpose_without_a_rule_of_retention_is_an_error(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct policy p;
    struct findings f;
    const struct finding *found;

    (void)state;
    parse(w, "privacyd: 1\npurposes:\n  a: { why: be, basis: consent }\n", &p, &f);
    found = finding_of(&f, PD_NO_RETENTION);
    assert_non_null(found);
    assert_text("purpose `a` does not say how long data stay", found->message);
    assert_int_equal(found->place.line, 3);
    assert_int_equal(found->place.column, 3);
}

static void a_region_in_which_nobody_can_be_reached_is_an_error(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct policy p;
    struct findings f;
    const struct finding *found;

    (void)state;
    parse(w, "privacyd: 1\ncontroller: { name: A, address: B, contacts: { EU: { email: } , UK: a@b.example } }\nrights:\n  EU: { kinds: [access] }\n  UK: { kinds: [access] }\n",
        &p, &f);
    found = finding_of(&f, PD_NO_CONTACT);
    assert_non_null(found);
    assert_text("nobody can be reached in region `EU`", found->message);
    assert_int_equal(found->place.line, 4);
    assert_string_equal(found->refs, "T-1 P13 P8.2");
    assert_non_null(finding_of(&f, PD_CONTACT_EMPTY));
}

static void too_many_languages_or_regions_are_told(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct policy p;
    struct findings f;

    (void)state;
    parse(w, "privacyd: 1\nsite: { languages: [aa, bb, cc, dd, ee, ff, gg, hh, ii] }\n", &p, &f);
    assert_non_null(finding_of(&f, PD_TOO_MANY));
    assert_int_equal(p.language_count, POLICY_LANGUAGES_MAX);
    parse(w, "privacyd: 1\nrights: { AA: , BB: , CC: , DD: , EE: , FF: , GG: , HH: , II: , JJ: , KK: , LL: , MM: , NN: , OO: , PP: , QQ: }\n", &p, &f);
    assert_non_null(finding_of(&f, PD_TOO_MANY));
    assert_int_equal(p.region_count, POLICY_REGIONS_MAX);
}

/* Lists and maps are held against each other; more than anybody needs are told, and not held against anything. */
/* What is wrong in its shape is told as that, and nothing is told of what would stand in it. */
static void a_list_in_the_place_of_a_map_says_nothing_more(void **state)
{
    static const char *const sections[] = { "data", "purposes", "channels", "cookies", "recipients", "transfers", "rights", "services", "links", "terms", "regions", "statements", "text" };
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct policy p;
    struct findings f;
    struct text source;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(sections); i++) {
        assert_ok(w, work_format(w, &source, "privacyd: 1\n%s: [a, { b: c }]\n", sections[i]));
        assert_ok(w, policy_parse(w, source, shipped_law(), &p, &f));
        assert_non_null(finding_of(&f, PD_WRONG_SHAPE));
        for (const struct finding *one = f.first; one; one = one->next)
            if (one->place.line < 1 || (one->code != PD_WRONG_SHAPE && one->code != PD_MISSING_KEY))
                fail_msg("%s: line %d: PD%04d", sections[i], one->place.line, one->code);
    }
}

static void more_than_the_rules_can_compare_is_told_at_once(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct draft d;
    struct policy p;
    struct findings f;

    (void)state;
    for (int most = SCHEMA_MOST; most <= SCHEMA_MOST + 1; most++) {
        assert_ok(w, work_draft(w, 64 * 1024, &d));
        draft_add(&d, TEXT("privacyd: 1\npurposes: {}\nchannels:\n  c:\n    ignore:\n"));
        for (int i = 0; i < most; i++)
            draft_addf(&d, "      - x%d\n", i);
        assert_ok(w, policy_parse(w, draft_text(&d), shipped_law(), &p, &f));
        assert_int_equal(finding_of(&f, PD_TOO_MANY) != NULL, most > SCHEMA_MOST);
        assert_int_equal(finding_of(&f, PD_NO_PURPOSE) != NULL, most <= SCHEMA_MOST);
    }
    assert_text("`ignore` holds more than 2000", finding_of(&f, PD_TOO_MANY)->message);
    assert_int_equal(finding_of(&f, PD_TOO_MANY)->place.line, 5);
}

static void a_contract_counts_through_its_last_day_in_the_zone_of_the_policy(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct policy p;
    struct findings f;
    int line, column;
    struct text source = example_changed(w, "contract: { ref: C-0012, until: 2031-03-31 }", "contract: { ref: C-0012, until: 2026-03-01 }", &line, &column);

    (void)state;
    assert_true(instant_parse(TEXT("2026-03-01T14:59:59Z"), &w->now));
    assert_ok(w, policy_parse(w, source, shipped_law(), &p, &f));
    assert_null(finding_of(&f, PD_CONTRACT_ENDED));
    assert_true(instant_parse(TEXT("2026-03-01T15:00:00Z"), &w->now)); /* 2 March in Tokyo */
    assert_ok(w, policy_parse(w, source, shipped_law(), &p, &f));
    assert_non_null(finding_of(&f, PD_CONTRACT_ENDED));
}

static void a_run_tells_everything_at_once(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct policy p;
    struct findings f;
    int last = 0;

    (void)state;
    parse(w, "privacyd: 1\nnevr: 1\nsite: { name: A, origins: [http://a.example], languages: [en], authoritative: fr }\npurposes: { a: { why: b, keep: soon } }\n"
             "channels: { c: { purpose: b }, d: { purpose: a, required: [x] } }\n", &p, &f);
    assert_non_null(finding_of(&f, PD_UNKNOWN_KEY));
    assert_non_null(finding_of(&f, PD_ORIGIN_NOT_HTTPS));
    assert_non_null(finding_of(&f, PD_AUTHORITATIVE));
    assert_non_null(finding_of(&f, PD_BAD_PERIOD));
    assert_non_null(finding_of(&f, PD_UNKNOWN_PURPOSE));
    assert_non_null(finding_of(&f, PD_UNKNOWN_DATA));
    assert_non_null(finding_of(&f, PD_NO_BASIS));
    for (const struct finding *i = f.first; i; i = i->next) {
        assert_true(i->place.line >= last); /* in the order of the file */
        last = i->place.line;
    }
}

/* A compiler that tells one slip five times over sends people to five places. */
static void what_rests_on_a_slip_is_not_told_again(void **state)
{
    static const struct {
        enum finding_code code;
        const char *from, *to;
    } slips[] = {
        { PD_UNKNOWN_PURPOSE, "    purpose: support\n", "    purpose: suport\n" },
        { PD_BAD_PERIOD, "keep: 24 months after last_contact", "keep: 24 month after last_contakt" },
        { PD_UNKNOWN_PURPOSE, "    purpose: newsletter\n", "    purpose: newsletters\n" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(slips); i++) {
        CLEANUP(unit_work_end) struct work *w = unit_work();
        struct policy p;
        struct findings f;
        int line, column;
        assert_ok(w, policy_parse(w, example_changed(w, slips[i].from, slips[i].to, &line, &column), shipped_law(), &p, &f));
        if (f.count != 1 || f.first->code != (int)slips[i].code)
            fail_msg("\"%s\" raises %d findings, the first is PD%04d", slips[i].to, f.count, f.first ? f.first->code : 0);
    }
}

/* One mistake is told once: not also what follows from it. */
static void what_follows_from_a_mistake_is_not_told(void **state)
{
    static const struct {
        const char *from, *to;
        int code, not_code;
    } cases[] = {
        { "    basis: contract\n", "    basis: contrat\n", PD_NOT_ONE_OF, PD_NO_BASIS },
        { "    basis: contract\n", "    basis: [contract]\n", PD_WRONG_SHAPE, PD_NO_BASIS },
        { "label: { en: Support, ja: サポート }", "label: { en: Support, and more, ja: サポート }", PD_BAD_NAME, PD_UNKNOWN_LANGUAGE },
        { "label: { en: Support, ja: サポート }", "label: { en: Support, and more, ja: サポート }", PD_BAD_NAME, PD_EMPTY },
        { "countries: [NL]", "countries: [UK]", PD_UNKNOWN_COUNTRY, PD_NO_TRANSFER },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        CLEANUP(unit_work_end) struct work *w = unit_work();
        struct policy p;
        struct findings f;
        int line, column;
        assert_ok(w, policy_parse(w, example_changed(w, cases[i].from, cases[i].to, &line, &column), shipped_law(), &p, &f));
        assert_non_null(finding_of(&f, cases[i].code));
        assert_null(finding_of(&f, cases[i].not_code));
    }
}

static void localhost_may_do_without_https(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct policy p;
    struct findings f;

    (void)state;
    parse(w, "privacyd: 1\nsite: { name: A, origins: ['http://localhost:8080', 'http://127.0.0.1', 'http://[::1]:80'], languages: [en] }\n", &p, &f);
    assert_null(finding_of(&f, PD_ORIGIN_NOT_HTTPS));
    assert_null(finding_of(&f, PD_BAD_ADDRESS));
    parse(w, "privacyd: 1\nsite: { name: A, origins: ['http://localhost.example'], languages: [en] }\n", &p, &f);
    assert_non_null(finding_of(&f, PD_ORIGIN_NOT_HTTPS));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_has_no_findings),
        cmocka_unit_test(every_rule_is_raised_by_a_change_at_its_place),
        cmocka_unit_test(every_code_has_a_test_here_or_below),
        cmocka_unit_test(a_purpose_without_a_rule_of_retention_is_an_error),
        cmocka_unit_test(a_region_in_which_nobody_can_be_reached_is_an_error),
        cmocka_unit_test(too_many_languages_or_regions_are_told),
        cmocka_unit_test(a_list_in_the_place_of_a_map_says_nothing_more),
        cmocka_unit_test(more_than_the_rules_can_compare_is_told_at_once),
        cmocka_unit_test(a_contract_counts_through_its_last_day_in_the_zone_of_the_policy),
        cmocka_unit_test(a_run_tells_everything_at_once),
        cmocka_unit_test(what_rests_on_a_slip_is_not_told_again),
        cmocka_unit_test(what_follows_from_a_mistake_is_not_told),
        cmocka_unit_test(localhost_may_do_without_https),
    };

    return cmocka_run_group_tests_name("policy/rules", tests, NULL, NULL);
}
