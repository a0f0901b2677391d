/* Fields at the gate: lines "name=value" with bytes as they come; the first byte chooses region and door. What is accepted is declared, is
 * UTF-8 and fits; what is refused leaves nothing; and what was accepted goes through the record's encoding and back. */
#include "collect/gate.h"
#include "collect/record.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static const struct data_item data[] = {
    { .id = TEXT("name"), .number = 1, .category = TEXT("user.name") },
    { .id = TEXT("email"), .number = 2, .category = TEXT("user.contact.email"), .identifies = true },
    { .id = TEXT("message"), .number = 9, .category = TEXT("user.content") },
    { .id = TEXT("phone"), .number = 4, .category = TEXT("user.contact.phone_number") },
};
static const struct data_item *allowed[] = { &data[0], &data[1], &data[2] };
static const struct channel_field fields[] = { { .data = &data[0] }, { .data = &data[1], .required = true }, { .data = &data[2] }, { .data = &data[3] } };
static const struct purpose purpose = { .id = TEXT("support"), .number = 1, .basis = { BASIS_CONTRACT, BASIS_CONTRACT } };
static const struct text ignored[] = { TEXT("utm_*") };
static const struct channel channel = {
    .id = TEXT("contact"), .number = 1, .purpose = &purpose, .fields = fields, .field_count = 4, .ignore = ignored, .ignore_count = 1,
};
static const struct appendix appendix = { .region = 1, .prevails = true, .collects = allowed, .collect_count = 3 };
static const struct policy policy = {
    .regions = { { .code = TEXT("EU") }, { .code = TEXT("US-CA") } }, .region_count = 2, .data = data, .data_count = 4, .purposes = &purpose,
    .purpose_count = 1, .channels = &channel, .channel_count = 1, .appendices = &appendix, .appendix_count = 1,
};

static int read_fields(struct text rest, struct gate_field *out_fields)
{
    struct text line, name;
    int count = 0;

    while (count <= GATE_FIELDS_MAX && text_cut(&rest, '\0', &line)) {
        if (!text_cut(&line, '=', &name))
            continue;
        out_fields[count++] = (struct gate_field){ name, line };
    }
    return count;
}

static void check_accepted(struct work *w, const struct gate_verdict *v, int region)
{
    struct record_fields *back = WORK_NEW(w, struct record_fields, 1);
    struct text plain;

    for (int i = 0; i < v->field_count; i++) {
        must(v->fields[i].data >= data && v->fields[i].data < data + COUNT_OF(data));
        must(v->fields[i].value.length > 0 && v->fields[i].value.length <= GATE_VALUE_MAX && text_is_utf8(v->fields[i].value));
        must(region == 0 || v->fields[i].data != &data[3]);
    }
    must(back && record_encode(w, v->fields, v->field_count, &plain) && record_decode(w, plain, back));
    must(back->count == v->field_count);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct work w = { .arena = arena_create(4u << 20) };
    struct gate_verdict *v = w.arena ? WORK_NEW(&w, struct gate_verdict, 1) : NULL;
    struct gate_field sent[GATE_FIELDS_MAX + 1];
    int region = length ? bytes[0] % 3 - 1 : 0;
    int count = read_fields(text_from(text_of_bytes(bytes, length), 1), sent);

    must(v != NULL);
    must(gate_decide(&w, &policy, &channel, region, length && bytes[0] & 64 ? DOOR_JSON : DOOR_FORM, sent, count, v) || w.err.code == ERR_LIMIT);
    must(v->accepted ? v->problem_count == 0 : v->field_count == 0);
    if (v->accepted)
        check_accepted(&w, v, region);
    arena_destroy(&w.arena);
    return 0;
}
