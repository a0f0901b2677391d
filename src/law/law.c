#include "law/law.h"

#include "law/schema.h"

static const struct law_region *region_by_code(const struct law *law, struct text code)
{
    for (int i = 0; i < law->region_count; i++)
        if (text_equal(law->regions[i].code, code))
            return &law->regions[i];
    return NULL;
}

static const struct law_row *own_row(const struct law *law, const struct law_region *r, enum law_table table, struct text key)
{
    for (int i = 0; i < r->row_count; i++) {
        const struct law_row *row = &law->rows[r->first_row + i];
        if (row->table == table && text_equal(row->key, key))
            return row;
    }
    return NULL;
}

static const struct law_region *above(const struct law *law, const struct law_region *r)
{
    return r->under < 0 ? NULL : &law->regions[r->under];
}

static const struct law_region *region_with_member(const struct law *law, struct text country)
{
    for (int i = 0; i < law->region_count; i++) {
        const struct law_row *row = own_row(law, &law->regions[i], LAW_COUNTRIES, TEXT(""));
        if (row && law_list_has(&row->is.countries.members, country))
            return &law->regions[i];
    }
    return NULL;
}

const struct law_region *law_region(const struct law *law, struct text code)
{
    const struct law_region *r = region_by_code(law, code);

    if (!r && code.length > 2 && code.at[2] == '-')
        return law_region(law, text_first(code, 2));
    return r || code.length != 2 ? r : region_with_member(law, code);
}

const struct law_row *law_row_of(const struct law *law, struct text region, enum law_table table, struct text key)
{
    const struct law_row *row = NULL;

    for (const struct law_region *r = law_region(law, region); r && !row; r = above(law, r))
        row = own_row(law, r, table, key);
    return row;
}

const struct law_row *law_row(const struct law *law, struct text region, enum law_table table)
{
    return law_row_of(law, region, table, TEXT(""));
}

const struct law_row *law_next(const struct law *law, struct text region, enum law_table table, const struct law_row *after)
{
    bool passed = !after;

    for (const struct law_region *r = law_region(law, region); r; r = above(law, r))
        for (int i = 0; i < r->row_count; i++) {
            const struct law_row *row = &law->rows[r->first_row + i];
            if (passed && row->table == table && law_row_of(law, region, table, row->key) == row)
                return row;
            passed |= row == after;
        }
    return NULL;
}

const struct law_row *law_clock_for(const struct law *law, struct text region, struct text kind)
{
    for (const struct law_row *row = NULL; (row = law_next(law, region, LAW_CLOCKS, row)) != NULL;)
        if (law_list_has(&row->is.clock.kinds, kind))
            return row;
    return NULL;
}

const struct law_row *law_row_named(const struct law *law, struct text name)
{
    for (int i = 0; i < law->row_count; i++)
        if (text_equal(law->rows[i].name, name))
            return &law->rows[i];
    return NULL;
}

bool law_row_counts(const struct law_row *row, struct day on, const struct text *adopted, size_t adopted_count)
{
    bool may = row->verified;

    for (size_t i = 0; i < adopted_count && !may; i++)
        may = text_equal(adopted[i], row->name);
    return may && row->effective_from.number <= on.number;
}

bool law_list_has(const struct law_list *list, struct text name)
{
    for (size_t i = 0; i < list->count; i++)
        if (text_equal(list->names[i], name))
            return true;
    return false;
}

bool law_is_inside(const struct law *law, struct text region, struct text country)
{
    const struct law_row *row = law_row(law, region, LAW_COUNTRIES);

    return row && law_list_has(&row->is.countries.members, country);
}

/* How much of a key its ancestor names; 0: it is none. "user.contact" is one of "user.contact.email", and so is the key itself. */
static size_t covers(struct text ancestor, struct text key)
{
    bool whole = key.length == ancestor.length || (key.length > ancestor.length && key.at[ancestor.length] == '.');

    return whole && text_starts(key, ancestor) ? ancestor.length : 0;
}

bool law_covers_category(const struct law_list *list, struct text key)
{
    for (size_t i = 0; i < list->count; i++)
        if (covers(list->names[i], key))
            return true;
    return false;
}

const struct law_category *law_category_of(const struct law_categories *categories, struct text key)
{
    const struct law_category *best = NULL;
    size_t most = 0;

    for (size_t i = 0; i < categories->count; i++)
        for (size_t k = 0; k < categories->names[i].is.count; k++)
            if (covers(categories->names[i].is.names[k], key) > most) {
                best = &categories->names[i];
                most = best->is.names[k].length;
            }
    return best;
}

struct text law_words_in(const struct law_words *words, struct text language)
{
    struct text english = words->count ? words->in[0].text : TEXT("");

    for (size_t i = 0; i < words->count; i++) {
        if (text_equal(words->in[i].language, language))
            return words->in[i].text;
        if (text_equal(words->in[i].language, TEXT("en")))
            english = words->in[i].text;
    }
    return english;
}

const char *law_table_name(enum law_table table)
{
    return law_region_section.rows[table].name;
}

const char *law_unit_name(enum law_unit unit)
{
    static const char *const names[LAW_UNITS] = { "", "bd", "cal", "mon", "h", "now", "without_delay" };

    return names[unit];
}
