#include "unit.h"

#include "base/teeth.h"
#include "collect/gate.h"

#include <stdio.h>
#include <stdlib.h>

/* A maker's policy, small: line numbers are what a finding would point at. Regions: 0 EU, 1 US-CA. */
static const struct data_item data[] = {
    { .id = TEXT("name"), .number = 1, .category = TEXT("user.name"), .place = { 10, 3, 4 } },
    { .id = TEXT("email"), .number = 2, .category = TEXT("user.contact.email"), .identifies = true, .place = { 11, 3, 5 } },
    { .id = TEXT("phone"), .number = 3, .category = TEXT("user.contact.phone_number"), .place = { 12, 3, 5 } },
    { .id = TEXT("message"), .number = 4, .category = TEXT("user.content"), .place = { 13, 3, 7 } },
    { .id = TEXT("birthdate"), .number = 5, .category = TEXT("user.demographic.date_of_birth"), .place = { 14, 3, 9 } },
};
static const struct data_item *in_california[] = { &data[0], &data[1], &data[3] };
static const struct channel_field contact_fields[] = {
    { &data[0], true, { 30, 5, 4 } }, { &data[1], true, { 31, 5, 5 } }, { &data[3], true, { 32, 5, 7 } }, { &data[2], false, { 33, 5, 5 } },
};
static const struct purpose purposes[] = {
    { .id = TEXT("support"), .number = 1, .basis = { BASIS_CONTRACT, BASIS_CONTRACT }, .basis_elsewhere = BASIS_CONTRACT, .basis_place = { 20, 7, 5 } },
    { .id = TEXT("statistics"), .number = 2, .basis = { BASIS_CONSENT, BASIS_OFF }, .basis_place = { 21, 7, 5 } },
};
static const struct text ignored[] = { TEXT("utm_*"), TEXT("_csrf") };
enum { CONTACT, STATISTICS, STRICT_FORM, LENIENT_JSON, CHANNELS };
static const struct channel channels[CHANNELS] = {
    [CONTACT] = { .id = TEXT("contact"), .number = 1, .purpose = &purposes[0], .fields = contact_fields, .field_count = 4, .ignore = ignored,
                  .ignore_count = 2, .place = { 40, 3, 7 } },
    [STATISTICS] = { .id = TEXT("visits"), .number = 2, .purpose = &purposes[1], .fields = contact_fields, .field_count = 0, .place = { 41, 3, 6 } },
    [STRICT_FORM] = { .id = TEXT("strict"), .number = 3, .purpose = &purposes[0], .fields = contact_fields, .field_count = 2, .unknown = UNKNOWN_REFUSE },
    [LENIENT_JSON] = { .id = TEXT("lenient"), .number = 4, .purpose = &purposes[0], .fields = contact_fields, .field_count = 2, .unknown = UNKNOWN_DROP },
};
static const struct appendix appendices[] = {
    { .region = 1, .prevails = true, .collects = in_california, .collect_count = 3, .place = { 70, 3, 6 } },
};
static const struct policy policy = {
    .language_count = 1, .regions = { { .code = TEXT("EU") }, { .code = TEXT("US-CA") } }, .region_count = 2, .data = data, .data_count = 5,
    .purposes = purposes, .purpose_count = 2, .channels = channels, .channel_count = CHANNELS, .appendices = appendices, .appendix_count = 1,
};

#define PERSON { TEXT("name"), TEXT("N. Example") }, { TEXT("email"), TEXT("n@example.org") }, { TEXT("message"), TEXT("hello") }

struct gate_case {
    const char *says;
    int channel, region;
    enum gate_door door;
    struct gate_field fields[8];
    enum gate_reason reason; /* the first problem, GATE_OK: accepted */
    const char *field;       /* it names */
    int line;                /* of the policy */
    int kept, dropped;
};

