#include "ledger/receipt.h"

#include "base/json.h"
#include "ledger/fact_field.h"

#include <jansson.h>
#include <string.h>

enum { RECEIPT_VERSION = 1, RECEIPT_MAX = 16 * 1024 };

static void write_type(struct json *j, const char *key, const struct fact *fact)
{
    json_text(j, key, text_of(fact_type_name(fact->type)));
}

static void write_instant(struct json *j, const char *key, int64_t ms)
{
    char memory[40];
    struct draft d = draft_in(memory, sizeof memory);

    draft_instant(&d, (struct instant){ ms });
    json_text(j, key, draft_text(&d));
}

static void write_hex(struct json *j, const char *key, struct text bytes)
{
    char memory[2 * FACT_CANONICAL_MAX];
    struct draft d = draft_in(memory, sizeof memory);

    draft_hex(&d, (const uint8_t *)bytes.at, bytes.length);
    must(!d.overflow);
    json_text(j, key, draft_text(&d));
}

static void write_base64(struct json *j, const char *key, struct hash h)
{
    char memory[64];
    struct draft d = draft_in(memory, sizeof memory);

    draft_base64(&d, h.bytes, sizeof h.bytes);
    json_text(j, key, draft_text(&d));
}

static void write_field(struct json *j, const struct fact *fact, const struct fact_field *field)
{
    bool is_number = fact_kind_is_number(field->kind);
    int64_t number = is_number ? fact_field_number(fact, field) : 0;
    struct text bytes = is_number ? TEXT("") : fact_field_bytes(fact, field);

    if (number == 0 && bytes.length == 0)
        return;
    if (field->kind == FACT_KIND_TYPE)
        write_type(j, field->name, fact);
    else if (field->kind == FACT_KIND_INSTANT)
        write_instant(j, field->name, number);
    else if (is_number)
        json_number(j, field->name, number);
    else if (field->kind == FACT_KIND_REGION)
        json_text(j, field->name, bytes);
    else
        write_hex(j, field->name, bytes);
}

bool receipt_write(struct work *w, const struct receipt *r, struct text *out_json)
{
    struct draft d;
    struct json j;

    if (r->position > INT64_MAX || r->canonical.length > FACT_CANONICAL_MAX)
        FAIL(w, ERR_LIMIT, "receipt: position or fact are too large");
    TRY(work_draft(w, RECEIPT_MAX, &d));
    j = json_in(&d);
    json_open_object(&j, NULL);
    json_number(&j, "privacyd_receipt", RECEIPT_VERSION);
    json_open_object(&j, "fact");
    for (int i = 0; i < FACT_FIELDS; i++)
        write_field(&j, &r->fact, &fact_fields[i]);
    json_close_object(&j);
    write_hex(&j, "canonical", r->canonical);
    write_hex(&j, "salt", text_of_bytes(r->salt, sizeof r->salt));
    json_number(&j, "position", (int64_t)r->position);
    json_open_list(&j, "proof");
    for (int i = 0; i < r->proof.count; i++)
        write_base64(&j, NULL, r->proof.hashes[i]);
    json_close_list(&j);
    json_text(&j, "checkpoint", r->note);
    json_text(&j, "key", r->verifier_key);
    json_close_object(&j);
    if (d.overflow)
        FAIL(w, ERR_LIMIT, "receipt: longer than %d bytes", RECEIPT_MAX);
    *out_json = draft_text(&d);
    return true;
}

/* Reading: each member has a type and one spelling; whatever is not known is refused. */

static struct text json_string_text(const json_t *value)
{
    return json_is_string(value) ? text_of_bytes(json_string_value(value), json_string_length(value)) : TEXT("");
}

static bool parse_type(const json_t *value, int64_t *out_number)
{
    for (int type = FACT_NONE + 1; type < FACT_TYPES; type++)
        if (text_equal(json_string_text(value), text_of(fact_type_name(type)))) {
            *out_number = type;
            return true;
        }
    return false;
}

static bool parse_instant(const json_t *value, int64_t *out_number)
{
    char memory[40];
    struct draft d = draft_in(memory, sizeof memory);
    struct instant at;

    if (!instant_parse(json_string_text(value), &at))
        return false;
    draft_instant(&d, at);
    *out_number = at.ms;
    return text_equal(draft_text(&d), json_string_text(value));
}

