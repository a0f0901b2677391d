#include "source/lines.h"

bool lines_of(struct work *w, struct text source, struct lines *out_lines)
{
    struct lines l = { .source = text_starts(source, TEXT("\xEF\xBB\xBF")) ? text_from(source, 3) : source, .count = 1 };
    int line = 1;

    for (size_t i = 0; i < l.source.length; i++)
        l.count += l.source.at[i] == '\n';
    l.starts = WORK_NEW(w, size_t, (size_t)l.count);
    if (!l.starts)
        return false;
    for (size_t i = 0; i < l.source.length; i++)
        if (l.source.at[i] == '\n')
            l.starts[line++] = i + 1;
    *out_lines = l;
    return true;
}

static size_t line_end(const struct lines *l, int line)
{
    return line < l->count ? l->starts[line] - 1 : l->source.length;
}

struct text lines_text(const struct lines *l, int line)
{
    struct text t;

    if (line < 1 || line > l->count)
        return TEXT("");
    t = text_first(text_from(l->source, l->starts[line - 1]), line_end(l, line) - l->starts[line - 1]);
    if (text_ends(t, TEXT("\r")))
        t.length--;
    return t;
}

size_t lines_step(struct text rest)
{
    unsigned char lead = (unsigned char)rest.at[0];
    size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;

    return rest.length >= length && text_is_utf8(text_first(rest, length)) ? length : 1;
}

static int line_of(const struct lines *l, size_t offset)
{
    int low = 0, high = l->count - 1;

    while (low < high) {
        int middle = (low + high + 1) / 2;
        if (l->starts[middle] <= offset)
            low = middle;
        else
            high = middle - 1;
    }
    return low + 1;
}

/* Goes on from what was looked up last when it stands before in the same line; stops at a column or an offset, whichever comes first. */
static void walk(struct lines *l, struct text line, int number, int column, size_t offset)
{
    if (l->seen_line != number || l->seen_column > column || l->seen_offset > offset) {
        l->seen_line = number;
        l->seen_column = 1;
        l->seen_offset = 0;
    }
    while (l->seen_column < column && l->seen_offset < offset && l->seen_offset < line.length) {
        l->seen_offset += lines_step(text_from(line, l->seen_offset));
        l->seen_column++;
    }
}

struct place lines_place(struct lines *l, size_t from, size_t end)
{
    int line;

    if (from > l->source.length)
        from = l->source.length;
    line = line_of(l, from);
    if (end > line_end(l, line))
        end = line_end(l, line);
    walk(l, text_from(l->source, l->starts[line - 1]), line, INT32_MAX, from - l->starts[line - 1]);
    return (struct place){ line, l->seen_column, end > from ? (int)(end - from) : 0 };
}

size_t lines_offset(struct lines *l, struct place place)
{
    walk(l, lines_text(l, place.line), place.line, place.column, SIZE_MAX);
    return l->seen_offset;
}

int lines_end_column(struct lines *l, struct place place)
{
    struct text line = lines_text(l, place.line);
    size_t from = lines_offset(l, place), end = from + (size_t)(place.length > 0 ? place.length : 0);
    int column = place.column;

    for (; from < end && from < line.length; column++)
        from += lines_step(text_from(line, from));
    return column;
}
