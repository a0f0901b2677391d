/* What P3P taught: a statement that is bound to nothing is soon wrong. Here what is said in public comes from what the gates act on; so each
 * change of that must change the page, the exports and the pictures, and what changes nothing must change none. */
#include "said.h"

enum { PAGE = 1, TILT = 2, DPV = 4, FLOW = 8, PERIODS = 16, RECIPIENTS = 32, COOKIES = 64, REQUEST = 128, SAID = PAGE | TILT | DPV };

static const struct mutation {
    const char *what, *from, *to;
    unsigned changes;
} mutations[] = {
    { "a recipient more", "  bank: {", "  printer: { label: Printer, role: processor, for: [letter], countries: [NL], contract: { ref: C-3 } }\n  bank: {", SAID | FLOW | RECIPIENTS },
    { "the name of a recipient", "label: Post Inc.", "label: Post Corp.", SAID | FLOW | RECIPIENTS },
    { "the role of a recipient", "role: third_party", "role: affiliate", SAID | RECIPIENTS },
    { "what a recipient gets", "for: [letter], countries: [US]", "for: [letter, orders], countries: [US]", SAID | FLOW | RECIPIENTS },
    { "what a recipient gets instead", "for: [orders], countries", "for: [counting], countries", SAID | FLOW | RECIPIENTS },
    { "the country of a recipient", "countries: [NL, DE]", "countries: [NL, FR]", SAID | FLOW | RECIPIENTS },
    { "a country less", "countries: [NL, DE]", "countries: [NL]", SAID | FLOW | RECIPIENTS },
    { "the controller's country", "country: NL\n", "country: DE\n", TILT | DPV | FLOW | RECIPIENTS },
    { "what a purpose is for", "why: count visits", "why: sell more", SAID },
    { "the name of a purpose", "label: Counting", "label: Watching", TILT | DPV | FLOW | PERIODS },
    { "a purpose more", "channels:\n", "  tax: { label: Tax, why: pay taxes, basis: legal_obligation, keep: 10 years after closed }\nchannels:\n", SAID | FLOW | PERIODS },
    { "the legal ground", "basis: contract", "basis: legal_obligation", SAID | FLOW },
    { "the legal ground in one region", "US-CA: off }, balancing", "US-CA: not_required }, balancing", SAID },
    { "a retention period", "keep: 7 years", "keep: 8 years", SAID | PERIODS },
    { "the unit of a period", "keep: 13 months after", "keep: 13 days after", SAID | PERIODS },
    { "the event that begins a period", "7 years after closed", "7 years after collected", SAID | PERIODS },
    { "no end of a period", "keep: until withdrawn", "keep: 2 years after last_contact", SAID | PERIODS },
    { "a right less", "kinds: [access, rectify, erase, port", "kinds: [access, rectify, erase", SAID | REQUEST },
    { "a right of California", "kinds: [know, delete, limit]", "kinds: [know, delete, limit, correct]", SAID | REQUEST },
    { "how a right is used", "methods: [form, email], exclusively", "methods: [form], exclusively", SAID | REQUEST },
    { "a cookie more", "  basket: {", "  flag: { purpose: orders, class: functional, lifetime: session }\n  basket: {", SAID | FLOW | COOKIES },
    { "the name of a cookie", "  visits: {", "  visitor: {", SAID | FLOW | COOKIES },
    { "what a cookie is for", "  visits: { purpose: counting", "  visits: { purpose: letter", SAID | FLOW | COOKIES },
    { "how long a cookie stays", "lifetime: 13 months", "lifetime: 14 months", SAID | COOKIES },
    { "who sets a cookie", "lifetime: 13 months, set_by: us", "lifetime: 13 months, set_by: bank", SAID | COOKIES },
    { "whether a cookie is essential", "class: statistics", "class: essential", SAID | COOKIES },
    { "a field more", "optional: [email]", "optional: []", SAID | FLOW },
    { "what must be given", "required: [name, street], optional: [email]", "required: [name], optional: [street, email]", SAID },
    { "the name of a data item", "label: Mail address", "label: E-mail", SAID | FLOW },
    { "the category of a data item", "is: user.name,", "is: user.account.username,", TILT | DPV },
    { "the country of a transfer", "EU: { US: {", "EU: { JP: {", SAID | RECIPIENTS },
    { "the safeguard of a transfer", "safeguard: standard_clauses", "safeguard: binding_rules", SAID | RECIPIENTS },
    { "what is never done", "never: [sell]", "never: [sell, share]", TILT | DPV },
    { "who is responsible", "name: Corner Shop B.V.", "name: Other Shop B.V.", SAID | FLOW },
    { "whom to write to", "privacy: { email: privacy@", "privacy: { email: office@", SAID & ~(unsigned)TILT },
    { "the officer", "email: officer@", "email: dpo@", TILT | DPV },
    { "whether machines decide", "made: false", "made: true", TILT | DPV },
    { "a remark", "privacyd: 1\n", "# nothing\nprivacyd: 1\n", 0 },
    { "how it is written", "never: [sell]", "never:\n  - sell", 0 },
    { "until when a recipient is under contract", "ref: C-2, until: 2031-01-01", "ref: C-2, until: 2032-01-01", PAGE },
    { "what only the operator needs", "ref: C-2,", "ref: C-9,", 0 },
};

static struct text output(struct work *w, const struct policy *p, unsigned which)
{
    switch (which) {
    case PAGE:
        return said_pages(w, p, 0);
    case TILT:
        return said_document(w, p, "policy.tilt.json", 0);
    case RECIPIENTS:
        return said_document(w, p, "recipients", 0);
    case COOKIES:
        return said_document(w, p, "cookies", 0);
    case REQUEST:
        return said_document(w, p, "request", 0);
    case DPV:
        return said_document(w, p, "policy.dpv.jsonld", 0);
    case FLOW:
        return said_flow(w, p);
    default:
        return said_periods(w, p);
    }
}

static void what_is_enforced_cannot_change_without_what_is_said(void **state)
{
    static const struct { unsigned bit; const char *name; } outputs[] = { { PAGE, "page" }, { TILT, "TILT" }, { DPV, "DPV" }, { FLOW, "picture of the flows" }, { PERIODS, "picture of the periods" },
        { RECIPIENTS, "page of recipients" }, { COOKIES, "page of cookies" }, { REQUEST, "page of requests" } };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(mutations); i++) {
        CLEANUP(unit_work_end) struct work *w = unit_work();
        const struct policy *before = said_policy(w, NULL, NULL), *after = said_policy(w, mutations[i].from, mutations[i].to);

        for (size_t k = 0; k < COUNT_OF(outputs); k++) {
            bool changed = !text_equal(output(w, before, outputs[k].bit), output(w, after, outputs[k].bit));

            if ((mutations[i].changes & outputs[k].bit) && !changed)
                fail_msg("%s changed, and the %s says the same", mutations[i].what, outputs[k].name);
            if (mutations[i].changes == 0 && changed)
                fail_msg("%s changed, and the %s says something else", mutations[i].what, outputs[k].name);
        }
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_enforced_cannot_change_without_what_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
