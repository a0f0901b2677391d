/* Holds the tree of a file against the schema; everything that does not fit becomes a finding. */
#include "source/schema.h"

#include <string.h>

bool schema_choice(const char *choices, struct text word, int *out_number)
{
    struct text rest = text_of(choices), one;

    for (int i = 0; text_cut(&rest, ' ', &one); i++)
        if (text_equal(one, word)) {
            if (out_number)
                *out_number = i;
            return true;
        }
    return false;
}

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

static bool is_language(struct text t)
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

struct checker {
    struct work *w;
    struct findings *f;
};

static struct finding *bad(struct checker *c, enum finding_code code, const struct yaml_node *node, const char *what)
{
    return finding_add(c->w, c->f, code, node->place, "%s", what);
}

static void check_choice(struct checker *c, const struct schema_key *row, const struct yaml_node *node)
{
    struct suggestion s;
    struct text rest = text_of(row->choices), one;
    char otherwise[300] = "one of: ";

    if (schema_choice(row->choices, node->text, NULL))
        return;
    s = suggestion_begin(c->f, node->text);
    while (text_cut(&rest, ' ', &one))
        suggestion_offer(&s, one);
    strncat(otherwise, row->choices, sizeof otherwise - strlen(otherwise) - 1);
    suggestion_hint(c->w, c->f, finding_add(c->w, c->f, PD_NOT_ONE_OF, node->place, "`%.*s` is not known here", NAME_ARGS(node->text)), &s, otherwise);
}

static void check_number(struct checker *c, const struct schema_key *row, const struct yaml_node *node)
{
    uint64_t number;

    if (text_to_u64(node->text, &number) && number >= (uint64_t)row->low && number <= (uint64_t)row->high)
        return;
    finding_hint(c->w, c->f, finding_add(c->w, c->f, PD_BAD_NUMBER, node->place, "`%s` needs a whole number", row->name ? row->name : "this"),
        "from %lld to %lld%s%s", (long long)row->low, (long long)row->high, row->unit ? " " : "", row->unit ? row->unit : "");
}

static bool is_this_machine(struct text host)
{
    struct text name;

    if (text_starts(host, TEXT("[::1]")))
        return true;
    return text_cut(&host, ':', &name) && (text_equal(name, TEXT("localhost")) || text_equal(name, TEXT("127.0.0.1")));
}

/* http is good enough for a machine that talks to itself. */
static void check_origin(struct checker *c, const struct yaml_node *node)
{
    struct text host = TEXT("");
    bool plain = text_starts(node->text, TEXT("http://"));

    if (plain || text_starts(node->text, TEXT("https://")))
        host = text_from(node->text, plain ? 7 : 8);
    if (!is_host(host))
        finding_hint(c->w, c->f, bad(c, PD_BAD_ADDRESS, node, "this is not the origin of a site"), "scheme and host only: https://www.example.org");
    else if (plain && !is_this_machine(host))
        finding_hint(c->w, c->f, bad(c, PD_ORIGIN_NOT_HTTPS, node, "the origin is not https"), "only localhost may do without");
}

