#include "collect/record.h"

#include <string.h>

enum { RECORD_VERSION = 1, RECORD_HEAD = 2, FIELD_HEAD = 5 };

static void sort_by_id(struct gate_accepted *fields, int count)
{
    for (int i = 1; i < count; i++)
        for (int j = i; j > 0 && text_compare(fields[j - 1].data->id, fields[j].data->id) > 0; j--) {
            struct gate_accepted swap = fields[j];
            fields[j] = fields[j - 1];
            fields[j - 1] = swap;
        }
}

static void draft_u32(struct draft *d, size_t number)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        draft_byte(d, (char)(number >> shift & 0xFF));
}

bool record_encode(struct work *w, const struct gate_accepted *fields, int count, struct text *out_plaintext)
{
    struct gate_accepted sorted[GATE_FIELDS_MAX];
    size_t size = RECORD_HEAD;
    struct draft d;

    must(count >= 0 && count <= GATE_FIELDS_MAX);
    memcpy(sorted, fields, sizeof *sorted * (size_t)count);
    sort_by_id(sorted, count);
    for (int i = 0; i < count; i++)
        size += FIELD_HEAD + sorted[i].data->id.length + sorted[i].value.length;
    TRY(work_draft(w, size, &d));
    draft_byte(&d, RECORD_VERSION);
    draft_byte(&d, (char)count);
    for (int i = 0; i < count; i++) {
        if (sorted[i].data->id.length > UINT8_MAX)
            FAIL(w, ERR_LIMIT, "the id of a data item is longer than %d bytes", UINT8_MAX);
        draft_byte(&d, (char)sorted[i].data->id.length);
        draft_add(&d, sorted[i].data->id);
        draft_u32(&d, sorted[i].value.length);
        draft_add(&d, sorted[i].value);
    }
    must(!d.overflow);
    *out_plaintext = draft_text(&d);
    return true;
}

struct cursor {
    struct text all;
    size_t at;
};

static bool take(struct work *w, struct cursor *c, size_t length, struct text *out_part)
{
    if (c->all.length - c->at < length)
        FAIL(w, ERR_TAMPERED, "the record ends inside a field at byte %zu", c->at);
    *out_part = (struct text){ c->all.at + c->at, length };
    c->at += length;
    return true;
}

static bool take_number(struct work *w, struct cursor *c, size_t bytes, size_t *out_number)
{
    struct text part;
    size_t number = 0;

    TRY(take(w, c, bytes, &part));
    for (size_t i = 0; i < bytes; i++)
        number = number << 8 | (unsigned char)part.at[i];
    *out_number = number;
    return true;
}

static bool take_field(struct work *w, struct cursor *c, struct record_field *out_field)
{
    size_t length;

    TRY(take_number(w, c, 1, &length));
    TRY(take(w, c, length, &out_field->id));
    TRY(take_number(w, c, 4, &length));
    TRY(take(w, c, length, &out_field->value));
    return true;
}

bool record_decode(struct work *w, struct text plaintext, struct record_fields *out_fields)
{
    struct record_fields *fields = WORK_NEW(w, struct record_fields, 1);
    struct cursor c = { plaintext, 0 };
    size_t version, count;

    if (!fields)
        return false;
    TRY(take_number(w, &c, 1, &version));
    if (version != RECORD_VERSION)
        FAIL(w, ERR_UNSUPPORTED, "the record has version %zu; this program knows version %d", version, RECORD_VERSION);
    TRY(take_number(w, &c, 1, &count));
    if (count > GATE_FIELDS_MAX)
        FAIL(w, ERR_TAMPERED, "the record says that it has %zu fields", count);
    for (size_t i = 0; i < count; i++) {
        TRY(take_field(w, &c, &fields->list[i]));
        if (i > 0 && text_compare(fields->list[i - 1].id, fields->list[i].id) >= 0)
            FAIL(w, ERR_TAMPERED, "field %zu of the record is out of order", i);
    }
    if (c.at != plaintext.length)
        FAIL(w, ERR_TAMPERED, "the record has more after its last field, at byte %zu", c.at);
    fields->count = (int)count;
    *out_fields = *fields;
    return true;
}

bool record_find(const struct record_fields *fields, struct text id, struct text *out_value)
{
    for (int i = 0; i < fields->count; i++) {
        if (!text_equal(fields->list[i].id, id))
            continue;
        *out_value = fields->list[i].value;
        return true;
    }
    return false;
}
