#include "unit.h"

#include "example.h"
#include "source/report.h"

/* One change of the example and the finding that it raises, with (\1) where; `right` is a change in the same place that does not raise it. */
struct mutation {
    enum finding_code code;
    const char *from, *to;
    const char *message, *hint; /* words that they must have */
    const char *right;
};

#define CA_KINDS "    kinds: [know, delete, correct, limit, opt_out]\n    methods: [form, email]\n    exclusively_online: true\n"
#define CA_WITH(words) "    kinds: [know, delete, correct, limit, opt_out]\n    methods: [form, email]\n    exclusively_online: true\n" words
#define EU_KINDS "    kinds: [access, rectify, erase, restrict, port, object, withdraw]\n    methods: [form, email, post]\n    authority: https://www.edpb"
#define AGENTS "agents: { permission: signed, identity_document: never }"
#define MINORS "minors: { under: 16, actual_knowledge: none }"
#define RETALIATION "retaliation: { audiences: [consumers, employees, applicants] }"
#define RECORDS "request_records: { keep: at least 24 months after closed }"

static const struct mutation mutations[] = {
    { PD_KINDS_MISSING, EU_KINDS, "    \1kinds: [access, rectify, erase, port, object]\n    methods: [form, email, post]\n    authority: https://www.edpb",
        "rights of `EU` lack restrict, withdraw (EU/kinds/restrict)", "add them", NULL },
    { PD_KINDS_MISSING, CA_KINDS, "    \1kinds: [know, delete]\n    methods: [form, email]\n    exclusively_online: true\n", "rights of `US-CA` lack correct (US-CA/kinds/correct)",
        "", "    kinds: [know, delete, correct]\n    methods: [form, email]\n    exclusively_online: true\n" }, /* nothing is sold, nothing sensitive taken */
    { PD_NO_CLOCK, CA_KINDS, CA_WITH("    \1clocks: { know: 45 days, delete: law }\n"), "rights of `US-CA`: correct has no clock; the law's 45 calendar days apply (US-CA/clocks/CA-45)",
        "add `correct: law`", CA_WITH("    clocks: { know: 45 days, delete: law, correct: 40 days, limit: law, opt_out: 10 days }\n") },
    { PD_AGENT_KINDS, AGENTS, "agents: { permission: signed, kinds: [\1know, delete] }", "the rule on agents leaves out correct, opt_out, limit, for which they may act in `US-CA`",
        "leave `kinds` out", "agents: { permission: signed, kinds: [know, delete, correct, limit, opt_out] }" },
    { PD_CLOCK_TOO_LONG, CA_KINDS, CA_WITH("    clocks: { know: \1" "46 days, delete: law, correct: law, limit: law, opt_out: law }\n"),
        "`know` may take 46 days, which can be longer than the law's 45 calendar days (US-CA/clocks/CA-45)", "at most 45 calendar days",
        CA_WITH("    clocks: { know: 1 month, delete: 45 days, correct: law, limit: law, opt_out: law }\n") },
    { PD_CLOCK_TOO_LONG, CA_KINDS, CA_WITH("    clocks: { know: law, delete: law, correct: law, limit: \1" "20 days, opt_out: law }\n"),
        "`limit` may take 20 days, which can be longer than the law's 15 business days", "at most 15 business days",
        CA_WITH("    clocks: { know: law, delete: law, correct: law, limit: 19 days, opt_out: 100 hours }\n") }, /* from a Sunday to a Friday */
    { PD_CLOCK_TOO_LONG, EU_KINDS, "    kinds: [access, rectify, erase, restrict, port, object, withdraw]\n    clocks: { access: \1" "30 days }\n    methods: [form, email, post]\n    authority: https://www.edpb",
        "`access` may take 30 days, which can be longer than the law's 1 month", "at most 1 month",
        "    kinds: [access, rectify, erase, restrict, port, object, withdraw]\n    clocks: { access: 28 days, erase: 1 month }\n    methods: [form, email, post]\n    authority: https://www.edpb" },
    { PD_CLOCK_TOO_LONG, CA_KINDS, CA_WITH("    extension: { until: \1" "91 days, notice_by: 45 days, reason: true }\n"), "an extended answer may take 91 days", "at most 90 calendar days",
        CA_WITH("    extension: { until: 90 days, notice_by: 45 days, reason: true }\n") },
    { PD_CLOCK_TOO_LONG, CA_KINDS, CA_WITH("    extension: { until: 90 days, notice_by: \1" "60 days, reason: true }\n"), "the notice of an extension may take 60 days", "", NULL },
    { PD_EXTENSION_BARE, CA_KINDS, CA_WITH("    \1extension: { until: 90 days }\n"), "the extension of `US-CA` has no notice date and no reason", "reason: true",
        CA_WITH("    extension: { until: 90 days, notice_by: 45 days, reason: true }\n") },
    { PD_EXTENSION_BARE, CA_KINDS, CA_WITH("    \1extension: { until: 90 days, notice_by: 45 days }\n"), "has no reason", "", NULL },
    { PD_UNVERIFIED_SILENT, CA_KINDS, CA_WITH("    on_unverified: \1" "decline\n"), "silence is no decision", "deny_and_notify", CA_WITH("    on_unverified: deny_and_notify\n") },
    { PD_UNVERIFIED_SILENT, CA_KINDS, CA_WITH("    fallback: \1none\n"), "judged as one for categories", "`fallback: categories`", CA_WITH("    fallback: categories\n") },
    { PD_RECORDS_LOOSE, RECORDS, "request_records: { keep: \1" "24 months }", "24 months have no start; they are counted from closure in `US-CA`", "at least 24 months after closed",
        "request_records: { keep: at least 3 years after closed }" },
    { PD_RECORDS_LOOSE, RECORDS, "request_records: { keep: \1" "24 months after closed }", "24 months are a minimum, not an end", "", NULL },
    { PD_RECORDS_SHORT, RECORDS, "request_records: { keep: \1" "at least 23 months after closed }", "records of requests stay 23 months; the law of `US-CA` asks for 24", "",
        "request_records: { keep: at least 2 years after closed }" },
    { PD_AGENT_DOCUMENT, AGENTS, "agents: { permission: signed, identity_document: \1required, kinds: [know, delete] }",
        "agents must show an identity document for know, delete in `US-CA`; the law lets a signed permission be asked", "`identity_document: never`",
        "agents: { permission: signed, identity_document: optional }" },
    { PD_AGENT_HURDLE, AGENTS, "agents: { permission: signed, identity_document: \1required }", "agents must show an identity document for opt_out, limit in `US-CA`", "",
        "agents: { permission: signed, identity_document: required, kinds: [know, delete] }" },
    { PD_VERIFIED_ANYWAY, CA_KINDS, CA_WITH("    verification: { kinds: [know, delete, \1limit], fields: [name, email] }\n"),
        "rights of `US-CA` verify identity for `limit`, which needs none (US-CA/kinds/limit)", "take it out", CA_WITH("    verification: { kinds: [know, delete, correct], fields: [name, email] }\n") },
    { PD_ASKED_TWICE, CA_KINDS, CA_WITH("    verification: { kinds: [know], account_holders: \1" "ask_again }\n"), "ask account holders for what is held already", "log in again",
        CA_WITH("    verification: { kinds: [know], account_holders: login }\n") },
    { PD_METHODS_FEW, CA_KINDS, "    kinds: [know, delete, correct, limit, opt_out]\n    \1methods: [form, email]\n", "rights of `US-CA` have 2 ways, 2 needed, among them toll_free",
        "toll-free number", "    kinds: [know, delete, correct, limit, opt_out]\n    methods: [form, toll_free]\n" },
    { PD_METHODS_FEW, CA_KINDS, "    kinds: [know, delete, correct, limit, opt_out]\n    \1methods: [form]\n    exclusively_online: true\n",
        "rights of `US-CA` have 1 way, 1 needed, among them email", "", "    kinds: [know, delete, correct, limit, opt_out]\n    methods: [email]\n    exclusively_online: true\n" },
    { PD_POLICY_STALE, "reviewed: 2026-02-20", "reviewed: \1" "2024-02-19", "the review that `US-CA` asks for every 12 months is overdue (US-CA/review)", "even when nothing else changes",
        "reviewed: 2025-04-02" },
    { PD_POLICY_STALE, "reviewed: 2026-02-20", "reviewed: \1" "2025-04-01", "is due within a month", "", NULL },
    { PD_POLICY_STALE, "    cookies: essential\n", "    cookies: essential\n    reviewed: \1" "2024-02-19\n", "is overdue", "", "    cookies: essential\n    reviewed: 2026-01-01\n" },
    { PD_RETALIATION_WEAK, RETALIATION, "retaliation: { audiences: [consumers, employees, applicants], qualifier: \1unreasonably }", "`unreasonably` weakens what the law of `US-CA` says",
        "leave the word out", "retaliation: { audiences: [consumers, employees, applicants], qualifier: none }" },
    { PD_AUDIENCES, RETALIATION, "retaliation: { audiences: [\1" "consumers] }", "does not cover employees, applicants in `US-CA`", "audiences: [consumers, employees, applicants]",
        "retaliation: { audiences: [applicants, contractors, consumers, employees] }" },
    { PD_OWN_DEFINITIONS, "    cookies: essential\n", "    cookies: essential\n    definitions: \1own\n", "`US-CA` defines selling and sharing in words of its own", "refers to the law's own",
        "    cookies: essential\n    definitions: statutory\n" },
    { PD_MINORS_ACTS, MINORS, "minors: { under: 16, never: [\1sell], actual_knowledge: none }", "the clause on minors leaves out `share` in `US-CA`", "`never: [sell, share]`",
        "minors: { under: 16, never: [share, sell], actual_knowledge: none }" },
    { PD_MINORS_KNOWLEDGE, MINORS, "\1minors: { under: 16 }", "whether it is known that data of minors in `US-CA` are sold or shared", "actual_knowledge: none",
        "minors: { under: 16, actual_knowledge: some }" },
    { PD_MINORS_AGE, MINORS, "minors: { under: \1" "13, actual_knowledge: none }", "ends at 13 years, the law's at 16 in `US-CA`", "the law's age", "minors: { under: 18, actual_knowledge: none }" },
    { PD_NO_OFFICER, "  officer:\n    label: { en: Data Protection Officer, ja: データ保護責任者 }\n    email: dpo@hikari.example\n", "", "names no data protection officer",
        "`officer: { none: why there is none }`", "  officer: { none: { en: None is needed, ja: 選任義務がないため } }\n" },
    { PD_NO_REPRESENTATIVE, "    EU: { label: Hikari Optics Europe B.V., email", "    DE: { label: Hikari Optics Europe B.V., email", "the controller has no representative in `EU`, nor says why",
        "`{ none: why there is none }`", NULL },
    { PD_NO_AUTOMATED, "  automated_decisions: { made: false }\n", "", "nothing is said about decisions by machines alone in `EU` (EU/notice)", "{ made: false }",
        "  automated_decisions: { made: true }\n" },
    { PD_NO_COMPLAINT, "  complaints: true\n", "", "nothing is said about the right to complain to the authority in `EU`", "`complaints: true`", NULL },
    { PD_NO_SALE_STATEMENT, "never: [sell, share]", "never: [sell]", "does not say whether data of people in `US-CA` are shared (US-CA/notice)", "`never: [sell, share]`", NULL },
    { PD_BASIS_UNKNOWN, "    basis: contract\n", "    basis: { EU: contract, UK: \1not_required, US-CA: not_required, JP: not_required }\n",
        "purpose `support` rests on `not_required`, which the law of `UK` does not know (UK/basis)", "`off` where there is none",
        "    basis: { EU: contract, UK: off, US-CA: not_required, JP: not_required }\n" },
    { PD_DEVICE_UNASKED, "    class: essential\n", "    class: \1" "functional\n", "`functional` cookie `session` is kept in `EU` without consent (EU/device)",
        "`basis: { EU: consent }` for purpose `security_log`", NULL },
    { PD_READ_UNASKED, "  contact:\n    label: { en: Contact form", "  \1contact:\n    from: device\n    label: { en: Contact form", "channel `contact` reads from the device in `EU` without consent",
        "consent", "  contact:\n    from: log\n    label: { en: Contact form" },
    { PD_READ_UNASKED, "  newsletter:\n    label: { en: Newsletter, ja: ニュースレター }\n    purpose: newsletter", "  newsletter:\n    label: { en: Newsletter, ja: ニュースレター }\n    purpose: newsletter", NULL,
        NULL, "  newsletter:\n    from: device\n    label: { en: Newsletter, ja: ニュースレター }\n    purpose: newsletter" }, /* by consent */
    { PD_NO_TRANSFER, "    countries: [NL]\n", "    countries: [NL, \1IN]\n", "`hikari_europe` is in IN, and no transfer from `EU` to there is declared (EU/transfers)", "add it to `transfers`",
        "    countries: [NL, FR]\n    regions: [EU]\n" },
    { PD_COLLECTED_ABROAD, "  country: JP\n", "  country: \1KR\n", "the controller is in KR, and `transfers` does not tell people in `EU` what protects their data there (EU/transfers)", "a row under `transfers`",
        "  country: JP \n" },
    { PD_WHERE_UNSAID, "    countries: [NL]\n", "", "recipient `hikari_europe` does not say in which country it is (EU/transfers)", "add `countries: `", NULL },
    { PD_TRANSFER_INSIDE, "JP: { safeguard: adequacy, ref: Decision (EU) 2019/419 }", "JP: { safeguard: adequacy, ref: Decision (EU) 2019/419 }\n    \1" "DE: { safeguard: adequacy }",
        "DE is inside `EU`, so nothing is transferred (EU/transfers)", "take the row out", NULL },
    { PD_TRANSFER_IDLE, "JP: { safeguard: adequacy, ref: Decision (EU) 2019/419 }", "JP: { safeguard: adequacy, ref: Decision (EU) 2019/419 }\n    \1KR: { safeguard: adequacy, ref: Decision }",
        "nobody who gets data of people in `EU` is in KR", "take the row out", NULL },
    { PD_NO_SAFEGUARD_REF, "JP: { safeguard: adequacy, ref: Decision (EU) 2019/419 }", "JP: { safeguard: \1standard_clauses }", "nothing tells which `standard_clauses` protect data in JP (EU/transfers)",
        "add `ref: `", "JP: { safeguard: binding_rules, ref: BCR of 2024 }" },
    { PD_SAFEGUARD_UNKNOWN, "JP: { safeguard: adequacy, ref: Decision (EU) 2019/419 }", "JP: { safeguard: \1idta }", "`idta` is no safeguard in the law of `EU` (EU/transfers)", "privacyd law",
        "JP: { safeguard: standard_clauses }" },
    { PD_NO_ADEQUACY, "GB: { safeguard: adequacy, ref: Decision (EU) 2021/1772 }", "GB: { safeguard: \1" "adequacy }",
        "no decision is known that GB protects data as `EU` does (EU/adequacy/united_kingdom, which nobody verified)", "name the decision in `ref`",
        "GB: { safeguard: binding_rules }" },
    { PD_NO_ADEQUACY, "JP: { safeguard: adequacy, ref: Decision (EU) 2019/419 }", "IN: { safeguard: \1" "adequacy }\n    JP: { safeguard: adequacy }",
        "no decision is known that IN protects data as `EU` does (EU/transfers)", "", "JP: { safeguard: adequacy }" },
    { PD_TRANSFER_REVIEW, "ref: Decision (EU) 2019/419 }", "ref: Decision (EU) 2019/419, review: \1" "2026-02-28 }", "the safeguard for JP should have been reviewed", "change `review`",
        "ref: Decision (EU) 2019/419, review: 2026-03-01 }" },
    { PD_ADOPTED_UNKNOWN, "adopt: [US-CA/categories]", "adopt: [US-CA/categories, EU/adequacy/united_states, \1" "EU/adequacy/untied_kingdom]",
        "the law tables have no row `EU/adequacy/untied_kingdom`", "did you mean `EU/adequacy/united_kingdom`?", "adopt: [EU/adequacy/united_kingdom]" },
    { PD_NO_LAW, "  JP:    { en: Japan, ja: 日本 }\n", "  JP:    { en: Japan, ja: 日本 }\n  \1" "CA: { en: California, ja: カリフォルニア州 }\n", "nothing is known of the law of `CA`",
        "the state of the USA is `US-CA`", NULL },
    { PD_NO_LAW, "  JP:    { en: Japan, ja: 日本 }\n", "  JP:    { en: Japan, ja: 日本 }\n  \1" "BR: { en: Brazil, ja: ブラジル }\n", "nothing is known of the law of `BR`", "a law file",
        "  JP:    { en: Japan, ja: 日本 }\n  US-WY: { en: Wyoming, ja: ワイオミング州 }\n" },
};