static bool parse_number(const json_t *value, int64_t *out_number)
{
    *out_number = json_integer_value(value);
    return json_is_integer(value);
}

static bool parse_number_field(const struct fact_field *field, const json_t *value, struct fact *fact)
{
    bool (*parse)(const json_t *, int64_t *) = field->kind == FACT_KIND_TYPE ? parse_type : field->kind == FACT_KIND_INSTANT ? parse_instant : parse_number;
    int64_t number;

    return parse(value, &number) && number != 0 && fact_field_set_number(fact, field, number);
}

static bool parse_field(const struct fact_field *field, const json_t *value, struct fact *fact)
{
    uint8_t bytes[sizeof(struct hash)];
    size_t length;

    if (fact_kind_is_number(field->kind))
        return parse_number_field(field, value, fact);
    if (!json_is_string(value))
        return false;
    if (field->kind == FACT_KIND_REGION)
        return fact_field_set_bytes(fact, field, json_string_text(value));
    return text_unhex(json_string_text(value), bytes, sizeof bytes, &length) && fact_field_set_bytes(fact, field, text_of_bytes(bytes, length));
}

static const struct fact_field *field_find(const char *name)
{
    for (int i = 0; i < FACT_FIELDS; i++)
        if (text_equal(text_of(name), text_of(fact_fields[i].name)))
            return &fact_fields[i];
    return NULL;
}

static bool parse_fact(struct work *w, json_t *value, struct receipt *r)
{
    const char *name;
    json_t *member;

    if (!json_is_object(value))
        FAIL(w, ERR_INVALID, "receipt: \"fact\" must be an object");
    json_object_foreach(value, name, member) {
        const struct fact_field *field = field_find(name);
        if (!field)
            FAIL(w, ERR_INVALID, "receipt: \"fact\" has a member that no fact has");
        if (!parse_field(field, member, &r->fact))
            FAIL(w, ERR_INVALID, "receipt: \"fact.%s\" is malformed", field->name);
    }
    return true;
}

static bool parse_version(struct work *w, json_t *value, struct receipt *r)
{
    (void)r;
    if (!json_is_integer(value))
        FAIL(w, ERR_INVALID, "receipt: \"privacyd_receipt\" must be a number");
    if (json_integer_value(value) != RECEIPT_VERSION)
        FAIL(w, ERR_UNSUPPORTED, "receipt: this program knows receipts of version %d only", RECEIPT_VERSION);
    return true;
}

static bool parse_canonical(struct work *w, json_t *value, struct receipt *r)
{
    uint8_t bytes[FACT_CANONICAL_MAX];
    size_t length;

    if (!json_is_string(value) || !text_unhex(json_string_text(value), bytes, sizeof bytes, &length))
        FAIL(w, ERR_INVALID, "receipt: \"canonical\" must be lower-case hexadecimal digits");
    return work_copy(w, text_of_bytes(bytes, length), &r->canonical);
}

static bool parse_salt(struct work *w, json_t *value, struct receipt *r)
{
    size_t length;

    if (!text_unhex(json_string_text(value), r->salt, sizeof r->salt, &length) || length != sizeof r->salt)
        FAIL(w, ERR_INVALID, "receipt: \"salt\" must be %d lower-case hexadecimal digits", 2 * FACT_SALT);
    return true;
}

static bool parse_position(struct work *w, json_t *value, struct receipt *r)
{
    if (!json_is_integer(value) || json_integer_value(value) < 0)
        FAIL(w, ERR_INVALID, "receipt: \"position\" must be a whole number, 0 or more");
    r->position = (uint64_t)json_integer_value(value);
    return true;
}

static bool parse_proof(struct work *w, json_t *value, struct receipt *r)
{
    size_t length;

    if (!json_is_array(value) || json_array_size(value) > LEDGER_PROOF_MAX)
        FAIL(w, ERR_INVALID, "receipt: \"proof\" must be a list of at most %d hashes", LEDGER_PROOF_MAX);
    r->proof.count = (int)json_array_size(value);
    for (int i = 0; i < r->proof.count; i++) {
        struct hash *h = &r->proof.hashes[i];
        struct text digits = json_string_text(json_array_get(value, (size_t)i));
        if (!text_unbase64(digits, h->bytes, sizeof h->bytes, &length) || length != sizeof h->bytes)
            FAIL(w, ERR_INVALID, "receipt: hash %d of \"proof\" must be 32 bytes in base64", i);
    }
    return true;
}

