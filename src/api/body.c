#include "api/body.h"

#include <jansson.h>
#include <sodium.h>
#include <string.h>

/* jansson's memory is not ours to wipe when it is freed, so what people wrote is wiped in it before. */
static void body_wipe(json_t *value)
{
    const char *key;
    json_t *child;
    size_t i;

    if (json_is_string(value))
        sodium_memzero((char *)(uintptr_t)json_string_value(value), json_string_length(value));
    json_object_foreach (value, key, child)
        body_wipe(child);
    json_array_foreach (value, i, child)
        body_wipe(child);
}

static void body_close(json_t **root)
{
    if (*root)
        body_wipe(*root);
    json_decref(*root);
    *root = NULL;
}

static bool read_number(struct work *w, const json_t *value, struct member *m)
{
    m->kind = MEMBER_NUMBER;
    return work_format(w, &m->value, "%lld", (long long)json_integer_value(value));
}

static bool read_member(struct work *w, const char *name, const json_t *value, struct member *m)
{
    TRY(work_copy(w, text_of(name), &m->name));
    m->kind = MEMBER_OTHER;
    if (json_is_integer(value))
        return read_number(w, value, m);
    if (!json_is_string(value))
        return true;
    m->kind = MEMBER_TEXT;
    return work_copy(w, text_of_bytes(json_string_value(value), json_string_length(value)), &m->value);
}

static bool read_members(struct work *w, json_t *root, struct body *b)
{
    const char *name;
    json_t *value;

    json_object_foreach (root, name, value) {
        if (b->count == BODY_MEMBERS_MAX)
            FAIL(w, ERR_INVALID, "the JSON object has more than %d members", BODY_MEMBERS_MAX);
        TRY(read_member(w, name, value, &b->members[b->count]));
        b->count++;
    }
    return true;
}

bool body_parse(struct work *w, struct text json, struct body *out_body)
{
    json_error_t where = { .line = 0 };
    CLEANUP(body_close) json_t *root = json_loadb(json.at ? json.at : "", json.length, JSON_REJECT_DUPLICATES, &where);

    if (!root)
        FAIL(w, ERR_INVALID, "the body is not JSON, or has a member twice: line %d, column %d", where.line, where.column);
    if (!json_is_object(root))
        FAIL(w, ERR_INVALID, "the body is JSON but no object");
    memset(out_body, 0, sizeof *out_body);
    return read_members(w, root, out_body);
}

const struct member *body_member(const struct body *b, struct text name)
{
    for (int i = 0; i < b->count; i++)
        if (text_equal(b->members[i].name, name))
            return &b->members[i];
    return NULL;
}

bool body_text(struct work *w, const struct body *b, const char *name, struct text *out_value)
{
    const struct member *m = body_member(b, text_of(name));

    if (!m || m->kind != MEMBER_TEXT)
        FAIL(w, ERR_INVALID, "the member \"%s\" must be there and be a text", name);
    *out_value = m->value;
    return true;
}

bool body_text_or(struct work *w, const struct body *b, const char *name, struct text otherwise, struct text *out_value)
{
    *out_value = otherwise;
    return !body_member(b, text_of(name)) || body_text(w, b, name, out_value);
}

bool body_number(struct work *w, const struct body *b, const char *name, int64_t *out_value)
{
    const struct member *m = body_member(b, text_of(name));
    uint64_t number;

    if (!m || m->kind != MEMBER_NUMBER || !text_to_u64(m->value, &number) || number > INT64_MAX)
        FAIL(w, ERR_INVALID, "the member \"%s\" must be there and be a whole number, not below zero", name);
    *out_value = (int64_t)number;
    return true;
}
