/* Each defect of the transcription, corrected alone: its finding goes, every other one stays. */
#include "literal.h"

struct premise {
    const char *from, *to;
};

/* What a correction changes, and the finding that goes with it: its code and words of its message. */
struct correction {
    const char *defect;
    enum finding_code code;
    const char *message;
    const char *from, *to;
    const struct premise *premise; /* corrected before, because one defect hides the other; NULL: nothing */
};

#define NEXT "\n    "

/* What is read from the device for analysis can only rest on a purpose that asks for consent, and there is none. */
static const struct premise by_consent[] = { { "purposes:   ", "purposes:\n  by_consent: { why: see what is read, basis: consent, keep: 13 months after collected }\n# " } };
/* For some kinds of requests the document is a graver defect than that the kind is left out. */
static const struct premise with_number[] = { { "    US-CA:                                           # 224, 226\n", "    US-CA:\n      phone: \"+1 800 555 0100\"\n" } };
static const struct premise names_adopted[] = { { "privacyd: 1   ", "privacyd: 1\nlaw: { adopt: [US-CA/categories] }\n#  " } };
static const struct premise no_document[] = { { "identity_document: required", "identity_document: optional" } };

static const struct correction corrections[] = {
    { "T-1", PD_SITE_NAME_EMPTY, "no name", "  name:   ", "  name: Camera website ", NULL },
    { "T-1", PD_SITE_NAME_EMPTY, "no address", "origins: []", "origins: [https://www.example.org]", NULL },
    { "T-1 T-6", PD_LINK_EMPTY, "`cookie_policy`", "  cookie_policy:   ", "  cookie_policy: cookies ", NULL },
    { "T-1", PD_AFFILIATES_EMPTY, "", "affiliates:                                        # 13", "affiliates: https://www.example.org/affiliates # 13", NULL },
    { "T-1", PD_CONTACT_EMPTY, "`privacy`", "      see: services", "      see: services" NEXT "  email: privacy@example.org", NULL },
    { "T-1", PD_CONTACT_EMPTY, "`EU` has no e-mail", "      email:                                         # 142", "      email: eu@example.org # 142", NULL },
    { "T-1", PD_CONTACT_EMPTY, "`UK` names no office", "      label:     ", "      label: Camera UK Ltd. ", NULL },
    { "T-1", PD_CONTACT_EMPTY, "`UK` has no e-mail", "      email:                                         # 152", "      email: uk@example.org # 152", NULL },
    { "T-1", PD_CONTACT_EMPTY, "`US-CA` has no e-mail", "    US-CA:                                           # 224, 226",
      "    US-CA: # 224, 226" NEXT "  email: california@example.org", NULL },
    { "T-1", PD_CIRCULAR, "contact `privacy`", "      see: services                                  # 134\n", "", NULL },
    { "T-1", PD_CIRCULAR, "rights of `EU`", "  EU:                                                # 99, 101-104\n    kinds: [access, rectify, object, erase, withdraw, port]  # 103-104\n    methods: [services]",
      "  EU: # 99, 101-104\n    kinds: [access, rectify, object, erase, withdraw, port]  # 103-104\n    methods: [post]", NULL },
    { "T-1", PD_CIRCULAR, "rights of `UK`", "  UK:                                                # 99, 101-104\n    kinds: [access, rectify, object, erase, withdraw, port]  # 103-104\n    methods: [services]",
      "  UK: # 99, 101-104\n    kinds: [access, rectify, object, erase, withdraw, port]  # 103-104\n    methods: [post]", NULL },
    { "T-1", PD_CIRCULAR, "rights of `US-CA`", "methods: [services, form]", "methods: [form]", NULL },
    { "T-1", PD_CIRCULAR, "complaints", "complaints: { see: services }", "complaints: true", NULL },
    { "T-1", PD_AUTHORITY_EMPTY, "`EU`", "      link:   ", "      link: https://www.example.org/members ", NULL },
    { "T-2", PD_NO_PURPOSE, "channel `newsletter`", "    required: [email]", "    purpose: communication\n    required: [email]", NULL },
    { "T-2", PD_NO_PURPOSE, "channel `device`", "    from: device", "    purpose: by_consent\n    except: { US-CA: [device_id, ip_address, operating_system, settings] }\n    from: device", by_consent },
    { "T-2", PD_NO_PURPOSE, "channel `log`", "    from: log", "    purpose: essential_cookies\n    except: { US-CA: [visit_time, search_terms, cookie_contents] }\n    from: log", NULL },
    { "T-2", PD_NO_PURPOSE, "cookie `preferences`", "    class: functional", "    purpose: by_consent\n    class: functional", by_consent },
    { "T-2", PD_NO_PURPOSE, "cookie `analysis`", "    class: statistics", "    purpose: by_consent\n    class: statistics", by_consent },
    { "T-3", PD_NOT_ESSENTIAL, "`preferences`", "class: functional", "class: essential", NULL },
    { "T-3", PD_NOT_ESSENTIAL, "`analysis`", "class: statistics", "class: essential", NULL },
    { "T-3", PD_SHARED_ANYWAY, "`service_providers`", "advertising, analytics, campaigns, social,", "analytics, campaigns,", NULL },
    { "T-4", PD_TAKEN_NOT_LISTED, "`contact`", "    purpose: communication                           # 26, 43, 50",
      "    purpose: communication\n    except: { US-CA: [address, phone, contact_preferences, product_serial, purchase_date, problem_report] }", NULL },
    { "T-4", PD_LISTED_NOT_TAKEN, "`company`", "collects: [name, email, company]", "collects: [name, email]", NULL },
    { "T-4", PD_EVERYDAY_NAMES, "", "category_names: everyday", "category_names: statutory", names_adopted },
    { "T-5", PD_DISCLOSED_ANYWAY, "`affiliates`", "    role: affiliate", "    contract: { ref: A-1, until: 2031-03-31 }\n    role: affiliate", NULL },
    { "T-5", PD_DISCLOSED_ANYWAY, "`authorities`", "    role: authority", "    regions: [EU, UK]\n    role: authority", NULL },
    { "T-6", PD_NO_ROLE, "`analytics`", "    does: [analytics] ", "    role: processor\n    contract: { ref: A-2, until: 2031-03-31 }\n    does: [analytics] ", NULL },
    { "T-7", PD_NO_CLOCK, "limit has no clock", "      know: 45 days", "      limit: law\n      know: 45 days", NULL },
    { "T-7", PD_NO_CLOCK, "correct has no clock", "      know: 45 days", "      correct: law\n      know: 45 days", NULL },
    { "T-7 T-11", PD_AGENT_KINDS, "", "        kinds: [know, delete]", "        kinds: [know, delete, correct, limit]\n        # ", no_document },
    { "T-8", PD_UNVERIFIED_SILENT, "", "on_unverified: decline", "on_unverified: deny_and_notify", NULL },
    { "T-9", PD_EXTENSION_BARE, "", "      until: 90 days", "      notice_by: 45 days\n      reason: true\n      until: 90 days", NULL },
    { "T-10", PD_RECORDS_LOOSE, "", "keep: 24 months", "keep: at least 24 months after closed", NULL },
    { "T-11", PD_AGENT_DOCUMENT, "", "identity_document: required", "identity_document: optional", NULL },
    { "T-12", PD_VERIFIED_ANYWAY, "", "      kinds: [know, delete, limit, correct]", "      kinds: [know, delete, correct]", NULL },
    { "T-12", PD_ASKED_TWICE, "", "account_holders: ask_again", "account_holders: login", NULL },
    { "T-13", PD_METHODS_FEW, "", "methods: [services, form]", "methods: [services, form, toll_free]", with_number },
    { "T-14", PD_ON_POSTING, "", "    effective: on_posting                            # 128\n", "    lead: 30\n", NULL },
    { "T-14", PD_ON_POSTING, "", "        effective: on_posting                        # 160, as 128\n", "        lead: 30\n", NULL },
    { "T-16", PD_AS_NEEDED, "`communication`", "    basis: contract                                  # 43\n    keep: as long as needed", "    basis: contract # 43\n    keep: 24 months after last_contact", NULL },
    { "T-16", PD_AS_NEEDED, "`essential_cookies`", "    basis: legitimate_interests                      # 44\n    keep: as long as needed",
      "    basis: legitimate_interests # 44\n    keep: 30 days after collected", NULL },
    { "T-15", PD_POLICY_STALE, "", "\nreviewed: 2024-02-19", "\nreviewed: 2026-02-20", NULL },
    { "T-15", PD_POLICY_STALE, "", "    reviewed: 2024-02-19", "    reviewed: 2026-02-20", NULL },
    { "T-17", PD_NO_OFFICER, "", "  country: JP", "  officer: { none: nobody is required }\n  country: JP", NULL },
    { "T-17", PD_NO_REPRESENTATIVE, "`EU`", "  country: JP", "  representatives: { EU: { email: eu@example.org } }\n  country: JP", NULL },
    { "T-17", PD_NO_REPRESENTATIVE, "`UK`", "  country: JP", "  representatives: { UK: { email: uk@example.org } }\n  country: JP", NULL },
    { "T-17", PD_KINDS_MISSING, "`EU`", "  EU:                                                # 99, 101-104\n    kinds: [access,", "  EU: # 99, 101-104\n    kinds: [restrict, access,", NULL },
    { "T-17", PD_KINDS_MISSING, "`UK`", "  UK:                                                # 99, 101-104\n    kinds: [access,", "  UK: # 99, 101-104\n    kinds: [restrict, access,", NULL },
    { "T-17", PD_NO_AUTOMATED, "`EU`", "appendices:  ", "appendices:\n  - region: EU\n    statements: { automated_decisions: { made: false } }\n# ", NULL },
    { "T-17", PD_NO_AUTOMATED, "`UK`", "appendices:  ", "appendices:\n  - region: UK\n    statements: { automated_decisions: { made: false } }\n# ", NULL },
    { "T-17", PD_TWO_WORDS, "", "    also: [Personal Data]                            # 43-44, 97\n", "", NULL },
    { "T-18", PD_RETALIATION_WEAK, "", "        qualifier: unreasonably                      # 184\n", "", NULL },
    { "T-18", PD_AUDIENCES, "", "audiences: [consumers]", "audiences: [consumers, employees, applicants]", NULL },
    { "T-19", PD_OWN_DEFINITIONS, "", "definitions: own", "definitions: statutory", NULL },
    { "T-20", PD_NAMED_DIFFERENTLY, "the controller is", "    controller:                                      # 224, 226\n      name:", "    controller: # 224, 226\n      # name:", NULL },
    { "T-20", PD_NAMED_DIFFERENTLY, "the address", " 108-0000, ", ", ", NULL },
    { "T-21", PD_VERSION_LINE, "", "version_line: page_top", "version_line: heading", NULL },
    { "T-22", PD_MINORS_ACTS, "", "        never: [sell]", "        never: [sell, share]", NULL },
    { "T-22", PD_MINORS_KNOWLEDGE, "", "        under: 16", "        actual_knowledge: none\n        under: 16", NULL },
};