static bool parse_checkpoint(struct work *w, json_t *value, struct receipt *r)
{
    if (!json_is_string(value))
        FAIL(w, ERR_INVALID, "receipt: \"checkpoint\" must be text");
    return work_copy(w, json_string_text(value), &r->note);
}

static bool parse_key(struct work *w, json_t *value, struct receipt *r)
{
    if (!json_is_string(value))
        FAIL(w, ERR_INVALID, "receipt: \"key\" must be text");
    return work_copy(w, json_string_text(value), &r->verifier_key);
}

static const struct member {
    const char *name;
    bool (*parse)(struct work *w, json_t *value, struct receipt *r);
} members[] = {
    { "privacyd_receipt", parse_version }, { "fact", parse_fact },   { "canonical", parse_canonical },   { "salt", parse_salt },
    { "position", parse_position },        { "proof", parse_proof }, { "checkpoint", parse_checkpoint }, { "key", parse_key },
};

static void json_close(json_t **value)
{
    json_decref(*value);
    *value = NULL;
}

bool receipt_parse(struct work *w, struct text json, struct receipt *out_receipt)
{
    CLEANUP(json_close) json_t *root = NULL;
    struct receipt *r;
    json_error_t why;

    if (json.length > RECEIPT_MAX)
        FAIL(w, ERR_INVALID, "receipt: longer than %d bytes", RECEIPT_MAX);
    root = json_loadb(json.at, json.length, JSON_REJECT_DUPLICATES, &why);
    if (!json_is_object(root))
        FAIL(w, ERR_INVALID, "receipt: it is not one JSON object (line %d, column %d)", why.line, why.column);
    r = WORK_NEW(w, struct receipt, 1);
    if (!r)
        return false;
    for (size_t i = 0; i < COUNT_OF(members); i++) {
        json_t *value = json_object_get(root, members[i].name);
        if (!value)
            FAIL(w, ERR_INVALID, "receipt: \"%s\" is missing", members[i].name);
        TRY(members[i].parse(w, value, r));
    }
    if (json_object_size(root) != COUNT_OF(members))
        FAIL(w, ERR_INVALID, "receipt: it has a member that no receipt has");
    *out_receipt = *r;
    return true;
}

/* What is readable and what was hashed must be the same fact, in its one encoding. */
static bool verify_fact(struct work *w, const struct receipt *r)
{
    uint8_t canonical[FACT_CANONICAL_MAX];
    struct fact fact;

    TRY(fact_decode(w, r->canonical, &fact));
    if (!text_equal(text_of_bytes(canonical, fact_encode(&r->fact, canonical)), r->canonical))
        FAIL(w, ERR_TAMPERED, "receipt: \"fact\" does not say what \"canonical\" says");
    return true;
}

bool receipt_verify(struct work *w, const struct receipt *r, struct ledger_head *out_head)
{
    struct text name, body, origin;
    uint8_t public_key[32];
    struct ledger_head head;

    TRY(verify_fact(w, r));
    if (!note_verifier_key_parse(w, r->verifier_key, &name, public_key))
        FAIL(w, ERR_TAMPERED, "receipt: \"key\" is not a verifier key");
    if (!note_open(w, r->note, name, public_key, &body))
        FAIL(w, ERR_TAMPERED, "receipt: \"checkpoint\" is not signed by \"key\"");
    TRY(checkpoint_parse(w, body, &origin, &head));
    if (!text_equal(origin, name))
        FAIL(w, ERR_TAMPERED, "receipt: \"checkpoint\" is of another log than \"key\"");
    if (!ledger_verify_inclusion(fact_leaf(r->salt, r->canonical), r->position, head, &r->proof))
        FAIL(w, ERR_TAMPERED, "receipt: \"proof\" does not lead from the fact at its position to the root of \"checkpoint\"");
    *out_head = head;
    return true;
}
