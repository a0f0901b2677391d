#include "unit.h"

static struct day day(int32_t year, int32_t month, int32_t of_month)
{
    return day_of_civil((struct civil){ year, month, of_month });
}

static const char *written(struct instant at)
{
    static char memory[64];
    struct draft d = draft_in(memory, sizeof memory);

    draft_instant(&d, at);
    draft_byte(&d, 0);
    return memory;
}

static int64_t parsed(const char *words)
{
    struct instant at;

    if (!instant_parse(text_of(words), &at))
        fail_msg("%s is not read as an instant", words);
    return at.ms;
}

/* --- days ------------------------------------------------------------------------------------------------------------------------------------ */

/* The calendar counted one day after another, from 1600 to 2400: all 400 years of a cycle and two turns of it. */
static void every_day_of_eight_centuries_has_its_number(void **state)
{
    struct civil c = { 1600, 1, 1 };
    int32_t number = day(1600, 1, 1).number;

    (void)state;
    assert_int_equal(number, -135140);
    while (c.year < 2400) {
        struct civil back = civil_of_day((struct day){ number });
        assert_int_equal(day_of_civil(c).number, number);
        assert_true(back.year == c.year && back.month == c.month && back.day == c.day);
        number++;
        if (++c.day > days_in_month(c.year, c.month)) {
            c.day = 1;
            c.month = c.month % 12 + 1;
            c.year += c.month == 1;
        }
    }
    assert_int_equal(number, -135140 + 2 * 146097);
}

static void a_leap_year_follows_the_rule_of_1582(void **state)
{
    static const struct {
        int32_t year, days;
    } cases[] = { { 2023, 28 }, { 2024, 29 }, { 1900, 28 }, { 2000, 29 }, { 2100, 28 }, { 2400, 29 }, { 4, 29 }, { 0, 29 } };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_int_equal(days_in_month(cases[i].year, 2), cases[i].days);
    assert_int_equal(day(1970, 1, 1).number, 0);
    assert_int_equal(day(2000, 2, 29).number, 11016);
    assert_int_equal(day(2000, 3, 1).number, 11017);
}

