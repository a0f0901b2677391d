#include "source/report.h"

#include "base/json.h"

enum { SHOWN_MAX = 160 };

/* Where each line of the source begins. */
struct lines {
    struct text source;
    size_t *starts;
    int count;
    /* The last column that was looked up, and where it is: findings come in order, and a line may be the whole file. */
    int found_line, found_column;
    size_t found_offset;
};

static bool lines_of(struct work *w, struct text source, struct lines *out_lines)
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

static struct text line_at(const struct lines *l, int line)
{
    size_t start = l->starts[line - 1], end = line < l->count ? l->starts[line] - 1 : l->source.length;

    if (end > start && l->source.at[end - 1] == '\r')
        end--;
    return text_first(text_from(l->source, start), end - start);
}

/* One code point as a terminal shows it. */
struct glyph {
    struct text bytes; /* to print */
    size_t length;     /* in the source */
    int width;
};

static uint32_t point_of(struct text t, size_t length)
{
    uint32_t point = length == 1 ? (unsigned char)t.at[0] : (unsigned char)t.at[0] & (0xFFu >> (length + 1));

    for (size_t i = 1; i < length; i++)
        point = point << 6 | ((unsigned char)t.at[i] & 0x3F);
    return point;
}

/* The blocks of East Asian wide characters and of combining marks, as far as policies use them. */
static int width_of(uint32_t point)
{
    static const struct {
        uint32_t first, last;
        int width;
    } ranges[] = {
        { 0x0300, 0x036F, 0 }, { 0x1100, 0x115F, 2 }, { 0x200B, 0x200F, 0 }, { 0x20D0, 0x20FF, 0 }, { 0x2E80, 0x303E, 2 }, { 0x3041, 0x3098, 2 },
        { 0x3099, 0x309A, 0 }, { 0x309B, 0xA4CF, 2 }, { 0xAC00, 0xD7A3, 2 }, { 0xF900, 0xFAFF, 2 }, { 0xFE00, 0xFE0F, 0 }, { 0xFE30, 0xFE6F, 2 },
        { 0xFF00, 0xFF60, 2 }, { 0xFFE0, 0xFFE6, 2 }, { 0x1F300, 0x1FAFF, 2 }, { 0x20000, 0x3FFFD, 2 },
    };

    for (size_t i = 0; i < COUNT_OF(ranges); i++)
        if (point >= ranges[i].first && point <= ranges[i].last)
            return ranges[i].width;
    return 1;
}

static struct glyph glyph_at(struct text rest)
{
    unsigned char lead = (unsigned char)rest.at[0];
    size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4, offset, bad;
    struct text bytes = text_first(rest, length);

    if (lead == '\t')
        return (struct glyph){ bytes, 1, 1 };
    if (bytes.length < length || !text_is_utf8(bytes) || lead == '\r')
        return (struct glyph){ TEXT("?"), 1, 1 };
    if (text_is_hostile(bytes, &offset, &bad))
        return (struct glyph){ TEXT("?"), length, 1 };
    return (struct glyph){ bytes, length, width_of(point_of(bytes, length)) };
}

static size_t offset_of(struct lines *l, struct text line, struct place place)
{
    bool ahead = l->found_line == place.line && l->found_column <= place.column;
    size_t offset = ahead ? l->found_offset : 0;
    int column = ahead ? l->found_column : 1;

    for (; column < place.column && offset < line.length; column++)
        offset += glyph_at(text_from(line, offset)).length;
    l->found_line = place.line;
    l->found_column = column;
    l->found_offset = offset;
    return offset;
}

/* About as many letters before. */
static size_t step_back(struct text line, size_t offset, int letters)
{
    while (offset && letters--)
        do
            offset--;
        while (offset && ((unsigned char)line.at[offset] & 0xC0) == 0x80);
    return offset;
}

static void repeat(struct draft *d, char c, int times)
{
    for (int i = 0; i < times; i++)
        draft_byte(d, c);
}