static bool says(const struct finding *f, const struct correction *c)
{
    size_t at;

    return f->code == (int)c->code && (!*c->message || text_find(f->message, text_of(c->message), &at));
}

static bool is_same(const struct finding *a, const struct finding *b)
{
    return a->code == b->code && text_equal(a->message, b->message);
}

static int count_of(const struct findings *all, const struct finding *wanted)
{
    int count = 0;

    for (const struct finding *f = all->first; f; f = f->next)
        count += is_same(f, wanted);
    return count;
}

static void compare(const struct findings *before, const struct findings *after, const struct correction *c)
{
    int gone = 0;

    for (const struct finding *f = after->first; f; f = f->next)
        if (count_of(after, f) > count_of(before, f))
            fail_msg("%s: the correction \"%s\" brings PD%04d \"%.*s\"", c->defect, c->to, f->code, TEXT_ARGS(f->message));
    for (const struct finding *f = before->first; f; f = f->next) {
        int fewer = count_of(before, f) - count_of(after, f);
        if (fewer && !says(f, c))
            fail_msg("%s: the correction \"%s\" takes PD%04d \"%.*s\" away, too", c->defect, c->to, f->code, TEXT_ARGS(f->message));
        gone += fewer > 0;
    }
    if (gone == 0 || after->count != before->count - 1)
        fail_msg("%s: the correction \"%s\" does not take one finding away, but %d", c->defect, c->to, before->count - after->count);
}

