#include "policy/wording_fact.h"

#include "html/country.h"
#include "policy/clause_words.h"
#include "policy/span_words.h"

#include <stdlib.h>

const struct wording_family wording_families[] = {
    { "site.name", "what the site is called" },
    { "controller.name", "who is responsible" },
    { "controller.address", "the registered office" },
    { "controller.country", "the country where it is" },
    { "controller.affiliates", "a link to the list of affiliates" },
    { "officer.name", "the data protection officer; also .email, .address, .phone" },
    { "representative.REGION.name", "the representative in a region; also .email, .address, .phone" },
    { "contact.KEY.email", "the address of a contact, as a link; KEY is privacy or a region; also .name, .address, .phone" },
    { "service.SERVICE", "a link to the policy of another service" },
    { "link.LINK", "a link to what is declared under `links`" },
    { "data.ITEM", "the label of a data item" },
    { "purpose.PURPOSE", "the short name of a purpose, or what it is for" },
    { "why.PURPOSE", "what a purpose is for" },
    { "keep.PURPOSE", "how long it keeps data: 24 months" },
    { "rule.PURPOSE", "the same with what it counts from: 24 months after you and we were last in touch" },
    { "recipient.RECIPIENT", "the name of a recipient" },
    { "country.RECIPIENT", "the countries where it has the data" },
    { "lifetime.COOKIE", "how long a cookie stays" },
    { "region.REGION", "what a region is called" },
    { "authority.REGION", "a link to the authority that takes complaints there" },
    { "law.REGION.KIND", "how long an answer to a request of that kind may take there, by the policy or the law: 45 days" },
    { "lead", "how long ahead an important change is announced" },
    { "reviewed", "the day on which the whole policy was last reviewed" },
    { "minors.under", "the age below which nothing is sold or shared" },
    { "security.certificate", "the certificate of the security programme" },
    { "security.scope", "what it covers" },
    { "security.reviewed", "the day of its last review" },
};
const size_t wording_family_count = COUNT_OF(wording_families);

/* While the list is made. */
struct maker {
    struct speaker s;
    const struct wording_ground *ground;
    struct wording_facts all;
    size_t max;
};

/* "keep", "support" -> keep.support; parts that are empty are left out. */
static bool name_of(struct work *w, struct text family, struct text member, struct text field, struct text *out_name)
{
    const struct text parts[] = { family, member, field };
    struct draft d;

    TRY(work_draft(w, family.length + member.length + field.length + 3, &d));
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        if (parts[i].length && d.length)
            draft_byte(&d, '.');
        draft_add(&d, parts[i]);
    }
    *out_name = draft_text(&d);
    return true;
}

static bool add(struct maker *m, const char *family, struct text member, const char *field, struct wording_fact fact)
{
    struct work *w = m->s.w;

    TRY(name_of(w, text_of(family), member, text_of(field), &fact.name));
    must(m->all.count < m->max);
    m->all.list[m->all.count++] = fact;
    return true;
}

static struct wording_fact words(struct text text)
{
    return (struct wording_fact){ .text = text, .link = TEXT("") };
}

static struct wording_fact measure(struct text text)
{
    return (struct wording_fact){ .text = text, .link = TEXT(""), .measure = true };
}

static struct wording_fact linked(struct text text, struct text link)
{
    return (struct wording_fact){ .text = text, .link = link, .measure = true };
}

/* "www.hikari.example" of "https://www.hikari.example/company" */
static struct text host_of(struct text url)
{
    size_t at;
    struct text host = text_find(url, TEXT("://"), &at) ? text_from(url, at + 3) : url;

    for (size_t i = 0; i < host.length; i++)
        if (host.at[i] == '/' || host.at[i] == '?' || host.at[i] == '#')
            return text_first(host, i);
    return host;
}

static bool say_day(const struct speaker *s, struct day day, struct text *out_text)
{
    struct work *w = s->w;
    struct draft d;

    TRY(work_draft(w, 64, &d));
    message_day(&d, s->program, day);
    *out_text = draft_text(&d);
    return true;
}

