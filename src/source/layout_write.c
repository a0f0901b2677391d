/* Entries -> the lines of a file. */
#include "source/layout_entry.h"
#include "source/width.h"
#include "source/yaml_block.h"

#include <stdlib.h>
#include <string.h>

enum {
    INDENT = 2,
    ALIGNED_MAX = 60,   /* lines up to here have their comments in one column */
    INLINE_BYTES = 600, /* more than this cannot fit into LAYOUT_COLUMNS */
    SPARE_BYTES = 64 << 10,
};

struct line {
    size_t from, to;
    struct text comment; /* beside */
};

struct writer {
    struct work *w;
    const struct layout *l;
    struct draft d;
    struct line *lines;
    int count, max;
    bool failed; /* w->err says why */
    bool kept;   /* the last line is of a block of text that takes blank lines for its own */
};

/* --- lines ------------------------------------------------------------------------------------------------------------------------------- */

static void begin_line(struct writer *wr, int indent)
{
    must(wr->count < wr->max);
    wr->lines[wr->count].from = wr->d.length;
    for (int i = 0; i < indent; i++)
        draft_byte(&wr->d, ' ');
}

static void end_line(struct writer *wr, struct text comment)
{
    wr->lines[wr->count].to = wr->d.length;
    wr->lines[wr->count++].comment = comment;
    wr->kept = false;
}

static void write_comment(struct writer *wr, int indent, struct text comment)
{
    begin_line(wr, comment.length ? indent : 0);
    draft_add(&wr->d, comment);
    end_line(wr, TEXT(""));
}

/* Groups stay apart by one blank line, however many there were; the first of a section has none. */
static void write_notes(struct writer *wr, const struct layout_notes *notes, int indent, bool first)
{
    bool blank = first;

    for (const struct layout_note *i = notes->first; i; i = i->next) {
        if (i->comment.length || (!blank && !wr->kept))
            write_comment(wr, indent, i->comment);
        blank = !i->comment.length;
    }
}

/* --- on one line ------------------------------------------------------------------------------------------------------------------------- */

static struct text scalar(struct writer *wr, const struct yaml_node *node, bool flow)
{
    struct text t = TEXT("");

    if (!layout_scalar(wr->w, wr->l, node, flow, &t))
        wr->failed = true;
    return t;
}

static struct text key(struct writer *wr, const struct yaml_node *node, bool flow)
{
    struct text t = TEXT("");

    if (!layout_key(wr->w, wr->l, node, flow, &t))
        wr->failed = true;
    return t;
}

static bool add_inline(struct writer *wr, struct draft *d, const struct layout_entry *e);

static bool add_inline_children(struct writer *wr, struct draft *d, const struct layout_entry *e)
{
    for (const struct layout_entry *i = e->first; i; i = i->next) {
        if (e->node->kind == YAML_MAP) {
            draft_add(d, key(wr, i->node, true));
            draft_add(d, TEXT(": "));
        }
        if (!add_inline(wr, d, i))
            return false;
        draft_add(d, i->next ? TEXT(", ") : TEXT(""));
    }
    return true;
}

/* False: a part of it takes lines of its own. */
static bool add_inline(struct writer *wr, struct draft *d, const struct layout_entry *e)
{
    bool map = e->node->kind == YAML_MAP;

    if ((e->noted && e->first) || d->overflow)
        return false;
    if (e->node->kind == YAML_SCALAR) {
        if (e->node->extent.to == e->node->extent.from || layout_is_long(wr->l, e->node))
            return false;
        draft_add(d, scalar(wr, e->node, true));
        return true;
    }
    draft_add(d, map ? (e->first ? TEXT("{ ") : TEXT("{")) : TEXT("["));
    if (!add_inline_children(wr, d, e))
        return false;
    draft_add(d, map ? (e->first ? TEXT(" }") : TEXT("}")) : TEXT("]"));
    return true;
}

