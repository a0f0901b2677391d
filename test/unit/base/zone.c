#include "unit.h"

#include "base/zone.h"
#include "base/zone_rule.h"

#include <stdio.h>

static struct instant at(const char *t)
{
    struct instant instant = { 0 };

    assert_true(instant_parse(text_of(t), &instant));
    return instant;
}

static struct day on(const char *t)
{
    struct day day = { 0 };

    assert_true(day_parse(text_of(t), &day));
    return day;
}

static const struct zone *load(struct work *w, const char *name)
{
    const struct zone *z = NULL;

    assert_ok(w, zone_load(w, text_of(name), &z));
    return z;
}

static void begins(const struct zone *z, const char *day, const char *instant)
{
    char memory[40];
    struct draft d = draft_in(memory, sizeof memory);

    draft_instant(&d, zone_instant_of(z, on(day)));
    assert_text(instant, draft_text(&d));
    assert_int_equal(zone_day_of(z, zone_instant_of(z, on(day))).number, on(day).number);
}

static void tokyo_is_nine_hours_ahead_and_never_changes(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    const struct zone *z = load(w, "Asia/Tokyo");

    (void)state;
    begins(z, "2026-05-10", "2026-05-09T15:00:00Z");
    begins(z, "2045-07-01", "2045-06-30T15:00:00Z");
    assert_int_equal(zone_day_of(z, at("2026-05-09T14:59:59.999Z")).number, on("2026-05-09").number);
    assert_int_equal(zone_day_of(z, at("2026-05-09T15:00:00Z")).number, on("2026-05-10").number);
}

static void amsterdam_changes_its_clocks_on_the_last_sundays_of_march_and_october(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    const struct zone *z = load(w, "Europe/Amsterdam");

    (void)state;
    assert_int_equal(zone_offset(z, at("2026-03-29T00:59:59.999Z")), 3600);
    assert_int_equal(zone_offset(z, at("2026-03-29T01:00:00Z")), 7200);
    assert_int_equal(zone_offset(z, at("2026-10-25T00:59:59.999Z")), 7200);
    assert_int_equal(zone_offset(z, at("2026-10-25T01:00:00Z")), 3600);
    begins(z, "2026-03-29", "2026-03-28T23:00:00Z");
    begins(z, "2026-03-30", "2026-03-29T22:00:00Z");
    begins(z, "2026-10-25", "2026-10-24T22:00:00Z");
    begins(z, "2026-10-26", "2026-10-25T23:00:00Z");
}

static void beyond_its_last_transition_a_zone_follows_its_footer(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    const struct zone *z = load(w, "America/Los_Angeles");

    (void)state;
    assert_int_equal(zone_offset(z, at("2045-03-12T09:59:59Z")), -8 * 3600);
    assert_int_equal(zone_offset(z, at("2045-03-12T10:00:00Z")), -7 * 3600);
    assert_int_equal(zone_offset(z, at("2045-11-05T08:59:59Z")), -7 * 3600);
    assert_int_equal(zone_offset(z, at("2045-11-05T09:00:00Z")), -8 * 3600);
    begins(z, "2045-07-04", "2045-07-04T07:00:00Z");
    begins(z, "2045-12-31", "2045-12-31T08:00:00Z");
}

static void a_day_may_begin_late_or_not_exist_at_all(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();

    (void)state;
    /* Clocks went from 24:00 straight to 01:00. */
    begins(load(w, "America/Sao_Paulo"), "2018-11-04", "2018-11-04T03:00:00Z");
    assert_int_equal(zone_instant_of(load(w, "Pacific/Apia"), on("2011-12-30")).ms, at("2011-12-30T10:00:00Z").ms); /* left out: the 31st */
    begins(load(w, "Pacific/Apia"), "2011-12-31", "2011-12-30T10:00:00Z");
    /* At 00:01 clocks went back to 23:01: the day began before that, for one minute. */
    begins(load(w, "America/St_Johns"), "2006-10-29", "2006-10-29T02:30:00Z");
}

static void the_southern_summer_crosses_the_new_year(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    const struct zone *z = load(w, "Australia/Sydney");

    (void)state;
    assert_int_equal(zone_offset(z, at("2051-01-01T00:00:00Z")), 11 * 3600);
    assert_int_equal(zone_offset(z, at("2051-07-01T00:00:00Z")), 10 * 3600);
}

static void utc_needs_no_file(void **state)
{
    (void)state;
    begins(zone_utc, "2026-02-28", "2026-02-28T00:00:00Z");
}