static bool has(struct text t, const char *part)
{
    size_t at;

    return !*part || text_find(t, text_of(part), &at);
}

static const struct finding *find_with(const struct findings *f, const struct mutation *m, int line, int column)
{
    const struct finding *nearest = NULL;

    for (const struct finding *i = f->first; i; i = i->next) {
        if (i->code != (int)m->code)
            continue;
        nearest = i;
        if ((!line || (i->place.line == line && i->place.column == column)) && has(i->message, m->message))
            return i;
    }
    if (nearest)
        fail_msg("PD%04d \"%.*s\" stands at %d:%d, not at %d:%d with \"%s\"", (int)m->code, TEXT_ARGS(nearest->message), nearest->place.line, nearest->place.column, line,
            column, m->message);
    fail_msg("PD%04d was not found after the change to \"%s\"", (int)m->code, m->to);
    return NULL;
}

static void parse_changed(struct work *w, const char *from, const char *to, struct findings *f, int *line, int *column)
{
    struct policy p;
    struct text source = example_changed(w, from, to, line, column);

    assert_ok(w, policy_parse(w, source, shipped_law(), &p, f));
}

static void each_rule_of_law_is_raised_at_its_place_and_not_by_what_is_right(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(mutations); i++) {
        CLEANUP(unit_work_end) struct work *w = unit_work();
        const struct mutation *m = &mutations[i];
        struct findings f;
        int line, column;
        if (m->message) {
            const struct finding *found;
            parse_changed(w, m->from, m->to, &f, &line, &column);
            found = find_with(&f, m, line, column);
            if (!has(found->hint, m->hint))
                fail_msg("PD%04d hints \"%.*s\"", (int)m->code, TEXT_ARGS(found->hint));
        }
        if (!m->right)
            continue;
        parse_changed(w, m->from, m->right, &f, &line, &column);
        if (finding_of(&f, (int)m->code))
            fail_msg("PD%04d is found after the right change \"%s\": %.*s", (int)m->code, m->right, TEXT_ARGS(finding_of(&f, (int)m->code)->message));
    }
}

