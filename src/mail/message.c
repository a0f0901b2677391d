#include "mail/message.h"

#include <string.h>

enum {
    HEADER_LINE = 76,       /* RFC 2047: a line with encoded words */
    WORD_FRAME = 12,        /* "=?utf-8?B?" and "?=" */
    QUOTED_LINE = 76,       /* RFC 2045 */
    BASE64_LINE_BYTES = 57, /* 76 digits */
};

static bool is_ascii(struct text t)
{
    for (size_t i = 0; i < t.length; i++)
        if ((unsigned char)t.at[i] > 126)
            return false;
    return true;
}

static bool has_control(struct text t)
{
    for (size_t i = 0; i < t.length; i++)
        if ((unsigned char)t.at[i] < 32 || t.at[i] == 127)
            return true;
    return false;
}

static bool check_header(struct work *w, const char *which, struct text t)
{
    if (has_control(t))
        FAIL(w, ERR_INVALID, "the %s of a mail holds a control character; it must be one line of text", which);
    if (!text_is_utf8(t))
        FAIL(w, ERR_INVALID, "the %s of a mail is not UTF-8", which);
    if (t.length > MESSAGE_SUBJECT_MAX)
        FAIL(w, ERR_LIMIT, "the %s of a mail is longer than %d bytes", which, MESSAGE_SUBJECT_MAX);
    return true;
}

/* What stands in a header as it is: one word of ASCII without brackets. */
static bool check_token(struct work *w, const char *which, struct text t)
{
    if (t.length > 900)
        FAIL(w, ERR_LIMIT, "the %s of a mail is longer than 900 bytes", which);
    for (size_t i = 0; i < t.length; i++)
        if (t.at[i] <= 32 || t.at[i] == 127 || t.at[i] == '<' || t.at[i] == '>' || t.at[i] == ',')
            FAIL(w, ERR_INVALID, "the %s of a mail holds a space, a bracket, a comma or a character outside ASCII", which);
    return true;
}

/* ASCII text may stand as it is unless a reader would take it for an encoded word, or one of its words is too long to fold. */
static bool needs_encoding(struct text t)
{
    struct text rest = t, word;
    size_t at;

    if (!is_ascii(t) || text_find(t, TEXT("=?"), &at))
        return true;
    while (text_cut(&rest, ' ', &word))
        if (word.length > HEADER_LINE - 2 || word.length == 0)
            return true; /* folding would eat a second space */
    return t.length > 0 && t.at[t.length - 1] == ' ';
}

static void fold(struct draft *d, size_t *column)
{
    draft_add(d, TEXT("\r\n "));
    *column = 1;
}

static void add_plain_words(struct draft *d, struct text t, size_t column)
{
    struct text word;

    for (bool first = true; text_cut(&t, ' ', &word); first = false) {
        if (!first && column + 1 + word.length > HEADER_LINE) {
            fold(d, &column);
        } else if (!first) {
            draft_byte(d, ' ');
            column++;
        }
        draft_add(d, word);
        column += word.length;
    }
}

/* What fits into an encoded word in `room` columns, never cut inside a code point: each word stands for itself (RFC 2047 section 5). */
static size_t word_length(struct text t, size_t room)
{
    size_t length = (room - WORD_FRAME) / 4 * 3;

    if (t.length <= length)
        return t.length;
    while (length && ((unsigned char)t.at[length] & 0xC0) == 0x80)
        length--;
    return length;
}

static void add_encoded_words(struct draft *d, struct text t, size_t column)
{
    for (bool first = true; t.length; first = false) {
        size_t length;
        if (!first)
            fold(d, &column);
        length = word_length(t, HEADER_LINE - column);
        draft_add(d, TEXT("=?utf-8?B?"));
        draft_base64(d, (const uint8_t *)t.at, length);
        draft_add(d, TEXT("?="));
        t = text_from(t, length);
    }
}

static void add_unstructured(struct draft *d, struct text t, size_t column)
{
    if (needs_encoding(t))
        add_encoded_words(d, t, column);
    else
        add_plain_words(d, t, column);
}

/* A display name outside letters, digits and spaces would need quoting: it is encoded instead. */
static bool is_phrase(struct text t)
{
    for (size_t i = 0; i < t.length; i++) {
        char c = t.at[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != ' ')
            return false;
    }
    return !needs_encoding(t);
}

static void add_from(struct draft *d, const struct mail_message *m)
{
    draft_add(d, TEXT("From: "));
    if (m->from_name.length && is_phrase(m->from_name))
        add_plain_words(d, m->from_name, 6);
    else
        add_encoded_words(d, m->from_name, 6);
    if (m->from_name.length)
        draft_add(d, TEXT("\r\n "));
    draft_add(d, TEXT("<"));
    draft_add(d, m->from.spec);
    draft_add(d, TEXT(">\r\n"));
}

/* "Sun, 01 Mar 2026 12:00:00 +0000" */
static void add_date(struct draft *d, struct instant at)
{
    static const char *const weekdays[] = { "Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed" }; /* 1970-01-01 was a Thursday */
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    struct day day = instant_day_utc(at);
    struct civil c = civil_of_day(day);
    int seconds = (int)((at.ms - instant_of_day_utc(day).ms) / 1000);

    draft_addf(d, "Date: %s, %02d %s %04d %02d:%02d:%02d +0000\r\n", weekdays[((day.number % 7) + 7) % 7], (int)c.day, months[c.month - 1],
               (int)c.year, seconds / 3600, seconds / 60 % 60, seconds % 60);
}