/* The value between brackets, when it stood in brackets and fits behind `column` columns. */
static bool fits(struct writer *wr, const struct layout_entry *e, int column, struct draft *d)
{
    bool flow = e->node->flow || (e->parent && e->parent->node->flow);

    if (e->node->kind == YAML_SCALAR || (e->first && !flow))
        return false;
    d->length = 0;
    d->overflow = false;
    return add_inline(wr, d, e) && !d->overflow && (!e->first || column + width_of_text(draft_text(d)) <= LAYOUT_COLUMNS);
}

/* --- tables: keys that the file chooses, each with a map on its line ------------------------------------------------------------------------ */

static bool is_table_row(struct writer *wr, const struct layout_entry *e, int column, struct draft *d)
{
    return e->node->kind == YAML_MAP && e->first && fits(wr, e, column, d);
}

/* The columns that the keys of the rows from `e` on take, with their colon; 0: there are less than two, or they do not fit. *out_end: behind the
 * last of them. */
static int table_width(struct writer *wr, const struct layout_entry *e, int indent, const struct layout_entry **out_end)
{
    char memory[INLINE_BYTES];
    struct draft d = draft_in(memory, sizeof memory);
    int widest = 0, values = 0, rows = 0;

    for (*out_end = e; *out_end; *out_end = (*out_end)->next) {
        int width = width_of_text(key(wr, (*out_end)->node, false)) + 1;
        if ((rows && (*out_end)->above.first) || !is_table_row(wr, *out_end, indent + width + 1, &d))
            break;
        rows++;
        widest = width > widest ? width : widest;
        values = width_of_text(draft_text(&d)) > values ? width_of_text(draft_text(&d)) : values;
    }
    return rows >= 2 && indent + widest + 1 + values <= LAYOUT_COLUMNS ? widest : 0;
}

/* --- values of several lines ------------------------------------------------------------------------------------------------------------- */

static void write_children(struct writer *wr, const struct layout_entry *e, int indent, bool begun);

/* A text that goes on in further lines: these may stand at any indent. */
static void write_long_text(struct writer *wr, const struct layout_entry *e, int indent)
{
    struct text rest = text_first(text_from(wr->l->source, e->node->extent.from), e->node->extent.to - e->node->extent.from), line;
    bool first = true;

    draft_byte(&wr->d, ' ');
    while (text_cut(&rest, '\n', &line)) {
        struct text shown = first && rest.length ? line : text_trim(line);
        while (shown.length && strchr(" \t\r", shown.at[shown.length - 1]) && rest.length)
            shown.length--;
        if (!first)
            begin_line(wr, shown.length ? indent : 0);
        draft_add(&wr->d, shown);
        end_line(wr, rest.length ? TEXT("") : e->beside);
        first = false;
    }
}

static size_t spaces_before(struct text line)
{
    size_t count = 0;

    while (count < line.length && line.at[count] == ' ')
        count++;
    return count;
}

static void write_block_lines(struct writer *wr, struct text lines, size_t cut, int indent)
{
    struct text line;
    bool more = true;

    while (more) {
        size_t at;
        more = text_find(lines, TEXT("\n"), &at);
        line = more ? text_first(lines, at) : lines;
        lines = more ? text_from(lines, at + 1) : TEXT("");
        if (text_ends(line, TEXT("\r")))
            line.length--;
        line = text_from(line, cut < spaces_before(line) ? cut : spaces_before(line));
        begin_line(wr, line.length ? indent : 0);
        draft_add(&wr->d, line);
        end_line(wr, TEXT(""));
    }
}

static void write_block(struct writer *wr, const struct layout_entry *e, int indent)
{
    char memory[4];
    bool raw;
    struct text header = layout_block_header(e->node, memory, &raw), value = e->node->text;

    draft_byte(&wr->d, ' ');
    if (!header.length) {
        draft_add(&wr->d, scalar(wr, e->node, false));
        end_line(wr, e->beside);
        return;
    }
    draft_add(&wr->d, header);
    end_line(wr, e->beside);
    if (raw)
        write_block_lines(wr, e->node->block->lines, e->node->block->indent, indent);
    else
        write_block_lines(wr, text_ends(value, TEXT("\n")) ? text_first(value, value.length - 1) : value, 0, indent);
    wr->kept = text_ends(header, TEXT("+"));
}