static const struct gate_case cases[] = {
    { "what is declared passes", CONTACT, 0, DOOR_JSON, { PERSON }, GATE_OK, "", 0, 3, 0 },
    { "an optional item passes too", CONTACT, 0, DOOR_JSON, { PERSON, { TEXT("phone"), TEXT("+81 3 0000 0000") } }, GATE_OK, "", 0, 4, 0 },
    { "an optional item that is empty was not given", CONTACT, 1, DOOR_JSON, { PERSON, { TEXT("phone"), TEXT(" \r\n") } }, GATE_OK, "", 0, 3, 0 },
    { "JSON with an undeclared field is refused", CONTACT, 0, DOOR_JSON, { PERSON, { TEXT("birthdate"), TEXT("1990-01-01") } }, GATE_UNDECLARED,
      "birthdate", 40, 0, 0 },
    { "a form with an undeclared field loses it", CONTACT, 0, DOOR_FORM, { PERSON, { TEXT("birthdate"), TEXT("1990-01-01") } }, GATE_OK, "", 0, 3, 1 },
    { "a channel may refuse for forms", STRICT_FORM, 0, DOOR_FORM, { PERSON }, GATE_UNDECLARED, "message", 0, 0, 0 },
    { "a channel may drop for JSON", LENIENT_JSON, 0, DOOR_JSON, { PERSON }, GATE_OK, "", 0, 2, 1 },
    { "ignored names are nothing", CONTACT, 0, DOOR_JSON, { PERSON, { TEXT("utm_source"), TEXT("x") }, { TEXT("_csrf"), TEXT("x") } }, GATE_OK, "", 0, 3, 0 },
    { "a name without a star is ignored whole only", CONTACT, 0, DOOR_JSON, { PERSON, { TEXT("_csrf2"), TEXT("x") } }, GATE_UNDECLARED, "_csrf2", 40, 0, 0 },
    { "what the appendix leaves out is refused in its region", CONTACT, 1, DOOR_FORM, { PERSON, { TEXT("phone"), TEXT("1") } }, GATE_NOT_IN_REGION,
      "phone", 70, 0, 0 },
    { "an unknown region is the strictest", CONTACT, -1, DOOR_JSON, { PERSON, { TEXT("phone"), TEXT("1") } }, GATE_NOT_IN_REGION, "phone", 70, 0, 0 },
    { "a required item must be there", CONTACT, 0, DOOR_FORM, { { TEXT("name"), TEXT("N") }, { TEXT("email"), TEXT("n@example.org") } },
      GATE_REQUIRED_MISSING, "message", 32, 0, 0 },
    { "spaces are no answer", CONTACT, 0, DOOR_FORM, { { TEXT("name"), TEXT("  ") }, { TEXT("email"), TEXT("n@example.org") }, { TEXT("message"), TEXT("x") } },
      GATE_REQUIRED_MISSING, "name", 30, 0, 0 },
    { "a field stands once", CONTACT, 0, DOOR_JSON, { PERSON, { TEXT("name"), TEXT("Other") } }, GATE_REPEATED, "name", 30, 0, 0 },
    { "an address is an address", CONTACT, 0, DOOR_JSON, { { TEXT("name"), TEXT("N") }, { TEXT("email"), TEXT("nobody") }, { TEXT("message"), TEXT("x") } },
      GATE_INVALID_VALUE, "email", 11, 0, 0 },
    { "a name has no newline", CONTACT, 0, DOOR_FORM, { { TEXT("name"), TEXT("a\nb") }, { TEXT("email"), TEXT("n@example.org") }, { TEXT("message"), TEXT("x") } },
      GATE_INVALID_VALUE, "name", 10, 0, 0 },
    { "a message may have lines", CONTACT, 0, DOOR_FORM,
      { { TEXT("name"), TEXT("N") }, { TEXT("email"), TEXT("n@example.org") }, { TEXT("message"), TEXT("a\r\n\tb") } }, GATE_OK, "", 0, 3, 0 },
    { "a message has no escape sequences", CONTACT, 0, DOOR_FORM,
      { { TEXT("name"), TEXT("N") }, { TEXT("email"), TEXT("n@example.org") }, { TEXT("message"), TEXT("\x1b[2J") } }, GATE_INVALID_VALUE, "message", 13, 0, 0 },
    { "C1 controls are controls", CONTACT, 0, DOOR_FORM,
      { { TEXT("name"), TEXT("a\xC2\x9B" "b") }, { TEXT("email"), TEXT("n@example.org") }, { TEXT("message"), TEXT("x") } }, GATE_INVALID_VALUE, "name", 10, 0, 0 },
    { "bytes that are no UTF-8 are no text", CONTACT, 0, DOOR_JSON,
      { { TEXT("name"), TEXT("a\xFF") }, { TEXT("email"), TEXT("n@example.org") }, { TEXT("message"), TEXT("x") } }, GATE_INVALID_VALUE, "name", 10, 0, 0 },
    { "no basis, no collection", STATISTICS, 1, DOOR_JSON, { { TEXT(""), TEXT("") } }, GATE_NO_BASIS, "", 21, 0, 0 },
    { "where one region has none, the unknown one has none", STATISTICS, -1, DOOR_JSON, { { TEXT(""), TEXT("") } }, GATE_NO_BASIS, "", 21, 0, 0 },
    { "elsewhere the same purpose has one", STATISTICS, 0, DOOR_JSON, { { TEXT(""), TEXT("") } }, GATE_OK, "", 0, 0, 0 },
};

