#include "law/load.h"
#include "unit.h"

#include "law/category.h"
#include "source/schema.h"

static struct law shipped(struct work *w)
{
    struct law law;

    assert_ok(w, law_load(w, NULL, 0, &law));
    return law;
}

static const struct law_clock *clock_for(const struct law *law, const char *region, const char *kind)
{
    const struct law_row *row = law_clock_for(law, text_of(region), text_of(kind));

    if (!row)
        fail_msg("%s has no clock for %s", region, kind);
    return &row->is.clock;
}

static void assert_span(int count, const char *unit, struct law_span span)
{
    assert_int_equal(count, span.count);
    assert_string_equal(unit, law_unit_name(span.unit));
}

static void a_region_falls_back_to_what_it_is_part_of(void **state)
{
    static const char *const cases[][2] = { { "US-CA", "US-CA" }, { "US-WY", "US" }, { "EU-FR", "EU-FR" }, { "EU-NL", "EU" }, { "NL", "EU" }, { "GB", "UK" },
        { "UK-SCT", "UK" }, { "US-VA", "US-VA" }, { "IS", "EU" }, { "JP-13", "JP" } };
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct law law = shipped(w);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct law_region *r = law_region(&law, text_of(cases[i][0]));
        if (!r)
            fail_msg("nothing is known of %s", cases[i][0]);
        assert_text(cases[i][1], r->code);
    }
    assert_null(law_region(&law, TEXT("BR")));
    assert_null(law_region(&law, TEXT("BR-SP")));
    assert_null(law_region(&law, TEXT("")));
    assert_null(law_row(&law, TEXT("BR"), LAW_METHODS));
}

/* The deadlines of requests, as the law has them. */
static void clocks_say_what_the_law_says(void **state)
{
    static const struct {
        const char *region, *kind;
        int acknowledge;
        const char *acknowledge_unit;
        int respond;
        const char *respond_unit;
        int extended, notice_by;
    } cases[] = {
        { "US-CA", "know", 10, "bd", 45, "cal", 90, 45 }, { "US-CA", "delete", 10, "bd", 45, "cal", 90, 45 }, { "US-CA", "correct", 10, "bd", 45, "cal", 90, 45 },
        { "US-CA", "opt_out", 0, "", 15, "bd", 0, 0 }, { "US-CA", "limit", 0, "", 15, "bd", 0, 0 }, { "EU", "access", 0, "", 1, "mon", 3, 1 },
        { "EU-FR", "erase", 0, "", 1, "mon", 3, 1 }, { "UK", "object", 0, "", 1, "mon", 3, 1 }, { "US-OR", "delete", 0, "", 45, "cal", 90, 45 },
        { "US-IA", "delete", 0, "", 90, "cal", 135, 90 }, { "US-FL", "access", 0, "", 45, "cal", 60, 45 }, { "EU", "breach", 0, "", 72, "h", 0, 0 },
        { "UK", "complaint", 30, "cal", 0, "without_delay", 0, 0 },
    };
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct law law = shipped(w);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct law_clock *c = clock_for(&law, cases[i].region, cases[i].kind);
        assert_span(cases[i].acknowledge, cases[i].acknowledge_unit, c->acknowledge);
        assert_span(cases[i].respond, cases[i].respond_unit, c->respond);
        assert_int_equal(cases[i].extended, c->extended.count);
        assert_int_equal(cases[i].notice_by, c->notice_by.count);
    }
    assert_true(clock_for(&law, "US-CA", "know")->extension_needs_reason);
    assert_false(clock_for(&law, "US-CA", "know")->rolls);
    assert_true(clock_for(&law, "EU", "access")->rolls);
    assert_true(clock_for(&law, "JP", "breach")->day_one);
    assert_true(clock_for(&law, "US-CA", "reask_opt_out")->clamps_forward);
    assert_span(6, "mon", clock_for(&law, "EU-FR", "reask_cookie")->wait);
    assert_null(law_clock_for(&law, TEXT("EU"), TEXT("reask_cookie")));
    assert_true(law_list_has(&clock_for(&law, "UK", "access")->pauses, TEXT("clarification")));
    assert_true(clock_for(&law, "US-CA", "lookback")->window_floor.number == day_of_civil((struct civil){ 2022, 1, 1 }).number);
}