/* --- entries ----------------------------------------------------------------------------------------------------------------------------- */

static bool has_lines(struct writer *wr, const struct layout_entry *e, int column)
{
    char memory[INLINE_BYTES];
    struct draft d = draft_in(memory, sizeof memory);

    return e->first && !fits(wr, e, column, &d);
}

/* Above an item whose first key stands beside its dash: also what stood above or beside that key. */
static void write_above_item(struct writer *wr, const struct layout_entry *e, int indent, bool first)
{
    write_notes(wr, &e->above, indent, first);
    if (!has_lines(wr, e, indent + INDENT))
        return;
    if (e->beside.length)
        write_comment(wr, indent, e->beside);
    if (e->node->kind == YAML_LIST)
        write_above_item(wr, e->first, indent, true);
    else
        write_notes(wr, &e->first->above, indent, true);
}

/* Behind the key or the dash, which stand in the line that has begun. `column`: where the value would begin. */
static void write_value(struct writer *wr, const struct layout_entry *e, int indent, int column)
{
    char memory[INLINE_BYTES];
    struct draft d = draft_in(memory, sizeof memory);
    bool item = e->parent && e->parent->node->kind == YAML_LIST;

    if (e->node->block) {
        write_block(wr, e, indent + INDENT);
    } else if (e->node->kind == YAML_SCALAR && layout_is_long(wr->l, e->node)) {
        write_long_text(wr, e, indent + INDENT);
    } else if (e->node->kind == YAML_SCALAR) {
        draft_add(&wr->d, e->node->extent.to > e->node->extent.from ? TEXT(" ") : TEXT(""));
        draft_add(&wr->d, e->node->extent.to > e->node->extent.from ? scalar(wr, e->node, false) : TEXT(""));
        end_line(wr, e->beside);
    } else if (fits(wr, e, column, &d)) {
        draft_byte(&wr->d, ' ');
        draft_add(&wr->d, draft_text(&d));
        end_line(wr, e->beside);
    } else {
        draft_add(&wr->d, item ? TEXT(" ") : TEXT(""));
        if (!item)
            end_line(wr, e->beside);
        write_children(wr, e, indent + INDENT, item);
    }
    write_notes(wr, &e->below, indent + INDENT, false);
}

static void write_key(struct writer *wr, const struct layout_entry *e, int indent, int padded)
{
    struct text k = key(wr, e->node, false);
    int width = width_of_text(k) + 1;

    draft_add(&wr->d, k);
    draft_byte(&wr->d, ':');
    for (; width < padded; width++)
        draft_byte(&wr->d, ' ');
    write_value(wr, e, indent, indent + width + 1);
}

/* `begun`: the first child stands in the line that has begun, behind a dash, and what stands above it was written. */
static void write_children(struct writer *wr, const struct layout_entry *e, int indent, bool begun)
{
    bool table = e->node->kind == YAML_MAP && e->section && e->section->keys != KEYS_NAMED;
    const struct layout_entry *end = e->first;
    int padded = 0;

    for (const struct layout_entry *i = e->first; i && !wr->failed; i = i->next) {
        bool first = i == e->first;
        if (table && (i == end || first)) {
            padded = table_width(wr, i, indent, &end);
            end = end == i ? i->next : end;
        }
        if (!(first && begun)) {
            if (e->node->kind == YAML_LIST)
                write_above_item(wr, i, indent, first);
            else
                write_notes(wr, &i->above, indent, first);
            begin_line(wr, indent);
        }
        if (e->node->kind == YAML_MAP) {
            write_key(wr, i, indent, padded);
            continue;
        }
        draft_byte(&wr->d, '-');
        write_value(wr, i, indent, indent + INDENT);
    }
}

/* --- the whole --------------------------------------------------------------------------------------------------------------------------- */

