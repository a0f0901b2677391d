#include "drawn.h"
#include "golden.h"
#include "markup.h"
#include "page/timeline.h"
#include "unit.h"

static struct html picture(struct work *w, const struct reader *r)
{
    struct page_timeline page;
    struct html html;

    assert_ok(w, timeline_fill(w, r, &page));
    assert_ok(w, page_timeline_render(w, reader_words(r), &page, &html));
    return html;
}

static void the_periods_are_drawn_the_same_everywhere(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct policy p;
    struct reader r = { &sample_site, &p, 0 };

    (void)state;
    small_policy(&p);
    assert_golden(picture(w, &r), "timeline-en");
    r.language = 1;
    assert_golden(picture(w, &r), "timeline-ja");
    p.languages[1] = TEXT("ar");
    assert_golden(picture(w, &r), "timeline-ar");
}

/* Four purposes: as long as its period is each bar, of 600 units for the longest. */
static void a_bar_is_as_long_as_its_period(void **state)
{
    static const struct {
        struct retention_rule keep[2];
        const char *width[2], *tick;
    } cases[] = {
        { { { TRIGGER_COLLECTED, 30, PERIOD_DAYS, { 0 } }, { TRIGGER_COLLECTED, 60, PERIOD_DAYS, { 0 } } }, { "300", "600" }, "14 days" },
        { { { TRIGGER_LAST_CONTACT, 6, PERIOD_MONTHS, { 0 } }, { TRIGGER_CLOSED, 1, PERIOD_YEARS, { 0 } } }, { "299", "600" }, "9 months" },
        { { { TRIGGER_COLLECTED, 1, PERIOD_DAYS, { 0 } }, { TRIGGER_COLLECTED, 100, PERIOD_YEARS, { 0 } } }, { "3", "600" }, "25 years" },
        { { { TRIGGER_WITHDRAWN, 0, PERIOD_DAYS, { 0 } }, { TRIGGER_COLLECTED, 7, PERIOD_DAYS, { 0 } } }, { "624", "600" }, "7 days" },
        { { { TRIGGER_AS_NEEDED, 0, PERIOD_DAYS, { 0 } }, { TRIGGER_WITHDRAWN, 0, PERIOD_DAYS, { 0 } } }, { "624", "624" }, NULL },
    };
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct purpose purposes[2];
    struct policy p;
    const struct reader r = { &sample_site, &p, 0 };

    (void)state;
    small_policy(&p);
    memcpy(purposes, p.purposes, sizeof purposes);
    p.purposes = purposes;
    p.purpose_count = 2;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct page_timeline page;
        bool found = false;

        purposes[0].keep = cases[i].keep[0];
        purposes[1].keep = cases[i].keep[1];
        assert_ok(w, timeline_fill(w, &r, &page));
        for (size_t k = 0; k < 2; k++)
            assert_text(cases[i].width[k], page.bars[k].bar_width);
        for (size_t k = 0; k < page.ticks_count; k++)
            found |= cases[i].tick && text_equal(page.ticks[k].words, text_of(cases[i].tick));
        assert_int_equal(cases[i].tick != NULL, found);
    }
}

static void labels_that_mean_harm_leave_it_well_formed(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct policy p;
    const struct reader r = { &sample_site, &p, 0 };
    struct html html;

    (void)state;
    large_policy(w, &p);
    html = picture(w, &r);
    dump_page(html, "timeline-large");
    assert_xml(html);
    assert_shows_not(html, "<script");
    assert_true(html.markup.length < 30 * 1024);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_periods_are_drawn_the_same_everywhere),
        cmocka_unit_test(a_bar_is_as_long_as_its_period),
        cmocka_unit_test(labels_that_mean_harm_leave_it_well_formed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