static void every_code_of_law_has_a_test(void **state)
{
    (void)state;
    for (int i = 0; i < finding_kind_count; i++) {
        bool tested = finding_kinds[i].code < PD_KINDS_MISSING || finding_kinds[i].code > PD_NO_SAFEGUARD_REF || finding_kinds[i].code == PD_LAW_UNNAMED || finding_kinds[i].code == PD_SENSITIVE_BASIS;
        for (size_t k = 0; k < COUNT_OF(mutations); k++)
            tested |= mutations[k].code == finding_kinds[i].code && mutations[k].message;
        if (!tested)
            fail_msg("PD%04d is raised by no test", (int)finding_kinds[i].code);
    }
}

/* --- small policies of their own ---------------------------------------------------------------------------------------------------------------- */

static void parse(struct work *w, const char *source, const struct policy_options *options, struct findings *f)
{
    struct policy p;

    assert_ok(w, policy_parse(w, text_of(source), options, &p, f));
}

static void a_missing_representative_is_told_where_the_country_stands(void **state)
{
    static const char controller[] = "privacyd: 1\nregions: { EU: Europe }\ncontroller:\n  name: A\n";
    static const struct {
        const char *rest;
        int line, column; /* 0: nothing is told */
    } cases[] = { { "", 3, 1 }, { "  country: JP\n", 5, 12 }, { "  country: NL\n", 0, 0 }, { "  country: \"NO\"\n", 0, 0 },
        { "  representatives: { EU: { none: only now and then } }\n", 0, 0 }, { "  representatives: { EU: { email: a@b.example } }\n", 0, 0 } };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        CLEANUP(unit_work_end) struct work *w = unit_work();
        struct text source;
        struct findings f;
        const struct finding *found;
        assert_ok(w, work_format(w, &source, "%s%s", controller, cases[i].rest));
        parse(w, source.at, shipped_law(), &f);
        found = finding_of(&f, PD_NO_REPRESENTATIVE);
        assert_int_equal(cases[i].line, found ? found->place.line : 0);
        assert_int_equal(cases[i].column, found ? found->place.column : 0);
    }
}