static void a_correction_takes_one_finding_away(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct text literal = policy_text_of(w, LITERAL_PATH);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(corrections); i++) {
        const struct correction *c = &corrections[i];
        struct arena_mark mark = arena_mark(w->arena);
        struct text source = c->premise ? policy_text_changed(w, literal, c->premise->from, c->premise->to) : literal;
        struct findings before = policy_text_findings(w, source), after = policy_text_findings(w, policy_text_changed(w, source, c->from, c->to));
        compare(&before, &after, c);
        arena_release(w->arena, mark);
    }
}

/* Whether the correction names the defect: "T-1 T-6" names T-6. */
static bool corrects(const struct correction *c, struct text defect)
{
    struct text rest = text_of(c->defect), one;

    while (text_cut(&rest, ' ', &one))
        if (text_equal(one, defect))
            return true;
    return false;
}

static bool is_corrected(const struct finding *f, struct text defect)
{
    for (size_t i = 0; i < COUNT_OF(corrections); i++)
        if (corrects(&corrections[i], defect) && says(f, &corrections[i]))
            return true;
    return false;
}

static void every_defect_has_a_correction(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct findings all = policy_text_findings(w, policy_text_of(w, LITERAL_PATH));

    (void)state;
    for (const struct finding *f = all.first; f; f = f->next) {
        struct text rest = text_of(f->refs), one;
        while (text_cut(&rest, ' ', &one))
            if (text_starts(one, TEXT("T-")) && !is_corrected(f, one))
                fail_msg("no correction for PD%04d (%.*s) \"%.*s\"", f->code, TEXT_ARGS(one), TEXT_ARGS(f->message));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_correction_takes_one_finding_away),
        cmocka_unit_test(every_defect_has_a_correction),
    };

    return cmocka_run_group_tests_name("policy/literal_corrections", tests, NULL, NULL);
}
