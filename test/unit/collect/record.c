#include "unit.h"

#include "collect/record.h"

#include <stdlib.h>

static const struct data_item name = { .id = TEXT("name") }, email = { .id = TEXT("email") };

static void fields_come_back_in_order_of_their_ids(void **state)
{
    const struct gate_accepted fields[] = { { &name, TEXT("N. Example") }, { &email, TEXT("n@example.org") } };
    struct record_fields *back = calloc(1, sizeof *back);
    struct work *w = unit_work();
    struct text plain, value;

    (void)state;
    assert_ok(w, record_encode(w, fields, 2, &plain));
    assert_ok(w, record_decode(w, plain, back));
    assert_int_equal(back->count, 2);
    assert_text("email", back->list[0].id);
    assert_text("n@example.org", back->list[0].value);
    assert_true(record_find(back, TEXT("name"), &value));
    assert_text("N. Example", value);
    assert_false(record_find(back, TEXT("phone"), &value));
    free(back);
    unit_work_end(&w);
}

static void the_bytes_are_as_the_header_says(void **state)
{
    const struct gate_accepted fields[] = { { &name, TEXT("N") } };
    struct work *w = unit_work();
    struct text plain;

    (void)state;
    assert_ok(w, record_encode(w, fields, 1, &plain));
    assert_int_equal(plain.length, 12);
    assert_memory_equal(plain.at, "\x01\x01\x04name\x00\x00\x00\x01N", 12);
    unit_work_end(&w);
}

struct bad {
    const char *bytes;
    size_t length;
    enum error_code code;
    const char *says;
};

static void everything_else_is_refused(void **state)
{
    static const struct bad bad[] = {
        { "", 0, ERR_TAMPERED, "the record ends inside a field at byte 0" },
        { "\x02\x00", 2, ERR_UNSUPPORTED, "the record has version 2; this program knows version 1" },
        { "\x01\x00z", 3, ERR_TAMPERED, "the record has more after its last field, at byte 2" },
        { "\x01\x41", 2, ERR_TAMPERED, "the record says that it has 65 fields" },
        { "\x01\x01\x01" "a\x00\x00\x00\x02" "b", 9, ERR_TAMPERED, "the record ends inside a field at byte 8" },
        { "\x01\x01\x01" "a\xFF\xFF\xFF\xFF" "b", 9, ERR_TAMPERED, "the record ends inside a field at byte 8" },
        { "\x01\x02\x01" "b\0\0\0\0\x01" "a\0\0\0\0", 14, ERR_TAMPERED, "field 1 of the record is out of order" },
        { "\x01\x02\x01" "a\0\0\0\0\x01" "a\0\0\0\0", 14, ERR_TAMPERED, "field 1 of the record is out of order" },
    };
    struct record_fields *back = calloc(1, sizeof *back);
    struct work *w = unit_work();

    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        assert_error(w, bad[i].code, record_decode(w, text_of_bytes(bad[i].bytes, bad[i].length), back));
        assert_string_equal(w->err.message, bad[i].says);
    }
    free(back);
    unit_work_end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_come_back_in_order_of_their_ids),
        cmocka_unit_test(the_bytes_are_as_the_header_says),
        cmocka_unit_test(everything_else_is_refused),
    };

    return cmocka_run_group_tests_name("collect/record", tests, NULL, NULL);
}
