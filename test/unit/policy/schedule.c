#include "unit.h"

#include "policy/schedule.h"

#define DAY (24 * 3600 * 1000LL)

/* Against which versions the new one changes something material: bit n is version n. */
static bool by_mask(struct work *w, void *context, int64_t base, bool *out_material)
{
    (void)w;
    *out_material = *(const unsigned *)context >> base & 1;
    return true;
}

static const struct zone *tokyo(struct work *w)
{
    const struct zone *zone;

    assert_ok(w, zone_load(w, TEXT("Asia/Tokyo"), &zone));
    return zone;
}

static struct schedule plan(struct work *w, const struct version_line *lines, size_t count, unsigned material, const char *wanted, int lead)
{
    struct instant at;
    struct schedule_question q = { .lines = lines, .count = count, .now = w->now, .lead_days = lead, .zone = tokyo(w), .is_material = by_mask, .context = &material };
    struct schedule s;

    if (wanted) {
        assert_true(instant_parse(text_of(wanted), &at));
        q.wanted = &at;
    }
    assert_ok(w, schedule_find(w, &q, &s));
    return s;
}

static void assert_moment(const char *expected, struct instant at)
{
    char memory[40];
    struct draft d = draft_in(memory, sizeof memory);

    draft_instant(&d, at);
    assert_text(expected, draft_text(&d));
}

static struct version_line line(struct work *w, int64_t number, int64_t days)
{
    return (struct version_line){ number, { w->now.ms - DAY }, { w->now.ms + days * DAY }, false };
}

/* Now is 1 March 2026, 21:00 in Tokyo. */
static void nothing_material_counts_at_once(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    const struct version_line lines[] = { line(w, 1, -9) };
    struct schedule s = plan(w, lines, 1, 0, NULL, 30);

    (void)state;
    assert_moment("2026-03-01T12:00:00Z", s.effective);
    assert_false(s.material || s.too_early);
    s = plan(w, lines, 1, 0, "2026-03-05T00:00:00Z", 30);
    assert_moment("2026-03-05T00:00:00Z", s.effective);
    assert_false(s.too_early);
    s = plan(w, NULL, 0, ~0u, NULL, 30); /* the first one changes nothing */
    assert_moment("2026-03-01T12:00:00Z", s.effective);
    assert_int_equal(s.base, 0);
}

static void what_is_material_waits_for_its_notice(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    const struct version_line lines[] = { line(w, 1, -9) };
    struct schedule s = plan(w, lines, 1, 2, NULL, 30);

    (void)state;
    assert_true(s.material);
    assert_moment("2026-03-31T15:00:00Z", s.effective); /* the next midnight in Tokyo */
    assert_moment("2026-03-31T12:00:00Z", s.earliest);
    assert_false(s.too_early);
    assert_true(plan(w, lines, 1, 2, "2026-03-31T11:59:59Z", 30).too_early);
    assert_false(plan(w, lines, 1, 2, "2026-03-31T12:00:00Z", 30).too_early);
    s = plan(w, lines, 1, 2, NULL, 0); /* no notice was promised */
    assert_moment("2026-03-01T12:00:00Z", s.effective);
    assert_false(s.too_early);
    w->now.ms += 3 * 3600 * 1000; /* midnight in Tokyo: the day itself */
    assert_moment("2026-03-31T15:00:00Z", plan(w, lines, 1, 2, NULL, 30).effective);
}

/* Version 2 was announced for the tenth day. */
static void a_correction_of_an_announced_version_keeps_its_day(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    const struct version_line lines[] = { line(w, 2, 10), line(w, 1, -9) };
    struct schedule s = plan(w, lines, 2, 2, NULL, 30);

    (void)state;
    assert_int_equal(s.effective.ms, lines[0].effective_at.ms);
    assert_int_equal(s.base, 2);
    assert_false(s.material || s.too_early);
    assert_true(plan(w, lines, 2, 2, "2026-03-02T00:00:00Z", 30).too_early); /* before that day it is new to people */
    s = plan(w, lines, 2, 2 | 4, NULL, 30); /* new against both: notice of its own */
    assert_moment("2026-03-31T15:00:00Z", s.effective);
    assert_true(s.material);
    s = plan(w, lines, 2, 4, NULL, 30); /* as the first one: nobody needs to be told that nothing changes */
    assert_moment("2026-03-01T12:00:00Z", s.effective);
    assert_true(plan(w, lines, 2, 4, "2026-03-20T00:00:00Z", 30).too_early); /* but after the second it is a change back */
}

static void of_two_announced_versions_the_nearer_one_that_fits_is_taken(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    const struct version_line lines[] = { line(w, 3, 20), line(w, 2, 10), line(w, 1, -9) };
    struct schedule s = plan(w, lines, 3, 2 | 4, NULL, 30);

    (void)state;
    assert_int_equal(s.base, 3);
    assert_int_equal(s.effective.ms, lines[0].effective_at.ms);
    s = plan(w, lines, 3, 2 | 8, NULL, 30);
    assert_int_equal(s.base, 2);
    assert_int_equal(s.effective.ms, lines[1].effective_at.ms);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_material_counts_at_once),
        cmocka_unit_test(what_is_material_waits_for_its_notice),
        cmocka_unit_test(a_correction_of_an_announced_version_keeps_its_day),
        cmocka_unit_test(of_two_announced_versions_the_nearer_one_that_fits_is_taken),
    };

    return cmocka_run_group_tests_name("policy/schedule", tests, NULL, NULL);
}
