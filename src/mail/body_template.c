#include "mail/body_template.h"

#include "base/json.h"

#include <jansson.h>
#include <string.h>

enum part { PART_FROM, PART_FROM_NAME, PART_TO, PART_SUBJECT, PART_TEXT, PART_MESSAGE_ID, PART_LANGUAGE, PART_UNSUBSCRIBE, PART_UNSUBSCRIBE_POST, PART_RAW, PARTS };

static const char *const part_names[PARTS] = { "from", "from_name", "to", "subject", "text", "message_id", "language", "unsubscribe", "unsubscribe_post", "raw" };

/* What is filled in, and what was named so far. */
struct filling {
    struct text parts[PARTS];
    bool named[PARTS];
    size_t size; /* what the parts need at most, each byte as six */
};

/* Cuts "{subject}" or the text up to it. *out_part is PARTS for text; INVALID for a name that is none. */
static bool cut(struct work *w, struct text *rest, struct text *out_text, enum part *out_part)
{
    size_t at = 0, end;

    while (at + 1 < rest->length && !(rest->at[at] == '{' && byte_is_letter(rest->at[at + 1])))
        at++;
    if (at + 1 >= rest->length)
        at = rest->length;
    *out_part = PARTS;
    *out_text = text_first(*rest, at);
    if (at > 0) {
        *rest = text_from(*rest, at);
        return true;
    }
    if (!text_find(*rest, TEXT("}"), &end))
        FAIL(w, ERR_INVALID, "`%.*s` has a { without its }", TEXT_ARGS(text_first(*rest, 40)));
    for (int i = 0; i < PARTS; i++)
        if (text_equal(text_first(text_from(*rest, 1), end - 1), text_of(part_names[i])))
            *out_part = (enum part)i;
    if (*out_part == PARTS)
        FAIL(w, ERR_INVALID, "{%.*s} is no part of a mail; these are: {from} {from_name} {to} {subject} {text} {message_id} {language} {unsubscribe} {unsubscribe_post} {raw}",
             TEXT_ARGS(text_first(text_from(*rest, 1), end - 1 < 40 ? end - 1 : 40)));
    *rest = text_from(*rest, end + 1);
    return true;
}

/* *out_text: the text with its parts filled in. *out_stands is false when it names parts and all are empty. */
static bool fill_text(struct work *w, struct filling *f, struct text t, struct text *out_text, bool *out_stands)
{
    struct text rest = t, piece;
    size_t length = t.length;
    bool named = false, filled = false;
    enum part part;
    struct draft d;

    while (rest.length) {
        TRY(cut(w, &rest, &piece, &part));
        length += part == PARTS ? 0 : f->parts[part].length;
    }
    TRY(work_draft(w, length + 1, &d));
    for (rest = t; rest.length;) {
        TRY(cut(w, &rest, &piece, &part));
        draft_add(&d, part == PARTS ? piece : f->parts[part]);
        named |= part != PARTS;
        filled |= part != PARTS && f->parts[part].length;
        if (part != PARTS)
            f->named[part] = true;
    }
    must(!d.overflow);
    *out_text = draft_text(&d);
    f->size += 6 * length + 16;
    *out_stands = filled || !named;
    return true;
}

static bool fill_value(struct work *w, struct filling *f, json_t *value, int depth, bool *out_stands);

static bool fill_object(struct work *w, struct filling *f, json_t *object, int depth)
{
    const char *key;
    json_t *value;
    void *next;
    bool stands;

    json_object_foreach_safe(object, next, key, value) {
        TRY(fill_value(w, f, value, depth, &stands));
        if (!stands)
            json_object_del(object, key);
    }
    return true;
}

static bool fill_list(struct work *w, struct filling *f, json_t *list, int depth)
{
    bool stands;

    for (size_t i = 0; i < json_array_size(list);) {
        TRY(fill_value(w, f, json_array_get(list, i), depth, &stands));
        if (stands)
            i++;
        else
            json_array_remove(list, i);
    }
    return true;
}

