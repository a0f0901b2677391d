#include "unit.h"

#include "example.h"
#include "policy/diff_report.h"
#include "said.h"

#include <jansson.h>

/* A small policy in which everything can change. */
static const char base[] =
    "privacyd: 1\n"
    "reviewed: 2026-02-01\n"
    "site: { name: Shop, origins: [https://shop.example], languages: [en], authoritative: en, timezone: UTC }\n"
    "services: { portal: { label: Portal, policy: https://portal.example/privacy } }\n"
    "links: { terms: https://shop.example/terms }\n"
    "terms: { personal: { word: personal data } }\n"
    "controller:\n"
    "  name: Shop Ltd.\n"
    "  address: 1 Street\n"
    "  country: DE\n"
    "  officer: { label: Officer, email: dpo@shop.example }\n"
    "  affiliates: https://shop.example/group\n"
    "  contacts: { privacy: privacy@shop.example, EU: eu@shop.example }\n"
    "regions: { EU: Europe, US-CA: California }\n"
    "data:\n"
    "  name: { is: user.name, label: Name }\n"
    "  email: { is: user.contact.email, identifies: subject, label: E-mail }\n"
    "  phone: { is: user.contact.phone_number, label: Telephone }\n"
    "  mobile: { is: user.contact.phone_number, label: Mobile }\n"
    "  serial: { is: user.device.device_id, label: Serial }\n"
    "purposes:\n"
    "  support: { label: Support, why: answer you, basis: contract, keep: 24 months after last_contact }\n"
    "  news: { label: News, why: send you news, basis: { EU: consent, US-CA: off, elsewhere: off }, keep: until withdrawn }\n"
    "  log: { label: Safety, why: keep the site safe, basis: legitimate_interests, balancing: docs/log.md, keep: 30 days after collected }\n"
    "channels:\n"
    "  contact: { label: Form, purpose: support, required: [name, email], optional: [phone], deliver: [{ mail: desk@shop.example }], unknown: drop }\n"
    "  letter: { label: Letter, purpose: news, required: [email], confirm: double_opt_in, deliver: [{ webhook: tool }] }\n"
    "cookies:\n"
    "  session: { purpose: log, class: essential, lifetime: session }\n"
    "  visits: { purpose: log, class: statistics, lifetime: 12 months, set_by: us, what: a number }\n"
    "recipients:\n"
    "  tool: { label: Tool, role: processor, for: [news], does: [email], countries: [JP, NL], contract: { ref: C-1 } }\n"
    "  group: { label: Group, role: affiliate, for: [support], countries: [NL], regions: [EU] }\n"
    "transfers: { EU: { JP: { safeguard: standard_clauses, ref: R-1 } } }\n"
    "rights:\n"
    "  EU: { kinds: [access, erase], methods: [form, email], authority: https://dpa.example/, clocks: { access: 30 days } }\n"
    "  US-CA: { kinds: [know], methods: [form, email], verification: { kinds: [know], fields: [email] } }\n"
    "never: [sell, share]\n"
    "statements:\n"
    "  diagnostics: true\n"
    "  no_guarantee: true\n"
    "  changes: { notice: [email, posting], lead: 30 }\n"
    "  request_records: { keep: at least 24 months after closed }\n"
    "appendices:\n"
    "  - { region: US-CA, prevails: true, collects: [name, email], cookies: essential }\n"
    "text: { P7: We take care. }\n";

static struct policy *parsed(struct work *w, struct text source)
{
    const struct policy_options options = { .law = NULL };
    struct policy *p = WORK_NEW(w, struct policy, 1);
    struct findings f;

    assert_ok(w, policy_parse(w, source, &options, p, &f));
    if (f.breaking)
        fail_msg("PD%04d: %.*s", f.first->code, TEXT_ARGS(f.first->message));
    return p;
}

static struct text edited(struct work *w, const char *from, const char *to)
{
    struct text source = text_of(base), wanted = text_of(from), all;
    size_t at;

    if (!text_find(source, wanted, &at))
        fail_msg("the policy has no \"%s\"", from);
    assert_ok(w, work_copy(w, source, &all));
    struct draft d;
    assert_ok(w, work_draft(w, source.length + strlen(to) + 1, &d));
    draft_add(&d, text_first(source, at));
    draft_add(&d, text_of(to));
    draft_add(&d, text_from(source, at + wanted.length));
    return draft_text(&d);
}

static struct diff *diff_of(struct work *w, struct text before, struct text after)
{
    struct diff *diff = WORK_NEW(w, struct diff, 1);

