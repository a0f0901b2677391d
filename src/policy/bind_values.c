/* The values that all sections are made of: words in each language, days, periods, names of other sections. */
#include "policy/bind.h"
#include "policy/schema.h"

#include <stdlib.h>

const struct yaml_node *bind_section(const struct binder *b, const char *name)
{
    const struct yaml_node *section = yaml_get(b->root, name);

    return section && section->kind == YAML_MAP ? section : NULL; /* the checker has told */
}

/* Other languages fall back to the authoritative one, which itself has nothing to fall back to. */
static void language_missing(struct binder *b, const struct yaml_node *node, int language)
{
    bool counts = language == b->p->authoritative;

    finding_hint(b->w, b->f,
        finding_add(b->w, b->f, counts ? PD_AUTHORITATIVE : PD_LANGUAGE_MISSING, node->key_place, "`%.*s` is missing in %s `%.*s`", NAME_ARGS(node->key),
            counts ? "the authoritative language" : "language", NAME_ARGS(b->p->languages[language])),
        "add `%.*s: ...`", NAME_ARGS(b->p->languages[language]));
}

static void map_by_language(struct binder *b, const struct yaml_node *node, struct words *words)
{
    for (const struct yaml_node *i = node->first; i; i = i->next) {
        int language = policy_language(b->p, i->key);
        if (language >= 0) {
            words->in[language] = yaml_text(i);
            continue;
        }
        if (!schema_is_language(i->key))
            continue; /* the checker has told */
        struct suggestion s = suggestion_begin(b->f, i->key);
        for (int k = 0; k < b->p->language_count; k++)
            suggestion_offer(&s, b->p->languages[k]);
        suggestion_hint(b->w, b->f, finding_add(b->w, b->f, PD_UNKNOWN_LANGUAGE, i->key_place, "the site has no language `%.*s`", NAME_ARGS(i->key)), &s,
            "add it to site.languages, or leave the text out");
    }
    for (int language = 0; language < b->p->language_count; language++)
        if (words->in[language].length == 0)
            language_missing(b, node, language);
}

/* A text alone stands for all languages. */
struct words bind_words(struct binder *b, const struct yaml_node *node)
{
    struct words words = { 0 };

    for (int i = 0; i < POLICY_LANGUAGES_MAX; i++)
        words.in[i] = TEXT("");
    if (!node)
        return words;
    words.place = node->place;
    if (node->kind == YAML_SCALAR)
        words.in[b->p->authoritative] = node->text;
    else if (node->kind == YAML_MAP)
        map_by_language(b, node, &words);
    return words;
}

bool bind_bool(const struct yaml_node *node)
{
    return text_equal(yaml_text(node), TEXT("true"));
}

struct day bind_day(const struct yaml_node *node)
{
    struct day day = { 0 };

    (void)day_parse(yaml_text(node), &day); /* the checker has told */
    return day;
}

static bool next_word(struct text *rest, struct text *out_word)
{
    do
        if (!text_cut(rest, ' ', out_word))
            return false;
    while (out_word->length == 0);
    return true;
}

static const struct {
    const char *word;
    enum period_unit unit;
    uint64_t most;
} units[] = {
    { "day", PERIOD_DAYS, 36500 }, { "days", PERIOD_DAYS, 36500 }, { "month", PERIOD_MONTHS, 1200 }, { "months", PERIOD_MONTHS, 1200 },
    { "year", PERIOD_YEARS, 100 }, { "years", PERIOD_YEARS, 100 },
};

bool bind_count(struct text t, struct retention_rule *out_rule)
{
    struct text count, unit, more;
    uint64_t number;

    if (!next_word(&t, &count) || !next_word(&t, &unit) || next_word(&t, &more) || !text_to_u64(count, &number) || number == 0)
        return false;
    for (size_t i = 0; i < COUNT_OF(units); i++)
        if (text_equal(unit, text_of(units[i].word)) && number <= units[i].most) {
            out_rule->unit = units[i].unit;
            out_rule->count = (int)number;
            return true;
        }
    return false;
}

/* "24 months after last_contact" */
static bool parse_period(struct text t, struct retention_rule *out_rule)
{
    static const struct text after = { " after ", 7 };
    struct text trigger;
    size_t at;

    if (!text_find(t, after, &at) || !bind_count(text_first(t, at), out_rule))
        return false;
    trigger = text_trim(text_from(t, at + after.length));
    for (int i = TRIGGER_MISSING + 1; i < RETENTION_TRIGGERS; i++)
        if (i != TRIGGER_WITHDRAWN && i != TRIGGER_AS_NEEDED && text_equal(trigger, text_of(retention_trigger_name(i))))
            out_rule->trigger = i;
    return out_rule->trigger != TRIGGER_MISSING;
}

struct retention_rule bind_period(struct binder *b, const struct yaml_node *node)
{
    struct retention_rule rule = { 0 };

    if (!node || node->kind != YAML_SCALAR || node->text.length == 0)
        return rule;
    rule.place = node->place;
    if (text_equal(node->text, TEXT("until withdrawn")) || text_equal(node->text, TEXT("as long as needed"))) {
        rule.trigger = text_equal(node->text, TEXT("until withdrawn")) ? TRIGGER_WITHDRAWN : TRIGGER_AS_NEEDED;
        return rule;
    }
    if (parse_period(node->text, &rule))
        return rule;
    rule.trigger = TRIGGER_MISSING;
    rule.count = 0;
    finding_hint(b->w, b->f, finding_add(b->w, b->f, PD_BAD_PERIOD, node->place, "`%.*s` is not a retention period", NAME_ARGS(node->text)),
        "`24 months after last_contact`, `30 days after collected`, `1 year after closed` or `until withdrawn`");
    return rule;
}

