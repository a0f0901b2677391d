#include "source/report.h"

#include "source/lines.h"
#include "source/width.h"

enum { SHOWN_MAX = 160 };

/* One code point as a terminal shows it. */
struct glyph {
    struct text bytes; /* to print */
    size_t length;     /* in the source */
    int width;
};

static struct glyph glyph_at(struct text rest)
{
    size_t length = lines_step(rest), offset, bad;
    struct text bytes = text_first(rest, length);

    if (rest.at[0] == '\t')
        return (struct glyph){ bytes, 1, 1 };
    if (!text_is_utf8(bytes) || rest.at[0] == '\r')
        return (struct glyph){ TEXT("?"), 1, 1 };
    if (text_is_hostile(bytes, &offset, &bad))
        return (struct glyph){ TEXT("?"), length, 1 };
    return (struct glyph){ bytes, length, width_of_point(bytes) };
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

/* What a terminal is told; empty words when it is told nothing. */
struct paint {
    const char *severity[3], *strong, *hint, *off;
};
static const struct paint plain = { { "", "", "" }, "", "", "" };
static const struct paint coloured = { { "\x1b[1;36m", "\x1b[1;33m", "\x1b[1;31m" }, "\x1b[1m", "\x1b[32m", "\x1b[0m" };

struct shower {
    struct draft *d;
    struct text file;
    struct lines lines;
    const struct paint *paint;
};

static void show_carets(struct draft *d, struct text line, size_t from, size_t at, size_t end)
{
    for (size_t i = from; i < at; i += glyph_at(text_from(line, i)).length)
        repeat(d, line.at[i] == '\t' ? '\t' : ' ', glyph_at(text_from(line, i)).width);
    draft_byte(d, '^');
    for (size_t i = at; i < line.length && i < end; i += glyph_at(text_from(line, i)).length)
        repeat(d, '^', glyph_at(text_from(line, i)).width - (i == at));
}

/* The line, cut around the place when it is long, and the carets below. */
static void show_line(struct shower *s, struct place place, const char *paint)
{
    struct text line = lines_text(&s->lines, place.line);
    size_t at, from = 0, end, marked;

    if (place.line < 1 || place.line > s->lines.count)
        return;
    at = lines_offset(&s->lines, place);
    if (at > 120)
        from = step_back(line, at, 40);
    end = from + SHOWN_MAX;
    marked = at + (size_t)(place.length > 0 ? place.length : 0);
    draft_addf(s->d, " %4d | %s", place.line, from ? "..." : "");
    for (size_t i = from; i < line.length && i < end; i += glyph_at(text_from(line, i)).length)
        draft_add(s->d, glyph_at(text_from(line, i)).bytes);
    draft_addf(s->d, "%s\n      | %s%s", end < line.length ? "..." : "", from ? "   " : "", paint);
    show_carets(s->d, line, from, at, marked < end ? marked : end);
    draft_addf(s->d, "%s\n", s->paint->off);
}

static void show_head(struct shower *s, const struct finding *f)
{
    draft_addf(s->d, "%s", s->paint->strong);
    draft_add(s->d, s->file);
    if (f->place.line)
        draft_addf(s->d, ":%d:%d", f->place.line, f->place.column);
    draft_addf(s->d, ":%s %s%s[PD%04d]:%s %s", s->paint->off, s->paint->severity[f->severity], severity_name(f->severity), f->code, s->paint->off, s->paint->strong);
    draft_add(s->d, f->message);
    draft_addf(s->d, "%s\n", s->paint->off);
}

static void show(struct shower *s, const struct finding *f)
{
    show_head(s, f);
    show_line(s, f->place, s->paint->severity[f->severity]);
    if (f->second.line) {
        draft_addf(s->d, "   see line %d:\n", f->second.line);
        show_line(s, f->second, s->paint->severity[SEVERITY_NOTE]);
    }
    if (f->hint.length) {
        draft_addf(s->d, "   %shint:%s ", s->paint->hint, s->paint->off);
        draft_add(s->d, f->hint);
        draft_byte(s->d, '\n');
    }
    if (f->refs[0])
        draft_addf(s->d, "   refs: %s\n", f->refs);
}

static bool write_findings(struct work *w, const struct findings *f, struct text file, struct text source, const struct paint *paint, struct text *out_text)
{
    size_t size = 200;
    struct draft d;
    struct shower s = { &d, file, .paint = paint };

    TRY(lines_of(w, source, &s.lines));
    for (const struct finding *i = f->first; i; i = i->next)
        size += file.length + i->message.length + i->hint.length + 5 * SHOWN_MAX + 400;
    TRY(work_draft(w, size, &d));
    for (const struct finding *i = f->first; i; i = i->next)
        show(&s, i);
    if (f->count > FINDINGS_MAX)
        draft_addf(&d, "%d more findings are left out\n", f->count - FINDINGS_MAX);
    if (d.overflow)
        FAIL(w, ERR_LIMIT, "the findings do not fit into memory");
    *out_text = draft_text(&d);
    return true;
}

bool findings_as_text(struct work *w, const struct findings *f, struct text file, struct text source, struct text *out_text)
{
    return write_findings(w, f, file, source, &plain, out_text);
}

bool findings_in_colour(struct work *w, const struct findings *f, struct text file, struct text source, struct text *out_text)
{
    return write_findings(w, f, file, source, &coloured, out_text);
}
