/* The values and the keys of a table of keys, one row a type. A predicate and its pattern say the same; test/script/editor.py holds one against
 * the other. */
#include "source/schema_value.h"

#include <string.h>

static bool all_of(struct text t, const char *allowed)
{
    for (size_t i = 0; i < t.length; i++)
        if (!t.at[i] || !strchr(allowed, t.at[i]))
            return false;
    return true;
}

#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

static bool is_name(struct text t)
{
    return t.length && t.length <= 40 && all_of(text_first(t, 1), LOWER) && all_of(t, LOWER DIGITS "_");
}

static bool is_country(struct text t)
{
    return t.length == 2 && all_of(t, UPPER);
}

/* Two letters, or those and a part of the country: US-CA. Fits into the eight bytes of a fact. */
bool schema_is_region(struct text t)
{
    return is_country(text_first(t, 2)) && (t.length == 2 || (t.length >= 4 && t.length <= 6 && t.at[2] == '-' && all_of(text_from(t, 3), UPPER DIGITS)));
}

bool schema_is_language(struct text t)
{
    return t.length >= 2 && t.length <= 12 && all_of(text_first(t, 2), LOWER) && all_of(t, LOWER UPPER DIGITS "-");
}

/* The token characters of RFC 6265. */
static bool is_cookie(struct text t)
{
    return t.length && t.length <= 64 && all_of(t, LOWER UPPER DIGITS "!#$%&'*+-.^_`|~");
}

static bool is_clause(struct text t)
{
    return t.length >= 2 && t.length <= 12 && (t.at[0] == 'P' || t.at[0] == 'C') && all_of(text_first(text_from(t, 1), 1), DIGITS) &&
        all_of(t, UPPER DIGITS "-.");
}

static bool is_email(struct text t)
{
    struct text rest = t, local, host;
    size_t dot;

    if (t.length > 254 || !text_cut(&rest, '@', &local) || local.length == 0 || local.length > 64)
        return false;
    host = rest;
    return host.length && text_find(host, TEXT("."), &dot) && dot > 0 && host.at[host.length - 1] != '.' && all_of(host, LOWER UPPER DIGITS ".-") &&
        all_of(local, LOWER UPPER DIGITS ".!#$%&'*+/=?^_`{|}~-");
}

static bool is_host(struct text t)
{
    struct text rest = t, port = TEXT("");
    uint64_t number = 1;
    bool brackets = text_starts(t, TEXT("[::1]"));

    if (!brackets && !text_cut(&rest, ':', &t))
        return false;
    if (brackets && t.length > 5)
        port = t.at[5] == ':' ? text_from(t, 6) : TEXT("x");
    else if (!brackets)
        port = rest;
    if (port.length && (!text_to_u64(port, &number) || number == 0 || number > 65535))
        return false;
    return brackets || (t.length && t.length <= 253 && all_of(t, LOWER DIGITS ".-") && t.at[0] != '.' && t.at[t.length - 1] != '.');
}

bool schema_is_link(struct text t)
{
    struct text rest, host;

    if (!text_starts(t, TEXT("https://")) || t.length > 2000)
        return false;
    for (size_t i = 0; i < t.length; i++)
        if (t.at[i] <= ' ' || t.at[i] == '"' || t.at[i] == '<' || t.at[i] == '>' || t.at[i] == '\\')
            return false;
    rest = text_from(t, 8);
    return text_cut(&rest, '/', &host) && is_host(host);
}

/* What stands behind http:// or https://; empty when there is neither. */
static struct text host_of(struct text t)
{
    if (text_starts(t, TEXT("https://")))
        return text_from(t, 8);
    return text_starts(t, TEXT("http://")) ? text_from(t, 7) : TEXT("");
}

bool schema_is_origin(struct text t)
{
    return is_host(host_of(t));
}

bool schema_is_this_machine(struct text origin)
{
    struct text host = host_of(origin), name;

    if (text_starts(host, TEXT("[::1]")))
        return true;
    return text_cut(&host, ':', &name) && (text_equal(name, TEXT("localhost")) || text_equal(name, TEXT("127.0.0.1")));
}

