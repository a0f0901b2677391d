#include "mail/reading.h"

bool mail_header(struct work *w, struct text head, struct text name, struct text *out_value)
{
    struct text rest = head, line;
    bool inside = false;
    struct draft d;

    TRY(work_draft(w, head.length + 1, &d));
    while (text_cut(&rest, '\n', &line)) {
        bool folded = line.length && (line.at[0] == ' ' || line.at[0] == '\t');
        if (!folded)
            inside = line.length > name.length && text_equal_ascii_case(text_first(line, name.length), name) && line.at[name.length] == ':';
        if (!inside)
            continue;
        if (folded)
            draft_byte(&d, ' ');
        draft_add(&d, text_trim(folded ? line : text_from(line, name.length + 1)));
    }
    *out_value = draft_text(&d);
    return true;
}

/* "=?utf-8?B?...?=" words joined; anything else as it stands. */
static bool decode_words(struct work *w, struct text value, struct text *out_text)
{
    struct text opening = TEXT("=?utf-8?B?");
    struct draft d;

    TRY(work_draft(w, value.length + 1, &d));
    while (value.length) {
        size_t at, end, length;
        if (!text_find(value, opening, &at) || !text_find(text_from(value, at + opening.length), TEXT("?="), &end)) {
            draft_add(&d, value);
            break;
        }
        if (text_trim(text_first(value, at)).length)
            draft_add(&d, text_first(value, at));
        if (text_unbase64(text_first(text_from(value, at + opening.length), end), (uint8_t *)d.at + d.length, d.size - d.length, &length))
            d.length += length;
        value = text_from(value, at + opening.length + end + 2);
    }
    *out_text = draft_text(&d);
    return true;
}

static bool decode_base64(struct work *w, struct text body, struct text *out_text)
{
    uint8_t *bytes = work_take(w, 1, body.length + 1);
    size_t length = 0, part;
    struct text line;

    if (!bytes)
        return false;
    while (text_cut(&body, '\n', &line))
        if (text_unbase64(text_trim(line), bytes + length, 76, &part))
            length += part;
    *out_text = text_of_bytes(bytes, length);
    return true;
}

static bool decode_quoted(struct work *w, struct text body, struct text *out_text)
{
    struct draft d;

    TRY(work_draft(w, body.length + 1, &d));
    for (size_t i = 0; i < body.length; i++) {
        uint8_t byte;
        size_t length;
        if (body.at[i] == '\r')
            continue;
        if (body.at[i] != '=') {
            draft_byte(&d, body.at[i]);
        } else if (i + 2 < body.length && body.at[i + 1] == '\r' && body.at[i + 2] == '\n') {
            i += 2;
        } else if (i + 2 < body.length) {
            char lower[2] = { (char)(body.at[i + 1] | 0x20), (char)(body.at[i + 2] | 0x20) };
            if (text_unhex(text_of_bytes(lower, 2), &byte, 1, &length))
                draft_byte(&d, (char)byte);
            i += 2;
        }
    }
    *out_text = draft_text(&d);
    return true;
}

bool mail_read(struct work *w, struct text data, struct read_mail *out_mail)
{
    struct text head = data, body = TEXT(""), subject, coding;
    size_t end;

    if (text_find(data, TEXT("\r\n\r\n"), &end)) {
        head = text_first(data, end + 2);
        body = text_from(data, end + 4);
    }
    TRY(mail_header(w, head, TEXT("Subject"), &subject));
    TRY(decode_words(w, subject, &out_mail->subject));
    TRY(mail_header(w, head, TEXT("Content-Transfer-Encoding"), &coding));
    if (text_equal_ascii_case(coding, TEXT("base64")))
        return decode_base64(w, body, &out_mail->body);
    if (text_equal_ascii_case(coding, TEXT("quoted-printable")))
        return decode_quoted(w, body, &out_mail->body);
    out_mail->body = body;
    return true;
}
