#include "source/yaml_block.h"

#include <string.h>

static size_t spaces_before(struct text line)
{
    size_t count = 0;

    while (count < line.length && line.at[count] == ' ')
        count++;
    return count;
}

/* False: it was the last one, which may be empty. With CR LF, the CR is of the line end. */
static bool next_line(struct text *rest, struct text *out_line)
{
    size_t at;
    bool more = text_find(*rest, TEXT("\n"), &at);

    *out_line = more ? text_first(*rest, at) : *rest;
    *rest = more ? text_from(*rest, at + 1) : TEXT("");
    if (text_ends(*out_line, TEXT("\r")))
        out_line->length--;
    return more;
}

/* Holds nothing: no more than the indent. Further spaces are text. */
static bool is_blank(struct text line, size_t indent)
{
    return spaces_before(line) == line.length && line.length <= indent;
}

/* --- the mark -------------------------------------------------------------------------------------------------------------------------------- */

/* From `at` up to the mark; what stands between is white space, a colon or dashes, and comments. *out_dash: where the last dash stands. */
static size_t find_mark(struct text source, size_t at, size_t until, char mark, size_t *out_dash)
{
    for (; at < until && source.at[at] != mark; at++) {
        if (source.at[at] == '-')
            *out_dash = at;
        if (source.at[at] == '#' && at > 0 && strchr(" \t\r\n", source.at[at - 1]))
            while (at + 1 < until && source.at[at + 1] != '\n')
                at++;
    }
    return at;
}

static size_t column_of(struct text source, size_t at)
{
    size_t start = at;

    while (start > 0 && source.at[start - 1] != '\n')
        start--;
    return at - start;
}

/* The first line that holds something tells the indent. */
static size_t indent_of(struct text lines)
{
    struct text line;
    bool more = true;

    while (more) {
        more = next_line(&lines, &line);
        if (text_trim(line).length)
            return spaces_before(line);
    }
    return 0;
}

static bool drop_last_blank(struct yaml_block *b)
{
    size_t start = b->lines.length, end = b->lines.length;

    while (start > 0 && b->lines.at[start - 1] != '\n')
        start--;
    while (end > start && b->lines.at[end - 1] == '\r')
        end--;
    if (start == 0 || !is_blank((struct text){ b->lines.at + start, end - start }, b->indent))
        return false;
    b->lines.length = start - 1;
    b->ended = true;
    return true;
}

struct yaml_block yaml_block_read(struct text source, size_t behind, struct extent extent, bool folded, int column)
{
    struct yaml_block b = { .folded = folded, .chomp = ' ' };
    size_t dash = behind, mark = find_mark(source, behind, extent.from, folded ? '>' : '|', &dash);

    b.lines = text_first(text_from(source, extent.from), extent.to - extent.from);
    b.indent = indent_of(b.lines);
    for (size_t i = mark + 1; i < extent.from && strchr("+-123456789", source.at[i]); i++) {
        if (source.at[i] == '+' || source.at[i] == '-') {
            b.chomp = source.at[i];
            continue;
        }
        b.counted = true;
        b.indent = (column < 0 ? column_of(source, dash) : (size_t)column) + (size_t)(source.at[i] - '0');
    }
    (void)drop_last_blank(&b); /* behind the last line end: the indent of what follows */
    while (b.chomp != '+' && drop_last_blank(&b))
        ;
    return b;
}

/* --- the text -------------------------------------------------------------------------------------------------------------------------------- */

static bool begins_with_space(struct text line)
{
    return line.length && (line.at[0] == ' ' || line.at[0] == '\t');
}

static void add_line_ends(struct draft *d, int count)
{
    for (int i = 0; i < count; i++)
        draft_byte(d, '\n');
}

/* Between two lines of a block, with `blanks` blank lines between them. */
static void add_break(struct draft *d, const struct yaml_block *b, struct text before, struct text behind, int blanks)
{
    if (!b->folded || begins_with_space(before) || begins_with_space(behind))
        add_line_ends(d, blanks + 1);
    else if (blanks)
        add_line_ends(d, blanks);
    else
        draft_byte(d, ' ');
}

bool yaml_block_text(struct work *w, const struct yaml_block *b, struct text *out_text)
{
    struct text rest = b->lines, before = TEXT(""), line;
    bool more = true, first = true;
    int blanks = 0;
    struct draft d;

    TRY(work_draft(w, b->lines.length + 2, &d));
    while (more) {
        more = next_line(&rest, &line);
        if (is_blank(line, b->indent)) {
            blanks++;
            continue;
        }
        line = text_from(line, b->indent);
        if (first)
            add_line_ends(&d, blanks);
        else
            add_break(&d, b, before, line, blanks);
        draft_add(&d, line);
        before = line;
        blanks = 0;
        first = false;
    }
    if (!first && b->ended && b->chomp != '-')
        draft_byte(&d, '\n');
    if (b->chomp == '+')
        add_line_ends(&d, blanks);
    must(!d.overflow);
    *out_text = draft_text(&d);
    return true;
}