/* Empty values of some types are findings of the rules, which know what hangs on them. */
static void check_value(struct checker *c, const struct schema_key *row, const struct yaml_node *node)
{
    static const struct {
        enum value_type type;
        bool (*holds)(struct text t);
        enum finding_code code;
        const char *message, *hint;
    } shapes[] = {
        { VALUE_NAME, is_name, PD_BAD_NAME, "this is not a name", "a-z first, then a-z, 0-9 and _, at most 40" },
        { VALUE_EMAIL, is_email, PD_BAD_EMAIL, "this is not an e-mail address", "privacy@example.org" },
        { VALUE_LINK, schema_is_link, PD_BAD_ADDRESS, "this is not an address on the web", "it begins with https:// and a host" },
        { VALUE_COUNTRY, is_country, PD_BAD_NAME, "this is not a country", "two capital letters of ISO 3166: JP" },
        { VALUE_LANGUAGE, is_language, PD_BAD_NAME, "this is not a language", "a tag as in en, ja, pt-BR" },
        { VALUE_LIFETIME, schema_is_lifetime, PD_BAD_PERIOD, "this is not a lifetime", "`session`, or a period as in `13 months`" },
        { VALUE_PERIOD, is_period, PD_BAD_PERIOD, "this is not a period", "a number and days, months or years: 45 days" },
        { VALUE_CLOCK, is_clock, PD_BAD_PERIOD, "this is not a period", "`law`, or a number and days, months or years: 45 days" },
        { VALUE_REGION, schema_is_region, PD_BAD_NAME, "this is not a region", "as in EU, UK, US-CA" },
        { VALUE_TARGET, is_target, PD_BAD_ADDRESS, "this is neither an address on the web nor a page", "https://..., or a name as in cookies" },
        { VALUE_PATTERN, is_pattern, PD_BAD_PATTERN, "this is not a pattern", "a name, or its beginning and *: utm_*" },
    };
    struct day day;
    uint8_t hash[32];
    size_t length = 0;

    if (node->text.length == 0) {
        if (!row->may_be_empty && row->value != VALUE_EMAIL && row->value != VALUE_LINK && row->value != VALUE_TARGET)
            finding_add(c->w, c->f, PD_EMPTY, node->place, "`%.*s` says nothing", NAME_ARGS(node->key.length ? node->key : TEXT("the list")));
        return;
    }
    for (size_t i = 0; i < COUNT_OF(shapes); i++)
        if (shapes[i].type == row->value && !shapes[i].holds(node->text))
            finding_hint(c->w, c->f, bad(c, shapes[i].code, node, shapes[i].message), "%s", shapes[i].hint);
    if (row->value == VALUE_BOOL && (node->quoted || !schema_choice("true false", node->text, NULL)))
        finding_hint(c->w, c->f, bad(c, PD_NOT_ONE_OF, node, "this is neither true nor false"), "true or false");
    if (row->value == VALUE_DAY && !day_parse(node->text, &day))
        finding_hint(c->w, c->f, bad(c, PD_BAD_DATE, node, "this is not a date"), "2026-03-01");
    if (row->value == VALUE_HASH && (!text_unhex(node->text, hash, sizeof hash, &length) || length != sizeof hash))
        finding_hint(c->w, c->f, bad(c, PD_BAD_HASH, node, "this is not a SHA-256"), "64 hex digits, as sha256sum prints them");
    if (row->value == VALUE_CHOICE)
        check_choice(c, row, node);
    if (row->value == VALUE_NUMBER)
        check_number(c, row, node);
    if (row->value == VALUE_ORIGIN)
        check_origin(c, node);
}

static bool key_fits(enum key_kind kind, struct text key)
{
    switch (kind) {
    case KEYS_NAMED: return true;
    case KEYS_NAME: return is_name(key);
    case KEYS_REGION: return schema_is_region(key);
    case KEYS_REGION_OR_ELSEWHERE: return schema_is_region(key) || text_equal(key, TEXT("elsewhere"));
    case KEYS_CONTACT: return schema_is_region(key) || text_equal(key, TEXT("privacy"));
    case KEYS_LANGUAGE: return is_language(key);
    case KEYS_COUNTRY: return is_country(key);
    case KEYS_COOKIE: return is_cookie(key);
    case KEYS_CLAUSE: return is_clause(key);
    case KEYS_KIND: return is_name(key);
    }
    return false;
}

const char *schema_key_words(enum key_kind kind)
{
    static const char *const words[] = {
        [KEYS_NAMED] = "", [KEYS_NAME] = "a-z first, then a-z, 0-9 and _, at most 40", [KEYS_REGION] = "a country and perhaps a part of it: EU, UK, US-CA",
        [KEYS_REGION_OR_ELSEWHERE] = "a region as in US-CA, or elsewhere", [KEYS_CONTACT] = "privacy, or a region as in EU, UK, US-CA",
        [KEYS_LANGUAGE] = "a language as in en, ja, pt-BR", [KEYS_COUNTRY] = "two capital letters of ISO 3166: JP",
        [KEYS_COOKIE] = "a cookie's name, which has no spaces, commas, quotes or brackets", [KEYS_CLAUSE] = "a clause as in P7 or C4A-2",
        [KEYS_KIND] = "a kind of request as in know, delete, access",
    };

    return words[kind];
}