static int width_of_line(const struct writer *wr, const struct line *line)
{
    return width_of_text((struct text){ wr->d.at + line->from, line->to - line->from });
}

/* The column of the comments in the run of lines that begins at `first`; *out_end: behind the run. */
static int comment_column(const struct writer *wr, int first, int *out_end)
{
    int widest = 0;

    for (*out_end = first; *out_end < wr->count && wr->lines[*out_end].comment.length; (*out_end)++) {
        int width = width_of_line(wr, &wr->lines[*out_end]);
        if (width > ALIGNED_MAX)
            break;
        widest = width > widest ? width : widest;
    }
    if (*out_end == first)
        (*out_end)++;
    return widest + 2;
}

static void assemble(const struct writer *wr, struct draft *out)
{
    int end = 0, column = 0;

    for (int i = 0; i < wr->count; i++) {
        const struct line *line = &wr->lines[i];
        if (i == end)
            column = comment_column(wr, i, &end);
        draft_add(out, (struct text){ wr->d.at + line->from, line->to - line->from });
        if (line->comment.length) {
            int width = width_of_line(wr, line), spaces = column - width > 2 ? column - width : 2;
            while (spaces--)
                draft_byte(out, ' ');
            draft_add(out, line->comment);
        }
        draft_byte(out, '\n');
    }
}

static void write_all(struct writer *wr)
{
    const struct layout_entry *root = wr->l->root;

    write_notes(wr, &wr->l->header, 0, true);
    write_notes(wr, &root->above, 0, !wr->l->header.first);
    if (!root->first) {
        begin_line(wr, 0);
        draft_add(&wr->d, TEXT("{}"));
        end_line(wr, root->beside);
    }
    write_children(wr, root, 0, false);
    write_notes(wr, &root->below, 0, false);
}

/* False with wr->d or out too small, or with wr->failed. */
static bool try_size(struct writer *wr, size_t size, struct draft *out)
{
    struct work *w = wr->w;

    wr->count = 0;
    if (!work_draft(w, size, &wr->d) || !work_draft(w, size, out)) {
        wr->failed = true;
        return false;
    }
    write_all(wr);
    if (!wr->failed && !wr->d.overflow)
        assemble(wr, out);
    return !wr->failed && !wr->d.overflow && !out->overflow;
}

bool layout_write(struct work *w, struct text source, const struct yaml_node *root, const struct schema_section *section, struct text *out_source)
{
    struct writer wr = { .w = w };
    struct layout l;
    struct draft out;
    size_t size = source.length * 2 + SPARE_BYTES;

    TRY(layout_read(w, source, root, section, &l));
    wr.l = &l;
    wr.max = l.entry_count + l.note_count + 8;
    for (size_t i = 0; i < source.length; i++)
        wr.max += source.at[i] == '\n';
    wr.lines = WORK_NEW(w, struct line, (size_t)wr.max);
    if (!wr.lines)
        return false;
    while (!try_size(&wr, size, &out)) { /* indents can make much of little */
        if (wr.failed)
            return false;
        size *= 4;
    }
    *out_source = draft_text(&out);
    return true;
}

/* --- what may not be lost ------------------------------------------------------------------------------------------------------------------- */

static int by_bytes(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

bool layout_comments(struct work *w, struct text source, const struct yaml_node *root, struct text *out_comments)
{
    struct layout l;
    struct text *all;
    struct draft d;
    int count = 0;

    TRY(layout_read(w, source, root, NULL, &l));
    all = WORK_NEW(w, struct text, (size_t)l.note_count);
    if (!all)
        return false;
    TRY(work_draft(w, source.length + (size_t)l.note_count + 1, &d));
    for (const struct layout_note *i = l.notes; i; i = i->following)
        if (i->comment.length)
            all[count++] = i->comment;
    qsort(all, (size_t)count, sizeof *all, by_bytes);
    for (int i = 0; i < count; i++) {
        draft_add(&d, all[i]);
        draft_byte(&d, '\n');
    }
    must(!d.overflow);
    *out_comments = draft_text(&d);
    return true;
}