    assert_ok(w, policy_diff(w, parsed(w, before), parsed(w, after), diff));
    return diff;
}

static struct text report(struct work *w, const struct diff *diff)
{
    const struct diff_names names = { TEXT("old.yaml"), TEXT("new.yaml") };
    struct text words;

    assert_ok(w, diff_as_text(w, diff, &names, &words));
    return words;
}

/* Each edit with the change that it is, and with the one that it is when the files are given the other way round. */
static const struct edit {
    const char *from, *to;
    enum change_kind forward, backward;
} edits[] = {
    { "  log: {", "  ads: { label: Ads, why: show you offers, basis: { EU: legitimate_interests } }\n  log: {", CHANGE_PURPOSE_ADDED, CHANGE_PURPOSE_REMOVED },
    { "EU: consent, US-CA: off", "EU: consent, US-CA: consent", CHANGE_PURPOSE_TURNED_ON, CHANGE_PURPOSE_TURNED_OFF },
    { "EU: consent, US-CA: off", "EU: legitimate_interests, US-CA: off", CHANGE_BASIS_WEAKER, CHANGE_BASIS_STRICTER },
    { "keep: 24 months after last_contact", "keep: 3 years after last_contact", CHANGE_KEPT_LONGER, CHANGE_KEPT_SHORTER },
    { "keep: 24 months after last_contact", "keep: 24 months after collected", CHANGE_KEPT_SHORTER, CHANGE_KEPT_UNSURE },
    { "keep: 30 days after collected", "keep: 1 month after collected", CHANGE_KEPT_UNSURE, CHANGE_KEPT_UNSURE },
    { "keep: 30 days after collected", "keep: 2 months after collected", CHANGE_KEPT_LONGER, CHANGE_KEPT_SHORTER },
    { "keep: 24 months after last_contact", "keep: as long as needed", CHANGE_KEPT_LONGER, CHANGE_KEPT_SHORTER },
    { "keep: until withdrawn", "keep: 12 months after collected", CHANGE_KEPT_UNSURE, CHANGE_KEPT_UNSURE },
    { "keep: 24 months after last_contact", "keep: 2 years after last_contact", CHANGE_PURPOSE_WORDS, CHANGE_PURPOSE_WORDS },
    { "why: answer you", "why: answer your questions", CHANGE_PURPOSE_WORDS, CHANGE_PURPOSE_WORDS },
    { "balancing: docs/log.md", "balancing: docs/logs.md", CHANGE_BALANCING, CHANGE_BALANCING },
    { "  serial: { is", "  extra: { is: user.demographic.age_range, label: Age }\n  serial: { is", CHANGE_DATA_ADDED, CHANGE_DATA_REMOVED },
    { "name: { is: user.name,", "name: { is: user.name.first,", CHANGE_DATA_CATEGORY, CHANGE_DATA_CATEGORY },
    { "label: Telephone", "label: Phone", CHANGE_DATA_WORDS, CHANGE_DATA_WORDS },
    { "identifies: subject, label: E-mail", "label: E-mail", CHANGE_WORKINGS, CHANGE_WORKINGS },
    { "cookies:\n", "  post: { label: Post, purpose: support, required: [email] }\ncookies:\n", CHANGE_CHANNEL_ADDED, CHANGE_CHANNEL_REMOVED },
    { "label: Form, purpose: support", "label: Form, purpose: log", CHANGE_CHANNEL_PURPOSE, CHANGE_CHANNEL_PURPOSE },
    { "label: Form, purpose", "label: Form, from: device, purpose", CHANGE_CHANNEL_SOURCE, CHANGE_CHANNEL_SOURCE },
    { "optional: [phone]", "optional: [phone, serial]", CHANGE_CATEGORY_ADDED, CHANGE_FIELD_REMOVED },
    { "optional: [phone]", "optional: [phone, mobile]", CHANGE_FIELD_ADDED, CHANGE_FIELD_REMOVED },
    { "optional: [phone]", "optional: [phone], except: { US-CA: [phone] }", CHANGE_FIELD_REMOVED, CHANGE_FIELD_ADDED },
    { "required: [name, email], optional: [phone]", "required: [name, email, phone]", CHANGE_FIELD_DEMANDED, CHANGE_FIELD_LEFT_FREE },
    { " confirm: double_opt_in,", "", CHANGE_CONFIRM_REMOVED, CHANGE_CONFIRM_ADDED },
    { "deliver: [{ mail: desk@shop.example }]", "deliver: [{ mail: desk@shop.example }, { mail: copy@shop.example }]", CHANGE_DELIVERY, CHANGE_DELIVERY },
    { "unknown: drop", "unknown: refuse", CHANGE_WORKINGS, CHANGE_WORKINGS },
    { "unknown: drop", "unknown: drop, ignore: [utm_*]", CHANGE_WORKINGS, CHANGE_WORKINGS },
    { "label: Form, ", "label: Contact form, ", CHANGE_CHANNEL_WORDS, CHANGE_CHANNEL_WORDS },
    { "recipients:\n", "  ad: { purpose: log, class: advertising, lifetime: session }\nrecipients:\n", CHANGE_COOKIE_ADDED, CHANGE_COOKIE_REMOVED },
    { "recipients:\n", "  ad: { purpose: log, class: essential, lifetime: session }\nrecipients:\n", CHANGE_COOKIE_ADDED_ESSENTIAL, CHANGE_COOKIE_REMOVED },
    { "class: statistics", "class: essential", CHANGE_COOKIE_CLASS, CHANGE_COOKIE_CLASS_STRICTER },
    { "class: statistics", "class: advertising", CHANGE_COOKIE_CLASS, CHANGE_COOKIE_CLASS },
    { "lifetime: 12 months", "lifetime: 13 months", CHANGE_COOKIE_LONGER, CHANGE_COOKIE_SHORTER },
    { "lifetime: 12 months", "lifetime: session", CHANGE_COOKIE_SHORTER, CHANGE_COOKIE_LONGER },
    { "visits: { purpose: log", "visits: { purpose: news", CHANGE_COOKIE_PURPOSE, CHANGE_COOKIE_PURPOSE },
    { "set_by: us", "set_by: tool", CHANGE_COOKIE_SET_BY_OTHER, CHANGE_COOKIE_SET_BY_US },
    { "what: a number", "what: a random number", CHANGE_COOKIE_WORDS, CHANGE_COOKIE_WORDS },
    { "lifetime: 12 months", "kind: local_storage, lifetime: 12 months", CHANGE_COOKIE_WORDS, CHANGE_COOKIE_WORDS },
    { "transfers:", "  shop: { label: Other, role: third_party, for: [support], countries: [NL] }\ntransfers:", CHANGE_RECIPIENT_NEW_CLASS, CHANGE_RECIPIENT_REMOVED },
    { "transfers:", "  shop: { label: Other, role: processor, for: [support], does: [hosting], countries: [NL] }\ntransfers:", CHANGE_RECIPIENT_NEW_CLASS,
      CHANGE_RECIPIENT_REMOVED },
    { "transfers:", "  shop: { label: Other, role: processor, for: [support], does: [email], countries: [NL] }\ntransfers:", CHANGE_RECIPIENT_ADDED,
      CHANGE_RECIPIENT_REMOVED },
    { "label: Group, role: affiliate", "label: Group, role: third_party", CHANGE_RECIPIENT_ROLE_FREER, CHANGE_RECIPIENT_ROLE_BOUND },
    { "for: [support], countries", "for: [support, log], countries", CHANGE_RECIPIENT_PURPOSE_ADDED, CHANGE_RECIPIENT_PURPOSE_REMOVED },
    { "does: [email]", "does: [email, advertising]", CHANGE_RECIPIENT_DOES_MORE, CHANGE_RECIPIENT_DOES_LESS },
    { "countries: [NL], regions: [EU]", "countries: [NL], regions: [EU, US-CA]", CHANGE_RECIPIENT_PEOPLE_ADDED, CHANGE_RECIPIENT_PEOPLE_REMOVED },
    { "regions: [EU] }", "regions: [EU], own_purposes: true }", CHANGE_RECIPIENT_OWN_PURPOSES, CHANGE_RECIPIENT_NO_OWN_PURPOSES },
    { "regions: [EU] }", "regions: [EU], valuable_consideration: true }", CHANGE_RECIPIENT_PAID, CHANGE_RECIPIENT_NOT_PAID },
    { "contract: { ref: C-1 }", "contract: { ref: C-2 }", CHANGE_RECIPIENT_CONTRACT, CHANGE_RECIPIENT_CONTRACT },
    { "label: Tool", "label: The tool", CHANGE_RECIPIENT_WORDS, CHANGE_RECIPIENT_WORDS },
    { "countries: [NL], regions", "countries: [NL, IN], regions", CHANGE_COUNTRY_ADDED, CHANGE_COUNTRY_REMOVED },
    { "countries: [NL], regions", "countries: [NL, JP], regions", CHANGE_RECIPIENT_COUNTRY_ADDED, CHANGE_RECIPIENT_COUNTRY_REMOVED },
    { "ref: R-1 } }", "ref: R-1 } }, US-CA: { JP: { safeguard: adequacy } }", CHANGE_TRANSFER_ADDED, CHANGE_TRANSFER_REMOVED },
    { "safeguard: standard_clauses", "safeguard: consent", CHANGE_SAFEGUARD_WEAKER, CHANGE_SAFEGUARD_STRONGER },
    { "safeguard: standard_clauses", "safeguard: binding_rules", CHANGE_SAFEGUARD_OTHER, CHANGE_SAFEGUARD_OTHER },
    { "ref: R-1", "ref: R-2", CHANGE_SAFEGUARD_OTHER, CHANGE_SAFEGUARD_OTHER },
    { "kinds: [access, erase]", "kinds: [access, erase, port]", CHANGE_RIGHT_ADDED, CHANGE_RIGHT_REMOVED },
    { "methods: [form, email], authority", "methods: [form, email, post], authority", CHANGE_METHOD_ADDED, CHANGE_METHOD_REMOVED },
    { "clocks: { access: 30 days }", "clocks: { access: 45 days }", CHANGE_CLOCK_LONGER, CHANGE_CLOCK_SHORTER },
    { "clocks: { access: 30 days }", "clocks: { access: law }", CHANGE_CLOCK_SHORTER, CHANGE_CLOCK_LONGER },
    { "clocks: { access: 30 days }", "clocks: { access: 30 days }, extension: { until: 90 days }", CHANGE_CLOCK_LONGER, CHANGE_CLOCK_SHORTER },
    { "fields: [email] }", "fields: [email, name] }", CHANGE_PROOF_MORE, CHANGE_PROOF_LESS },
    { "fields: [email] }", "fields: [email], account_holders: ask_again }", CHANGE_PROOF_MORE, CHANGE_PROOF_LESS },
    { "fields: [email] } }", "fields: [email] }, on_unverified: decline }", CHANGE_UNVERIFIED_WORSE, CHANGE_UNVERIFIED_BETTER },
    { "fields: [email] } }", "fields: [email] }, fallback: none }", CHANGE_UNVERIFIED_WORSE, CHANGE_UNVERIFIED_BETTER },
    { "authority: https://dpa.example/", "authority: https://other.example/", CHANGE_AUTHORITY, CHANGE_AUTHORITY },
    { "authority: https://dpa.example/, ", "", CHANGE_AUTHORITY_REMOVED, CHANGE_AUTHORITY },
    { "fields: [email] } }", "fields: [email] }, exclusively_online: true }", CHANGE_RIGHTS_ONLINE, CHANGE_RIGHTS_ONLINE },
    { "never: [sell, share]", "never: [sell]", CHANGE_NEVER_REMOVED, CHANGE_NEVER_ADDED },
    { "  diagnostics: true\n", "", CHANGE_PROMISE_REMOVED, CHANGE_PROMISE_ADDED },
    { "lead: 30", "lead: 14", CHANGE_PROMISE_WEAKER, CHANGE_PROMISE_STRONGER },
    { "notice: [email, posting]", "notice: [posting]", CHANGE_PROMISE_WEAKER, CHANGE_PROMISE_STRONGER },
    { "notice: [email, posting]", "notice: [posting, email]", CHANGE_PROMISE_OTHER, CHANGE_PROMISE_OTHER },
    { "lead: 30 }", "lead: 30, effective: on_posting }", CHANGE_PROMISE_WEAKER, CHANGE_PROMISE_STRONGER },
    { "keep: at least 24 months", "keep: at least 36 months", CHANGE_PROMISE_OTHER, CHANGE_PROMISE_OTHER },
    { "  no_guarantee: true\n", "  no_guarantee: true\n  corporate_transactions: true\n", CHANGE_RESERVATION_ADDED, CHANGE_RESERVATION_REMOVED },
    { "appendices:\n", "appendices:\n  - { region: EU }\n", CHANGE_APPENDIX_ADDED, CHANGE_APPENDIX_REMOVED },
    { "prevails: true", "prevails: false", CHANGE_APPENDIX_GIVES_WAY, CHANGE_APPENDIX_PREVAILS },
    { "collects: [name, email]", "collects: [name, email, phone]", CHANGE_APPENDIX_LIST_LONGER, CHANGE_APPENDIX_LIST_SHORTER },
    { ", cookies: essential", "", CHANGE_APPENDIX_COOKIES_ALL, CHANGE_APPENDIX_COOKIES_ESSENTIAL },
    { "cookies: essential", "cookies: essential, definitions: own", CHANGE_APPENDIX_OWN_DEFINITIONS, CHANGE_APPENDIX_STATUTORY_DEFINITIONS },
    { "cookies: essential", "cookies: essential, category_names: everyday", CHANGE_APPENDIX_FORM, CHANGE_APPENDIX_FORM },
    { "reviewed: 2026-02-01", "reviewed: 2026-03-01", CHANGE_REVIEWED, CHANGE_REVIEWED },
    { "name: Shop Ltd.", "name: Store Ltd.", CHANGE_CONTROLLER, CHANGE_CONTROLLER },
    { "address: 1 Street", "address: 2 Street", CHANGE_CONTROLLER_ADDRESS, CHANGE_CONTROLLER_ADDRESS },
    { "EU: eu@shop.example }", "EU: eu@shop.example, US-CA: ca@shop.example }", CHANGE_CONTACT_ADDED, CHANGE_CONTACT_REMOVED },
    { "EU: eu@shop.example", "EU: europe@shop.example", CHANGE_CONTACT, CHANGE_CONTACT },
    { "email: dpo@shop.example", "email: officer@shop.example", CHANGE_REPRESENTATIVE, CHANGE_REPRESENTATIVE },
    { "affiliates: https://shop.example/group", "affiliates: https://shop.example/us", CHANGE_AFFILIATES, CHANGE_AFFILIATES },
    { "origins: [https://shop.example]", "origins: [https://shop.example, https://www.shop.example]", CHANGE_ORIGIN_ADDED, CHANGE_ORIGIN_REMOVED },
    { "languages: [en]", "languages: [en, ja]", CHANGE_LANGUAGE_ADDED, CHANGE_LANGUAGE_REMOVED },
    { "timezone: UTC", "timezone: Asia/Tokyo", CHANGE_TIMEZONE, CHANGE_TIMEZONE },
    { "US-CA: California }", "US-CA: California, JP: Japan }", CHANGE_REGION_ADDED, CHANGE_REGION_REMOVED },
    { "P7: We take care.", "P7: We take great care.", CHANGE_OWN_TEXT, CHANGE_OWN_TEXT },
    { "P7: We take care.", "P7: We take care., P9: We forget.", CHANGE_OWN_TEXT, CHANGE_OWN_TEXT },
    { "site: { name: Shop", "site: { name: The shop", CHANGE_WORDS, CHANGE_WORDS },
    { "word: personal data", "word: personal data, also: [data]", CHANGE_WORDS, CHANGE_WORDS },
    { "terms: https://shop.example/terms", "terms: https://shop.example/conditions", CHANGE_WORDS, CHANGE_WORDS },
    { "label: Portal", "label: The portal", CHANGE_WORDS, CHANGE_WORDS },
    { "never:", "law: { adopt: [EU/kinds] }\nnever:", CHANGE_LAW, CHANGE_LAW },
};

