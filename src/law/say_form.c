/* The form of a law file, out of its table of keys. */
#include "law/say.h"
#include "law/schema.h"
#include "source/schema_value.h"
#include "source/schema_words.h"

static void add_key(struct draft *d, const char *table, const char *path, const struct schema_key *k)
{
    draft_addf(d, "| %s | `%s%s` | ", table, path, k->name);
    schema_draft_value(d, k);
    draft_addf(d, " | %s | %s |\n", k->required ? "*needed*" : k->fallback ? k->fallback : "", k->help);
}

/* Keys of a map inside a row stand behind their own: extension.until */
static void add_keys(struct draft *d, const char *table, const char *path, const struct schema_section *s, int from)
{
    char below[40];

    for (int i = from; i < s->count; i++) {
        const struct schema_key *k = &s->rows[i];
        struct draft inside = draft_in(below, sizeof below);
        add_key(d, table, path, k);
        if (!k->section || k->section->keys == KEYS_LANGUAGE)
            continue;
        draft_addf(&inside, "%s%s.", k->name, k->shapes & SHAPE_LIST ? "[]" : "");
        draft_byte(&inside, 0);
        must(!inside.overflow);
        add_keys(d, table, below, k->section, 0);
    }
}

static void add_table(struct draft *d, enum law_table table)
{
    const struct schema_key *row = &law_region_section.rows[table];
    const struct schema_section *section = row->section;
    char title[60];
    struct draft name = draft_in(title, sizeof title);

    draft_addf(&name, "`%s%s%s`", row->name, law_table_is_keyed(table) ? "." : "", law_table_is_keyed(table) ? schema_free_keys[section->keys].in_path : "");
    draft_byte(&name, 0);
    must(!name.overflow);
    add_keys(d, title, "", law_table_is_keyed(table) ? section->rows[0].section : section, LAW_PROVENANCE_KEYS);
}

void law_say_form(struct draft *d)
{
    const struct schema_section *any = law_region_section.rows[LAW_COUNTRIES].section;

    draft_add(d, TEXT("\n# The form of a law file\n\nA region has a `name`, text by language, and may stand `under` another one, whose rows hold where it has none.\n"
                      "Periods are a number and a unit: `bd` business days, `cal` calendar days, `mon` months, `h` hours; or `now`, or `without_delay`.\n"
                      "Every row of every table says where it comes from:\n\n| table | key | value | default | what it says |\n|---|---|---|---|---|\n"));
    for (int i = 0; i < LAW_PROVENANCE_KEYS; i++)
        add_key(d, "all", "", &any->rows[i]);
    for (int table = 0; table < LAW_TABLES; table++)
        add_table(d, (enum law_table)table);
}
