/* Holds the tree of a file against the schema; everything that does not fit becomes a finding. */
#include "source/schema_rows.h"
#include "source/schema_value.h"

#include <string.h>

const struct schema_section schema_words = SECTION(KEYS_LANGUAGE, "text by language",
    { .shapes = SHAPE_TEXT, .value = VALUE_WORDS, HELP("the text in this language") });

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

static void check_origin(struct checker *c, const struct yaml_node *node)
{
    bool plain = text_starts(node->text, TEXT("http://"));

    if (!schema_is_origin(node->text))
        finding_hint(c->w, c->f, bad(c, PD_BAD_ADDRESS, node, "this is not the origin of a site"), "scheme and host only: https://www.example.org");
    else if (plain && !schema_is_this_machine(node->text))
        finding_hint(c->w, c->f, bad(c, PD_ORIGIN_NOT_HTTPS, node, "the origin is not https"), "only localhost may do without");
}

static bool has_line_break(struct text t)
{
    size_t at;

    return text_find(t, TEXT("\n"), &at);
}

static void check_length(struct checker *c, const struct schema_key *row, const struct yaml_node *node)
{
    struct text name = node->key.length ? node->key : TEXT("this");
    size_t length = row->longest ? text_utf8_length(node->text) : 0;

    if (row->longest && !row->lines && has_line_break(node->text))
        finding_hint(c->w, c->f, finding_add(c->w, c->f, PD_NOT_ONE_LINE, node->place, "`%.*s` goes over more than one line", NAME_ARGS(name)),
            "one line; behind `>-` YAML joins lines");
    else if (length > (size_t)row->longest)
        finding_hint(c->w, c->f, finding_add(c->w, c->f, PD_TOO_LONG, node->place, "`%.*s` has %zu characters", NAME_ARGS(name), length), "at most %d", row->longest);
}

static void says_nothing(struct checker *c, const struct yaml_node *node)
{
    finding_add(c->w, c->f, PD_EMPTY, node->place, "`%.*s` says nothing", NAME_ARGS(node->key.length ? node->key : TEXT("the list")));
}

/* Empty values of some types are findings of the rules, which know what hangs on them. */
static void check_value(struct checker *c, const struct schema_key *row, const struct yaml_node *node)
{
    const struct schema_value *value = &schema_values[row->value];

    if (node->text.length == 0) {
        if (!row->may_be_empty && row->value != VALUE_EMAIL && row->value != VALUE_LINK && row->value != VALUE_TARGET)
            says_nothing(c, node);
        return;
    }
    check_length(c, row, node);
    if (value->holds && !value->holds(node->text))
        finding_hint(c->w, c->f, bad(c, value->code, node, value->message), "%s", value->hint);
    if (row->value == VALUE_BOOL && (node->quoted || !schema_choice("true false", node->text, NULL)))
        finding_hint(c->w, c->f, bad(c, PD_NOT_ONE_OF, node, "this is neither true nor false"), "true or false");
    if (row->value == VALUE_CHOICE)
        check_choice(c, row, node);
    if (row->value == VALUE_NUMBER)
        check_number(c, row, node);
    if (row->value == VALUE_ORIGIN)
        check_origin(c, node);
}

/* `{ en: this, that }`: in braces a comma ends a text, and the rest of it looks like a key without a value. */
static bool is_rest_of_text(const struct yaml_node *node)
{
    size_t at;

    return node->kind == YAML_SCALAR && !node->quoted && node->text.length == 0 && text_find(node->key, TEXT(" "), &at);
}

#define COMMA_HINT "in braces a comma ends a text: put the whole text in quotes"

static void check_free_key(struct checker *c, enum key_kind kind, const struct yaml_node *node)
{
    if (kind != KEYS_NAMED && !schema_free_keys[kind].holds(node->key))
        finding_hint(c->w, c->f, finding_add(c->w, c->f, PD_BAD_NAME, node->key_place, "`%.*s` cannot stand here as a name", NAME_ARGS(node->key)), "%s",
            is_rest_of_text(node) ? COMMA_HINT : schema_free_keys[kind].words);
}

const struct schema_key *schema_row(const struct schema_section *section, struct text key)
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
        is_rest_of_text(node) ? COMMA_HINT : NULL);
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
    if (list->count == 0 && row->required && !row->may_be_empty)
        says_nothing(c, list);
    for (const struct yaml_node *i = list->first; i; i = i->next) {
        if (row->section && !(row->shapes & SHAPE_TEXT) && i->kind == YAML_MAP)
            check_section(c, row->section, i);
        else if (i->kind == YAML_SCALAR && !row->section)
            check_value(c, row, i);
        else
            finding_add(c->w, c->f, PD_WRONG_SHAPE, i->place, "%s is needed in this list", row->section ? "a map" : "a text");
    }
}

/* Texts by language are as long as the one text could be. */
static void check_lengths(struct checker *c, const struct schema_key *row, const struct yaml_node *map)
{
    for (const struct yaml_node *i = row->value == VALUE_WORDS ? map->first : NULL; i; i = i->next)
        if (i->kind == YAML_SCALAR)
            check_length(c, row, i);
}

static bool has_too_many(struct checker *c, const struct schema_key *row, const struct yaml_node *node)
{
    int most = row->most ? row->most : SCHEMA_MOST;

    if (node->count <= most)
        return false;
    finding_add(c->w, c->f, PD_TOO_MANY, node->place, "`%.*s` holds more than %d", NAME_ARGS(node->key), most);
    c->f->vast = true;
    return true;
}

static void check_node(struct checker *c, const struct schema_key *row, const struct yaml_node *node)
{
    int shape = node->kind == YAML_SCALAR ? SHAPE_TEXT : node->kind == YAML_LIST ? SHAPE_LIST : SHAPE_MAP;

    if (!(row->shapes & shape))
        wrong_shape(c, row, node);
    else if (has_too_many(c, row, node))
        return;
    else if (node->kind == YAML_LIST)
        check_list(c, row, node);
    else if (node->kind == YAML_SCALAR)
        check_value(c, row, node);
    else {
        check_lengths(c, row, node);
        check_section(c, row->section, node);
    }
}

static void check_section(struct checker *c, const struct schema_section *section, const struct yaml_node *map)
{
    for (const struct yaml_node *i = map->first; i; i = i->next) {
        const struct schema_key *row = schema_row(section, i->key);
        if (!row) {
            unknown_key(c, section, i);
            continue;
        }
        check_free_key(c, section->keys, i);
        if (section->keys == KEYS_NAMED || !is_rest_of_text(i))
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
