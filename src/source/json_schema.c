#include "source/json_schema.h"

#include "base/json.h"
#include "source/schema_value.h"
#include "source/schema_words.h"

enum { SCHEMA_MAX = 2 << 20, WORDS_MAX = 3000 };

static void write_key(struct json *j, const char *name, const struct schema_key *k);

/* --- words ------------------------------------------------------------------------------------------------------------------------------- */

/* Enum values do not show when the mouse rests on a key, so that they stand in the words. */
static void add_words(struct draft *d, const struct schema_key *k)
{
    struct text help = text_of(k->help);

    draft_add(d, help);
    draft_addf(d, "%s\n\nValue: ", text_ends(help, TEXT(".")) ? "" : ".");
    schema_draft_value(d, k);
    draft_byte(d, '.');
    if (k->list)
        draft_add(d, TEXT(" One of the list that the editor offers."));
    if (k->required)
        draft_add(d, TEXT("\n\nNeeded."));
    if (k->fallback)
        draft_addf(d, "\n\nLeft out: %s.", k->fallback);
    if (k->refs)
        draft_addf(d, "\n\nClauses: %s.", k->refs);
}

/* Without the marks of code and with one line for each part. */
static void add_plain(struct draft *d, struct text markdown)
{
    for (size_t i = 0; i < markdown.length; i++)
        if (markdown.at[i] != '`' && !text_starts(text_from(markdown, i), TEXT("\n\n")))
            draft_byte(d, markdown.at[i]);
}

static void write_words(struct json *j, const struct schema_key *k)
{
    char marked[WORDS_MAX], bare[WORDS_MAX];
    struct draft markdown = draft_in(marked, sizeof marked), plain = draft_in(bare, sizeof bare);

    add_words(&markdown, k);
    add_plain(&plain, draft_text(&markdown));
    must(!markdown.overflow);
    json_text(j, "description", draft_text(&plain));
    json_text(j, "markdownDescription", draft_text(&markdown));
}

/* --- values ------------------------------------------------------------------------------------------------------------------------------ */

/* A text of the table as the value that YAML makes of it. False: it is no value of the key but words about one. */
static bool write_value(struct json *j, const char *name, const struct schema_key *k, const char *words)
{
    struct text t = text_of(words);
    uint64_t number;

    if (k->value == VALUE_NUMBER && text_to_u64(t, &number))
        json_number(j, name, (int64_t)number);
    else if (k->value == VALUE_BOOL || (k->value == VALUE_CHOICE && text_equal(t, TEXT("true"))))
        json_bool(j, name, text_equal(t, TEXT("true")));
    else if (k->value == VALUE_CHOICE ? schema_choice(k->choices, t, NULL) : schema_values[k->value].holds && schema_values[k->value].holds(t))
        json_text(j, name, t);
    else
        return false;
    return true;
}

static void write_enum(struct json *j, const struct schema_key *k)
{
    struct text rest = text_of(k->choices), one;

    json_open_list(j, "enum");
    for (int i = 0; k->list && k->list(i); i++)
        json_text(j, NULL, text_of(k->list(i)));
    while (!k->list && text_cut(&rest, ' ', &one))
        if (text_equal(one, TEXT("true")))
            json_bool(j, NULL, true);
        else
            json_text(j, NULL, one);
    json_close_list(j);
}

static bool is_enum(const struct schema_key *k)
{
    return k->value == VALUE_CHOICE || k->list;
}

static const char *pattern_of(const struct schema_key *k)
{
    return k->pattern ? k->pattern : schema_values[k->value].pattern;
}

/* Of a key with these shapes. What a person writes as words YAML may read as a number: a version, a year. */
static void write_types(struct json *j, const struct schema_key *k, int shapes)
{
    bool words = (k->value == VALUE_TEXT || k->value == VALUE_WORDS) && !pattern_of(k);
    const char *names[4];
    int count = 0;

    if (shapes & SHAPE_TEXT)
        names[count++] = k->value == VALUE_NUMBER ? "integer" : k->value == VALUE_BOOL ? "boolean" : "string";
    if (shapes & SHAPE_TEXT && words)
        names[count++] = "number";
    if (shapes & SHAPE_LIST)
        names[count++] = "array";
    if (shapes & SHAPE_MAP)
        names[count++] = "object";
    if (count == 1) {
        json_text(j, "type", text_of(names[0]));
        return;
    }
    json_open_list(j, "type");
    for (int i = 0; i < count; i++)
        json_text(j, NULL, text_of(names[i]));
    json_close_list(j);
}

