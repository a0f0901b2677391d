#include "ledger/fact_field.h"

#include <limits.h>
#include <string.h>

#define FIELD(tag, name, kind, member) { tag, name, FACT_KIND_##kind, offsetof(struct fact, member) }

const struct fact_field fact_fields[FACT_FIELDS] = {
    FIELD(1, "type", TYPE, type),
    FIELD(2, "at", INSTANT, at),
    FIELD(3, "policy", WIDE, policy_number),
    FIELD(4, "channel", INT, channel),
    FIELD(5, "purpose", INT, purpose),
    FIELD(6, "basis", INT, basis),
    FIELD(7, "region", REGION, region),
    FIELD(8, "region_source", INT, region_source),
    FIELD(9, "subject", ID, subject),
    FIELD(10, "record", ID, record),
    FIELD(11, "outcome", INT, outcome),
    FIELD(12, "number", WIDE, number),
    FIELD(13, "actor", WIDE, actor),
    FIELD(14, "hash", HASH, hash),
    FIELD(15, "effective", INSTANT, effective),
};

_Static_assert(sizeof(enum fact_type) == sizeof(int), "a type is read as an int");

/* Bytes that a field takes in the struct. */
static size_t kind_size(enum fact_kind kind)
{
    static const size_t sizes[] = {
        [FACT_KIND_TYPE] = sizeof(int), [FACT_KIND_INSTANT] = sizeof(int64_t), [FACT_KIND_INT] = sizeof(int), [FACT_KIND_WIDE] = sizeof(int64_t),
        [FACT_KIND_REGION] = sizeof ((struct fact *)0)->region, [FACT_KIND_ID] = sizeof(struct id), [FACT_KIND_HASH] = sizeof(struct hash),
    };

    return sizes[kind];
}

bool fact_kind_is_number(enum fact_kind kind)
{
    return kind <= FACT_KIND_WIDE;
}

int64_t fact_field_number(const struct fact *fact, const struct fact_field *field)
{
    const char *at = (const char *)fact + field->offset;
    int64_t wide;
    int narrow;

    if (kind_size(field->kind) == sizeof wide) {
        memcpy(&wide, at, sizeof wide);
        return wide;
    }
    memcpy(&narrow, at, sizeof narrow);
    return narrow;
}

bool fact_field_set_number(struct fact *fact, const struct fact_field *field, int64_t number)
{
    char *at = (char *)fact + field->offset;
    int narrow = (int)number;

    if (field->kind == FACT_KIND_TYPE && (number <= FACT_NONE || number >= FACT_TYPES))
        return false;
    if (kind_size(field->kind) == sizeof number) {
        memcpy(at, &number, sizeof number);
        return true;
    }
    if (number < INT_MIN || number > INT_MAX)
        return false;
    memcpy(at, &narrow, sizeof narrow);
    return true;
}

struct text fact_field_bytes(const struct fact *fact, const struct fact_field *field)
{
    static const char zero[sizeof(struct hash)];
    const char *at = (const char *)fact + field->offset;
    size_t size = kind_size(field->kind);

    if (field->kind == FACT_KIND_REGION)
        return text_of_bytes(at, strnlen(at, size - 1));
    return memcmp(at, zero, size) == 0 ? text_of_bytes(at, 0) : text_of_bytes(at, size);
}

static bool is_region(struct text t)
{
    for (size_t i = 0; i < t.length; i++)
        if (!((t.at[i] >= 'A' && t.at[i] <= 'Z') || (t.at[i] >= '0' && t.at[i] <= '9') || t.at[i] == '-'))
            return false;
    return true;
}

bool fact_field_set_bytes(struct fact *fact, const struct fact_field *field, struct text bytes)
{
    size_t size = kind_size(field->kind);

    if (field->kind == FACT_KIND_REGION ? bytes.length >= size || !is_region(bytes) : bytes.length != size)
        return false;
    memcpy((char *)fact + field->offset, bytes.at, bytes.length);
    return fact_field_bytes(fact, field).length != 0; /* absent has no second spelling */
}