static bool add_site(struct maker *m)
{
    const struct policy *p = m->s.p;
    struct text link = p->affiliates_link, reviewed = TEXT("");
    struct text affiliates = link.length ? message_text(m->s.program, MSG_PAGE_AFFILIATES) : TEXT("");

    if (p->has_reviewed && !say_day(&m->s, p->reviewed, &reviewed))
        return false;
    return add(m, "site", TEXT(""), "name", words(words_in(p, &p->site_name, m->s.language))) &&
           add(m, "controller", TEXT(""), "name", words(words_in(p, &p->controller_name, m->s.language))) &&
           add(m, "controller", TEXT(""), "address", measure(p->controller_address)) &&
           add(m, "controller", TEXT(""), "country", words(country_name(m->s.program, p->controller_country))) &&
           add(m, "controller", TEXT(""), "affiliates", (struct wording_fact){ .text = affiliates, .link = link }) &&
           add(m, "reviewed", TEXT(""), "", measure(reviewed));
}

static bool mail_link(struct work *w, struct text address, struct text *out_link)
{
    struct draft d;

    *out_link = TEXT("");
    if (address.length == 0)
        return true;
    TRY(work_draft(w, address.length + 8, &d));
    draft_add(&d, TEXT("mailto:"));
    draft_add(&d, address);
    *out_link = draft_text(&d);
    return true;
}

/* Whom one can write to: an office, a contact, a representative. */
static bool add_office(struct maker *m, const char *family, struct text key, struct text name, struct text email, struct text address, struct text phone)
{
    struct work *w = m->s.w;
    struct text mail;

    TRY(mail_link(w, email, &mail));
    return add(m, family, key, "name", words(name)) && add(m, family, key, "email", linked(email, mail)) && add(m, family, key, "address", measure(address)) &&
           add(m, family, key, "phone", measure(phone));
}

static bool add_offices(struct maker *m)
{
    const struct policy *p = m->s.p;
    const struct representative *officer = p->officer;
    struct work *w = m->s.w;

    if (officer)
        TRY(add_office(m, "officer", TEXT(""), words_in(p, &officer->label, m->s.language), officer->email, officer->address, officer->phone));
    for (size_t i = 0; i < p->representative_count; i++) {
        const struct representative *r = &p->representatives[i];
        TRY(add_office(m, "representative", p->regions[r->region].code, words_in(p, &r->label, m->s.language), r->email, r->address, r->phone));
    }
    for (size_t i = 0; i < p->contact_count; i++) {
        const struct contact *c = &p->contacts[i];
        TRY(add_office(m, "contact", c->key, words_in(p, &c->label, m->s.language), c->email, c->address, c->phone));
    }
    return true;
}

/* "/cookies" is below the mount. */
static bool add_link(struct maker *m, const struct named_link *link)
{
    static const struct { const char *page; enum message words; } pages[] = {
        { "cookies", MSG_WORDING_LINK_COOKIES }, { "recipients", MSG_WORDING_LINK_RECIPIENTS }, { "request", MSG_WORDING_LINK_REQUEST },
        { "changes", MSG_WORDING_LINK_CHANGES }, { "promises", MSG_WORDING_LINK_PROMISES },
    };
    struct text label = words_in(m->s.p, &link->label, m->s.language), to = link->to;
    struct work *w = m->s.w;

    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        if (!text_equal(link->to, text_of(pages[i].page)))
            continue;
        TRY(work_format(w, &to, "/%s", pages[i].page));
        if (label.length == 0)
            label = message_text(m->s.program, pages[i].words);
    }
    if (to.length && label.length == 0)
        label = host_of(to);
    return add(m, "link", link->id, "", linked(to.length ? label : TEXT(""), to));
}

static bool add_links(struct maker *m)
{
    const struct policy *p = m->s.p;
    struct work *w = m->s.w;

    for (size_t i = 0; i < p->link_count; i++)
        TRY(add_link(m, &p->links[i]));
    for (size_t i = 0; i < p->service_count; i++) {
        struct text label = words_in(p, &p->services[i].label, m->s.language);
        TRY(add(m, "service", p->services[i].id, "", linked(label.length ? label : p->services[i].id, p->services[i].policy)));
    }
    return true;
}

static bool add_data(struct maker *m)
{
    for (size_t i = 0; i < m->s.p->data_count; i++)
        if (!add(m, "data", m->s.p->data[i].id, "", words(clause_data_label(&m->s, &m->s.p->data[i]))))
            return false;
    return true;
}