static void special_categories_rest_on_few_bases(void **state)
{
    static const char policy[] = "privacyd: 1\nregions: { EU: Europe, US-CA: California }\ndata:\n  diet: { is: user.health_and_medical }\npurposes:\n"
                                 "  meals: { why: cook, basis: { EU: %s, US-CA: contract }, keep: 1 day after collected }\nchannels:\n  order: { purpose: meals, optional: [diet] }\n";
    CLEANUP(unit_work_end) struct work *w = unit_work();
    const struct finding *found;
    struct text source;
    struct findings f;

    (void)state;
    assert_ok(w, work_format(w, &source, policy, "contract"));
    parse(w, source.at, shipped_law(), &f);
    found = finding_of(&f, PD_SENSITIVE_BASIS);
    assert_non_null(found);
    assert_text("`diet` is of a special category, and `contract` does not suffice for it in `EU` (EU/sensitive, which nobody verified)", found->message);
    assert_int_equal(8, found->place.line);
    assert_int_equal(39, found->place.column);
    assert_int_equal(6, found->second.line);
    assert_int_equal(36, found->second.column);
    assert_ok(w, work_format(w, &source, policy, "consent"));
    parse(w, source.at, shipped_law(), &f);
    assert_null(finding_of(&f, PD_SENSITIVE_BASIS));
    assert_ok(w, work_format(w, &source, policy, "off"));
    parse(w, source.at, shipped_law(), &f);
    assert_null(finding_of(&f, PD_SENSITIVE_BASIS));
}

