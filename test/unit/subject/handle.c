#include "unit.h"

#include "subject/subject.h"

static struct text written(struct work *w, const struct handle *h, bool grouped)
{
    struct draft d;

    assert_ok(w, work_draft(w, 64, &d));
    if (grouped)
        draft_handle_grouped(&d, h);
    else
        draft_handle(&d, h);
    assert_false(d.overflow);
    return draft_text(&d);
}

static void a_handle_is_32_characters_and_comes_back(void **state)
{
    struct work *w = unit_work();
    struct handle h, back;

    (void)state;
    for (int round = 0; round < 50; round++) {
        random_bytes(&w->random, h.bytes, sizeof h.bytes);
        assert_int_equal(written(w, &h, false).length, HANDLE_TEXT);
        assert_true(handle_parse(written(w, &h, false), &back));
        assert_memory_equal(h.bytes, back.bytes, HANDLE_BYTES);
        assert_true(handle_parse(written(w, &h, true), &back));
        assert_memory_equal(h.bytes, back.bytes, HANDLE_BYTES);
    }
    unit_work_end(&w);
}

static void the_characters_are_crockfords_and_known(void **state)
{
    const struct handle h = { "\x00\x44\x32\x14\xC7\x42\x54\xB6\x35\xCF\x84\x65\x3A\x56\xD7\xC6\x75\xBE\x77\xDF" };
    struct work *w = unit_work();

    (void)state;
    assert_text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", written(w, &h, false));
    assert_text("0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ", written(w, &h, true));
    unit_work_end(&w);
}

static void a_person_may_type_it_in_her_own_way(void **state)
{
    struct handle a, b;

    (void)state;
    assert_true(handle_parse(TEXT("0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ"), &a));
    assert_true(handle_parse(TEXT("oi23 4567 89ab cdef ghjk mnpq rstv wxyz"), &b));
    assert_memory_equal(a.bytes, b.bytes, HANDLE_BYTES);
}

static void what_is_not_a_handle_is_refused(void **state)
{
    static const char *const wrong[] = {
        "", "0123456789ABCDEFGHJKMNPQRSTVWXY", "0123456789ABCDEFGHJKMNPQRSTVWXYZ0", "U123456789ABCDEFGHJKMNPQRSTVWXYZ",
        "0123456789ABCDEFGHJKMNPQRSTVWXY!", "0123456789ABCDEFGHJKMNPQRSTVWXY\xC3\xA9",
    };
    struct handle h;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_false(handle_parse(text_of(wrong[i]), &h));
    assert_false(handle_parse((struct text){ "0123456789ABCDEFGHJKMNPQRSTVWXY\0", 32 }, &h));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_handle_is_32_characters_and_comes_back),
        cmocka_unit_test(the_characters_are_crockfords_and_known),
        cmocka_unit_test(a_person_may_type_it_in_her_own_way),
        cmocka_unit_test(what_is_not_a_handle_is_refused),
    };

    return cmocka_run_group_tests_name("subject/handle", tests, NULL, NULL);
}