static void the_rows_of_california_hold_what_its_regulation_asks(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct law law = shipped(w);
    struct text ca = TEXT("US-CA");
    const struct law_row *row;

    (void)state;
    row = law_row(&law, ca, LAW_METHODS);
    assert_int_equal(2, row->is.methods.minimum);
    assert_true(law_list_has(&row->is.methods.among, TEXT("toll_free")));
    assert_true(row->is.methods.has_online && law_list_has(&row->is.methods.online_among, TEXT("email")));
    assert_text("US-CA/methods", row->name);
    assert_false(law_row_of(&law, ca, LAW_KINDS, TEXT("limit"))->is.kind.verifiable);
    assert_true(law_row_of(&law, ca, LAW_KINDS, TEXT("correct"))->is.kind.verifiable);
    row = law_row_of(&law, ca, LAW_AGENTS, TEXT("opt_out"));
    assert_int_equal(1, row->is.agent.ask.count);
    assert_int_equal(0, row->is.agent.one_of.count);
    assert_int_equal(0, law_row_of(&law, ca, LAW_AGENTS, TEXT("signal"))->is.agent.ask.count);
    assert_true(law_row_of(&law, ca, LAW_AGENTS, TEXT("know"))->is.agent.power_of_attorney_suffices);
    assert_span(24, "mon", law_row(&law, ca, LAW_RECORDS)->is.records.keep);
    assert_span(11, "mon", law_row(&law, ca, LAW_REVIEW)->is.review.warn);
    assert_true(law_row(&law, ca, LAW_UNVERIFIED)->is.unverified.fallback_categories);
    assert_null(law_row(&law, ca, LAW_DEVICE));
    assert_non_null(law_row(&law, ca, LAW_CLOCKS) == NULL ? law_clock_for(&law, ca, TEXT("unsubscribe")) : NULL); /* of the federal law above it */
}

static void a_category_has_the_name_of_its_longest_beginning(void **state)
{
    static const char *const cases[][2] = { { "user.name", "(A)" }, { "user.contact.email", "(A)" }, { "user.contact.phone_number", "(B)" },
        { "user.contact.organization", "(I)" }, { "user.device.ip_address", "(A)" }, { "user.device.telemetry", "(F)" }, { "user.behavior.purchase_history", "(D)" },
        { "user.demographic.profile", "(K)" }, { "user.authorization.biometric", "(E)" } };
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct law law = shipped(w);
    const struct law_categories *names = &law_row(&law, TEXT("US-CA"), LAW_CATEGORIES)->is.categories;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct law_category *c = law_category_of(names, text_of(cases[i][0]));
        if (!c || !text_equal(c->ref, text_of(cases[i][1])))
            fail_msg("%s is named %.*s", cases[i][0], c ? (int)c->ref.length : 0, c ? c->ref.at : "");
    }
    assert_null(law_category_of(names, TEXT("user")));
    assert_null(law_category_of(names, TEXT("user.named")));
    for (int i = 0; category_name(i); i++)
        if (!text_equal(text_of(category_name(i)), TEXT("user")) && !law_category_of(names, text_of(category_name(i))))
            fail_msg("California has no name for %s", category_name(i));
}

static void check_categories(const struct law_row *row, const struct law_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (!category_exists(list->names[i]))
            fail_msg("%.*s names the category %.*s", TEXT_ARGS(row->name), TEXT_ARGS(list->names[i]));
}