static void check_free_key(struct checker *c, enum key_kind kind, const struct yaml_node *node)
{
    if (!key_fits(kind, node->key))
        finding_hint(c->w, c->f, finding_add(c->w, c->f, PD_BAD_NAME, node->key_place, "`%.*s` cannot stand here as a name", NAME_ARGS(node->key)), "%s",
            schema_key_words(kind));
}

static const struct schema_key *row_of(const struct schema_section *section, struct text key)
{
    if (section->keys != KEYS_NAMED) {
        must(section->rows); /* free keys share one row */
        return section->rows;
    }
    for (int i = 0; i < section->count; i++)
        if (text_equal(text_of(section->rows[i].name), key))
            return &section->rows[i];
    return NULL;
}

static void unknown_key(struct checker *c, const struct schema_section *section, const struct yaml_node *node)
{
    struct suggestion s = suggestion_begin(c->f, node->key);

    for (int i = 0; i < section->count; i++)
        suggestion_offer(&s, text_of(section->rows[i].name));
    suggestion_hint(c->w, c->f, finding_add(c->w, c->f, PD_UNKNOWN_KEY, node->key_place, "`%.*s` is not a key of %s", NAME_ARGS(node->key), section->name), &s,
        NULL);
}

static void check_section(struct checker *c, const struct schema_section *section, const struct yaml_node *map);

static void wrong_shape(struct checker *c, const struct schema_key *row, const struct yaml_node *node)
{
    static const char *const shapes[] = { "", "a text", "a list", "a text or a list", "a map", "a text or a map", "a list or a map", "anything" };

    finding_hint(c->w, c->f,
        finding_add(c->w, c->f, PD_WRONG_SHAPE, node->place, "%s is needed behind `%.*s`", shapes[row->shapes], NAME_ARGS(node->key)), "%s",
        row->help ? row->help : "");
}

static void check_list(struct checker *c, const struct schema_key *row, const struct yaml_node *list)
{
    for (const struct yaml_node *i = list->first; i; i = i->next) {
        if (row->section && !(row->shapes & SHAPE_TEXT) && i->kind == YAML_MAP)
            check_section(c, row->section, i);
        else if (i->kind == YAML_SCALAR && !row->section)
            check_value(c, row, i);
        else
            finding_add(c->w, c->f, PD_WRONG_SHAPE, i->place, "%s is needed in this list", row->section ? "a map" : "a text");
    }
}

static void check_node(struct checker *c, const struct schema_key *row, const struct yaml_node *node)
{
    int shape = node->kind == YAML_SCALAR ? SHAPE_TEXT : node->kind == YAML_LIST ? SHAPE_LIST : SHAPE_MAP;

    if (!(row->shapes & shape))
        wrong_shape(c, row, node);
    else if (node->kind == YAML_LIST)
        check_list(c, row, node);
    else if (node->kind == YAML_MAP)
        check_section(c, row->section, node);
    else
        check_value(c, row, node);
}

static void check_section(struct checker *c, const struct schema_section *section, const struct yaml_node *map)
{
    for (const struct yaml_node *i = map->first; i; i = i->next) {
        const struct schema_key *row = row_of(section, i->key);
        if (!row) {
            unknown_key(c, section, i);
            continue;
        }
        check_free_key(c, section->keys, i);
        check_node(c, row, i);
    }
    for (int i = 0; section->keys == KEYS_NAMED && i < section->count; i++)
        if (section->rows[i].required && !yaml_get(map, section->rows[i].name))
            finding_hint(c->w, c->f, finding_add(c->w, c->f, PD_MISSING_KEY, map->place, "%s lacks `%s`", section->name, section->rows[i].name), "%s",
                section->rows[i].help);
}

void schema_validate(struct work *w, const struct yaml_node *root, const struct schema_section *section, struct findings *f)
{
    struct checker c = { w, f };

    if (root->kind != YAML_MAP)
        finding_add(w, f, PD_EMPTY_FILE, root->place, "the file must be a map of keys");
    else
        check_section(&c, section, root);
}