static bool is_pattern(struct text t)
{
    if (t.length && t.at[t.length - 1] == '*')
        t.length--;
    return t.length && t.length <= 60 && all_of(t, LOWER UPPER DIGITS "_-.[]$");
}

bool schema_is_lifetime(struct text t)
{
    struct text count;
    uint64_t number;

    if (text_equal(t, TEXT("session")))
        return true;
    return text_cut(&t, ' ', &count) && text_to_u64(count, &number) && number > 0 && number <= 1000 &&
        schema_choice("minute minutes hour hours day days month months year years", t, NULL);
}

static bool is_period(struct text t)
{
    return !text_equal(t, TEXT("session")) && schema_is_lifetime(t);
}

static bool is_clock(struct text t)
{
    return text_equal(t, TEXT("law")) || is_period(t);
}

static bool is_target(struct text t)
{
    return schema_is_link(t) || is_name(t);
}

/* What law calls its rules: CA-45, UK-EW. */
static bool is_rule(struct text t)
{
    return t.length && t.length <= 40 && all_of(text_first(t, 1), UPPER LOWER) && all_of(t, LOWER UPPER DIGITS "-");
}

static bool is_day(struct text t)
{
    struct day day;

    return day_parse(t, &day);
}

static bool is_hash(struct text t)
{
    uint8_t hash[32];
    size_t length;

    return text_unhex(t, hash, sizeof hash, &length) && length == sizeof hash;
}

static bool is_region_or_elsewhere(struct text t)
{
    return schema_is_region(t) || text_equal(t, TEXT("elsewhere"));
}

static bool is_contact(struct text t)
{
    return schema_is_region(t) || text_equal(t, TEXT("privacy"));
}

#define NAME "[a-z][a-z0-9_]{0,39}"
#define REGION "[A-Z]{2}(-[A-Z0-9]{1,3})?"
#define HOST "([a-z0-9-]([a-z0-9.-]*[a-z0-9-])?|\\[::1\\])(:[0-9]{1,5})?"
#define LINK "https://" HOST "(/[^\\x00-\\x20\"<>\\\\]*)?"
#define PERIOD "[0-9]{1,4} (minute|hour|day|month|year)s?"
#define WHOLE(pattern) "^(" pattern ")$"

