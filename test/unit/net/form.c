#include "unit.h"

#include "net/form.h"

static void a_form_is_decoded_once(void **state)
{
    struct work *w = unit_work();
    struct form f;
    struct text value;

    (void)state;
    assert_ok(w, form_parse(w, TEXT("name=A+B%2BC&email=a%40b.example&&empty=&alone&caf%C3%A9=%2525"), &f));
    assert_int_equal(5, f.count);
    assert_true(form_find(&f, TEXT("name"), &value));
    assert_text("A B+C", value);
    assert_true(form_find(&f, TEXT("email"), &value));
    assert_text("a@b.example", value);
    assert_true(form_find(&f, TEXT("empty"), &value));
    assert_text("", value);
    assert_true(form_find(&f, TEXT("alone"), &value));
    assert_text("", value);
    assert_true(form_find(&f, TEXT("caf\xC3\xA9"), &value));
    assert_text("%25", value);
    assert_false(form_find(&f, TEXT("Name"), &value));
    unit_work_end(&w);
}

static void odd_pairs_keep_their_meaning(void **state)
{
    struct work *w = unit_work();
    struct form f;

    (void)state;
    assert_ok(w, form_parse(w, TEXT("=v&a=b=c&=&a=2"), &f));
    assert_int_equal(4, f.count);
    assert_text("", f.fields[0].name);
    assert_text("v", f.fields[0].value);
    assert_text("b=c", f.fields[1].value);
    assert_text("", f.fields[2].value);
    assert_text("2", f.fields[3].value);
    assert_ok(w, form_parse(w, TEXT(""), &f));
    assert_int_equal(0, f.count);
    unit_work_end(&w);
}

static void what_is_wrong_is_told_by_number_and_without_the_value(void **state)
{
    static const struct {
        struct text body;
        const char *message;
    } wrong[] = {
        { TEXT("a=1&b=%4"), "field 2: its value has a percent sign without two hexadecimal digits behind it" },
        { TEXT("a=1&b%zz=1"), "field 2: its name has a percent sign without two hexadecimal digits behind it" },
        { TEXT("a=%00"), "field 1: its value has a NUL character" },
        { TEXT("a=%ED%A0%80"), "field 1: its value is not UTF-8; send the form with accept-charset=\"utf-8\"" },
        { TEXT("a=1&b=2&c=\xE9"), "field 3: its value is not UTF-8; send the form with accept-charset=\"utf-8\"" },
    };
    struct work *w = unit_work();
    struct form f;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        assert_error(w, ERR_INVALID, form_parse(w, wrong[i].body, &f));
        assert_string_equal(wrong[i].message, w->err.message);
    }
    unit_work_end(&w);
}

static void a_form_has_at_most_128_fields(void **state)
{
    struct work *w = unit_work();
    char bytes[512];
    struct draft d = draft_in(bytes, sizeof bytes);
    struct form f;

    (void)state;
    for (int i = 0; i < FORM_FIELDS_MAX; i++)
        draft_add(&d, TEXT("a=&"));
    assert_ok(w, form_parse(w, draft_text(&d), &f));
    assert_int_equal(FORM_FIELDS_MAX, f.count);
    draft_add(&d, TEXT("b"));
    assert_error(w, ERR_INVALID, form_parse(w, draft_text(&d), &f));
    assert_string_equal("field 129: a form may have 128 fields", w->err.message);
    unit_work_end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_form_is_decoded_once),
        cmocka_unit_test(odd_pairs_keep_their_meaning),
        cmocka_unit_test(what_is_wrong_is_told_by_number_and_without_the_value),
        cmocka_unit_test(a_form_has_at_most_128_fields),
    };

    return cmocka_run_group_tests_name("net/form", tests, NULL, NULL);
}