/* The same clock of Iowa: a warning that says why, or, when the operator takes the row on himself, an error. */
static void a_row_that_nobody_verified_gives_a_warning_until_it_is_adopted(void **state)
{
    static const char policy[] = "privacyd: 1\n%sregions: { US-IA: Iowa }\nrights: { US-IA: { kinds: [access, delete, port], clocks: { access: law, delete: 91 days, port: law } } }\n";
    CLEANUP(unit_work_end) struct work *w = unit_work();
    const struct finding *found;
    struct text source;
    struct findings f;

    (void)state;
    assert_ok(w, work_format(w, &source, policy, ""));
    parse(w, source.at, shipped_law(), &f);
    found = finding_of(&f, PD_CLOCK_TOO_LONG);
    assert_non_null(found);
    assert_int_equal(SEVERITY_WARNING, found->severity);
    assert_text("`delete` may take 91 days, which can be longer than the law's 90 calendar days (US-IA/clocks/US-IA-90, which nobody verified)", found->message);
    assert_ok(w, work_format(w, &source, policy, "law: { adopt: [US-IA/clocks/US-IA-90] }\n"));
    parse(w, source.at, shipped_law(), &f);
    found = finding_of(&f, PD_CLOCK_TOO_LONG);
    assert_non_null(found);
    assert_int_equal(SEVERITY_ERROR, found->severity);
    assert_text("`delete` may take 91 days, which can be longer than the law's 90 calendar days (US-IA/clocks/US-IA-90)", found->message);
    assert_true(f.errors > 0);
}

