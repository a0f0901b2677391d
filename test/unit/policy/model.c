#include "unit.h"

#include "example.h"
#include "policy/model_hash.h"
#include "said.h"

static struct policy *parse(struct work *w, struct text source)
{
    struct policy *p = WORK_NEW(w, struct policy, 1);
    struct findings f;

    assert_ok(w, policy_parse(w, source, shipped_law(), p, &f));
    if (f.breaking)
        fail_msg("PD%04d: %.*s", f.first->code, TEXT_ARGS(f.first->message));
    return p;
}

static void the_example_says_what_it_says(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    const struct policy *p = parse(w, example_source(w));
    const struct channel *contact = policy_channel(p, TEXT("contact")), *newsletter = policy_channel(p, TEXT("newsletter"));

    (void)state;
    assert_true(p->demonstration);
    assert_text("https://www.hikari.example", p->origins[0]);
    assert_int_equal(p->region_count, 4);
    assert_int_equal(contact->field_count, 9);
    assert_true(contact->fields[2].required);
    assert_text("message", contact->fields[2].data->id);
    assert_false(contact->fields[3].required);
    assert_int_equal(contact->unknown, UNKNOWN_DROP);
    assert_text("utm_*", contact->ignore[1]);
    assert_text("support", contact->purpose->id);
    assert_int_equal(contact->deliver[0].kind, DELIVER_MAIL);
    assert_text("support@hikari.example", contact->deliver[0].to);
    assert_true(contact->deliver[0].attested);
    assert_text("Head of Customer Support", contact->deliver[0].by);
    assert_true(newsletter->double_opt_in);
    assert_int_equal(newsletter->deliver[0].kind, DELIVER_WEBHOOK);
    assert_int_equal(contact->purpose->keep.trigger, TRIGGER_LAST_CONTACT);
    assert_int_equal(contact->purpose->keep.count, 24);
    assert_int_equal(contact->purpose->keep.unit, PERIOD_MONTHS);
    assert_int_equal(newsletter->purpose->keep.trigger, TRIGGER_WITHDRAWN);
    assert_true(policy_never(p, "sell", -1) && policy_never(p, "share", policy_region(p, TEXT("US-CA"))));
    assert_true(policy_data(p, TEXT("email"))->identifies);
    assert_text("C-0012", p->recipients[0].contract);
    assert_null(policy_purpose(p, TEXT("marketing")));
}

static void the_attested_document_is_the_one_that_lies_beside(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    const struct policy *p = parse(w, example_source(w));
    FILE *file = fopen(unit_source_path("examples/camera-maker/documents/support-desk.md"), "rb");
    char bytes[8192];
    size_t length;

    (void)state;
    assert_non_null(file);
    length = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    assert_true(hash_equal(hash_bytes(bytes, length), policy_channel(p, TEXT("contact"))->deliver[0].document));
    file = fopen(unit_source_path("examples/camera-maker/documents/balancing-security-log.md"), "rb");
    assert_non_null(file);
    fclose(file);
}

static void words_fall_back_to_the_authoritative_language(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    const struct policy *p = parse(w, example_source(w));
    int ja = policy_language(p, TEXT("ja"));

    (void)state;
    assert_text("ヒカリカメラのウェブサイト", words_in(p, &p->site_name, ja));
    assert_text("Hikari camera website", words_in(p, &p->site_name, p->authoritative));
    assert_text("Hikari Optics Co., Ltd.", words_in(p, &p->controller_name, ja)); /* one text for all */
    assert_text("Hikari camera website", words_in(p, &p->site_name, -1));
    assert_int_equal(policy_language(p, TEXT("de")), -1);
}

static void a_basis_belongs_to_a_region(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    const struct policy *p = parse(w, example_source(w));
    const struct purpose *statistics = policy_purpose(p, TEXT("statistics")), *support = policy_purpose(p, TEXT("support"));

    (void)state;
    assert_int_equal(purpose_basis(p, statistics, policy_region(p, TEXT("EU"))), BASIS_CONSENT);
    assert_int_equal(purpose_basis(p, statistics, policy_region(p, TEXT("US-CA"))), BASIS_OFF);
    assert_int_equal(purpose_basis(p, support, policy_region(p, TEXT("JP"))), BASIS_CONTRACT);
    assert_int_equal(statistics->basis_elsewhere, BASIS_MISSING); /* left out is off */
    assert_string_equal(legal_basis_name(purpose_basis(p, support, 0)), "contract");
}

static void where_nobody_knows_the_region_the_strictest_holds(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct policy *p = parse(w, example_source(w));
    struct purpose purpose = *policy_purpose(p, TEXT("support"));

    (void)state;
    assert_int_equal(purpose_basis(p, policy_purpose(p, TEXT("statistics")), -1), BASIS_OFF); /* off in California */
    assert_int_equal(purpose_basis(p, &purpose, -1), BASIS_CONTRACT);
    purpose.basis[1] = BASIS_CONSENT;
    assert_int_equal(purpose_basis(p, &purpose, -1), BASIS_CONSENT);
    purpose.basis[2] = BASIS_MISSING;
    assert_int_equal(purpose_basis(p, &purpose, -1), BASIS_MISSING);
    p->region_count = 0;
    purpose.basis_elsewhere = BASIS_PUBLIC_TASK;
    assert_int_equal(purpose_basis(p, &purpose, -1), BASIS_PUBLIC_TASK);
}

