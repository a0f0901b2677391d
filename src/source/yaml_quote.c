#include "source/yaml_quote.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* Blanks before a line end and behind it go; one line end is a space, of more the first goes. Returns where the text goes on. */
static size_t fold(struct text raw, size_t at, struct draft *d)
{
    int ends = 0;

    while (d->length && is_blank(d->at[d->length - 1]))
        d->length--;
    for (; at < raw.length && (raw.at[at] == '\n' || is_blank(raw.at[at])); at++)
        ends += raw.at[at] == '\n';
    if (ends == 1)
        draft_byte(d, ' ');
    while (--ends > 0)
        draft_byte(d, '\n');
    return at;
}

bool yaml_single_quoted(struct work *w, struct text raw, struct text *out_value)
{
    struct draft d;

    TRY(work_draft(w, raw.length, &d));
    for (size_t at = 0; at < raw.length;) {
        bool quote = raw.at[at] == '\'' && at + 1 < raw.length;
        if (raw.at[at] == '\n') {
            at = fold(raw, at, &d);
            continue;
        }
        draft_byte(&d, raw.at[at]);
        at += quote ? 2 : 1;
    }
    *out_value = draft_text(&d);
    return true;
}