static void write_limits_of_text(struct json *j, const struct schema_key *k)
{
    if (k->value == VALUE_NUMBER) {
        json_number(j, "minimum", k->low);
        json_number(j, "maximum", k->high);
    } else if (pattern_of(k)) {
        json_text(j, "pattern", text_of(pattern_of(k)));
    } else if (k->value != VALUE_BOOL && !k->may_be_empty) {
        json_number(j, "minLength", 1);
    }
    if (k->longest)
        json_number(j, "maxLength", k->longest);
    if (k->longest && !k->lines && !pattern_of(k))
        json_text(j, "pattern", TEXT("^[^\\n]*$"));
}

static void write_text(struct json *j, const struct schema_key *k)
{
    if (is_enum(k)) {
        write_enum(j, k);
        return;
    }
    write_types(j, k, SHAPE_TEXT);
    write_limits_of_text(j, k);
}

/* --- maps and lists ---------------------------------------------------------------------------------------------------------------------- */

static void write_named(struct json *j, const struct schema_section *s)
{
    json_open_object(j, "properties");
    for (int i = 0; i < s->count; i++)
        write_key(j, s->rows[i].name, &s->rows[i]);
    json_close_object(j);
    json_open_list(j, "required");
    for (int i = 0; i < s->count; i++)
        if (s->rows[i].required)
            json_text(j, NULL, text_of(s->rows[i].name));
    json_close_list(j);
}

static void write_map(struct json *j, const struct schema_section *s)
{
    if (s->keys == KEYS_NAMED) {
        write_named(j, s);
    } else {
        json_open_object(j, "patternProperties");
        write_key(j, schema_free_keys[s->keys].pattern, s->rows);
        json_close_object(j);
    }
    json_bool(j, "additionalProperties", false);
}

static void write_items(struct json *j, const struct schema_key *k)
{
    json_open_object(j, "items");
    if (k->section) {
        json_text(j, "type", TEXT("object"));
        write_map(j, k->section);
    } else {
        write_text(j, k);
    }
    json_close_object(j);
}

/* Keywords of JSON Schema look at values of their own type only, so that the shapes of a key stand side by side; an enum looks at all. */
static void write_shapes(struct json *j, const struct schema_key *k)
{
    must(!is_enum(k) || !(k->shapes & SHAPE_TEXT));
    write_types(j, k, k->shapes);
    if (k->shapes & SHAPE_TEXT)
        write_limits_of_text(j, k);
    if (k->shapes & SHAPE_LIST)
        write_items(j, k);
    if (k->shapes & SHAPE_LIST && k->required && !k->may_be_empty)
        json_number(j, "minItems", 1);
    if (k->most)
        json_number(j, k->shapes & SHAPE_LIST ? "maxItems" : "maxProperties", k->most);
    if (k->shapes & SHAPE_MAP)
        write_map(j, k->section);
}

static void write_enum_or_map(struct json *j, const struct schema_key *k)
{
    json_open_list(j, "anyOf");
    json_open_object(j, NULL);
    write_enum(j, k);
    json_close_object(j);
    json_open_object(j, NULL);
    json_text(j, "type", TEXT("object"));
    write_map(j, k->section);
    json_close_object(j);
    json_close_list(j);
}

/* --- keys -------------------------------------------------------------------------------------------------------------------------------- */

static void write_example(struct json *j, const struct schema_key *k)
{
    const char *example = k->example ? k->example : schema_values[k->value].example;
    bool list = !(k->shapes & SHAPE_TEXT);

    if (!example || k->shapes == SHAPE_MAP || (list && k->section))
        return;
    json_open_list(j, "examples");
    if (list)
        json_open_list(j, NULL);
    if (!write_value(j, NULL, k, example))
        json_text(j, NULL, text_of(example));
    if (list)
        json_close_list(j);
    json_close_list(j);
}

static void write_key(struct json *j, const char *name, const struct schema_key *k)
{
    json_open_object(j, name);
    write_words(j, k);
    if (k->fallback && (k->shapes & SHAPE_TEXT))
        (void)write_value(j, "default", k, k->fallback);
    write_example(j, k);
    if (k->shapes == SHAPE_TEXT && is_enum(k))
        write_enum(j, k);
    else if (k->shapes == (SHAPE_TEXT | SHAPE_MAP) && is_enum(k))
        write_enum_or_map(j, k);
    else
        write_shapes(j, k);
    json_close_object(j);
}

bool json_schema_write(struct work *w, const struct schema_section *root, struct text about, struct text *out_json)
{
    struct draft d;
    struct json j;

    TRY(work_draft(w, SCHEMA_MAX, &d));
    j = json_in_lines(&d);
    json_open_object(&j, NULL);
    json_text(&j, "$schema", TEXT("http://json-schema.org/draft-07/schema#"));
    json_text(&j, "description", about); /* as a title it would be offered as a value */
    json_text(&j, "type", TEXT("object"));
    write_map(&j, root);
    json_close_object(&j);
    draft_byte(&d, '\n');
    must(!d.overflow);
    *out_json = draft_text(&d);
    return true;
}
