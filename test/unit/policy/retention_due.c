#include "unit.h"

#include "policy/retention_due.h"

static struct work *w;
static const struct zone *zone;

static void in_zone(const char *name)
{
    assert_ok(w, zone_load(w, text_of(name), &zone));
}

static void due(int count, enum period_unit unit, const char *trigger, const char *expected)
{
    struct retention_rule rule = { .trigger = TRIGGER_COLLECTED, .count = count, .unit = unit };
    struct instant at, got;
    char memory[40];
    struct draft d = draft_in(memory, sizeof memory);

    assert_true(instant_parse(text_of(trigger), &at));
    assert_true(retention_due(&rule, at, zone, &got));
    draft_instant(&d, got);
    assert_text(expected, draft_text(&d));
}

static void a_row_is_there_the_day_before_and_due_at_local_midnight(void **state)
{
    (void)state;
    in_zone("Asia/Tokyo");
    due(30, PERIOD_DAYS, "2026-04-10T03:00:00Z", "2026-05-09T15:00:00Z"); /* 10 May 00:00 in Tokyo */
}

static void the_trigger_counts_on_its_local_date(void **state)
{
    (void)state;
    in_zone("Asia/Tokyo");
    due(1, PERIOD_DAYS, "2026-04-10T14:59:59Z", "2026-04-10T15:00:00Z"); /* still the 10th there: due on the 11th */
    due(1, PERIOD_DAYS, "2026-04-10T15:00:00Z", "2026-04-11T15:00:00Z"); /* the 11th there */
}

static void a_month_later_is_the_same_day_or_the_last(void **state)
{
    (void)state;
    zone = zone_utc;
    due(1, PERIOD_MONTHS, "2026-01-31T12:00:00Z", "2026-02-28T00:00:00Z");
    due(1, PERIOD_MONTHS, "2028-01-31T12:00:00Z", "2028-02-29T00:00:00Z");
    due(24, PERIOD_MONTHS, "2024-02-29T12:00:00Z", "2026-02-28T00:00:00Z");
    due(13, PERIOD_MONTHS, "2026-11-30T12:00:00Z", "2027-12-30T00:00:00Z");
}

static void a_year_from_a_leap_day_ends_on_the_twenty_eighth(void **state)
{
    (void)state;
    zone = zone_utc;
    due(1, PERIOD_YEARS, "2024-02-29T12:00:00Z", "2025-02-28T00:00:00Z");
    due(4, PERIOD_YEARS, "2024-02-29T12:00:00Z", "2028-02-29T00:00:00Z");
}

static void days_are_local_dates_not_multiples_of_24_hours(void **state)
{
    (void)state;
    in_zone("Europe/Amsterdam");
    due(1, PERIOD_DAYS, "2026-03-28T12:00:00Z", "2026-03-28T23:00:00Z"); /* 29 March begins in winter time */
    due(2, PERIOD_DAYS, "2026-03-28T12:00:00Z", "2026-03-29T22:00:00Z"); /* 30 March in summer time: 23 hours later */
    due(2, PERIOD_DAYS, "2026-10-24T12:00:00Z", "2026-10-25T23:00:00Z"); /* 26 October: 25 hours after the 25th began */
}

static void what_stays_until_withdrawn_has_no_date(void **state)
{
    struct retention_rule withdrawn = { .trigger = TRIGGER_WITHDRAWN }, missing = { .trigger = TRIGGER_MISSING };
    struct instant got = { 7 };

    (void)state;
    assert_false(retention_due(&withdrawn, w->now, zone_utc, &got));
    assert_false(retention_due(&missing, w->now, zone_utc, &got));
    assert_true(got.ms == 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_is_there_the_day_before_and_due_at_local_midnight),
        cmocka_unit_test(the_trigger_counts_on_its_local_date),
        cmocka_unit_test(a_month_later_is_the_same_day_or_the_last),
        cmocka_unit_test(a_year_from_a_leap_day_ends_on_the_twenty_eighth),
        cmocka_unit_test(days_are_local_dates_not_multiples_of_24_hours),
        cmocka_unit_test(what_stays_until_withdrawn_has_no_date),
    };
    int failed;

    w = unit_work();
    failed = cmocka_run_group_tests_name("policy/retention_due", tests, NULL, NULL);
    unit_work_end(&w);
    return failed;
}
