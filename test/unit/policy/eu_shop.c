/* The second example: a small shop in one country, without an appendix. Nothing is found in it, and each defect that is planted is. */
#include "policy_text.h"

#include "base/hash.h"

#define SHOP_PATH "examples/eu-shop/policy.yaml"

/* A change, the one finding that it raises, and words of the line where. */
struct defect {
    enum finding_code code;
    const char *from, *to, *at;
};

static const struct defect defects[] = {
    { PD_SITE_NAME_EMPTY, "  name: Belhuis bell shop", "  name:", "name:" },
    { PD_ORIGIN_NOT_HTTPS, "https://belhuis.example]", "http://belhuis.example]", "origins:" },
    { PD_UNKNOWN_TIMEZONE, "Europe/Amsterdam", "Europe/Zwolle", "timezone:" },
    { PD_AUTHORITY_EMPTY, "link: https://www.autoriteitpersoonsgegevens.nl/", "link:", "authority:" },
    { PD_LINK_EMPTY, "  promises: promises", "  promises: promises\n  guarantee:", "guarantee:" },
    { PD_NAMED_DIFFERENTLY, "      address: Belhuis De Vrolijke Bel B.V., Voorbeeldstraat 8, 8011 AA Zwolle, Netherlands", "      address: Voorbeeldstraat 8, AA Zwolle, Netherlands", "address: Voorbeeldstraat 8, AA" },
    { PD_UNKNOWN_CATEGORY, "is: user.contact.phone_number", "is: user.phone", "phone:" },
    { PD_NO_BASIS, "    why: answer you before and after you buy\n    basis: contract\n", "    why: answer you before and after you buy\n", "contact:" },
    { PD_NO_BALANCING, "    balancing: documents/balancing-security-log.md\n", "", "basis: legitimate_interests" },
    { PD_AS_NEEDED, "keep: 12 months after last_contact", "keep: as long as needed", "as long as needed" },
    { PD_NO_RETENTION, "    keep: 13 months after collected\n", "", "statistics:" },
    { PD_WITHDRAWN_WITHOUT_CONSENT, "keep: 30 days after collected", "keep: until withdrawn", "until withdrawn" },
    { PD_NO_PURPOSE, "  contact:\n    label: Contact form\n    purpose: questions\n", "  contact:\n    label: Contact form\n", "contact:" },
    { PD_UNKNOWN_DATA, "required: [name, address, order]", "required: [name, adress, order]", "adress" },
    { PD_NAMED_TWICE, "optional: [name, phone]", "optional: [name, email, phone]", "name, email, phone" },
    { PD_NO_CONFIRM_ADDRESS, "    purpose: newsletter\n    required: [email]", "    purpose: newsletter\n    required: [phone]", "newsletter:" },
    { PD_REVIEW_OVERDUE, "documents/bookkeeping.md\n          review: 2029-01-15", "documents/bookkeeping.md\n          review: 2026-02-27", "mail: invoices@" },
    { PD_NOT_ATTESTED, "      - webhook: list_tool", "      - mail: letters@belhuis.example", "mail: letters@" },
    { PD_ESSENTIAL_BY_CONSENT, "class: statistics", "class: essential", "visits:" },
    { PD_SHARED_ANYWAY, "class: statistics", "class: social", "class: social" },
    { PD_UNKNOWN_RECIPIENT, "lifetime: 13 months\n    set_by: us", "lifetime: 13 months\n    set_by: telweb", "telweb" },
    { PD_NO_ROLE, "    does: [shipping]\n    role: third_party\n", "    does: [shipping]\n", "parcel_service:" },
    { PD_CONTRACT_ENDED, "ref: H-2025-02, until: 2031-12-31", "ref: H-2025-02, until: 2025-12-31", "hosting:" },
    { PD_NO_CONTRACT, "    contract: { ref: A-2022-01, until: 2031-12-31 }\n", "", "accountant:" },
    { PD_PROCESSOR_OWN, "    does: [email]\n", "    does: [email]\n    own_purposes: true\n", "list_tool:" },
    { PD_OWN_PURPOSES, "    does: [payment]\n", "    does: [payment]\n    own_purposes: true\n", "payment_service:" },
    { PD_FOR_NOTHING, "    for: [bookkeeping]", "    for: []", "for: []" },
    { PD_ON_POSTING, "lead: 30", "lead: 0", "lead: 0" },
    { PD_CIRCULAR, "complaints: true", "complaints: { see: services }", "complaints:" },
};

static void every_planted_defect_is_found_and_nothing_else(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct text source = policy_text_of(w, SHOP_PATH);

    (void)state;
    assert_true(COUNT_OF(defects) >= 20);
    for (size_t i = 0; i < COUNT_OF(defects); i++) {
        struct text changed = policy_text_changed(w, source, defects[i].from, defects[i].to);
        struct findings f = policy_text_findings(w, changed);
        size_t at;
        if (!f.first || f.first->code != (int)defects[i].code || f.first->next)
            fail_msg("\"%s\" raises %d findings and %s PD%04d", defects[i].to, f.count, f.first ? "not only" : "not", (int)defects[i].code);
        if (!text_find(policy_text_line(changed, f.first->place.line), text_of(defects[i].at), &at))
            fail_msg("PD%04d stands in line %d, which is not that of \"%s\"", f.first->code, f.first->place.line, defects[i].at);
    }
}

static void nothing_is_found_in_it(void **state)
{
    static const char *const days[] = { "2026-03-01", "2026-11-25" };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(days); i++) {
        CLEANUP(unit_work_end) struct work *w = unit_work();
        assert_true(instant_parse(text_of(days[i]), &w->now));
        struct findings f = policy_text_findings(w, policy_text_of(w, SHOP_PATH));
        if (f.first)
            fail_msg("on %s: PD%04d in line %d: %.*s", days[i], f.first->code, f.first->place.line, TEXT_ARGS(f.first->message));
    }
}

/* `document: HASH   # documents/NAME` */
static void what_was_signed_is_what_lies_there(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct text rest = policy_text_of(w, SHOP_PATH), line, path;
    char full[200];
    size_t at;
    int count = 0;

    (void)state;
    while (text_cut(&rest, '\n', &line)) {
        if (!text_starts(text_trim(line), TEXT("document: ")))
            continue;
        assert_true(text_find(line, TEXT(" # "), &at));
        path = text_from(line, at + 3);
        snprintf(full, sizeof full, "examples/eu-shop/%.*s", TEXT_ARGS(path));
        struct text content = policy_text_of(w, full);
        struct hash hash = hash_bytes(content.at, content.length);
        char hex[65];
        struct draft d = draft_in(hex, sizeof hex);
        draft_hex(&d, hash.bytes, sizeof hash.bytes);
        if (!text_find(line, draft_text(&d), &at))
            fail_msg("%s has another hash: %.*s", full, TEXT_ARGS(draft_text(&d)));
        count++;
    }
    assert_int_equal(count, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_found_in_it),
        cmocka_unit_test(every_planted_defect_is_found_and_nothing_else),
        cmocka_unit_test(what_was_signed_is_what_lies_there),
    };

    return cmocka_run_group_tests_name("policy/eu_shop", tests, NULL, NULL);
}
