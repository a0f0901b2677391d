#include "said.h"

#include "page/flow.h"
#include "page/timeline.h"
#include "policy/parse.h"
#include "sample.h"
#include "shipped_law.h"

const char said_source[] =
    "privacyd: 1\n"
    "site: { name: Corner shop, origins: [https://shop.example], languages: [en], timezone: Europe/Amsterdam }\n"
    "controller:\n"
    "  name: Corner Shop B.V.\n"
    "  address: 1 Market, Utrecht\n"
    "  country: NL\n"
    "  officer: { label: Officer, email: officer@shop.example, phone: +31 30 000000 }\n"
    "  representatives: { UK: { label: Shop Ltd., email: uk@shop.example } }\n"
    "  contacts: { privacy: { email: privacy@shop.example, address: 2 Market }, UK: { email: help@shop.example } }\n"
    "regions: { EU: Europe, UK: Britain, US-CA: California }\n"
    "data:\n"
    "  name: { is: user.name, label: Name }\n"
    "  email: { is: user.contact.email, identifies: subject, label: Mail address }\n"
    "  street: { is: user.contact.address.street, label: Street }\n"
    "purposes:\n"
    "  orders: { label: Orders, why: send you what you ordered, basis: contract, keep: 7 years after closed }\n"
    "  letter: { label: Letter, why: write to you, basis: { EU: consent, UK: consent, US-CA: not_required }, keep: until withdrawn }\n"
    "  counting: { label: Counting, why: count visits, basis: { EU: consent, UK: legitimate_interests, US-CA: off }, balancing: note.md, keep: 13 months after collected }\n"
    "channels:\n"
    "  order: { purpose: orders, required: [name, street], optional: [email], deliver: [{ mail: desk@shop.example }] }\n"
    "  letter: { purpose: letter, required: [email], deliver: [{ webhook: post }] }\n"
    "cookies:\n"
    "  visits: { purpose: counting, class: statistics, what: a number, lifetime: 13 months, set_by: us }\n"
    "  basket: { purpose: orders, class: essential, lifetime: session, set_by: us }\n"
    "recipients:\n"
    "  post: { label: Post Inc., role: processor, does: [email], for: [letter], countries: [US], contract: { ref: C-1, until: 2031-01-01 } }\n"
    "  bank: { label: Bank, role: third_party, does: [payment], for: [orders], countries: [NL, DE], regions: [EU], contract: { ref: C-2, until: 2031-01-01 } }\n"
    "transfers: { EU: { US: { safeguard: standard_clauses, ref: Module 2 } }, UK: { US: { safeguard: idta, ref: Deed 1 } } }\n"
    "rights:\n"
    "  EU: { kinds: [access, rectify, erase, port, object, withdraw], methods: [form, email], authority: { label: The Authority, link: https://authority.example } }\n"
    "  US-CA: { kinds: [know, delete, limit], methods: [form, email], exclusively_online: true }\n"
    "never: [sell]\n"
    "statements: { automated_decisions: { made: false } }\n";

static struct text replaced(struct work *w, struct text source, struct text from, struct text to)
{
    struct draft d;
    size_t at;

    if (!text_find(source, from, &at))
        fail_msg("the policy has no \"%.*s\"", TEXT_ARGS(from));
    assert_ok(w, work_draft(w, source.length + to.length + 1, &d));
    draft_add(&d, text_first(source, at));
    draft_add(&d, to);
    draft_add(&d, text_from(source, at + from.length));
    return draft_text(&d);
}

const struct policy *said_policy(struct work *w, const char *from, const char *to)
{
    struct policy *p = WORK_NEW(w, struct policy, 1);
    struct text source = text_of(said_source);
    struct findings f;

    assert_non_null(p);
    if (from)
        source = replaced(w, source, text_of(from), text_of(to));
    assert_ok(w, policy_parse(w, source, shipped_law(), p, &f));
    if (f.breaking)
        fail_msg("\"%s\": PD%04d: %.*s", to ? to : "as it is", f.first->code, TEXT_ARGS(f.first->message));
    p->model_hash = (struct hash){ { 0 } };
    return p;
}

struct text said_document(struct work *w, const struct policy *p, const char *name, int language)
{
    const struct edition e = { .site = &sample_site, .policy = p, .number = 3, .posted = w->now, .effective = instant_add(w->now, SPAN_DAYS(30)) };
    struct document d;

    assert_ok(w, document_render(w, &e, text_of(name), language, &d));
    return d.bytes;
}

struct text said_pages(struct work *w, const struct policy *p, int language)
{
    const struct document_item *items;
    struct text all = TEXT(""), page, name;
    struct draft d;
    size_t count;

    assert_ok(w, document_items(w, p, &items, &count));
    for (size_t i = 0; i < count; i++) {
        if (!text_starts(text_of(items[i].kind->type), TEXT("text/html")))
            continue;
        assert_ok(w, work_copy(w, items[i].name, &name));
        page = said_document(w, p, name.at, language);
        assert_ok(w, work_draft(w, all.length + page.length, &d));
        draft_add(&d, all);
        draft_add(&d, page);
        all = draft_text(&d);
    }
    return all;
}

struct text said_flow(struct work *w, const struct policy *p)
{
    const struct reader r = { &sample_site, p, 0 };
    struct page_flow page;
    struct html html;

    assert_ok(w, flow_fill(w, &r, &page));
    page.rows_count = 0;
    assert_ok(w, page_flow_render(w, LANGUAGE_EN, &page, &html));
    return html.markup;
}

struct text said_periods(struct work *w, const struct policy *p)
{
    const struct reader r = { &sample_site, p, 0 };
    struct page_timeline page;
    struct html html;

    assert_ok(w, timeline_fill(w, &r, &page));
    assert_ok(w, page_timeline_render(w, LANGUAGE_EN, &page, &html));
    return html.markup;
}