static int fields_of(const struct gate_case *c)
{
    int count = 0;

    while (count < 8 && c->fields[count].name.length)
        count++;
    return count;
}

static void every_case_of_the_gate_is_decided_as_the_policy_says(void **state)
{
    struct gate_verdict *v = calloc(1, sizeof *v);
    struct work *w = unit_work();

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct gate_case *c = &cases[i];
        assert_ok(w, gate_decide(w, &policy, &channels[c->channel], c->region, c->door, c->fields, fields_of(c), v));
        if (v->accepted != (c->reason == GATE_OK) || v->field_count != c->kept || v->dropped != c->dropped)
            fail_msg("%s: accepted %d, kept %d, dropped %d", c->says, v->accepted, v->field_count, v->dropped);
        if (v->accepted)
            continue;
        if (v->problems[0].reason != c->reason || v->problems[0].place.line != c->line)
            fail_msg("%s: %s, line %d", c->says, gate_reason_name(v->problems[0].reason), v->problems[0].place.line);
        assert_text(c->field, v->problems[0].field);
    }
    free(v);
    unit_work_end(&w);
}

static void all_problems_are_told_and_not_the_first(void **state)
{
    const struct gate_field fields[] = { { TEXT("email"), TEXT("x") }, { TEXT("shoe_size"), TEXT("44") } };
    struct gate_verdict *v = calloc(1, sizeof *v);
    struct work *w = unit_work();

    (void)state;
    assert_ok(w, gate_decide(w, &policy, &channels[CONTACT], 0, DOOR_JSON, fields, 2, v));
    assert_int_equal(v->problem_count, 4);
    assert_int_equal(v->problems[0].reason, GATE_INVALID_VALUE);
    assert_int_equal(v->problems[1].reason, GATE_UNDECLARED);
    assert_int_equal(v->problems[2].reason, GATE_REQUIRED_MISSING);
    assert_int_equal(v->problems[3].reason, GATE_REQUIRED_MISSING);
    free(v);
    unit_work_end(&w);
}

struct near_case {
    const char *sent, *nearest;
};

static void a_name_that_is_nearly_right_is_told_the_right_one(void **state)
{
    static char endless[4096];
    const struct near_case near[] = {
        { "e-mail", "email" }, { "emial", "email" }, { "Message", "message" }, { "birthdate", "" }, { "x", "" }, { "", "" }, { "\xff\xfe", "" },
        { endless, "" }, { "nmae", "name" }, { "utm", "" },
    };
    struct gate_verdict *v = calloc(1, sizeof *v);
    struct work *w = unit_work();

    (void)state;
    memset(endless, 'e', sizeof endless - 1);
    for (size_t i = 0; i < COUNT_OF(near); i++) {
        const struct gate_field field = { text_of(near[i].sent), TEXT("x") };
        assert_ok(w, gate_decide(w, &policy, &channels[CONTACT], 0, DOOR_JSON, &field, 1, v));
        assert_int_equal(v->problems[0].reason, GATE_UNDECLARED);
        assert_text(near[i].nearest, v->problems[0].nearest);
    }
    free(v);
    unit_work_end(&w);
}

static void a_name_that_was_sent_as_well_is_not_meant(void **state)
{
    const struct gate_field fields[] = { PERSON, { TEXT("e-mail"), TEXT("x") } };
    struct gate_verdict *v = calloc(1, sizeof *v);
    struct work *w = unit_work();

    (void)state;
    assert_ok(w, gate_decide(w, &policy, &channels[CONTACT], 0, DOOR_JSON, fields, 4, v));
    assert_int_equal(v->problem_count, 1);
    assert_text("", v->problems[0].nearest);
    free(v);
    unit_work_end(&w);
}

static void without_a_policy_or_a_channel_nothing_passes(void **state)
{
    struct gate_verdict *v = calloc(1, sizeof *v);
    struct work *w = unit_work();

    (void)state;
    assert_ok(w, gate_decide(w, NULL, NULL, 0, DOOR_JSON, NULL, 0, v));
    assert_false(v->accepted);
    assert_int_equal(v->problems[0].reason, GATE_NO_NOTICE);
    assert_ok(w, gate_decide(w, &policy, NULL, 0, DOOR_JSON, NULL, 0, v));
    assert_false(v->accepted);
    assert_int_equal(v->problems[0].reason, GATE_UNKNOWN_CHANNEL);
    free(v);
    unit_work_end(&w);
}