static void expect_one(struct work *w, const struct edit *e, struct text before, struct text after, enum change_kind kind)
{
    const struct diff *diff = diff_of(w, before, after);

    if (diff->count != 1 || diff->changes[0].kind != kind)
        fail_msg("\"%s\" -> \"%s\" should be %s and nothing else, but is:\n%.*s", e->from, e->to, change_rules[kind].id, TEXT_ARGS(report(w, diff)));
    assert_int_equal(diff->material, change_is_material(kind));
}

static void each_change_is_told_once_and_so_is_its_reverse(void **state)
{
    bool seen[CHANGE_KINDS] = { [CHANGE_RENAMED] = true, [CHANGE_AUTHORITATIVE] = true }; /* have tests of their own */

    (void)state;
    for (size_t i = 0; i < COUNT_OF(edits); i++) {
        CLEANUP(unit_work_end) struct work *w = unit_work();
        struct text after = edited(w, edits[i].from, edits[i].to);
        expect_one(w, &edits[i], text_of(base), after, edits[i].forward);
        expect_one(w, &edits[i], after, text_of(base), edits[i].backward);
        seen[edits[i].forward] = seen[edits[i].backward] = true;
    }
    for (int i = 0; i < CHANGE_KINDS; i++)
        if (!seen[i])
            fail_msg("no edit shows %s", change_rules[i].id);
}