static void a_name_never_leads_out_of_the_folder(void **state)
{
    static const char *const names[] = { "", "/etc/localtime", "../../../etc/passwd", "Europe/../../passwd", "Europe/Amsterdam\n", ".", "-x" };
    CLEANUP(unit_work_end) struct work *w = unit_work();
    const struct zone *z;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(names); i++)
        assert_error(w, ERR_INVALID, zone_load(w, text_of(names[i]), &z));
    assert_error(w, ERR_NOT_FOUND, zone_load(w, TEXT("Europe/Atlantis"), &z));
    assert_error(w, ERR_NOT_FOUND, zone_load(w, TEXT("Europe"), &z)); /* a folder */
    assert_error(w, ERR_INVALID, zone_load(w, (struct text){ "Asia/Tokyo\0x", 12 }, &z));
}

static void every_cut_of_a_zone_file_is_refused(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    static char bytes[32768];
    FILE *file = fopen("/usr/share/zoneinfo/Europe/Amsterdam", "rb");
    const struct zone *z;
    size_t length;

    (void)state;
    assert_non_null(file);
    length = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    assert_ok(w, zone_parse(w, text_of_bytes(bytes, length), &z));
    for (size_t i = 0; i < length; i++)
        assert_error(w, ERR_TAMPERED, zone_parse(w, text_of_bytes(bytes, i), &z));
}

static void the_footer_is_read_strictly(void **state)
{
    static const char *const bad[] = { "", "CE", "CET", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0",
        "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,M3.5.0,M10.5.0/168", "CET-1CEST,M3.5.0,M10.5.0x", "<+09-9", "CET-25", "CET-1CEST,J0,J366" };
    struct zone_rule rule;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_false(zone_rule_parse(text_of(bad[i]), &rule));
    assert_true(zone_rule_parse(TEXT("<+0330>-3:30<+0430>,J79/24,J263/24"), &rule));
    assert_int_equal(rule.standard, 12600);
    assert_int_equal(rule.summer, 16200);
    assert_int_equal(rule.to_summer.seconds, 86400);
    assert_true(zone_rule_parse(TEXT("<-02>2<-01>,M3.5.0/-1,M10.5.0/0"), &rule)); /* Nuuk */
    assert_int_equal(rule.to_summer.seconds, -3600);
    assert_int_equal(rule.standard, -7200);
}

static void a_julian_day_never_counts_the_leap_day(void **state)
{
    struct zone_rule rule;
    int64_t next;

    (void)state;
    assert_true(zone_rule_parse(TEXT("AAA0BBB,J60/0,J300/0"), &rule)); /* J60 is 1 March */
    assert_int_equal(zone_rule_at(&rule, at("2028-02-29T23:59:59Z").ms / 1000, &next), 0);
    assert_true(next == at("2028-03-01T00:00:00Z").ms / 1000);
    assert_int_equal(zone_rule_at(&rule, next, &next), 3600);
    assert_true(zone_rule_parse(TEXT("AAA0BBB,59/0,300/0"), &rule)); /* 59 is 29 February or 1 March */
    assert_int_equal(zone_rule_at(&rule, at("2028-02-29T00:00:00Z").ms / 1000, &next), 3600);
    assert_int_equal(zone_rule_at(&rule, at("2027-02-28T23:59:59Z").ms / 1000, &next), 0);
}

static void the_ends_of_time_do_no_harm(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    const struct zone *z = load(w, "America/Los_Angeles");

    (void)state;
    assert_true(zone_day_of(z, (struct instant){ INT64_MIN }).number < 0);
    assert_true(zone_day_of(z, (struct instant){ INT64_MAX }).number > 0);
    assert_true(zone_instant_of(z, (struct day){ INT32_MAX }).ms > 0);
    assert_true(zone_instant_of(z, (struct day){ INT32_MIN }).ms < 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokyo_is_nine_hours_ahead_and_never_changes),
        cmocka_unit_test(amsterdam_changes_its_clocks_on_the_last_sundays_of_march_and_october),
        cmocka_unit_test(beyond_its_last_transition_a_zone_follows_its_footer),
        cmocka_unit_test(a_day_may_begin_late_or_not_exist_at_all),
        cmocka_unit_test(the_southern_summer_crosses_the_new_year),
        cmocka_unit_test(utc_needs_no_file),
        cmocka_unit_test(a_name_never_leads_out_of_the_folder),
        cmocka_unit_test(every_cut_of_a_zone_file_is_refused),
        cmocka_unit_test(the_footer_is_read_strictly),
        cmocka_unit_test(a_julian_day_never_counts_the_leap_day),
        cmocka_unit_test(the_ends_of_time_do_no_harm),
    };

    return cmocka_run_group_tests_name("base/zone", tests, NULL, NULL);
}
