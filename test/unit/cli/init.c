/* What `privacyd init` writes is a policy without errors and warnings, whatever is answered. */
#include "unit.h"

#include "cli/init.h"
#include "law/load.h"
#include "policy/format.h"
#include "policy/parse.h"
#include "source/report.h"

static const char *const regions[] = { "EU", "UK", "US-CA", "JP" }, *const forms[] = { "contact", "newsletter", "order" };
static const char *const languages[] = { "en", "ja", "en ja" }, *const countries[] = { "NL", "JP", "GB", "US", "BR" };

/* Those whose bit is set. */
static struct text some(struct work *w, const char *const *words, int count, int bits)
{
    struct draft d;

    assert_ok(w, work_draft(w, 100, &d));
    for (int i = 0; i < count; i++)
        if (bits & (1 << i))
            draft_addf(&d, "%s%s", d.length ? " " : "", words[i]);
    return draft_text(&d);
}

static void check(const struct law *law, const struct init_answers *a)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    const struct policy_options held_against = { .law = law };
    struct findings f;
    struct policy p;
    struct text yaml, form, report;

    assert_ok(w, init_policy(w, law, a, &yaml));
    assert_ok(w, policy_format(w, yaml, &form, &f));
    assert_true(text_equal(yaml, form));
    assert_ok(w, policy_parse(w, yaml, &held_against, &p, &f));
    if (f.errors == 0 && f.warnings == 0)
        return;
    assert_ok(w, findings_as_text(w, &f, TEXT("policy.yaml"), yaml, &report));
    fail_msg("regions %.*s, forms %.*s, languages %.*s, country %.*s:\n%.*s", TEXT_ARGS(a->to[INIT_REGIONS]), TEXT_ARGS(a->to[INIT_FORMS]),
        TEXT_ARGS(a->to[INIT_LANGUAGES]), TEXT_ARGS(a->to[INIT_COUNTRY]), TEXT_ARGS(report));
}

static struct init_answers answers(void)
{
    return (struct init_answers){ .to = { [INIT_SITE] = TEXT("Bells"), [INIT_ORIGIN] = TEXT("https://bells.example"), [INIT_CONTROLLER] = TEXT("Bells Ltd."),
        [INIT_ADDRESS] = TEXT("1 Bell Street"), [INIT_COUNTRY] = TEXT("NL"), [INIT_CONTACT] = TEXT("privacy@bells.example"), [INIT_REGIONS] = TEXT("EU"),
        [INIT_LANGUAGES] = TEXT("en"), [INIT_FORMS] = TEXT("contact") } };
}

static void every_combination_of_answers_is_a_policy_without_warnings(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct init_answers a = answers();
    struct law law;
    int turn = 0;

    (void)state;
    assert_ok(w, law_load(w, NULL, 0, &law));
    for (int r = 1; r < 16; r++)
        for (int f = 1; f < 8; f++, turn++) {
            a.to[INIT_REGIONS] = some(w, regions, 4, r);
            a.to[INIT_FORMS] = some(w, forms, 3, f);
            a.to[INIT_LANGUAGES] = text_of(languages[turn % 3]);
            a.to[INIT_COUNTRY] = text_of(countries[turn % 5]);
            check(&law, &a);
        }
}

static void whatever_a_name_holds_stays_a_name(void **state)
{
    static const char *const names[] = { "\"quoted\" \\ and # more", "a: b, [c] {d} & *e !f | > % @ `", "- x", "true", "~", "東京", "'", "x\\", "\\\"" };
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct law law;

    (void)state;
    assert_ok(w, law_load(w, NULL, 0, &law));
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const struct policy_options held_against = { .law = &law };
        struct init_answers a = answers();
        struct findings f;
        struct policy p;
        struct text yaml;
        a.to[INIT_SITE] = a.to[INIT_CONTROLLER] = a.to[INIT_ADDRESS] = text_of(names[i]);
        check(&law, &a);
        assert_ok(w, init_policy(w, &law, &a, &yaml));
        assert_ok(w, policy_parse(w, yaml, &held_against, &p, &f));
        assert_text(names[i], p.site_name.in[0]);
        assert_text(names[i], p.controller_address);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_combination_of_answers_is_a_policy_without_warnings),
        cmocka_unit_test(whatever_a_name_holds_stays_a_name),
    };

    return cmocka_run_group_tests_name("cli/init", tests, NULL, NULL);
}
