#include "html/html.h"

#include <string.h>

#define REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */

static const struct {
    char byte;
    const char *as;
} escapes[] = {
    { '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" }, { '"', "&quot;" }, { '\'', "&#39;" },
};

static const char *escape_of(unsigned char byte)
{
    for (size_t i = 0; i < COUNT_OF(escapes); i++)
        if ((unsigned char)escapes[i].byte == byte)
            return escapes[i].as;
    /* Tab, line feed and carriage return are white space in HTML; other controls are not characters of a document. */
    if ((byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7F)
        return REPLACEMENT;
    return NULL;
}

/* Whether every U+2068 of a text is closed by a U+2069 of it, and there is no other. Such a part cannot turn anything outside of itself, nor
 * force a direction; messages have them around their values (html/message.c). */
static bool isolates_are_closed(struct text t)
{
    size_t open = 0, at;

    for (; text_find(t, TEXT("\xE2\x81"), &at) && at + 2 < t.length; t = text_from(t, at + 3)) {
        unsigned char last = (unsigned char)t.at[at + 2];
        if (last == 0xA8)
            open++;
        else if (last == 0xA9 && open-- == 0)
            return false;
    }
    return open == 0;
}

/* U+202A..202E and U+2066..2069 can make a line read in another order than it stands; U+0080..009F are controls; U+FFFE and U+FFFF are no
 * characters of XML, and so not of a picture. Gives the length. */
static size_t is_override(struct text t, size_t at)
{
    const unsigned char *u = (const unsigned char *)t.at + at;

    if (at + 2 < t.length && u[0] == 0xE2 && ((u[1] == 0x80 && u[2] >= 0xAA && u[2] <= 0xAE) || (u[1] == 0x81 && u[2] >= 0xA6 && u[2] <= 0xA9)))
        return 3;
    if (at + 2 < t.length && u[0] == 0xEF && u[1] == 0xBF && u[2] >= 0xBE)
        return 3;
    if (at + 1 < t.length && u[0] == 0xC2 && u[1] >= 0x80 && u[1] <= 0x9F)
        return 2;
    return 0;
}

static bool is_isolate(struct text t)
{
    return text_starts(t, TEXT("\xE2\x81\xA8")) || text_starts(t, TEXT("\xE2\x81\xA9"));
}

void html_text(struct html_out *out, struct text t)
{
    bool closed = isolates_are_closed(t);
    size_t from = 0, skip;

    for (size_t i = 0; i < t.length; i++) {
        const char *as = escape_of((unsigned char)t.at[i]);

        skip = as ? 1 : is_override(t, i);
        if (!skip || (closed && !as && is_isolate(text_from(t, i))))
            continue;
        draft_add(&out->draft, (struct text){ t.at + from, i - from });
        draft_add(&out->draft, text_of(as ? as : REPLACEMENT));
        i += skip - 1;
        from = i + 1;
    }
    draft_add(&out->draft, text_from(t, from));
}

static const struct text allowed_schemes[] = { { "https:", 6 }, { "http:", 5 }, { "mailto:", 7 }, { "tel:", 4 } };

/* No scheme before the first of / ? #. Browsers strip white space and controls inside a scheme, so those are not relative either. */
static bool is_relative(struct text url)
{
    for (size_t i = 0; i < url.length; i++) {
        if ((unsigned char)url.at[i] <= 0x20 || url.at[i] == ':')
            return false;
        if (url.at[i] == '/' || url.at[i] == '?' || url.at[i] == '#')
            return true;
    }
    return true;
}

void html_url(struct html_out *out, struct text url)
{
    bool allowed = is_relative(url);

    for (size_t i = 0; i < COUNT_OF(allowed_schemes); i++)
        allowed |= url.length > allowed_schemes[i].length && text_equal_ascii_case(text_first(url, allowed_schemes[i].length), allowed_schemes[i]);
    html_text(out, allowed ? url : TEXT("#"));
}

static bool stays_in_url(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("-._~/:@", c));
}

void html_url_part(struct html_out *out, struct text part)
{
    for (size_t i = 0; i < part.length; i++) {
        if (stays_in_url(part.at[i]))
            draft_byte(&out->draft, part.at[i]);
        else
            draft_addf(&out->draft, "%%%02X", (unsigned char)part.at[i]);
    }
}

void html_add(struct html_out *out, struct html part)
{
    draft_add(&out->draft, part.markup);
}

void html_literal(struct html_out *out, const char *markup, size_t length)
{
    draft_add(&out->draft, text_of_bytes(markup, length));
}

bool html_open(struct work *w, size_t size, struct html_out *out)
{
    return work_draft(w, size, &out->draft);
}

bool html_close(struct work *w, struct html_out *out, struct html *out_html)
{
    if (out->draft.overflow)
        FAIL(w, ERR_LIMIT, "the page is larger than %zu bytes", out->draft.size);
    out_html->markup = work_draft_end(w, &out->draft);
    return true;
}