/* The line, cut around the place when it is long, and the carets below. */
static void show_line(struct draft *d, struct lines *l, struct place place)
{
    struct text line;
    size_t at, from = 0, end;

    if (place.line < 1 || place.line > l->count)
        return;
    line = line_at(l, place.line);
    at = offset_of(l, line, place);
    if (at > 120)
        from = step_back(line, at, 40);
    end = from + SHOWN_MAX;
    draft_addf(d, " %4d | %s", place.line, from ? "..." : "");
    for (size_t i = from; i < line.length && i < end; i += glyph_at(text_from(line, i)).length)
        draft_add(d, glyph_at(text_from(line, i)).bytes);
    draft_addf(d, "%s\n      | %s", end < line.length ? "..." : "", from ? "   " : "");
    for (size_t i = from; i < at; i += glyph_at(text_from(line, i)).length) {
        struct glyph g = glyph_at(text_from(line, i));
        repeat(d, line.at[i] == '\t' ? '\t' : ' ', g.width);
    }
    draft_byte(d, '^');
    for (size_t i = at; i < line.length && i < end && i < at + (size_t)(place.length > 0 ? place.length : 0); i += glyph_at(text_from(line, i)).length)
        repeat(d, '^', glyph_at(text_from(line, i)).width - (i == at));
    draft_byte(d, '\n');
}

static void show(struct draft *d, const struct finding *f, struct text file, struct lines *l)
{
    draft_add(d, file);
    if (f->place.line)
        draft_addf(d, ":%d:%d", f->place.line, f->place.column);
    draft_addf(d, ": %s[PD%04d]: ", severity_name(f->severity), f->code);
    draft_add(d, f->message);
    draft_byte(d, '\n');
    show_line(d, l, f->place);
    if (f->second.line) {
        draft_add(d, TEXT("   see line "));
        draft_number(d, (uint64_t)f->second.line);
        draft_add(d, TEXT(":\n"));
        show_line(d, l, f->second);
    }
    if (f->hint.length) {
        draft_add(d, TEXT("   hint: "));
        draft_add(d, f->hint);
        draft_byte(d, '\n');
    }
    if (f->refs[0])
        draft_addf(d, "   refs: %s\n", f->refs);
}

bool findings_as_text(struct work *w, const struct findings *f, struct text file, struct text source, struct text *out_text)
{
    size_t size = 200;
    struct lines lines;
    struct draft d;

    TRY(lines_of(w, source, &lines));
    for (const struct finding *i = f->first; i; i = i->next)
        size += file.length + i->message.length + i->hint.length + 5 * SHOWN_MAX + 400;
    TRY(work_draft(w, size, &d));
    for (const struct finding *i = f->first; i; i = i->next)
        show(&d, i, file, &lines);
    if (f->count > FINDINGS_MAX)
        draft_addf(&d, "%d more findings are left out\n", f->count - FINDINGS_MAX);
    if (d.overflow)
        FAIL(w, ERR_LIMIT, "the findings do not fit into memory");
    *out_text = draft_text(&d);
    return true;
}

bool findings_as_json(struct work *w, const struct findings *f, struct text file, struct text *out_json)
{
    char code[16];
    struct draft d, id;
    struct json j;
    size_t size = 200;

    for (const struct finding *i = f->first; i; i = i->next)
        size += file.length * 6 + i->message.length * 6 + i->hint.length * 6 + 400;
    TRY(work_draft(w, size, &d));
    j = json_in(&d);
    json_open_object(&j, NULL);
    json_open_list(&j, "findings");
    for (const struct finding *i = f->first; i; i = i->next) {
        id = draft_in(code, sizeof code);
        draft_addf(&id, "PD%04d", i->code);
        json_open_object(&j, NULL);
        json_text(&j, "id", draft_text(&id));
        json_text(&j, "refs", text_of(i->refs));
        json_text(&j, "severity", text_of(severity_name(i->severity)));
        json_text(&j, "file", file);
        json_number(&j, "line", i->place.line);
        json_number(&j, "column", i->place.column);
        json_text(&j, "message", i->message);
        json_text(&j, "hint", i->hint);
        json_close_object(&j);
    }
    json_close_list(&j);
    json_close_object(&j);
    draft_byte(&d, '\n');
    if (d.overflow)
        FAIL(w, ERR_LIMIT, "the findings do not fit into memory");
    *out_json = draft_text(&d);
    return true;
}
