#include "ledger/fact_field.h"

#include "ledger/tree.h"

#include <string.h>

static const char *const type_names[FACT_TYPES] = {
    [FACT_NONE] = "none",
    [FACT_LOG_OPENED] = "log_opened",
    [FACT_POLICY_PUBLISHED] = "policy_published",
    [FACT_COLLECTED] = "collected",
    [FACT_REFUSALS] = "refusals",
    [FACT_DELIVERED] = "delivered",
    [FACT_DELIVERY_CANCELLED] = "delivery_cancelled",
    [FACT_DELIVERY_FAILED] = "delivery_failed",
    [FACT_OPENED] = "opened",
    [FACT_SWEPT] = "swept",
    [FACT_ERASED] = "erased",
    [FACT_KEY_CREATED] = "key_created",
    [FACT_KEY_REVOKED] = "key_revoked",
    [FACT_HOLD_SET] = "hold_set",
    [FACT_HOLD_ENDED] = "hold_ended",
    [FACT_FACTS_EXPIRED] = "facts_expired",
    [FACT_SWEEP_RUN] = "sweep_run",
    [FACT_RESTORED] = "restored",
    [FACT_NOTICE_SENT] = "notice_sent",
    [FACT_NOTICE_CANCELLED] = "notice_cancelled",
    [FACT_NOTICE_FAILED] = "notice_failed",
    [FACT_SUPPRESSED] = "suppressed",
    [FACT_SUPPRESSION_LIFTED] = "suppression_lifted",
    [FACT_RETENTION_EVENT] = "retention_event",
    [FACT_CONSENT_GIVEN] = "consent_given",
    [FACT_CONSENT_WITHDRAWN] = "consent_withdrawn",
};

const char *fact_type_name(enum fact_type type)
{
    return type > FACT_NONE && type < FACT_TYPES ? type_names[type] : type_names[FACT_NONE];
}

/* Big-endian without leading zeros; a negative number is its two's complement, all eight bytes. Zero has no bytes. */
static size_t number_encode(int64_t number, uint8_t out_bytes[8])
{
    uint64_t bits = (uint64_t)number;
    size_t length = bits ? (size_t)(71 - __builtin_clzll(bits)) / 8 : 0;

    for (size_t i = 0; i < length; i++)
        out_bytes[i] = (uint8_t)(bits >> 8 * (length - 1 - i));
    return length;
}

static bool number_decode(struct text bytes, int64_t *out_number)
{
    uint64_t bits = 0;

    if (bytes.length == 0 || bytes.length > 8 || bytes.at[0] == 0)
        return false;
    for (size_t i = 0; i < bytes.length; i++)
        bits = bits << 8 | (uint8_t)bytes.at[i];
    *out_number = (int64_t)bits;
    return true;
}

size_t fact_encode(const struct fact *fact, uint8_t out_bytes[FACT_CANONICAL_MAX])
{
    struct draft d = draft_in((char *)out_bytes, FACT_CANONICAL_MAX);
    uint8_t digits[8];

    for (int i = 0; i < FACT_FIELDS; i++) {
        const struct fact_field *field = &fact_fields[i];
        struct text bytes;
        if (fact_kind_is_number(field->kind))
            bytes = text_of_bytes(digits, number_encode(fact_field_number(fact, field), digits));
        else
            bytes = fact_field_bytes(fact, field);
        if (bytes.length == 0)
            continue;
        draft_byte(&d, (char)field->tag);
        draft_byte(&d, (char)(bytes.length >> 8));
        draft_byte(&d, (char)bytes.length);
        draft_add(&d, bytes);
    }
    must(!d.overflow);
    return d.length;
}

static bool take_field(struct text *rest, uint8_t *out_tag, struct text *out_bytes)
{
    size_t length;

    if (rest->length < 3)
        return false;
    length = (size_t)(uint8_t)rest->at[1] << 8 | (uint8_t)rest->at[2];
    if (rest->length - 3 < length)
        return false;
    *out_tag = (uint8_t)rest->at[0];
    *out_bytes = text_first(text_from(*rest, 3), length);
    *rest = text_from(*rest, 3 + length);
    return true;
}

static bool set_field(struct fact *fact, const struct fact_field *field, struct text bytes)
{
    int64_t number;

    if (!fact_kind_is_number(field->kind))
        return fact_field_set_bytes(fact, field, bytes);
    return number_decode(bytes, &number) && fact_field_set_number(fact, field, number);
}

struct fact fact_begin(const struct work *w, enum fact_type type, int64_t policy_number)
{
    return (struct fact){ .type = type, .at = w->now, .policy_number = policy_number, .actor = actor_number(w->actor) };
}

bool fact_decode(struct work *w, struct text canonical, struct fact *out_fact)
{
    struct fact fact = { 0 };
    struct text rest = canonical, bytes;
    uint8_t tag, before = 0;

    if (canonical.length > FACT_CANONICAL_MAX)
        FAIL(w, ERR_TAMPERED, "fact: longer than a fact can be");
    while (rest.length) {
        if (!take_field(&rest, &tag, &bytes))
            FAIL(w, ERR_TAMPERED, "fact: a field is cut off");
        if (tag <= before || tag > FACT_FIELDS)
            FAIL(w, ERR_TAMPERED, "fact: field %u is unknown or out of order", tag);
        if (!set_field(&fact, &fact_fields[tag - 1], bytes))
            FAIL(w, ERR_TAMPERED, "fact: field \"%s\" is malformed", fact_fields[tag - 1].name);
        before = tag;
    }
    if (fact.type == FACT_NONE)
        FAIL(w, ERR_TAMPERED, "fact: it has no type");
    *out_fact = fact;
    return true;
}

struct hash fact_leaf(const uint8_t salt[FACT_SALT], struct text canonical)
{
    struct text parts[] = { TEXT("privacyd/fact/1"), text_of_bytes(salt, FACT_SALT), canonical };
    struct hash commitment = hash_parts(parts, COUNT_OF(parts));

    return ledger_leaf(commitment.bytes, sizeof commitment.bytes);
}