/* The period alone, and with what it counts from. */
static bool say_keep(const struct speaker *s, const struct retention_rule *keep, struct text *out_period, struct text *out_rule)
{
    static const enum message rules[RETENTION_TRIGGERS] = { [TRIGGER_COLLECTED] = MSG_WORDING_RULE_COLLECTED,
        [TRIGGER_LAST_CONTACT] = MSG_WORDING_RULE_LAST_CONTACT, [TRIGGER_CLOSED] = MSG_WORDING_RULE_CLOSED,
        [TRIGGER_PURCHASED] = MSG_WORDING_RULE_PURCHASED, [TRIGGER_CONTRACT_ENDED] = MSG_WORDING_RULE_CONTRACT_ENDED,
        [TRIGGER_ACCOUNT_CLOSED] = MSG_WORDING_RULE_ACCOUNT_CLOSED };
    struct work *w = s->w;

    *out_period = *out_rule = TEXT("");
    if (keep->trigger == TRIGGER_WITHDRAWN)
        *out_period = *out_rule = message_text(s->program, MSG_WORDING_KEEP_WITHDRAWN);
    if (keep->trigger == TRIGGER_AS_NEEDED)
        *out_period = *out_rule = message_text(s->program, MSG_PAGE_KEEP_AS_NEEDED);
    if (keep->count == 0 || !rules[keep->trigger])
        return true;
    TRY(clause_period(s, keep->count, keep->unit, out_period));
    return SAY(s, rules[keep->trigger], out_rule, *out_period);
}

static bool add_purposes(struct maker *m)
{
    struct work *w = m->s.w;
    struct text period, rule;

    for (size_t i = 0; i < m->s.p->purpose_count; i++) {
        const struct purpose *purpose = &m->s.p->purposes[i];
        struct text why = words_in(m->s.p, &purpose->why, m->s.language), label = words_in(m->s.p, &purpose->label, m->s.language);
        TRY(say_keep(&m->s, &purpose->keep, &period, &rule));
        TRY(add(m, "purpose", purpose->id, "", words(label.length && !text_equal(label, purpose->id) ? label : why)));
        TRY(add(m, "why", purpose->id, "", words(why)));
        TRY(add(m, "keep", purpose->id, "", measure(period)));
        TRY(add(m, "rule", purpose->id, "", measure(rule)));
    }
    return true;
}

static bool add_recipients(struct maker *m)
{
    struct work *w = m->s.w;
    struct phrases countries;
    struct text list;

    for (size_t i = 0; i < m->s.p->recipient_count; i++) {
        const struct recipient *r = &m->s.p->recipients[i];
        struct text label = words_in(m->s.p, &r->label, m->s.language);
        TRY(phrases_open(w, r->country_count, &countries));
        for (size_t k = 0; k < r->country_count; k++)
            phrases_add(&countries, country_name(m->s.program, r->countries[k]));
        TRY(phrases_list(&m->s, &countries, &list));
        TRY(add(m, "recipient", r->id, "", words(label.length ? label : r->id)));
        TRY(add(m, "country", r->id, "", words(list)));
    }
    return true;
}

static bool add_cookies(struct maker *m)
{
    struct work *w = m->s.w;
    struct text lifetime;

    for (size_t i = 0; i < m->s.p->cookie_count; i++) {
        TRY(clause_lifetime(&m->s, m->s.p->cookies[i].lifetime, &lifetime));
        TRY(add(m, "lifetime", m->s.p->cookies[i].name, "", measure(lifetime)));
    }
    return true;
}

static bool add_regions(struct maker *m)
{
    const struct policy *p = m->s.p;
    struct work *w = m->s.w;

    for (int i = 0; i < p->region_count; i++)
        TRY(add(m, "region", p->regions[i].code, "", words(clause_region_name(&m->s, i))));
    for (size_t i = 0; i < p->rights_count; i++) {
        struct text label = words_in(p, &p->rights[i].authority_label, m->s.language), link = p->rights[i].authority;
        TRY(add(m, "authority", p->regions[p->rights[i].region].code, "", linked(label.length ? label : host_of(link), link)));
    }
    return true;
}