const struct schema_value schema_values[VALUE_TYPES] = {
    [VALUE_TEXT] = { .one = "text", .many = "texts" },
    [VALUE_WORDS] = { .one = "text", .many = "texts" },
    [VALUE_BOOL] = { .one = "`true` or `false`", .many = "`true` or `false`", .example = "true" },
    [VALUE_NUMBER] = { .one = "whole number", .many = "whole numbers" },
    [VALUE_CHOICE] = { .one = "", .many = "" },
    [VALUE_DAY] = { is_day, PD_BAD_DATE, "this is not a date", "2026-03-01", "date (2026-03-01)", "dates", WHOLE("[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"),
        "2026-03-01" },
    [VALUE_NAME] = { is_name, PD_BAD_NAME, "this is not a name", "a-z first, then a-z, 0-9 and _, at most 40", "name", "names", WHOLE(NAME), NULL },
    [VALUE_EMAIL] = { is_email, PD_BAD_EMAIL, "this is not an e-mail address", "privacy@example.org", "e-mail address", "e-mail addresses",
        WHOLE("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+\\.[A-Za-z0-9.-]*[A-Za-z0-9-]"), "privacy@example.org" },
    [VALUE_LINK] = { schema_is_link, PD_BAD_ADDRESS, "this is not an address on the web", "it begins with https:// and a host", "https:// address",
        "https:// addresses", WHOLE(LINK), "https://www.example.org/page" },
    [VALUE_ORIGIN] = { .one = "origin (https://www.example.org)", .many = "origins (https://www.example.org)",
        .pattern = WHOLE("https://" HOST "|http://(localhost|127\\.0\\.0\\.1|\\[::1\\])(:[0-9]{1,5})?"), .example = "https://www.example.org" },
    [VALUE_HASH] = { is_hash, PD_BAD_HASH, "this is not a SHA-256", "64 hex digits, as sha256sum prints them", "SHA-256, 64 hex digits", "SHA-256 hashes",
        WHOLE("[0-9a-f]{64}"), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
    [VALUE_COUNTRY] = { is_country, PD_BAD_NAME, "this is not a country", "two capital letters of ISO 3166: JP", "country (JP)", "countries (JP)", WHOLE("[A-Z]{2}"), "JP" },
    [VALUE_PATTERN] = { is_pattern, PD_BAD_PATTERN, "this is not a pattern", "a name, or its beginning and *: utm_*", "name, or a beginning and *",
        "names, or beginnings and *", WHOLE("[A-Za-z0-9_.[\\]$-]{1,60}\\*?"), "utm_*" },
    [VALUE_LANGUAGE] = { schema_is_language, PD_BAD_NAME, "this is not a language", "a tag as in en, ja, pt-BR", "language (en)", "languages (en, ja, pt-BR)",
        WHOLE("[a-z]{2}[A-Za-z0-9-]{0,10}"), "en" },
    [VALUE_LIFETIME] = { schema_is_lifetime, PD_BAD_PERIOD, "this is not a lifetime", "`session`, or a period as in `13 months`",
        "`session`, or a period (13 months)", "periods", WHOLE("session|" PERIOD), "13 months" },
    [VALUE_PERIOD] = { is_period, PD_BAD_PERIOD, "this is not a period", "a number and days, months or years: 45 days", "period (45 days)", "periods", WHOLE(PERIOD), "45 days" },
    [VALUE_CLOCK] = { is_clock, PD_BAD_PERIOD, "this is not a period", "`law`, or a number and days, months or years: 45 days", "`law`, or a period (45 days)", "periods",
        WHOLE("law|" PERIOD), "45 days" },
    [VALUE_REGION] = { schema_is_region, PD_BAD_NAME, "this is not a region", "as in EU, UK, US-CA", "region (US-CA)", "regions (EU, US-CA)", WHOLE(REGION), "US-CA" },
    [VALUE_TARGET] = { is_target, PD_BAD_ADDRESS, "this is neither an address on the web nor a page", "https://..., or a name as in cookies",
        "https:// address, or a page (cookies)", "addresses or pages", WHOLE(LINK "|" NAME), "https://www.example.org/terms" },
};

const struct schema_free_key schema_free_keys[KEY_KINDS] = {
    [KEYS_NAMED] = { NULL, "", "", NULL },
    [KEYS_NAME] = { is_name, "NAME", "a-z first, then a-z, 0-9 and _, at most 40", WHOLE(NAME) },
    [KEYS_REGION] = { schema_is_region, "REGION", "a country and perhaps a part of it: EU, UK, US-CA", WHOLE(REGION) },
    [KEYS_REGION_OR_ELSEWHERE] = { is_region_or_elsewhere, "REGION", "a region as in US-CA, or elsewhere", WHOLE(REGION "|elsewhere") },
    [KEYS_CONTACT] = { is_contact, "WHO", "privacy, or a region as in EU, UK, US-CA", WHOLE("privacy|" REGION) },
    [KEYS_LANGUAGE] = { schema_is_language, "LANGUAGE", "a language as in en, ja, pt-BR", WHOLE("[a-z]{2}[A-Za-z0-9-]{0,10}") },
    [KEYS_COUNTRY] = { is_country, "COUNTRY", "two capital letters of ISO 3166: JP", WHOLE("[A-Z]{2}") },
    [KEYS_COOKIE] = { is_cookie, "COOKIE", "a cookie's name, which has no spaces, commas, quotes or brackets", WHOLE("[!#$%&'*+.^_`|~A-Za-z0-9-]{1,64}") },
    [KEYS_CLAUSE] = { is_clause, "CLAUSE", "a clause as in P7 or C4A-2", WHOLE("[PC][0-9][A-Z0-9.-]{0,10}") },
    [KEYS_KIND] = { is_name, "KIND", "a kind of request as in know, delete, access", WHOLE(NAME) },
    [KEYS_RULE] = { is_rule, "RULE", "the name of a rule as in CA-45", WHOLE("[A-Za-z][A-Za-z0-9-]{0,39}") },
};