static void every_kind_has_its_row(void **state)
{
    (void)state;
    for (int i = 0; i < CHANGE_KINDS; i++) {
        const struct change_rule *rule = &change_rules[i];
        if (!rule->id || !rule->said || (int)rule->kind != i)
            fail_msg("kind %d has no row", i);
        if ((rule->badge == BADGE_MATERIAL) != (rule->why != NULL))
            fail_msg("%s: a material change says why, and no other does", rule->id);
        for (int k = 0; k < i; k++)
            assert_string_not_equal(rule->id, change_rules[k].id);
    }
}

/* What an operator may do every day without telling anybody. */
static void a_correction_of_spelling_is_not_material(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    const struct diff *diff = diff_of(w, text_of(base), edited(w, "why: answer you", "why: answer You"));

    (void)state;
    assert_int_equal(diff->count, 1);
    assert_int_equal(diff->material, 0);
    assert_false(diff->consent);
}

static void comments_layout_and_order_are_no_change(void **state)
{
    static const char *const same[][2] = {
        { "privacyd: 1\n", "# A policy\n\nprivacyd: 1   # the language\n" },
        { "never: [sell, share]", "never: [ share, 'sell' ]" },
        { "kinds: [access, erase]", "kinds: [erase, access]" },
        { "required: [name, email]", "required: [email, name]" },
        { "countries: [JP, NL]", "countries: [NL, JP]" },
        { "  name: { is: user.name, label: Name }\n  email: { is: user.contact.email, identifies: subject, label: E-mail }\n",
          "  email: { is: user.contact.email, identifies: subject, label: E-mail }\n  name: { is: user.name, label: Name }\n" },
    };
    CLEANUP(unit_work_end) struct work *w = unit_work();

    (void)state;
    for (size_t i = 0; i < COUNT_OF(same); i++) {
        const struct diff *diff = diff_of(w, text_of(base), edited(w, same[i][0], same[i][1]));
        if (diff->count)
            fail_msg("\"%s\" is no change, but is told:\n%.*s", same[i][1], TEXT_ARGS(report(w, diff)));
    }
}

