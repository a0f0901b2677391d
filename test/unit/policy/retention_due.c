#include "unit.h"

#include "policy/retention_due.h"

#define DAY_MS INT64_C(86400000)
#define SPAN_FIVE_DAYS (5 * DAY_MS)

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
    assert_true(retention_due(&rule, &(struct retention_history){ .since = at }, zone, &got));
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

static const struct instant came = { 1000 }, told = { SPAN_FIVE_DAYS };

static bool due_with(enum retention_trigger rule, enum retention_trigger event, struct instant *out_due)
{
    struct retention_rule r = { .trigger = rule, .count = 1, .unit = PERIOD_DAYS };

    return retention_due(&r, &(struct retention_history){ .since = came, .event = event, .event_at = told }, zone_utc, out_due);
}

/* Each rule against each event that may have been told: which moment counts, 0: none yet. */
static void a_period_begins_with_its_own_event_alone(void **state)
{
    (void)state;
    for (int rule = 0; rule < RETENTION_TRIGGERS; rule++)
        for (int event = 0; event < RETENTION_TRIGGERS; event++) {
            bool at_once = rule == TRIGGER_COLLECTED || rule == TRIGGER_LAST_CONTACT;
            bool by_event = rule == event && (retention_trigger_is_event(rule) || rule == TRIGGER_WITHDRAWN);
            struct instant got = { 7 };
            int64_t expected = at_once ? DAY_MS : rule == TRIGGER_WITHDRAWN ? told.ms : told.ms + DAY_MS;
            if (rule == event && !at_once && !by_event)
                continue; /* `missing` and `as_needed` are no events */
            assert_int_equal(due_with(rule, event, &got), at_once || by_event);
            assert_int_equal(got.ms, at_once || by_event ? expected : 7);
        }
}

static void what_has_no_event_has_no_date(void **state)
{
    struct instant got = { 7 };

    (void)state;
    assert_false(due_with(TRIGGER_WITHDRAWN, TRIGGER_MISSING, &got));
    assert_false(due_with(TRIGGER_MISSING, TRIGGER_MISSING, &got));
    assert_false(due_with(TRIGGER_AS_NEEDED, TRIGGER_MISSING, &got));
    assert_false(due_with(TRIGGER_CLOSED, TRIGGER_ACCOUNT_CLOSED, &got));
    assert_int_equal(got.ms, 7);
}

static const struct order_case {
    struct retention_rule was, is;
    bool no_later;
} orders[] = {
#define RULE(t, n, u) { .trigger = TRIGGER_##t, .count = (n), .unit = PERIOD_##u }
    { RULE(CLOSED, 24, MONTHS), RULE(CLOSED, 24, MONTHS), true },
    { RULE(CLOSED, 24, MONTHS), RULE(CLOSED, 2, YEARS), true },
    { RULE(CLOSED, 24, MONTHS), RULE(CLOSED, 25, MONTHS), false },
    { RULE(CLOSED, 1, MONTHS), RULE(CLOSED, 28, DAYS), false }, /* in some month, the same */
    { RULE(CLOSED, 1, MONTHS), RULE(CLOSED, 27, DAYS), true },
    { RULE(CLOSED, 1, MONTHS), RULE(CLOSED, 30, DAYS), false },
    { RULE(CLOSED, 12, MONTHS), RULE(COLLECTED, 12, MONTHS), true },
    { RULE(COLLECTED, 12, MONTHS), RULE(CLOSED, 12, MONTHS), false },
    { RULE(PURCHASED, 12, MONTHS), RULE(COLLECTED, 12, MONTHS), false }, /* a purchase may lie before */
    { RULE(LAST_CONTACT, 12, MONTHS), RULE(COLLECTED, 12, MONTHS), true },
    { RULE(WITHDRAWN, 0, DAYS), RULE(COLLECTED, 12, MONTHS), false },
    { RULE(CLOSED, 12, MONTHS), RULE(AS_NEEDED, 0, DAYS), false },
    { RULE(AS_NEEDED, 0, DAYS), RULE(CLOSED, 12, MONTHS), true },
};

static void a_rule_ends_no_later_only_when_that_is_sure(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(orders); i++)
        if (retention_ends_no_later(&orders[i].was, &orders[i].is) != orders[i].no_later)
            fail_msg("case %zu", i);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_is_there_the_day_before_and_due_at_local_midnight),
        cmocka_unit_test(the_trigger_counts_on_its_local_date),
        cmocka_unit_test(a_month_later_is_the_same_day_or_the_last),
        cmocka_unit_test(a_year_from_a_leap_day_ends_on_the_twenty_eighth),
        cmocka_unit_test(days_are_local_dates_not_multiples_of_24_hours),
        cmocka_unit_test(a_period_begins_with_its_own_event_alone),
        cmocka_unit_test(what_has_no_event_has_no_date),
        cmocka_unit_test(a_rule_ends_no_later_only_when_that_is_sure),
    };
    int failed;

    w = unit_work();
    failed = cmocka_run_group_tests_name("policy/retention_due", tests, NULL, NULL);
    unit_work_end(&w);
    return failed;
}
