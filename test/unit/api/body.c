#include "unit.h"

#include "api/body.h"

#include <stdlib.h>

static struct body *parsed(struct work *w, const char *json)
{
    struct body *b = WORK_NEW(w, struct body, 1);

    assert_non_null(b);
    assert_ok(w, body_parse(w, text_of(json), b));
    return b;
}

static void members_have_their_kinds(void **state)
{
    struct work *w = unit_work();
    struct body *b = parsed(w, "{\"name\":\"N\",\"count\":7,\"deep\":{\"a\":1},\"half\":1.5,\"none\":null}");
    struct text value;
    int64_t number;

    (void)state;
    assert_int_equal(b->count, 5);
    assert_ok(w, body_text(w, b, "name", &value));
    assert_text("N", value);
    assert_ok(w, body_number(w, b, "count", &number));
    assert_int_equal(number, 7);
    assert_int_equal(body_member(b, TEXT("deep"))->kind, MEMBER_OTHER);
    assert_int_equal(body_member(b, TEXT("half"))->kind, MEMBER_OTHER);
    assert_int_equal(body_member(b, TEXT("none"))->kind, MEMBER_OTHER);
    assert_error(w, ERR_INVALID, body_text(w, b, "count", &value));
    assert_string_equal(w->err.message, "the member \"count\" must be there and be a text");
    assert_error(w, ERR_INVALID, body_number(w, b, "name", &number));
    unit_work_end(&w);
}

static void what_is_no_flat_object_is_refused_without_its_words(void **state)
{
    static const char *const bad[] = {
        "", "[]", "\"secret\"", "{\"a\":\"secret\"", "{\"a\":\"secret\",\"a\":\"x\"}", "{\"a\":\"\\u0000\"}", "{\"a\":\"\xFF\"}", "{\"a\":1}x", "{'a':'secret'}",
    };
    struct work *w = unit_work();
    struct body *b = WORK_NEW(w, struct body, 1);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        assert_error(w, ERR_INVALID, body_parse(w, text_of(bad[i]), b));
        assert_null(strstr(w->err.message, "secret"));
    }
    unit_work_end(&w);
}

static void there_is_a_largest_number_of_members(void **state)
{
    struct work *w = unit_work();
    struct body *b = WORK_NEW(w, struct body, 1);
    struct draft d;

    (void)state;
    assert_ok(w, work_draft(w, 4096, &d));
    draft_byte(&d, '{');
    for (int i = 0; i <= BODY_MEMBERS_MAX; i++)
        draft_addf(&d, "%s\"f%d\":\"\"", i ? "," : "", i);
    draft_byte(&d, '}');
    assert_error(w, ERR_INVALID, body_parse(w, draft_text(&d), b));
    assert_string_equal(w->err.message, "the JSON object has more than 80 members");
    unit_work_end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_have_their_kinds),
        cmocka_unit_test(what_is_no_flat_object_is_refused_without_its_words),
        cmocka_unit_test(there_is_a_largest_number_of_members),
    };

    return cmocka_run_group_tests_name("api/body", tests, NULL, NULL);
}