static void whatever_is_said_otherwise_in_the_example_is_a_change(void **state)
{
    int line, column;

    (void)state;
    for (size_t i = 0; i < COUNT_OF(said_otherwise); i++) {
        CLEANUP(unit_work_end) struct work *w = unit_work();
        if (strstr(said_otherwise[i][1], "was:"))
            continue; /* what something was called is a change only when it was called so */
        if (diff_of(w, example_source(w), example_changed(w, said_otherwise[i][0], said_otherwise[i][1], &line, &column))->count == 0)
            fail_msg("the difference does not see the change to \"%s\"", said_otherwise[i][1]);
    }
}

static void replace_all(struct work *w, struct text *source, const char *from, const char *to)
{
    struct text rest = *source;
    struct draft d;
    size_t at;

    assert_ok(w, work_draft(w, source->length * 2, &d));
    while (text_find(rest, text_of(from), &at)) {
        draft_add(&d, text_first(rest, at));
        draft_add(&d, text_of(to));
        rest = text_from(rest, at + strlen(from));
    }
    draft_add(&d, rest);
    *source = draft_text(&d);
}

static void what_was_renamed_is_the_same_thing(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct text after = text_of(base);
    const struct diff *diff;

    (void)state;
    replace_all(w, &after, "  support: { label", "  help: { was: support, label");
    replace_all(w, &after, "purpose: support", "purpose: help");
    replace_all(w, &after, "for: [support]", "for: [help]");
    replace_all(w, &after, "  phone: { is", "  telephone: { was: phone, is");
    replace_all(w, &after, "optional: [phone]", "optional: [telephone]");
    replace_all(w, &after, "  contact: { label", "  write: { was: contact, label");
    replace_all(w, &after, "  tool: { label", "  sender: { was: tool, label");
    replace_all(w, &after, "webhook: tool", "webhook: sender");
    diff = diff_of(w, text_of(base), after);
    for (size_t i = 0; i < diff->count; i++)
        if (diff->changes[i].kind != CHANGE_RENAMED && diff->changes[i].kind != CHANGE_DELIVERY)
            fail_msg("a name is all that changed, but:\n%.*s", TEXT_ARGS(report(w, diff)));
    assert_int_equal(diff->material, 0);
    after = text_of(base);
    replace_all(w, &after, "  support: { label", "  help: { label"); /* without `was` it is another one */
    replace_all(w, &after, "purpose: support", "purpose: help");
    replace_all(w, &after, "for: [support]", "for: [help]");
    assert_int_not_equal(diff_of(w, text_of(base), after)->material, 0);
}