/* The address is too long to fold and short enough for a line of 998. */
static void add_list_headers(struct draft *d, const struct mail_message *m)
{
    if (m->language.length) {
        draft_add(d, TEXT("\r\nContent-Language: "));
        draft_add(d, m->language);
    }
    if (m->unsubscribe.length == 0)
        return;
    draft_add(d, TEXT("\r\nList-Unsubscribe: <"));
    draft_add(d, m->unsubscribe);
    draft_add(d, TEXT(">\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click"));
}

static void add_message_id(struct draft *d, const struct mail_message *m)
{
    draft_id(d, m->uid);
    draft_byte(d, '@');
    draft_add(d, m->from.domain);
}

bool mail_message_id(struct work *w, const struct mail_message *m, struct text *out_id)
{
    struct draft d;

    TRY(work_draft(w, ADDRESS_MAX + 64, &d));
    add_message_id(&d, m);
    must(!d.overflow);
    *out_id = draft_text(&d);
    return true;
}

static void add_headers(struct draft *d, const struct mail_message *m, bool base64)
{
    add_date(d, m->date);
    draft_add(d, TEXT("Message-ID: <"));
    add_message_id(d, m);
    draft_add(d, TEXT(">\r\n"));
    add_from(d, m);
    draft_add(d, TEXT("To: <"));
    draft_add(d, m->to.spec);
    draft_add(d, TEXT(">\r\nSubject: "));
    add_unstructured(d, m->subject, 9);
    add_list_headers(d, m);
    draft_add(d, TEXT("\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                      "Content-Transfer-Encoding: "));
    draft_add(d, base64 ? TEXT("base64\r\n\r\n") : TEXT("quoted-printable\r\n\r\n"));
}

/* Canonical form of text in MIME: every line ends with CRLF, the last one too. */
static bool canonical_body(struct work *w, struct text body, struct text *out_body)
{
    struct draft d;

    TRY(work_draft(w, body.length * 2 + 2, &d));
    for (size_t i = 0; i < body.length; i++) {
        bool ends = body.at[i] == '\n' || body.at[i] == '\r';
        if (body.at[i] == '\r' && i + 1 < body.length && body.at[i + 1] == '\n')
            i++;
        if (ends)
            draft_add(&d, TEXT("\r\n"));
        else
            draft_byte(&d, body.at[i]);
    }
    if (!text_ends(draft_text(&d), TEXT("\r\n")))
        draft_add(&d, TEXT("\r\n"));
    *out_body = draft_text(&d);
    return true;
}

static bool stands_for_itself(struct text line, size_t i)
{
    unsigned char c = (unsigned char)line.at[i];

    if (c == ' ' || c == '\t')
        return i + 1 < line.length; /* white space at the end of a line gets lost on the way */
    if (c == '.' || c == 'F')
        return i > 0; /* neither a lone dot nor mbox's "From " may begin a line */
    return c > 32 && c < 127 && c != '=';
}

static void add_quoted_line(struct draft *d, struct text line)
{
    size_t column = 0;

    for (size_t i = 0; i < line.length; i++) {
        bool itself = stands_for_itself(line, i);
        size_t width = itself ? 1 : 3;
        if (column + width > QUOTED_LINE - 1) {
            draft_add(d, TEXT("=\r\n"));
            column = 0;
            itself = itself && line.at[i] != '.' && line.at[i] != 'F';
            width = itself ? 1 : 3;
        }
        if (itself)
            draft_byte(d, line.at[i]);
        else
            draft_addf(d, "=%02X", (unsigned)(unsigned char)line.at[i]);
        column += width;
    }
    draft_add(d, TEXT("\r\n"));
}

static void add_quoted(struct draft *d, struct text body)
{
    size_t end;

    while (text_find(body, TEXT("\r\n"), &end)) {
        add_quoted_line(d, text_first(body, end));
        body = text_from(body, end + 2);
    }
}

static void add_base64(struct draft *d, struct text body)
{
    while (body.length) {
        struct text line = text_first(body, BASE64_LINE_BYTES);
        draft_base64(d, (const uint8_t *)line.at, line.length);
        draft_add(d, TEXT("\r\n"));
        body = text_from(body, line.length);
    }
}

/* Quoted-printable takes two more bytes for each that is quoted, base64 a third more for all. */
static bool base64_is_shorter(struct text body)
{
    size_t quoted = 0;

    for (size_t i = 0; i < body.length; i++)
        quoted += (unsigned char)body.at[i] > 126;
    return quoted > body.length / 6;
}

bool mail_compose(struct work *w, const struct mail_message *m, struct text *out_data)
{
    struct text body;
    struct draft d;
    bool base64;

    TRY(check_header(w, "subject", m->subject));
    TRY(check_header(w, "sender's name", m->from_name));
    TRY(check_token(w, "language", m->language));
    TRY(check_token(w, "address to unsubscribe", m->unsubscribe));
    if (m->body.length > MESSAGE_BODY_MAX)
        FAIL(w, ERR_LIMIT, "the body of a mail is longer than %d bytes", MESSAGE_BODY_MAX);
    if (!text_is_utf8(m->body))
        FAIL(w, ERR_INVALID, "the body of a mail is not UTF-8");
    TRY(canonical_body(w, m->body, &body));
    base64 = base64_is_shorter(body);
    /* worst case of quoted-printable: each byte three times and a soft break every 75; headers are short */
    TRY(work_draft(w, body.length * 4 + 8192, &d));
    add_headers(&d, m, base64);
    if (base64)
        add_base64(&d, body);
    else
        add_quoted(&d, body);
    if (d.overflow)
        FAIL(w, ERR_LIMIT, "the mail is longer than it may be");
    *out_data = draft_text(&d);
    return true;
}