static void the_limits_are_exact(void **state)
{
    static char long_name[501];
    struct gate_field fields[GATE_FIELDS_MAX + 1] = { PERSON };
    struct gate_verdict *v = calloc(1, sizeof *v);
    struct work *w = unit_work();

    (void)state;
    memset(long_name, 'a', sizeof long_name);
    fields[0].value = text_of_bytes(long_name, 500);
    assert_ok(w, gate_decide(w, &policy, &channels[CONTACT], 0, DOOR_JSON, fields, 3, v));
    assert_true(v->accepted);
    fields[0].value = text_of_bytes(long_name, 501);
    assert_ok(w, gate_decide(w, &policy, &channels[CONTACT], 0, DOOR_JSON, fields, 3, v));
    assert_int_equal(v->problems[0].reason, GATE_INVALID_VALUE);
    assert_ok(w, gate_decide(w, &policy, &channels[CONTACT], 0, DOOR_JSON, fields, GATE_FIELDS_MAX + 1, v));
    assert_int_equal(v->problems[0].reason, GATE_MALFORMED);
    free(v);
    unit_work_end(&w);
}

static void values_are_trimmed_and_lines_end_in_one_way(void **state)
{
    const struct gate_field fields[] = {
        { TEXT("name"), TEXT("  N. Example\t") }, { TEXT("email"), TEXT(" n@example.org ") }, { TEXT("message"), TEXT("one\r\ntwo\r\n") },
    };
    struct gate_verdict *v = calloc(1, sizeof *v);
    struct work *w = unit_work();

    (void)state;
    assert_ok(w, gate_decide(w, &policy, &channels[CONTACT], 0, DOOR_FORM, fields, 3, v));
    assert_true(v->accepted);
    assert_text("N. Example", v->fields[0].value);
    assert_text("n@example.org", v->fields[1].value);
    assert_text("one\ntwo", v->fields[2].value);
    assert_int_equal(v->basis, BASIS_CONTRACT);
    free(v);
    unit_work_end(&w);
}

static void each_tooth_bites_its_own_rule(void **state)
{
    const struct gate_field undeclared[] = { PERSON, { TEXT("birthdate"), TEXT("1990-01-01") } }, phone[] = { PERSON, { TEXT("phone"), TEXT("1") } };
    struct gate_verdict *v = calloc(1, sizeof *v);
    struct work *w = unit_work();

    (void)state;
    tooth_pull(TOOTH_GATE_FIELDS);
    assert_ok(w, gate_decide(w, &policy, &channels[CONTACT], 0, DOOR_FORM, undeclared, 4, v));
    tooth_restore(TOOTH_GATE_FIELDS);
    assert_int_equal(v->field_count, 4);
    tooth_pull(TOOTH_GATE_REGION);
    assert_ok(w, gate_decide(w, &policy, &channels[CONTACT], 1, DOOR_FORM, phone, 4, v));
    tooth_restore(TOOTH_GATE_REGION);
    assert_int_equal(v->field_count, 4);
    tooth_pull(TOOTH_GATE_BASIS);
    assert_ok(w, gate_decide(w, &policy, &channels[STATISTICS], 1, DOOR_FORM, NULL, 0, v));
    tooth_restore(TOOTH_GATE_BASIS);
    assert_true(v->accepted);
    free(v);
    unit_work_end(&w);
}

static void every_reason_has_its_own_name(void **state)
{
    (void)state;
    for (int a = 0; a < GATE_REASONS; a++)
        for (int b = 0; b < a; b++)
            assert_string_not_equal(gate_reason_name((enum gate_reason)a), gate_reason_name((enum gate_reason)b));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_case_of_the_gate_is_decided_as_the_policy_says),
        cmocka_unit_test(all_problems_are_told_and_not_the_first),
        cmocka_unit_test(a_name_that_is_nearly_right_is_told_the_right_one),
        cmocka_unit_test(a_name_that_was_sent_as_well_is_not_meant),
        cmocka_unit_test(without_a_policy_or_a_channel_nothing_passes),
        cmocka_unit_test(the_limits_are_exact),
        cmocka_unit_test(values_are_trimmed_and_lines_end_in_one_way),
        cmocka_unit_test(each_tooth_bites_its_own_rule),
        cmocka_unit_test(every_reason_has_its_own_name),
    };

    return cmocka_run_group_tests_name("collect/gate", tests, NULL, NULL);
}