/* Both were there: the one that stays did not become the other, and what went is told. */
static void two_purposes_do_not_become_one(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct text after = text_of(base);
    const struct diff *diff;

    (void)state;
    replace_all(w, &after, "  log: { label", "  log: { was: news, label");
    replace_all(w, &after, "  news: { label: News, why: send you news, basis: { EU: consent, US-CA: off, elsewhere: off }, keep: until withdrawn }\n", "");
    replace_all(w, &after, "purpose: news", "purpose: log");
    replace_all(w, &after, "for: [news]", "for: [log]");
    diff = diff_of(w, text_of(base), after);
    assert_int_not_equal(diff->material, 0);
    for (size_t i = 0; i < diff->count; i++)
        if (diff->changes[i].kind == CHANGE_PURPOSE_REMOVED)
            return;
    fail_msg("nothing is told:\n%.*s", TEXT_ARGS(report(w, diff)));
}

static void the_language_that_counts_is_material(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct text before = text_of(base), after;
    const struct diff *diff;

    (void)state;
    replace_all(w, &before, "languages: [en]", "languages: [en, ja]");
    after = before;
    replace_all(w, &after, "authoritative: en", "authoritative: ja");
    diff = diff_of(w, before, after);
    assert_int_not_equal(diff->material, 0);
    for (size_t i = 0; i < diff->count; i++)
        if (diff->changes[i].kind == CHANGE_AUTHORITATIVE)
            return;
    fail_msg("nothing is told:\n%.*s", TEXT_ARGS(report(w, diff)));
}