/* Each row of the program: a source, a date, words in both languages, categories that exist, countries in their order. */
static void every_shipped_row_is_whole(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct law law = shipped(w);

    (void)state;
    assert_true(law.row_count > 150);
    for (int i = 0; i < law.row_count; i++) {
        const struct law_row *row = &law.rows[i];
        assert_true(row->source.length > 0 && row->consulted.number > 0 && row->file.length > 0);
        assert_ptr_equal(law_row_named(&law, row->name), row);
        if (row->table == LAW_SENSITIVE)
            check_categories(row, &row->is.sensitive.categories);
        for (size_t k = 0; row->table == LAW_CATEGORIES && k < row->is.categories.count; k++) {
            check_categories(row, &row->is.categories.names[k].is);
            assert_true(row->is.categories.names[k].name.count == 2);
        }
        if (row->table == LAW_AUTHORITY)
            assert_true(!text_equal(law_words_in(&row->is.authority.label, TEXT("en")), law_words_in(&row->is.authority.label, TEXT("ja"))));
    }
    for (int i = 0; i < law.region_count; i++)
        assert_int_equal(2, law.regions[i].name.count);
}

static void a_state_takes_what_it_does_not_say_from_above(void **state)
{
    static const char *const kinds[] = { "access", "correct", "delete", "port", "opt_out" };
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct law law = shipped(w);
    const struct law_row *row = NULL;
    size_t count = 0;

    (void)state;
    while ((row = law_next(&law, TEXT("US-VA"), LAW_KINDS, row)) != NULL) {
        assert_true(count < COUNT_OF(kinds));
        assert_text(kinds[count++], row->key);
    }
    assert_int_equal(COUNT_OF(kinds), count);
    assert_text("US-45/clocks/US-45", law_clock_for(&law, TEXT("US-VA"), TEXT("delete"))->name);
    assert_true(law_is_inside(&law, TEXT("US-VA"), TEXT("US")));
    assert_true(law_is_inside(&law, TEXT("EU-FR"), TEXT("NO")));
    assert_false(law_is_inside(&law, TEXT("EU"), TEXT("GB")));
    assert_null(law_row(&law, TEXT("US-WY"), LAW_APPEAL));
}

static void a_row_that_is_not_verified_counts_only_when_it_is_adopted(void **state)
{
    static const struct text adopted[] = { { "US-CA/methods", 13 }, { "UK/device_exemptions", 20 } };
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct law law = shipped(w);
    const struct law_row *exemptions = law_row(&law, TEXT("UK"), LAW_DEVICE_EXEMPTIONS);
    struct day before = day_of_civil((struct civil){ 2026, 2, 4 }), after = day_of_civil((struct civil){ 2026, 2, 5 });

    (void)state;
    assert_false(exemptions->verified);
    assert_false(law_row_counts(exemptions, after, NULL, 0));
    assert_false(law_row_counts(exemptions, after, adopted, 1));
    assert_true(law_row_counts(exemptions, after, adopted, 2));
    assert_false(law_row_counts(exemptions, before, adopted, 2)); /* not in force */
    assert_true(law_row_counts(law_row(&law, TEXT("US-CA"), LAW_METHODS), before, NULL, 0));
}

static void words_are_in_the_language_or_in_english(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct law law = shipped(w);
    const struct law_words *label = &law_row(&law, TEXT("JP"), LAW_AUTHORITY)->is.authority.label;

    (void)state;
    assert_text("個人情報保護委員会", law_words_in(label, TEXT("ja")));
    assert_text("Personal Information Protection Commission", law_words_in(label, TEXT("fr")));
    assert_text("", law_words_in(&(struct law_words){ 0 }, TEXT("en")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_region_falls_back_to_what_it_is_part_of),
        cmocka_unit_test(clocks_say_what_the_law_says),
        cmocka_unit_test(the_rows_of_california_hold_what_its_regulation_asks),
        cmocka_unit_test(a_category_has_the_name_of_its_longest_beginning),
        cmocka_unit_test(every_shipped_row_is_whole),
        cmocka_unit_test(a_state_takes_what_it_does_not_say_from_above),
        cmocka_unit_test(a_row_that_is_not_verified_counts_only_when_it_is_adopted),
        cmocka_unit_test(words_are_in_the_language_or_in_english),
    };

    return cmocka_run_group_tests_name("law/law", tests, NULL, NULL);
}
