/* The fields of a fact as a table: encoder, decoder and the readable form in a receipt all walk it. For this room only. */
#ifndef LEDGER_FACT_FIELD_H
#define LEDGER_FACT_FIELD_H

#include "ledger/fact.h"

enum { FACT_FIELDS = 15 };

enum fact_kind {
    FACT_KIND_TYPE,    /* int, shown as its name */
    FACT_KIND_INSTANT, /* int64, shown as a date and time */
    FACT_KIND_INT,
    FACT_KIND_WIDE,    /* int64 */
    FACT_KIND_REGION,  /* letters, digits and hyphens */
    FACT_KIND_ID,
    FACT_KIND_HASH,
};

/* In order of tag; a tag is stored and never reused. */
struct fact_field {
    uint8_t tag;
    const char *name;
    enum fact_kind kind;
    size_t offset;
};

extern const struct fact_field fact_fields[FACT_FIELDS];

bool fact_kind_is_number(enum fact_kind kind);
int64_t fact_field_number(const struct fact *fact, const struct fact_field *field);
/* False when the field is too narrow for the number, or has no such value. */
bool fact_field_set_number(struct fact *fact, const struct fact_field *field, int64_t number);
/* The bytes of a field that is no number; empty when absent. They lie in the fact. */
struct text fact_field_bytes(const struct fact *fact, const struct fact_field *field);
bool fact_field_set_bytes(struct fact *fact, const struct fact_field *field, struct text bytes);

#endif