static const struct change *change_of(const struct diff *diff, enum change_kind kind)
{
    for (size_t i = 0; i < diff->count; i++)
        if (diff->changes[i].kind == kind)
            return &diff->changes[i];
    fail_msg("there is no %s", change_rules[kind].id);
    return NULL;
}

static struct text people_of(struct work *w, const struct diff *diff, enum change_kind kind)
{
    struct text people;

    assert_ok(w, diff_people(w, diff, change_of(diff, kind), &people));
    return people;
}

static void it_is_told_whom_a_change_concerns(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    const struct diff *diff = diff_of(w, text_of(base), edited(w, "keep: 24 months", "keep: 36 months"));

    (void)state;
    assert_text("everybody whose data are used for support (contact)", people_of(w, diff, CHANGE_KEPT_LONGER));
    diff = diff_of(w, text_of(base), edited(w, "US-CA: off, elsewhere: off", "US-CA: off, elsewhere: consent"));
    assert_text("people in elsewhere whose data are used for news (letter)", people_of(w, diff, CHANGE_PURPOSE_TURNED_ON));
    diff = diff_of(w, text_of(base), edited(w, "optional: [phone]", "optional: [phone, serial]"));
    assert_text("everybody who comes by contact", people_of(w, diff, CHANGE_CATEGORY_ADDED));
    diff = diff_of(w, text_of(base), edited(w, "safeguard: standard_clauses", "safeguard: derogation"));
    assert_text("people in EU", people_of(w, diff, CHANGE_SAFEGUARD_WEAKER));
}

/* A region that was not told apart was elsewhere, and what it gets now is held against that. */
static void a_region_that_comes_is_held_against_elsewhere(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct text after = text_of(base);
    const struct diff *diff;

    (void)state;
    replace_all(w, &after, "US-CA: California }", "US-CA: California, JP: Japan }");
    replace_all(w, &after, "EU: consent, US-CA: off", "EU: consent, JP: consent, US-CA: off");
    diff = diff_of(w, text_of(base), after);
    assert_text("people in JP whose data are used for news (letter)", people_of(w, diff, CHANGE_PURPOSE_TURNED_ON));
}

static void a_new_purpose_needs_consent_where_it_rests_on_it(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
#define ADS(basis) "  ads: { label: Ads, why: show you offers, basis: { " basis " } }\n  log: {"
    struct text promised = text_of(base), after;

    (void)state;
    assert_false(diff_of(w, text_of(base), edited(w, "  log: {", ADS("EU: legitimate_interests")))->consent);
    assert_true(diff_of(w, text_of(base), edited(w, "  log: {", ADS("EU: consent")))->consent);
    assert_false(diff_of(w, text_of(base), edited(w, "  log: {", ADS("US-CA: legitimate_interests")))->consent);
    /* promised for California: express consent for any new purpose (C3-2) */
    replace_all(w, &promised, "  diagnostics: true\n", "  diagnostics: true\n  new_purpose_consent: true\n");
    after = promised;
    replace_all(w, &after, "  log: {", ADS("US-CA: legitimate_interests"));
    assert_true(diff_of(w, promised, after)->consent);
}