static void an_exemption_that_nobody_verified_counts_when_it_is_adopted(void **state)
{
    static const char policy[] = "privacyd: 1\n%sregions: { UK: Britain }\npurposes: { count: { why: be, basis: legitimate_interests, balancing: a, keep: 1 day after collected } }\n"
                                 "cookies: { visits: { purpose: count, class: statistics, lifetime: session, set_by: %s } }\nrecipients: { other: { role: processor, for: [count] } }\n";
    static const struct {
        const char *adopted, *set_by;
        bool found;
    } cases[] = { { "", "us", true }, { "law: { adopt: [UK/device_exemptions] }\n", "us", false }, { "law: { adopt: [UK/device_exemptions] }\n", "other", true } };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        CLEANUP(unit_work_end) struct work *w = unit_work();
        struct text source;
        struct findings f;
        const struct finding *found;
        assert_ok(w, work_format(w, &source, policy, cases[i].adopted, cases[i].set_by));
        parse(w, source.at, shipped_law(), &f);
        found = finding_of(&f, PD_DEVICE_UNASKED);
        assert_int_equal(cases[i].found, found != NULL);
        if (i == 0)
            assert_text("`basis: { UK: consent }` for purpose `count`; or adopt an exemption that nobody verified: UK/device_exemptions", found->hint);
    }
}

