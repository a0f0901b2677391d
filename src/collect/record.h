/* The plaintext of a record: which fields were given and what they hold, before it is sealed and after it is opened. One submission has one
 * encoding; decoding refuses every other.
 *
 *   0  version 1 | 1 number of fields | then for each, in order of id: length of id u8 | id | length of value u32 | value
 *
 * Integers are big-endian. Ids are those of the policy and permanent, so an old record needs no old policy to be read. */
#ifndef COLLECT_RECORD_H
#define COLLECT_RECORD_H

#include "collect/gate.h"

/* What a sealed record is bound to. Numbers are never reused. */
enum record_table { TABLE_RECORD = 1 };
enum record_group { GROUP_FIELDS = 1 };
enum record_class { CLASS_SUBMISSION = 1 };

struct record_field {
    struct text id, value;
};

struct record_fields {
    struct record_field list[GATE_FIELDS_MAX];
    int count;
};

MUST_USE bool record_encode(struct work *w, const struct gate_accepted *fields, int count, struct text *out_plaintext);
/* The texts look into `plaintext`. Errors: UNSUPPORTED (another version), TAMPERED; the message says at which byte. */
MUST_USE bool record_decode(struct work *w, struct text plaintext, struct record_fields *out_fields);
/* Value of a field; false when it was not given. */
bool record_find(const struct record_fields *fields, struct text id, struct text *out_value);

#endif
