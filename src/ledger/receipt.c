#include "ledger/receipt.h"

#include "base/json.h"
#include "ledger/fact_field.h"

static void write_type(struct json *j, const char *key, const struct fact *fact)
{
    json_text(j, key, text_of(fact_type_name(fact->type)));
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
        json_instant(j, field->name, (struct instant){ number });
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
