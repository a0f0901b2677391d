#include "unit.h"

#include "base/json.h"

#include <jansson.h>
#include <stdlib.h>

static char memory[4096];

static struct draft fresh(void)
{
    return draft_in(memory, sizeof memory);
}

static const char *quoted(struct text value)
{
    struct draft d = fresh();
    struct json j = json_in(&d);

    json_text(&j, NULL, value);
    draft_byte(&d, 0);
    assert_false(d.overflow);
    return memory;
}

static void commas_stand_between_values_and_nowhere_else(void **state)
{
    struct draft d = fresh();
    struct json j = json_in(&d);

    (void)state;
    json_open_object(&j, NULL);
    json_open_list(&j, "empty");
    json_close_list(&j);
    json_open_object(&j, "inner");
    json_close_object(&j);
    json_open_list(&j, "list");
    json_number(&j, NULL, 1);
    json_open_object(&j, NULL);
    json_bool(&j, "yes", true);
    json_bool(&j, "no", false);
    json_close_object(&j);
    json_open_list(&j, NULL);
    json_nothing(&j, NULL);
    json_close_list(&j);
    json_text(&j, NULL, TEXT("end"));
    json_close_list(&j);
    json_nothing(&j, "last");
    json_close_object(&j);
    assert_text("{\"empty\":[],\"inner\":{},\"list\":[1,{\"yes\":true,\"no\":false},[null],\"end\"],\"last\":null}", draft_text(&d));
}

static void an_instant_is_written_in_utc(void **state)
{
    struct draft d = fresh();
    struct json j = json_in(&d);

    (void)state;
    json_open_object(&j, NULL);
    json_instant(&j, "at", (struct instant){ 1772366400000 });
    json_close_object(&j);
    assert_text("{\"at\":\"2026-03-01T12:00:00Z\"}", draft_text(&d));
}

static void numbers_are_written_whole_at_both_ends_of_their_range(void **state)
{
    struct draft d = fresh();
    struct json j = json_in(&d);

    (void)state;
    json_open_list(&j, NULL);
    json_number(&j, NULL, INT64_MIN);
    json_number(&j, NULL, 0);
    json_number(&j, NULL, INT64_MAX);
    json_close_list(&j);
    assert_text("[-9223372036854775808,0,9223372036854775807]", draft_text(&d));
}

static void quotes_backslashes_and_controls_are_escaped(void **state)
{
    (void)state;
    assert_string_equal("\"a\\\"b\\\\c\"", quoted(TEXT("a\"b\\c")));
    assert_string_equal("\"\\u0000\\u0009\\u000a\\u001f\x7f\"", quoted(TEXT("\0\t\n\x1f\x7f")));
    assert_string_equal("\"caf\xC3\xA9 \xE6\x97\xA5 \xF0\x9F\x93\xB7\"", quoted(TEXT("caf\xC3\xA9 \xE6\x97\xA5 \xF0\x9F\x93\xB7")));
    assert_string_equal("\"\"", quoted((struct text){ NULL, 0 }));
}

/* Each bad byte becomes one U+FFFD, and the good text behind it stays. */
static void bytes_that_are_not_utf8_become_the_replacement_character(void **state)
{
    static const struct {
        struct text bad;
        const char *written;
    } cases[] = {
        { { "a\x80z", 3 }, "\"a\xEF\xBF\xBDz\"" },                                                     /* a continuation alone */
        { { "\xC3", 1 }, "\"\xEF\xBF\xBD\"" },                                                         /* cut off */
        { { "\xC3\"", 2 }, "\"\xEF\xBF\xBD\\\"\"" },                                                   /* never swallows a quote */
        { { "\xC0\xAF", 2 }, "\"\xEF\xBF\xBD\xEF\xBF\xBD\"" },                                         /* overlong */
        { { "\xED\xA0\x80", 3 }, "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"" },                         /* surrogate */
        { { "\xF4\x90\x80\x80", 4 }, "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"" },         /* past the last point */
        { { "\xFF\xC3\xA9", 3 }, "\"\xEF\xBF\xBD\xC3\xA9\"" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_string_equal(cases[i].written, quoted(cases[i].bad));
}

static void a_key_is_escaped_like_a_value(void **state)
{
    struct draft d = fresh();
    struct json j = json_in(&d);

    (void)state;
    json_open_object(&j, NULL);
    json_text(&j, "say \"hi\"", TEXT("\n"));
    json_close_object(&j);
    assert_text("{\"say \\\"hi\\\"\":\"\\u000a\"}", draft_text(&d));
}

/* Another program's parser reads back every code unit below U+0800, and each byte alone gives valid JSON. */
static void a_real_parser_reads_back_what_was_written(void **state)
{
    (void)state;
    for (unsigned point = 1; point < 0x800; point++) {
        char bytes[2] = { (char)point, 0 };
        size_t length = 1;
        json_t *value;
        if (point >= 0x80) {
            bytes[0] = (char)(0xC0 | point >> 6);
            bytes[1] = (char)(0x80 | (point & 0x3F));
            length = 2;
        }
        value = json_loads(quoted(text_of_bytes(bytes, length)), JSON_DECODE_ANY, NULL);
        assert_non_null(value);
        assert_int_equal(json_string_length(value), length);
        assert_memory_equal(json_string_value(value), bytes, length);
        json_decref(value);
    }
    for (int byte = 0x80; byte < 0x100; byte++) {
        char c = (char)byte;
        json_t *value = json_loads(quoted(text_of_bytes(&c, 1)), JSON_DECODE_ANY, NULL);
        assert_non_null(value);
        assert_string_equal("\xEF\xBF\xBD", json_string_value(value));
        json_decref(value);
    }
}

static void a_document_that_does_not_fit_is_known_as_one(void **state)
{
    char small[12];
    struct draft d = draft_in(small, sizeof small);
    struct json j = json_in(&d);

    (void)state;
    json_open_object(&j, NULL);
    json_text(&j, "key", TEXT("a value too long"));
    json_close_object(&j);
    assert_true(d.overflow);
}

static void for_people_each_value_has_a_line(void **state)
{
    struct draft d = fresh();
    struct json j = json_in_lines(&d);

    (void)state;
    json_open_object(&j, NULL);
    json_open_list(&j, "empty");
    json_close_list(&j);
    json_open_list(&j, "list");
    json_number(&j, NULL, 1);
    json_bool(&j, NULL, false);
    json_close_list(&j);
    json_close_object(&j);
    assert_text("{\n  \"empty\": [],\n  \"list\": [\n    1,\n    false\n  ]\n}", draft_text(&d));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commas_stand_between_values_and_nowhere_else),
        cmocka_unit_test(an_instant_is_written_in_utc),
        cmocka_unit_test(numbers_are_written_whole_at_both_ends_of_their_range),
        cmocka_unit_test(quotes_backslashes_and_controls_are_escaped),
        cmocka_unit_test(bytes_that_are_not_utf8_become_the_replacement_character),
        cmocka_unit_test(a_key_is_escaped_like_a_value),
        cmocka_unit_test(a_real_parser_reads_back_what_was_written),
        cmocka_unit_test(for_people_each_value_has_a_line),
        cmocka_unit_test(a_document_that_does_not_fit_is_known_as_one),
    };

    return cmocka_run_group_tests_name("base/json", tests, NULL, NULL);
}
