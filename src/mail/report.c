#include "mail/report.h"

#include "mail/reading.h"
#include "mail/return_path.h"

/* A line without its end, whichever that is. */
static bool take_line(struct text *rest, struct text *out_line)
{
    if (!text_cut(rest, '\n', out_line))
        return false;
    if (out_line->length && out_line->at[out_line->length - 1] == '\r')
        *out_line = text_first(*out_line, out_line->length - 1);
    return true;
}

/* The header of a message or part, and what stands behind the empty line. */
static void split(struct text message, struct text *out_head, struct text *out_body)
{
    struct text rest = message, line;

    while (take_line(&rest, &line))
        if (line.length == 0)
            break;
    *out_head = text_first(message, message.length - rest.length);
    *out_body = rest;
}

/* A parameter of a header field: "boundary" of `multipart/report; boundary="x"`. */
static struct text parameter(struct text value, struct text name)
{
    struct text part, word;

    while (text_cut(&value, ';', &part)) {
        if (!text_cut(&part, '=', &word) || !text_equal_ascii_case(text_trim(word), name))
            continue;
        part = text_trim(part);
        if (part.length >= 2 && part.at[0] == '"' && part.at[part.length - 1] == '"')
            part = text_first(text_from(part, 1), part.length - 2);
        return part;
    }
    return TEXT("");
}

static struct text media_type(struct text value)
{
    struct text type = TEXT("");

    text_cut(&value, ';', &type);
    return text_trim(type);
}

static bool is_boundary(struct text line, struct text boundary)
{
    return text_starts(line, TEXT("--")) && text_starts(text_from(line, 2), boundary);
}

/* The bytes between two boundaries; false when there are no more. */
static bool take_part(struct text *rest, struct text boundary, struct text *out_part)
{
    struct text from = *rest, line, before = *rest;

    while (take_line(rest, &line)) {
        if (is_boundary(line, boundary)) {
            *out_part = text_first(from, from.length - before.length);
            return true;
        }
        before = *rest;
    }
    *out_part = from;
    return from.length > 0;
}

/* "<0123...@example.org>": 32 hex digits, as draft_id writes them. */
bool mail_report_id(struct text message_id, struct id *out_uid)
{
    size_t length;
    struct id uid;

    message_id = text_trim(message_id);
    if (text_starts(message_id, TEXT("<")))
        message_id = text_from(message_id, 1);
    if (message_id.length < 33 || message_id.at[32] != '@' || !text_unhex(text_first(message_id, 32), uid.bytes, sizeof uid.bytes, &length) ||
        length != sizeof uid.bytes)
        return false;
    *out_uid = uid;
    return true;
}

/* One block of fields a recipient; ours have one. A report that says failed and delivered at once says nothing that may count. */
static bool read_status(struct work *w, struct text body, struct mail_report *r)
{
    struct text block, rest, action, status;

    while (body.length) {
        split(body, &block, &rest);
        body = rest;
        TRY(mail_header(w, block, TEXT("Action"), &action));
        TRY(mail_header(w, block, TEXT("Status"), &status));
        if (!text_equal_ascii_case(media_type(action), TEXT("failed")) || r->kind != REPORT_NONE)
            continue;
        r->kind = text_starts(text_trim(status), TEXT("5")) ? REPORT_HARD : REPORT_SOFT;
    }
    return true;
}

/* "not-spam" takes a complaint back: that is none. */
static bool read_feedback(struct work *w, struct text body, struct mail_report *r)
{
    struct text type;

    TRY(mail_header(w, body, TEXT("Feedback-Type"), &type));
    if (type.length && !text_equal_ascii_case(type, TEXT("not-spam")))
        r->kind = REPORT_COMPLAINT;
    return true;
}

static bool read_returned(struct work *w, struct text body, struct mail_report *r)
{
    struct text head, rest, value;

    split(body, &head, &rest);
    TRY(mail_header(w, head, TEXT("Message-ID"), &value));
    r->names_mail = mail_report_id(value, &r->uid);
    return true;
}

static bool read_part(struct work *w, struct text part, struct mail_report *r)
{
    static const struct {
        struct text type;
        bool (*read)(struct work *w, struct text body, struct mail_report *r);
    } readers[] = {
        { TEXT("message/delivery-status"), read_status }, { TEXT("message/global-delivery-status"), read_status },
        { TEXT("message/feedback-report"), read_feedback }, { TEXT("message/rfc822"), read_returned },
        { TEXT("message/global"), read_returned }, { TEXT("text/rfc822-headers"), read_returned }, { TEXT("message/rfc822-headers"), read_returned },
    };
    struct text head, body, value;

    split(part, &head, &body);
    TRY(mail_header(w, head, TEXT("Content-Type"), &value));
    for (size_t i = 0; i < COUNT_OF(readers); i++)
        if (text_equal_ascii_case(media_type(value), readers[i].type))
            return readers[i].read(w, body, r);
    return true;
}

/* Where the report went, as the sender and the servers on the way wrote it. */
static bool read_destination(struct work *w, struct text head, struct mail_report *r)
{
    static const struct text names[] = { TEXT("To"), TEXT("Delivered-To"), TEXT("X-Original-To"), TEXT("Envelope-To") };
    struct text value;

    for (size_t i = 0; i < COUNT_OF(names) && !r->names_mail; i++) {
        TRY(mail_header(w, head, names[i], &value));
        r->names_mail = return_path_find(value, &r->uid);
    }
    return true;
}

bool mail_report_parse(struct work *w, struct text message, struct mail_report *out_report)
{
    struct mail_report r = { REPORT_NONE, false, { { 0 } } };
    struct text head, body, value, boundary, part;

    *out_report = r;
    if (message.length > REPORT_MAX)
        FAIL(w, ERR_LIMIT, "the message is longer than %d bytes", REPORT_MAX);
    split(message, &head, &body);
    TRY(mail_header(w, head, TEXT("Content-Type"), &value));
    boundary = parameter(value, TEXT("boundary"));
    if (!text_equal_ascii_case(media_type(value), TEXT("multipart/report")) || boundary.length == 0)
        return true;
    if (!take_part(&body, boundary, &part)) /* what stands before the first boundary is for nobody */
        return true;
    for (int i = 0; i < REPORT_PARTS_MAX && take_part(&body, boundary, &part); i++)
        TRY(read_part(w, part, &r));
    TRY(read_destination(w, head, &r));
    *out_report = r;
    return true;
}
