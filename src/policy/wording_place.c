#include "policy/wording_place.h"

struct place own_text_place(const struct policy *p, const struct own_text *text, int language)
{
    struct place place = text->places[language];

    return place.line ? place : text->places[p->authoritative].line ? text->places[p->authoritative] : text->place;
}

/* False: the source has no such place. */
static bool offset_of(struct text source, struct place place, size_t *out_offset)
{
    size_t at = 0;

    for (int line = 1; line < place.line; line++) {
        size_t rest;
        if (!text_find(text_from(source, at), TEXT("\n"), &rest))
            return false;
        at += rest + 1;
    }
    for (int column = 1; column < place.column && at < source.length; column++)
        do
            at++;
        while (at < source.length && ((unsigned char)source.at[at] & 0xC0) == 0x80);
    *out_offset = at;
    return true;
}

static struct place place_at(struct text source, size_t offset, size_t length)
{
    struct place place = { .line = 1, .column = 1, .length = (int)length };
    size_t start = 0;

    for (size_t i = 0; i < offset; i++)
        if (source.at[i] == '\n') {
            place.line++;
            start = i + 1;
        }
    place.column += (int)text_utf8_length(text_first(text_from(source, start), offset - start));
    return place;
}

/* The first of several words; a line break may stand behind it. */
static struct text first_word(struct text t)
{
    for (size_t i = 0; i < t.length; i++)
        if (t.at[i] == ' ' || t.at[i] == '\n')
            return text_first(t, i);
    return t;
}

static size_t times(struct text t, struct text part)
{
    size_t count = 0, at;

    for (; part.length && text_find(t, part, &at); t = text_from(t, at + part.length))
        count++;
    return count;
}

struct place place_inside(struct text source, struct place value, struct text text, size_t offset, size_t length)
{
    struct text wanted = text_first(text_from(text, offset), length), word = first_word(wanted);
    size_t at, next, before = times(text_first(text, offset), word);

    if (word.length == 0 || !offset_of(source, value, &at))
        return value;
    for (;; at += word.length) {
        if (!text_find(text_from(source, at), word, &next))
            return value;
        at += next;
        if (before-- == 0)
            break;
    }
    return place_at(source, at, text_starts(text_from(source, at), wanted) ? length : word.length);
}