static void material_changes_and_larger_groups_stand_first(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct text after = text_of(base);
    const struct diff *diff;

    (void)state;
    replace_all(w, &after, "why: answer you", "why: answer your questions");      /* everybody, wording */
    replace_all(w, &after, "safeguard: standard_clauses", "safeguard: consent");  /* EU, material */
    replace_all(w, &after, "keep: 30 days after", "keep: 40 days after");         /* by one purpose, material */
    replace_all(w, &after, "never: [sell, share]", "never: [share]");             /* everybody, material */
    replace_all(w, &after, "1 Street", "2 Street");
    diff = diff_of(w, text_of(base), after);
    assert_int_equal(diff->count, 5);
    assert_int_equal(diff->changes[0].kind, CHANGE_NEVER_REMOVED);
    assert_false(change_is_material(diff->changes[2].kind)); /* told of everybody too */
    assert_int_equal(diff->changes[3].kind, CHANGE_SAFEGUARD_WEAKER);
    assert_int_equal(diff->changes[4].kind, CHANGE_KEPT_LONGER);
    for (size_t i = 1; i < diff->count; i++)
        for (size_t k = 0; k + 1 < i; k++) /* a group stands together */
            assert_false(change_same_people(&diff->changes[k], &diff->changes[i]) && !change_same_people(&diff->changes[i - 1], &diff->changes[i]));
}

static void the_report_says_what_whom_why_and_where(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    struct text words = report(w, diff_of(w, text_of(base), edited(w, "keep: 24 months", "keep: 36 months"))), line;

    (void)state;
    assert_text("everybody whose data are used for support (contact)\n"
                "  MATERIAL  purposes.support.keep: kept longer\n"
                "            Support: 24 months after last_contact -> 36 months after last_contact\n"
                "            why: data stay longer than people were told (P9-1 P12-2)\n"
                "            old.yaml:22 -> new.yaml:22\n"
                "\n"
                "1 change, 1 material: people must be told before it counts\n", words);
    words = report(w, diff_of(w, text_of(base), edited(w, "P7: We take care.", "P7: 'We take care of it, and of this and that, and of much else besides, "
                                                         "so that the line in the terminal gets far too long for anybody to read it at all.'")));
    while (text_cut(&words, '\n', &line))
        assert_true(text_utf8_length(line) <= 98);
}

static void programs_read_the_same_as_json(void **state)
{
    CLEANUP(unit_work_end) struct work *w = unit_work();
    const struct diff_names names = { TEXT("old.yaml"), TEXT("new.yaml") };
    const struct diff *diff = diff_of(w, text_of(base), edited(w, "keep: 24 months", "keep: 36 months"));
    struct text json;
    json_t *all, *change;

    (void)state;
    assert_ok(w, diff_as_json(w, diff, &names, &json));
    all = json_loadb(json.at, json.length, JSON_REJECT_DUPLICATES, NULL);
    assert_true(json_is_true(json_object_get(all, "material")));
    assert_int_equal(json_array_size(json_object_get(all, "changes")), 1);
    change = json_array_get(json_object_get(all, "changes"), 0);
    assert_string_equal(json_string_value(json_object_get(change, "kind")), "kept_longer");
    assert_string_equal(json_string_value(json_object_get(change, "path")), "purposes.support.keep");
    assert_string_equal(json_string_value(json_object_get(change, "after")), "36 months after last_contact");
    assert_string_equal(json_string_value(json_object_get(change, "favours")), "controller");
    assert_int_equal(json_array_size(json_object_get(change, "regions")), 3);
    assert_int_equal(json_integer_value(json_object_get(change, "after_line")), 22);
    json_decref(all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_change_is_told_once_and_so_is_its_reverse),
        cmocka_unit_test(every_kind_has_its_row),
        cmocka_unit_test(a_correction_of_spelling_is_not_material),
        cmocka_unit_test(comments_layout_and_order_are_no_change),
        cmocka_unit_test(whatever_is_said_otherwise_in_the_example_is_a_change),
        cmocka_unit_test(what_was_renamed_is_the_same_thing),
        cmocka_unit_test(two_purposes_do_not_become_one),
        cmocka_unit_test(the_language_that_counts_is_material),
        cmocka_unit_test(it_is_told_whom_a_change_concerns),
        cmocka_unit_test(a_region_that_comes_is_held_against_elsewhere),
        cmocka_unit_test(a_new_purpose_needs_consent_where_it_rests_on_it),
        cmocka_unit_test(material_changes_and_larger_groups_stand_first),
        cmocka_unit_test(the_report_says_what_whom_why_and_where),
        cmocka_unit_test(programs_read_the_same_as_json),
    };

    return cmocka_run_group_tests_name("policy/diff", tests, NULL, NULL);
}
