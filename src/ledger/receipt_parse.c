/* A receipt out of JSON. Each member has a type and one spelling; whatever is not known is refused. */
#include "ledger/fact_field.h"
#include "ledger/receipt.h"

#include <jansson.h>
#include <string.h>

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