/* What the policy says of a kind of request, else what the law says. */
static bool say_clock(const struct maker *m, const struct rights *r, struct text kind, struct text *out_time)
{
    const struct wording_ground *g = m->ground;
    const struct policy *p = g->policy;
    const struct law_row *row = g->law ? law_clock_for(g->law, p->regions[r->region].code, kind) : NULL;

    *out_time = TEXT("");
    for (size_t i = 0; i < r->clock_count; i++)
        if (text_equal(r->clocks[i].kind, kind) && !text_equal(r->clocks[i].time, TEXT("law")))
            return clause_written_period(&m->s, r->clocks[i].time, out_time);
    if (!row || !law_row_counts(row, g->day, p->adopted, p->adopted_count))
        return true;
    return span_words(m->s.w, m->s.program, row->is.clock.respond, out_time);
}

static bool add_clocks(struct maker *m)
{
    const struct policy *p = m->s.p;
    struct work *w = m->s.w;
    struct text time;

    for (size_t i = 0; i < p->rights_count; i++)
        for (size_t k = 0; k < p->rights[i].kind_count; k++) {
            struct text kind = p->rights[i].kinds[k], name;
            TRY(say_clock(m, &p->rights[i], kind, &time));
            TRY(name_of(w, p->regions[p->rights[i].region].code, kind, TEXT(""), &name));
            TRY(add(m, "law", name, "", measure(time)));
        }
    return true;
}

static bool add_statements(struct maker *m)
{
    struct work *w = m->s.w;
    struct text lead = clause_stated(&m->s, TEXT("changes"), TEXT("lead"), 0), reviewed = clause_stated(&m->s, TEXT("security"), TEXT("reviewed"), 0);
    struct day day;
    uint64_t days;

    if (text_to_u64(lead, &days) && days > 0 && days < 10000)
        TRY(clause_period(&m->s, (int)days, PERIOD_DAYS, &lead));
    if (day_parse(reviewed, &day))
        TRY(say_day(&m->s, day, &reviewed));
    return add(m, "lead", TEXT(""), "", measure(lead)) && add(m, "security", TEXT(""), "reviewed", measure(reviewed)) &&
           add(m, "minors", TEXT(""), "under", measure(clause_stated(&m->s, TEXT("minors"), TEXT("under"), 0))) &&
           add(m, "security", TEXT(""), "certificate", measure(clause_stated(&m->s, TEXT("security"), TEXT("certificate"), 0))) &&
           add(m, "security", TEXT(""), "scope", words(clause_stated(&m->s, TEXT("security"), TEXT("scope"), 0)));
}

static int by_name(const void *a, const void *b)
{
    return text_compare(((const struct wording_fact *)a)->name, ((const struct wording_fact *)b)->name);
}

bool wording_facts(struct work *w, const struct wording_ground *ground, int language, struct wording_facts *out_facts)
{
    const struct policy *p = ground->policy;
    static bool (*const steps[])(struct maker *) = { add_site, add_offices, add_links, add_data, add_purposes, add_recipients, add_cookies, add_regions, add_clocks,
        add_statements };
    struct maker m = { .s = clause_speaker(w, p, language), .ground = ground };

    m.max = wording_family_count + 4 * (1 + p->representative_count + p->contact_count) + p->link_count + p->service_count + p->data_count +
            4 * p->purpose_count + 2 * p->recipient_count + p->cookie_count + (size_t)p->region_count + p->rights_count;
    for (size_t i = 0; i < p->rights_count; i++)
        m.max += p->rights[i].kind_count;
    m.all.list = WORK_NEW(w, struct wording_fact, m.max);
    if (!m.all.list)
        return false;
    for (size_t i = 0; i < COUNT_OF(steps); i++)
        TRY(steps[i](&m));
    qsort(m.all.list, m.all.count, sizeof *m.all.list, by_name);
    *out_facts = m.all;
    return true;
}

const struct wording_fact *wording_fact_find(const struct wording_facts *facts, struct text name)
{
    struct wording_fact wanted = { .name = name };

    return facts->count ? bsearch(&wanted, facts->list, facts->count, sizeof wanted, by_name) : NULL;
}
