#include "mail/letter.h"

enum { VERSION = 1, PARTS = 6, LENGTH_BYTES = 4 };

static void parts_of(struct letter *l, struct text *out_parts[PARTS])
{
    struct text *parts[PARTS] = { &l->to, &l->from_name, &l->subject, &l->language, &l->unsubscribe, &l->body };

    for (int i = 0; i < PARTS; i++)
        out_parts[i] = parts[i];
}

bool letter_encode(struct work *w, const struct letter *l, struct text *out_bytes)
{
    struct letter copy = *l;
    struct text *parts[PARTS];
    size_t size = 1;
    struct draft d;

    parts_of(&copy, parts);
    for (int i = 0; i < PARTS; i++)
        size += LENGTH_BYTES + parts[i]->length;
    TRY(work_draft(w, size, &d));
    draft_byte(&d, VERSION);
    for (int i = 0; i < PARTS; i++) {
        for (int shift = 24; shift >= 0; shift -= 8)
            draft_byte(&d, (char)(parts[i]->length >> shift & 0xFF));
        draft_add(&d, *parts[i]);
    }
    *out_bytes = draft_text(&d);
    return true;
}

static bool take_part(struct text *rest, struct text *out_part)
{
    size_t length = 0;

    if (rest->length < LENGTH_BYTES)
        return false;
    for (int i = 0; i < LENGTH_BYTES; i++)
        length = length << 8 | (unsigned char)rest->at[i];
    *rest = text_from(*rest, LENGTH_BYTES);
    if (length > rest->length)
        return false;
    *out_part = text_first(*rest, length);
    *rest = text_from(*rest, length);
    return true;
}

bool letter_decode(struct work *w, struct text bytes, struct letter *out_letter)
{
    struct letter l;
    struct text *parts[PARTS], rest = bytes;

    if (bytes.length == 0 || bytes.at[0] != VERSION)
        FAIL(w, ERR_UNSUPPORTED, "a sealed notice is of a form that this version does not know");
    rest = text_from(rest, 1);
    parts_of(&l, parts);
    for (int i = 0; i < PARTS; i++)
        if (!take_part(&rest, parts[i]))
            FAIL(w, ERR_TAMPERED, "a sealed notice is cut off");
    if (rest.length)
        FAIL(w, ERR_TAMPERED, "a sealed notice has bytes behind its end");
    *out_letter = l;
    return true;
}