static void months_end_where_the_month_ends(void **state)
{
    static const struct {
        struct civil from;
        int32_t months;
        struct civil to;
    } cases[] = {
        { { 2025, 8, 31 }, 6, { 2026, 2, 28 } },   { { 2023, 8, 31 }, 6, { 2024, 2, 29 } },  { { 2024, 2, 29 }, 12, { 2025, 2, 28 } },
        { { 2024, 2, 29 }, 48, { 2028, 2, 29 } },  { { 2026, 1, 31 }, 1, { 2026, 2, 28 } },  { { 2026, 1, 31 }, 3, { 2026, 4, 30 } },
        { { 2026, 12, 31 }, 1, { 2027, 1, 31 } },  { { 2026, 3, 31 }, -1, { 2026, 2, 28 } }, { { 2026, 1, 15 }, -1, { 2025, 12, 15 } },
        { { 2026, 1, 15 }, -13, { 2024, 12, 15 } }, { { 2026, 5, 30 }, 0, { 2026, 5, 30 } },  { { 2026, 3, 1 }, 24, { 2028, 3, 1 } },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_int_equal(day_add_months(day_of_civil(cases[i].from), cases[i].months).number, day_of_civil(cases[i].to).number);
}

static void a_day_before_1970_begins_at_its_own_midnight(void **state)
{
    (void)state;
    assert_int_equal(instant_day_utc((struct instant){ -1 }).number, -1);
    assert_int_equal(instant_day_utc((struct instant){ -86400000 }).number, -1);
    assert_int_equal(instant_day_utc((struct instant){ -86400001 }).number, -2);
    assert_int_equal(instant_day_utc((struct instant){ 86399999 }).number, 0);
    assert_true(instant_of_day_utc(day(1969, 12, 31)).ms == -86400000);
}

/* --- arithmetic ------------------------------------------------------------------------------------------------------------------------------ */

static void sums_stop_at_the_ends_of_the_range(void **state)
{
    struct instant last = { INT64_MAX }, first = { INT64_MIN };

    (void)state;
    assert_true(instant_add(last, SPAN_SECONDS(1)).ms == INT64_MAX);
    assert_true(instant_add(first, (struct span){ -1 }).ms == INT64_MIN);
    assert_true(instant_since(last, first).ms == INT64_MAX);
    assert_true(instant_since(first, last).ms == INT64_MIN);
    assert_true(instant_add((struct instant){ 5 }, SPAN_DAYS(100000)).ms == 5 + 8640000000000);
    assert_int_equal(instant_compare(first, last), -1);
    assert_int_equal(instant_compare(last, first), 1);
    assert_int_equal(instant_compare(last, last), 0);
}

/* --- reading and writing --------------------------------------------------------------------------------------------------------------------- */

static void rfc_3339_is_read_in_all_its_spellings(void **state)
{
    static const struct {
        const char *words;
        int64_t ms;
    } cases[] = {
        { "1970-01-01T00:00:00Z", 0 },
        { "1970-01-01", 0 },
        { "1969-12-31T23:59:59.999Z", -1 },
        { "1985-04-12T23:20:50.52Z", 482196050520 },                /* the examples of RFC 3339 5.8 */
        { "1996-12-19T16:39:57-08:00", 851042397000 },
        { "1937-01-01T12:00:27.87+00:20", -1041337172130 },
        { "2026-03-01t12:00:00z", 1772366400000 },
        { "2026-03-01 12:00:00Z", 1772366400000 },
        { "2026-03-01T21:00:00+09:00", 1772366400000 },
        { "2026-03-01T12:00:00-00:00", 1772366400000 },
        { "2026-03-01T12:00:00.1Z", 1772366400100 },
        { "2026-03-01T12:00:00.0019999Z", 1772366400001 },          /* finer than a millisecond is cut, never rounded up */
        { "2024-02-29T23:59:59+23:59", 1709164859000 },
        { "9999-12-31T23:59:59.999Z", 253402300799999 },
        { "0000-01-01T00:00:00Z", -62167219200000 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        if (parsed(cases[i].words) != cases[i].ms)
            fail_msg("%s is read as %lld", cases[i].words, (long long)parsed(cases[i].words));
}

static void what_is_not_rfc_3339_is_not_read(void **state)
{
    static const char *const bad[] = {
        "", "2026", "2026-3-1", "2026-02-29", "2100-02-29", "2026-00-10", "2026-13-01", "2026-04-31", "2026-01-00", "26-01-01", "02026-01-01",
        "2026-03-01T", "2026-03-01T12:00Z", "2026-03-01T12:00:00", "2026-03-01T24:00:00Z", "2026-03-01T12:60:00Z", "2026-03-01T12:00:60Z",
        "2026-03-01T12:00:00.Z", "2026-03-01T12:00:00,5Z", "2026-03-01T12:00:00+9:00", "2026-03-01T12:00:00+0900", "2026-03-01T12:00:00+24:00",
        "2026-03-01T12:00:00+00:60", "2026-03-01T12:00:00ZZ", "2026-03-01T12:00:00Z ", " 2026-03-01T12:00:00Z", "2026-03-01X12:00:00Z",
        "-2026-03-01", "2026-03--1", "2026-03-01T-2:00:00Z", "2026-03-01T12:00:00+", "2026/03/01",
    };
    struct instant at = { 77 };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (instant_parse(text_of(bad[i]), &at))
            fail_msg("\"%s\" is read as an instant", bad[i]);
    assert_true(at.ms == 77); /* left alone */
    assert_false(instant_parse((struct text){ "2026-03-01T12:00:00Z\0", 21 }, &at));
}

static void an_instant_is_written_in_utc_and_read_back(void **state)
{
    static const int64_t moments[] = { 0, -1, 1, 1772366400000, 1772366400050, -62167219200000, 253402300799999, 951782400000 };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(moments); i++)
        assert_true(parsed(written((struct instant){ moments[i] })) == moments[i]);
    assert_string_equal("2026-03-01T12:00:00Z", written((struct instant){ 1772366400000 }));
    assert_string_equal("2026-03-01T12:00:00.050Z", written((struct instant){ 1772366400050 }));
    assert_string_equal("1969-12-31T23:59:59.999Z", written((struct instant){ -1 }));
}

static void a_day_is_a_day_and_nothing_more(void **state)
{
    struct day d = { 5 };
    char memory[16];
    struct draft draft = draft_in(memory, sizeof memory);

    (void)state;
    assert_true(day_parse(TEXT("2028-02-29"), &d));
    assert_int_equal(d.number, day(2028, 2, 29).number);
    draft_day(&draft, d);
    assert_text("2028-02-29", draft_text(&draft));
    assert_false(day_parse(TEXT("2027-02-29"), &d));
    assert_false(day_parse(TEXT("2028-02-29T00:00:00Z"), &d));
    assert_false(day_parse(TEXT("2028-02-2"), &d));
    assert_int_equal(d.number, day(2028, 2, 29).number);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_of_eight_centuries_has_its_number),
        cmocka_unit_test(a_leap_year_follows_the_rule_of_1582),
        cmocka_unit_test(months_end_where_the_month_ends),
        cmocka_unit_test(a_day_before_1970_begins_at_its_own_midnight),
        cmocka_unit_test(sums_stop_at_the_ends_of_the_range),
        cmocka_unit_test(rfc_3339_is_read_in_all_its_spellings),
        cmocka_unit_test(what_is_not_rfc_3339_is_not_read),
        cmocka_unit_test(an_instant_is_written_in_utc_and_read_back),
        cmocka_unit_test(a_day_is_a_day_and_nothing_more),
    };

    return cmocka_run_group_tests_name("base/instant", tests, NULL, NULL);
}