static void no_law_is_asked_for_regions_that_the_policy_does_not_declare(void **state)
{
    static const struct policy_options none = { .law = NULL };
    CLEANUP(unit_work_end) struct work *w = unit_work();
    const struct finding *found;
    struct findings f;

    (void)state;
    parse(w, "privacyd: 1\nregions: {}\ncontroller: { name: A, address: B, country: US, contacts: { privacy: a@b.example } }\n", shipped_law(), &f);
    found = finding_of(&f, PD_NO_LAW);
    assert_non_null(found);
    assert_text("the policy names no region, so no law is asked", found->message);
    assert_int_equal(3, found->place.line);
    for (const struct finding *i = f.first; i; i = i->next)
        assert_false(i != found && i->code >= PD_KINDS_MISSING && i->code <= PD_NO_SAFEGUARD_REF);
    parse(w, "privacyd: 1\nregions: { US-CA: California, EU: Europe }\nrights: { EU: { kinds: [access] } }\n", &none, &f);
    for (const struct finding *i = f.first; i; i = i->next)
        assert_false(i->code >= PD_KINDS_MISSING && i->code <= PD_NO_SAFEGUARD_REF);
}

/* Whoever is established in a region is under its law, and the policy must have people there. */
static void the_law_of_the_controllers_own_country_is_asked_for(void **state)
{
    static const struct {
        const char *country, *region;
        bool found;
    } cases[] = { { "NL", "UK", true }, { "NL", "EU", false }, { "NL", "NL", false }, { "NL", "EU-NL", false }, { "JP", "EU", true }, { "GB", "GB", false }, { "US", "EU", false },
        { "BR", "EU", false } };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        CLEANUP(unit_work_end) struct work *w = unit_work();
        struct text source;
        struct findings f;
        const struct finding *found;
        assert_ok(w, work_format(w, &source, "privacyd: 1\nregions: { %s: R }\ncontroller:\n  country: %s\n", cases[i].region, cases[i].country));
        parse(w, source.at, shipped_law(), &f);
        found = finding_of(&f, PD_LAW_UNNAMED);
        if (cases[i].found != (found != NULL))
            fail_msg("%s, %s", cases[i].country, cases[i].region);
        if (found)
            assert_int_equal(4 * 100 + 12, found->place.line * 100 + found->place.column);
    }
}

/* 21(1) names two bases. */
static void objection_belongs_to_a_public_task_too(void **state)
{
    static const char policy[] = "privacyd: 1\nregions: { EU: Europe }\npurposes: { a: { why: b, basis: %s, balancing: c, keep: 1 day after collected } }\n"
                                 "rights: { EU: { kinds: [access, rectify, erase, restrict] } }\n";
    static const char *const bases[] = { "public_task", "legitimate_interests", "legal_obligation" };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(bases); i++) {
        CLEANUP(unit_work_end) struct work *w = unit_work();
        struct text source;
        struct findings f;
        assert_ok(w, work_format(w, &source, policy, bases[i]));
        parse(w, source.at, shipped_law(), &f);
        assert_int_equal(i < 2, finding_of(&f, PD_KINDS_MISSING) != NULL);
    }
}

/* The same policy before the operator's own law: his row is the one that is asked. */
static void a_law_file_of_the_operator_changes_the_verdict(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct law_file own = { .name = TEXT("own.yaml"), .source = TEXT("law: 1\nregions: { US-CA: { methods: { source: a, consulted: 2026-01-01, verified: true, minimum: 3 } } }\n") };
    struct law law;
    const struct policy_options options = { .law = &law };
    const struct finding *found;
    struct policy p;
    struct findings f;

    (void)state;
    assert_ok(w, law_load(w, &own, 1, &law));
    assert_ok(w, policy_parse(w, example_source(w), &options, &p, &f));
    found = finding_of(&f, PD_METHODS_FEW);
    assert_non_null(found);
    assert_text("rights of `US-CA` have 2 ways, 3 needed (US-CA/methods)", found->message);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_rule_of_law_is_raised_at_its_place_and_not_by_what_is_right),
        cmocka_unit_test(every_code_of_law_has_a_test),
        cmocka_unit_test(a_missing_representative_is_told_where_the_country_stands),
        cmocka_unit_test(special_categories_rest_on_few_bases),
        cmocka_unit_test(a_row_that_nobody_verified_gives_a_warning_until_it_is_adopted),
        cmocka_unit_test(an_exemption_that_nobody_verified_counts_when_it_is_adopted),
        cmocka_unit_test(no_law_is_asked_for_regions_that_the_policy_does_not_declare),
        cmocka_unit_test(the_law_of_the_controllers_own_country_is_asked_for),
        cmocka_unit_test(objection_belongs_to_a_public_task_too),
        cmocka_unit_test(a_law_file_of_the_operator_changes_the_verdict),
    };

    return cmocka_run_group_tests_name("policy/rules_law", tests, NULL, NULL);
}
