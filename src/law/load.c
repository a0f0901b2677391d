#include "law/load.h"

#include "law/read.h"
#include "law/schema.h"
#include "law/shipped.h"
#include "source/report.h"
#include "source/yaml.h"

#include <stdlib.h>

/* A row while files are laid over each other. */
struct placed_row {
    struct law_row row;
    int region, order;
    bool own; /* of the operator */
};

struct sheet {
    struct law_file *file;
    const struct yaml_node *regions;
};

struct library {
    const struct sheet *sheets;
    size_t sheet_count;
    struct law_region *regions;
    struct text *under; /* by region: the code that its file named, or empty */
    struct law_file **under_file;
    int region_count;
    struct placed_row *rows;
    int row_count;
};

/* --- one file ---------------------------------------------------------------------------------------------------------------------------- */

static const struct yaml_node *first_child(const struct yaml_node *map)
{
    return map && map->kind == YAML_MAP ? map->first : NULL;
}

static bool is_our_format(struct work *w, const struct yaml_node *root, struct findings *f)
{
    const struct yaml_node *format = yaml_get(root, "law");

    if (!format || text_equal(yaml_text(format), TEXT("1")))
        return true;
    finding_hint(w, f, finding_add(w, f, PD_LAW_FORMAT, format->place, "this program does not know version `%.*s` of law files", NAME_ARGS(yaml_text(format))),
        "law: 1");
    return false;
}

static bool open_sheet(struct work *w, struct law_file *file, struct sheet *out_sheet)
{
    struct yaml_node *root;

    *out_sheet = (struct sheet){ .file = file };
    file->findings = (struct findings){ 0 };
    TRY(yaml_parse(w, file->source, &file->findings, &root));
    if (!root || !is_our_format(w, root, &file->findings))
        return true;
    schema_validate(w, root, &law_file_section, &file->findings);
    out_sheet->regions = yaml_get(root, "regions");
    return true;
}

static int rows_in(const struct sheet *s)
{
    int count = 0;

    for (const struct yaml_node *region = first_child(s->regions); region; region = region->next)
        for (const struct yaml_node *i = first_child(region); i; i = i->next)
            count += i->count + 1;
    return count;
}

/* The rows of one region of a file. Findings go to the file; what has no shape was told by the checker. */
static bool read_region(struct law_reader *r, const struct yaml_node *region, struct law_row *rows, int *count)
{
    struct work *w = r->w;

    for (int table = 0; table < LAW_TABLES; table++) {
        const struct yaml_node *node = yaml_get(region, law_table_name((enum law_table)table));
        bool keyed = law_table_is_keyed((enum law_table)table);
        for (const struct yaml_node *i = keyed ? first_child(node) : NULL; i; i = i->next)
            TRY(law_row_read(r, region->key, (enum law_table)table, i->key, i, &rows[(*count)++]));
        if (node && !keyed)
            TRY(law_row_read(r, region->key, (enum law_table)table, TEXT(""), node, &rows[(*count)++]));
    }
    return true;
}

/* --- laying over --------------------------------------------------------------------------------------------------------------------------- */

static int region_number(const struct library *l, struct text code)
{
    for (int i = 0; i < l->region_count; i++)
        if (text_equal(l->regions[i].code, code))
            return i;
    return -1;
}

static struct placed_row *row_named(struct library *l, struct text name)
{
    for (int i = 0; i < l->row_count; i++)
        if (text_equal(l->rows[i].row.name, name))
            return &l->rows[i];
    return NULL;
}

static void refuse_twice(struct work *w, struct library *l, const struct law_row *row, struct findings *f)
{
    const struct placed_row *there = row_named(l, row->name);

    if (there && there->own)
        finding_hint(w, f, finding_add(w, f, PD_LAW_TWICE, row->place, "row `%.*s` stands in %.*s already", NAME_ARGS(row->name), NAME_ARGS(there->row.file)),
            "keep one of them");
}

/* A file may name regions of any other: one with errors is told of by itself. */
static bool is_region_of_any(const struct library *l, struct text code)
{
    for (size_t i = 0; i < l->sheet_count; i++)
        if (yaml_find(l->sheets[i].regions, code))
            return true;
    return false;
}

static bool check_under(struct work *w, const struct library *l, const struct sheet *s)
{
    for (const struct yaml_node *region = first_child(s->regions); region; region = region->next) {
        const struct yaml_node *under = yaml_get(region, "under");
        struct text code = yaml_text(under);
        if (code.length && (text_equal(code, region->key) || !is_region_of_any(l, code)))
            finding_hint(w, &s->file->findings, finding_add(w, &s->file->findings, PD_LAW_UNDER, under->place, "`%.*s` is no other region of the law tables",
                NAME_ARGS(code)), "the code of a region that some law file has");
    }
    return s->file->findings.errors == 0;
}

static bool place_region(struct law_reader *r, struct library *l, const struct yaml_node *node, struct law_file *file, int *out_number)
{
    struct work *w = r->w;
    const struct yaml_node *name = yaml_get(node, "name"), *under = yaml_get(node, "under");
    int number = region_number(l, node->key);

    if (number < 0) {
        number = l->region_count++;
        l->regions[number] = (struct law_region){ .code = node->key, .under = -1 };
    }
    if (name) {
        l->regions[number].name.count = 0;
        TRY(law_words_read(r, name, &l->regions[number].name));
    }
    if (under) {
        l->under[number] = yaml_text(under);
        l->under_file[number] = file;
        l->regions[number].under_place = under->place;
    }
    *out_number = number;
    return true;
}

static void place_row(struct library *l, const struct law_row *row, int region, bool own)
{
    struct placed_row *there = row_named(l, row->name);

    if (!there)
        there = &l->rows[l->row_count++];
    *there = (struct placed_row){ *row, region, (int)(there - l->rows), own };
}