static void a_prevailing_appendix_closes_the_list_of_its_region(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    const struct policy *p = parse(w, example_source(w));
    const struct data_item *phone = policy_data(p, TEXT("phone")), *email = policy_data(p, TEXT("email"));

    (void)state;
    assert_false(policy_allows_data(p, phone, policy_region(p, TEXT("US-CA"))));
    assert_true(policy_allows_data(p, phone, policy_region(p, TEXT("EU"))));
    assert_true(policy_allows_data(p, email, policy_region(p, TEXT("US-CA"))));
    assert_false(policy_allows_data(p, phone, -1)); /* only if all do */
    assert_true(policy_allows_data(p, email, -1));
}

static void a_computed_appendix_closes_nothing(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    int line, column;
    const struct policy *p = parse(w, example_changed(w, "collects: [name, email, company, message]", "collects: computed", &line, &column));

    (void)state;
    assert_true(policy_allows_data(p, policy_data(p, TEXT("phone")), policy_region(p, TEXT("US-CA"))));
}

static void parameters_of_statements_come_by_name_number_and_language(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    const struct policy *p = parse(w, example_source(w));
    const struct statement *security = policy_statement(p, TEXT("security")), *retaliation = policy_statement(p, TEXT("retaliation"));

    (void)state;
    assert_text("the systems of our offices in Tokyo, Amsterdam and London", statement_value(p, security, TEXT("scope"), 0, 0));
    assert_text("東京、アムステルダム、ロンドンの各拠点のシステム", statement_value(p, security, TEXT("scope"), 0, 1));
    assert_text("ISO/IEC 27001", statement_value(p, security, TEXT("certificate"), 0, 1));
    assert_text("employees", statement_value(p, retaliation, TEXT("audiences"), 1, 0));
    assert_text("", statement_value(p, retaliation, TEXT("audiences"), 3, 0));
    assert_int_equal(policy_statement(p, TEXT("no_guarantee"))->parameter_count, 0);
    assert_null(policy_statement(p, TEXT("cookies")));
}

static void the_hash_knows_what_is_said_and_not_how_it_is_written(void **state)
{
    static const char *const same[][2] = {
        { "# The privacy policy", "# A privacy policy" },
        { "never: [sell, share]", "never: [ sell,  'share' ]" },
        { "privacyd: 1\n", "privacyd: 1\n\n" },
    };
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct hash hash = parse(w, example_source(w))->model_hash;
    int line, column;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(same); i++)
        assert_true(hash_equal(hash, parse(w, example_changed(w, same[i][0], same[i][1], &line, &column))->model_hash));
    for (size_t i = 0; i < COUNT_OF(said_otherwise); i++)
        if (hash_equal(hash, parse(w, example_changed(w, said_otherwise[i][0], said_otherwise[i][1], &line, &column))->model_hash))
            fail_msg("the hash does not see the change to \"%s\"", said_otherwise[i][1]);
}

static void regions_that_are_not_declared_are_those_that_are_named(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct policy p;
    struct findings f;

    (void)state;
    assert_ok(w, policy_parse(w, TEXT("privacyd: 1\npurposes: { a: { why: be, basis: { EU: consent, elsewhere: off }, keep: until withdrawn } }\n"
                                      "rights: { UK: { kinds: [access] } }\nappendices: [{ region: US-CA }]\n"), shipped_law(), &p, &f));
    assert_int_equal(p.region_count, 3);
    assert_int_equal(policy_region(&p, TEXT("EU")), 0);
    assert_int_equal(p.purposes[0].basis[0], BASIS_CONSENT);
    assert_int_equal(p.purposes[0].basis[1], BASIS_MISSING);
    assert_int_equal(p.purposes[0].basis_elsewhere, BASIS_OFF);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_says_what_it_says),
        cmocka_unit_test(the_attested_document_is_the_one_that_lies_beside),
        cmocka_unit_test(words_fall_back_to_the_authoritative_language),
        cmocka_unit_test(a_basis_belongs_to_a_region),
        cmocka_unit_test(where_nobody_knows_the_region_the_strictest_holds),
        cmocka_unit_test(a_prevailing_appendix_closes_the_list_of_its_region),
        cmocka_unit_test(a_computed_appendix_closes_nothing),
        cmocka_unit_test(parameters_of_statements_come_by_name_number_and_language),
        cmocka_unit_test(the_hash_knows_what_is_said_and_not_how_it_is_written),
        cmocka_unit_test(regions_that_are_not_declared_are_those_that_are_named),
    };

    return cmocka_run_group_tests_name("policy/model", tests, NULL, NULL);
}
