#include "net/form.h"

#include "net/percent.h"

#include <string.h>

static bool decode(struct work *w, struct text raw, int number, const char *part, struct text *out_text)
{
    char *bytes = WORK_NEW(w, char, raw.length + 1);
    size_t length;

    if (!bytes)
        return false;
    if (!percent_decode(raw, true, bytes, &length))
        FAIL(w, ERR_INVALID, "field %d: its %s has a percent sign without two hexadecimal digits behind it", number, part);
    *out_text = text_of_bytes(bytes, length);
    if (length && memchr(bytes, 0, length))
        FAIL(w, ERR_INVALID, "field %d: its %s has a NUL character", number, part);
    if (!text_is_utf8(*out_text))
        FAIL(w, ERR_INVALID, "field %d: its %s is not UTF-8; send the form with accept-charset=\"utf-8\"", number, part);
    return true;
}

static bool add(struct work *w, struct text pair, struct form *f)
{
    struct text rest = pair, name = TEXT("");
    struct form_field *field = &f->fields[f->count];

    if (f->count == FORM_FIELDS_MAX)
        FAIL(w, ERR_INVALID, "field %d: a form may have %d fields", f->count + 1, FORM_FIELDS_MAX);
    if (pair.at[0] != '=' && !text_cut(&rest, '=', &name))
        return true;
    if (pair.at[0] == '=')
        rest = text_from(pair, 1);
    TRY(decode(w, name, f->count + 1, "name", &field->name));
    TRY(decode(w, rest, f->count + 1, "value", &field->value));
    f->count++;
    return true;
}

bool form_parse(struct work *w, struct text body, struct form *out_form)
{
    struct form *f = WORK_NEW(w, struct form, 1);
    struct text pair;

    if (!f)
        return false;
    while (text_cut(&body, '&', &pair))
        if (pair.length)
            TRY(add(w, pair, f));
    *out_form = *f;
    return true;
}

bool form_find(const struct form *f, struct text name, struct text *out_value)
{
    for (int i = 0; i < f->count; i++)
        if (text_equal(f->fields[i].name, name)) {
            *out_value = f->fields[i].value;
            return true;
        }
    return false;
}