/* Reads a file and lays it over what is there, all of it or, with errors, nothing. */
static bool lay_over(struct work *w, struct library *l, const struct sheet *s, bool own)
{
    struct law_reader r = { w, &s->file->findings, s->file->name };
    struct law_row *rows = WORK_NEW(w, struct law_row, (size_t)rows_in(s));
    int count = 0, begin = 0, number;

    if (!rows)
        return false;
    for (const struct yaml_node *region = first_child(s->regions); region; region = region->next)
        TRY(read_region(&r, region, rows, &count));
    for (int i = 0; i < count; i++)
        refuse_twice(w, l, &rows[i], r.f);
    if (!check_under(w, l, s))
        return true;
    for (const struct yaml_node *region = first_child(s->regions); region; region = region->next) {
        TRY(place_region(&r, l, region, s->file, &number));
        for (; begin < count && text_starts(rows[begin].name, region->key) && rows[begin].name.at[region->key.length] == '/'; begin++)
            place_row(l, &rows[begin], number, own);
    }
    return true;
}

/* --- the whole ----------------------------------------------------------------------------------------------------------------------------- */

static void link_regions(struct work *w, struct library *l)
{
    for (int i = 0; i < l->region_count; i++)
        l->regions[i].under = l->under[i].length ? region_number(l, l->under[i]) : -1;
    for (int i = 0; i < l->region_count; i++) {
        int steps = 0;
        for (int at = l->regions[i].under; at >= 0 && steps <= l->region_count; steps++)
            at = l->regions[at].under;
        if (steps <= l->region_count)
            continue;
        finding_add(w, &l->under_file[i]->findings, PD_LAW_UNDER, l->regions[i].under_place, "region `%.*s` stands under itself", NAME_ARGS(l->regions[i].code));
        l->regions[i].under = -1;
    }
}

static int by_region(const void *a, const void *b)
{
    const struct placed_row *x = a, *y = b;

    if (x->region != y->region)
        return x->region < y->region ? -1 : 1;
    if (x->row.table != y->row.table)
        return x->row.table < y->row.table ? -1 : 1;
    return x->order - y->order;
}

static bool bind_together(struct work *w, struct library *l, struct law *out_law)
{
    struct law_row *rows = WORK_NEW(w, struct law_row, (size_t)l->row_count);

    if (!rows)
        return false;
    qsort(l->rows, (size_t)l->row_count, sizeof *l->rows, by_region);
    for (int i = 0; i < l->row_count; i++) {
        struct law_region *region = &l->regions[l->rows[i].region];
        if (region->row_count++ == 0)
            region->first_row = i;
        rows[i] = l->rows[i].row;
    }
    *out_law = (struct law){ l->regions, l->region_count, rows, l->row_count };
    return true;
}

static bool make_room(struct work *w, struct library *l)
{
    size_t rows = 0, regions = 0;

    for (size_t i = 0; i < l->sheet_count; i++) {
        rows += (size_t)rows_in(&l->sheets[i]);
        regions += l->sheets[i].regions ? (size_t)l->sheets[i].regions->count : 0;
    }
    l->rows = WORK_NEW(w, struct placed_row, rows);
    l->regions = WORK_NEW(w, struct law_region, regions);
    l->under = WORK_NEW(w, struct text, regions);
    l->under_file = WORK_NEW(w, struct law_file *, regions);
    return l->rows && l->regions && l->under && l->under_file;
}

static bool take_shipped(struct work *w, struct law_file **out_files)
{
    *out_files = WORK_NEW(w, struct law_file, (size_t)law_shipped_count);
    for (int i = 0; *out_files && i < law_shipped_count; i++)
        (*out_files)[i] = (struct law_file){ .name = text_of(law_shipped[i].name), .source = law_shipped[i].source };
    return *out_files != NULL;
}

bool law_load(struct work *w, struct law_file *files, size_t count, struct law *out_law)
{
    size_t shipped_count = (size_t)law_shipped_count, all = shipped_count + count;
    struct sheet *sheets = WORK_NEW(w, struct sheet, all);
    struct library library = { .sheets = sheets, .sheet_count = all };
    struct law_file *shipped;

    if (!sheets)
        return false;
    TRY(take_shipped(w, &shipped));
    for (size_t i = 0; i < all; i++)
        TRY(open_sheet(w, i < shipped_count ? &shipped[i] : &files[i - shipped_count], &sheets[i]));
    TRY(make_room(w, &library));
    for (size_t i = 0; i < all; i++)
        TRY(lay_over(w, &library, &sheets[i], i >= shipped_count));
    link_regions(w, &library);
    TRY(bind_together(w, &library, out_law));
    for (size_t i = 0; i < shipped_count; i++)
        must(shipped[i].findings.count == 0);
    for (size_t i = 0; i < count; i++) {
        if (files[i].findings.lost)
            FAIL(w, ERR_LIMIT, "the unit of work needs more memory than it may have");
        TRY(findings_sort(w, &files[i].findings));
    }
    return true;
}

bool law_files_have_errors(const struct law_file *files, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (files[i].findings.errors)
            return true;
    return false;
}

bool law_files_report(struct work *w, const struct law_file *files, size_t count, struct text *out_text)
{
    struct text report, before = TEXT("");
    struct draft d;

    for (size_t i = 0; i < count; i++) {
        TRY(findings_as_text(w, &files[i].findings, files[i].name, files[i].source, &report));
        TRY(work_draft(w, before.length + report.length + 1, &d));
        draft_add(&d, before);
        draft_add(&d, report);
        before = draft_text(&d);
    }
    *out_text = before;
    return true;
}