static int by_text(const void *a, const void *b)
{
    const struct yaml_node *x = *(const struct yaml_node *const *)a, *y = *(const struct yaml_node *const *)b;
    int order = text_compare(x->text, y->text);

    return order ? order : (x->index > y->index) - (x->index < y->index);
}

static bool refuse_twice(struct binder *b, const struct yaml_node *list)
{
    struct work *w = b->w;
    const struct yaml_node **sorted = WORK_NEW(w, const struct yaml_node *, (size_t)list->count);
    int count = 0;

    if (!sorted)
        return false;
    for (const struct yaml_node *i = list->first; i; i = i->next)
        if (i->kind == YAML_SCALAR && i->text.length)
            sorted[count++] = i;
    qsort(sorted, (size_t)count, sizeof *sorted, by_text); /* NOLINT(bugprone-sizeof-expression): pointers are sorted, not what they point to */
    for (int i = 1; i < count; i++)
        if (text_equal(sorted[i - 1]->text, sorted[i]->text)) {
            struct finding *twice = finding_add(b->w, b->f, PD_NAMED_TWICE, sorted[i]->place, "`%.*s` is named twice", NAME_ARGS(sorted[i]->text));
            twice->second = sorted[i - 1]->place;
        }
    return true;
}

bool bind_texts(struct binder *b, const struct yaml_node *list, const struct text **out_texts, size_t *out_count)
{
    struct work *w = b->w;
    struct text *texts;
    size_t count = 0;

    *out_texts = NULL;
    *out_count = 0;
    if (!list || list->kind != YAML_LIST)
        return true;
    TRY(refuse_twice(b, list));
    texts = WORK_NEW(w, struct text, (size_t)list->count);
    if (!texts)
        return false;
    for (const struct yaml_node *i = list->first; i; i = i->next)
        if (i->kind == YAML_SCALAR && i->text.length)
            texts[count++] = i->text;
    *out_texts = texts;
    *out_count = count;
    return true;
}

bool bind_placed_texts(struct binder *b, const struct yaml_node *list, const struct text **out_texts, const struct place **out_places, size_t *out_count)
{
    struct work *w = b->w;
    struct place *places = WORK_NEW(w, struct place, list ? (size_t)list->count : 0);
    size_t count = 0;

    if (!places)
        return false;
    for (const struct yaml_node *i = list && list->kind == YAML_LIST ? list->first : NULL; i; i = i->next)
        if (i->kind == YAML_SCALAR && i->text.length)
            places[count++] = i->place;
    *out_places = places;
    return bind_texts(b, list, out_texts, out_count);
}

struct words bind_label(struct binder *b, const struct yaml_node *node)
{
    const struct yaml_node *label = yaml_get(node, "label");
    struct words words = bind_words(b, label);

    if (!label)
        words.in[b->p->authoritative] = node->key;
    return words;
}

struct former bind_former(const struct yaml_node *node)
{
    const struct yaml_node *was = yaml_get(node, "was");

    return was ? (struct former){ yaml_text(was), was->place } : (struct former){ { "", 0 }, { 0 } };
}

struct place bind_place(const struct yaml_node *value, const struct yaml_node *section)
{
    if (!value)
        return section->key.length ? section->key_place : section->place;
    return value->kind == YAML_SCALAR ? value->place : value->key_place;
}

/* A name that stands for something else in the file: the node that declares it. */
static const struct yaml_node *declared(struct binder *b, const struct yaml_node *section, const struct yaml_node *node, enum finding_code code,
    const char *kind, const char *where)
{
    const struct yaml_node *found = yaml_find(section, yaml_text(node));
    struct suggestion s;

    if (found || yaml_text(node).length == 0)
        return found;
    s = suggestion_begin(b->f, node->text);
    for (const struct yaml_node *i = section ? section->first : NULL; i && s.wrong.length; i = i->next)
        suggestion_offer(&s, i->key);
    suggestion_hint(b->w, b->f, finding_add(b->w, b->f, code, node->place, "no %s `%.*s` is declared", kind, NAME_ARGS(node->text)), &s, where);
    return NULL;
}

const struct data_item *bind_data_name(struct binder *b, const struct yaml_node *node)
{
    const struct yaml_node *found = declared(b, b->data, node, PD_UNKNOWN_DATA, "data item", "declare it under `data`");

    return found ? &b->p->data[found->index] : NULL;
}

const struct purpose *bind_purpose_name(struct binder *b, const struct yaml_node *node)
{
    const struct yaml_node *found = declared(b, b->purposes, node, PD_UNKNOWN_PURPOSE, "purpose", "declare it under `purposes`");

    return found ? &b->p->purposes[found->index] : NULL;
}

bool bind_recipient_name(struct binder *b, const struct yaml_node *node)
{
    return declared(b, b->recipients, node, PD_UNKNOWN_RECIPIENT, "recipient", "declare it under `recipients`") != NULL;
}

int bind_region_name(struct binder *b, struct text code, struct place place)
{
    int number = policy_region(b->p, code);
    struct suggestion s;

    if (number >= 0 || !b->regions_declared || !schema_is_region(code))
        return number;
    s = suggestion_begin(b->f, code);
    for (int i = 0; i < b->p->region_count; i++)
        suggestion_offer(&s, b->p->regions[i].code);
    suggestion_hint(b->w, b->f, finding_add(b->w, b->f, PD_UNKNOWN_REGION, place, "no region `%.*s` is declared", NAME_ARGS(code)), &s,
        "declare it under `regions`");
    return -1;
}