static bool fill_value(struct work *w, struct filling *f, json_t *value, int depth, bool *out_stands)
{
    struct text filled;

    *out_stands = true;
    if (depth > BODY_TEMPLATE_DEPTH)
        FAIL(w, ERR_INVALID, "the body is deeper than %d levels", BODY_TEMPLATE_DEPTH);
    if (json_is_object(value))
        return fill_object(w, f, value, depth + 1);
    if (json_is_array(value))
        return fill_list(w, f, value, depth + 1);
    if (!json_is_string(value))
        return true;
    TRY(fill_text(w, f, text_of_bytes(json_string_value(value), json_string_length(value)), &filled, out_stands));
    if (json_string_setn(value, filled.at ? filled.at : "", filled.length) != 0)
        FAIL(w, ERR_INVALID, "the mail is not UTF-8");
    return true;
}

static bool read_template(struct work *w, struct text body_template, json_t **out_root)
{
    json_error_t error;

    if (body_template.length > BODY_TEMPLATE_MAX)
        FAIL(w, ERR_INVALID, "the body is longer than %d bytes", BODY_TEMPLATE_MAX);
    *out_root = json_loadb(body_template.at ? body_template.at : "", body_template.length, JSON_REJECT_DUPLICATES, &error);
    if (!*out_root)
        FAIL(w, ERR_INVALID, "the body is no JSON: line %d, column %d: %s; write for example: { \"to\": \"{to}\", \"subject\": \"{subject}\", \"text\": \"{text}\" }", error.line, error.column, error.text);
    return true;
}

static bool write_json(struct work *w, json_t *root, size_t size, struct text *out_json)
{
    struct draft d;

    TRY(work_draft(w, size, &d));
    d.length = json_dumpb(root, d.at, d.size, JSON_COMPACT);
    if (d.length > d.size)
        FAIL(w, ERR_LIMIT, "the mail is longer than it may be");
    *out_json = draft_text(&d);
    return true;
}

static bool fill(struct work *w, json_t *root, struct filling *f, size_t template_length, struct text *out_json)
{
    bool stands;

    TRY(fill_value(w, f, root, 0, &stands));
    return write_json(w, root, f->size + 6 * template_length + 64, out_json);
}

bool body_template_check(struct work *w, struct text body_template)
{
    struct filling f = { .size = 0 };
    struct text json;
    json_t *root;
    bool good;

    TRY(read_template(w, body_template, &root));
    good = fill(w, root, &f, body_template.length, &json);
    json_decref(root);
    if (good && !f.named[PART_RAW] && !(f.named[PART_TO] && f.named[PART_SUBJECT] && f.named[PART_TEXT]))
        FAIL(w, ERR_INVALID, "the body must name {to}, {subject} and {text}, or {raw}: else what arrives is no mail");
    return good;
}

/* The whole message, for providers who take it as such; it is composed for its checks in any case. */
static bool gather(struct work *w, const struct mail_message *m, struct filling *f)
{
    struct text data, id;
    struct draft raw;

    TRY(mail_compose(w, m, &data));
    TRY(mail_message_id(w, m, &id));
    TRY(work_draft(w, data.length * 4 / 3 + 8, &raw));
    draft_base64(&raw, (const uint8_t *)data.at, data.length);
    *f = (struct filling){ .parts = { [PART_FROM] = m->from.spec, [PART_FROM_NAME] = m->from_name, [PART_TO] = m->to.spec, [PART_SUBJECT] = m->subject, [PART_TEXT] = m->body,
                                      [PART_MESSAGE_ID] = id, [PART_LANGUAGE] = m->language, [PART_UNSUBSCRIBE] = m->unsubscribe,
                                      [PART_UNSUBSCRIBE_POST] = m->unsubscribe.length ? TEXT("List-Unsubscribe=One-Click") : TEXT(""), [PART_RAW] = draft_text(&raw) } };
    return true;
}

bool body_template_fill(struct work *w, struct text body_template, const struct mail_message *m, struct text *out_json)
{
    struct filling f;
    json_t *root;
    bool good;

    TRY(gather(w, m, &f));
    TRY(read_template(w, body_template, &root));
    good = fill(w, root, &f, body_template.length, out_json);
    json_decref(root);
    return good;
}
