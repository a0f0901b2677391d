#include "policy/model_hash.h"

#include "policy/own_record.h"

struct chain {
    struct hash at;
    const struct policy *p;
};

static void add_text(struct chain *c, char tag, struct text t)
{
    uint64_t length = t.length;
    uint8_t head[9] = { (uint8_t)tag };
    struct text parts[3] = { text_of_bytes(c->at.bytes, sizeof c->at.bytes), { (const char *)head, sizeof head }, t };

    for (int i = 8; i >= 1; i--, length >>= 8)
        head[i] = (uint8_t)length;
    c->at = hash_parts(parts, COUNT_OF(parts));
}

static void add_number(struct chain *c, char tag, int64_t number)
{
    uint8_t bytes[8];

    for (int i = 7; i >= 0; i--, number >>= 8)
        bytes[i] = (uint8_t)number;
    add_text(c, tag, text_of_bytes(bytes, sizeof bytes));
}

static void add_texts(struct chain *c, char tag, const struct text *all, size_t count)
{
    add_number(c, tag, (int64_t)count);
    for (size_t i = 0; i < count; i++)
        add_text(c, tag, all[i]);
}

static void add_words(struct chain *c, const struct words *words)
{
    add_texts(c, 'w', words->in, (size_t)c->p->language_count);
}

static void add_day(struct chain *c, bool given, struct day day)
{
    add_number(c, 'y', given ? day.number : INT64_MAX);
}

static void add_office(struct chain *c, const struct representative *office)
{
    add_number(c, 'r', office->region);
    add_words(c, &office->label);
    add_words(c, &office->none);
    add_text(c, 'e', office->email);
    add_text(c, 'p', office->address);
    add_text(c, 't', office->phone);
}

/* What own wording names. */
static void add_names(struct chain *c)
{
    const struct policy *p = c->p;

    add_number(c, 'V', (int64_t)p->service_count);
    for (size_t i = 0; i < p->service_count; i++) {
        add_text(c, 'i', p->services[i].id);
        add_words(c, &p->services[i].label);
        add_text(c, 'l', p->services[i].policy);
    }
    add_number(c, 'J', (int64_t)p->link_count);
    for (size_t i = 0; i < p->link_count; i++) {
        add_text(c, 'i', p->links[i].id);
        add_text(c, 't', p->links[i].to);
        add_words(c, &p->links[i].label);
    }
    add_number(c, 'W', (int64_t)p->term_count);
    for (size_t i = 0; i < p->term_count; i++) {
        add_text(c, 'i', p->terms[i].id);
        add_words(c, &p->terms[i].word);
        add_texts(c, 'a', p->terms[i].also, p->terms[i].also_count);
    }
    add_texts(c, 'q', p->adopted, p->adopted_count);
}

static void add_site(struct chain *c)
{
    const struct policy *p = c->p;

    add_texts(c, 'l', p->languages, (size_t)p->language_count);
    add_number(c, 'a', p->authoritative);
    add_words(c, &p->site_name);
    add_texts(c, 'o', p->origins, p->origin_count);
    add_text(c, 'z', p->timezone);
    add_number(c, 'd', p->demonstration);
    add_words(c, &p->controller_name);
    add_text(c, 'A', p->controller_address);
    add_text(c, 'j', p->controller_country);
    add_day(c, p->has_reviewed, p->reviewed);
    add_number(c, 'F', p->officer != NULL);
    if (p->officer)
        add_office(c, p->officer);
    add_number(c, 'F', (int64_t)p->representative_count);
    for (size_t i = 0; i < p->representative_count; i++)
        add_office(c, &p->representatives[i]);
    add_text(c, 'L', p->affiliates_link);
    add_number(c, 'C', (int64_t)p->contact_count);
    for (size_t i = 0; i < p->contact_count; i++) {
        add_text(c, 'k', p->contacts[i].key);
        add_words(c, &p->contacts[i].label);
        add_number(c, 'f', p->contacts[i].see_services);
        add_text(c, 'e', p->contacts[i].email);
        add_text(c, 'p', p->contacts[i].address);
        add_text(c, 't', p->contacts[i].phone);
    }
    add_number(c, 'R', p->region_count);
    for (int i = 0; i < p->region_count; i++) {
        add_text(c, 'r', p->regions[i].code);
        add_words(c, &p->regions[i].name);
    }
}

static void add_purposes(struct chain *c)
{
    const struct policy *p = c->p;

    add_number(c, 'D', (int64_t)p->data_count);
    for (size_t i = 0; i < p->data_count; i++) {
        add_text(c, 'i', p->data[i].id);
        add_text(c, 'c', p->data[i].category);
        add_number(c, 's', p->data[i].identifies);
        add_words(c, &p->data[i].label);
        add_text(c, 'x', p->data[i].was.id);
    }
    add_number(c, 'P', (int64_t)p->purpose_count);
    for (size_t i = 0; i < p->purpose_count; i++) {
        const struct purpose *purpose = &p->purposes[i];
        add_text(c, 'i', purpose->id);
        add_words(c, &purpose->label);
        add_words(c, &purpose->why);
        add_text(c, 'x', purpose->was.id);
        for (int k = 0; k < p->region_count; k++)
            add_number(c, 'b', purpose->basis[k]);
        add_number(c, 'b', purpose->basis_elsewhere);
        add_text(c, 'n', purpose->balancing);
        add_number(c, 'k', purpose->keep.trigger);
        add_number(c, 'k', purpose->keep.count);
        add_number(c, 'k', purpose->keep.unit);
    }
}

static void add_deliveries(struct chain *c, const struct channel *channel)
{
    add_number(c, 'v', (int64_t)channel->deliver_count);
    for (size_t i = 0; i < channel->deliver_count; i++) {
        const struct delivery *d = &channel->deliver[i];
        add_number(c, 'k', d->kind);
        add_text(c, 't', d->to);
        add_number(c, 'a', d->attested);
        add_text(c, 'b', d->by);
        add_number(c, 'o', d->on.number);
        add_number(c, 'r', d->review.number);
        add_text(c, 'h', text_of_bytes(d->document.bytes, sizeof d->document.bytes));
    }
}

static void add_exceptions(struct chain *c, const struct channel *channel)
{
    add_number(c, 'X', (int64_t)channel->exception_count);
    for (size_t i = 0; i < channel->exception_count; i++) {
        add_number(c, 'r', channel->exceptions[i].region);
        add_number(c, 'n', (int64_t)channel->exceptions[i].count);
        for (size_t k = 0; k < channel->exceptions[i].count; k++)
            add_text(c, 'd', channel->exceptions[i].data[k]->id);
    }
}

static void add_cookies(struct chain *c)
{
    const struct policy *p = c->p;

    add_number(c, 'K', (int64_t)p->cookie_count);
    for (size_t i = 0; i < p->cookie_count; i++) {
        add_text(c, 'i', p->cookies[i].name);
        add_text(c, 'p', p->cookies[i].purpose->id);
        add_number(c, 'e', p->cookies[i].class);
        add_number(c, 'k', p->cookies[i].kind);
        add_words(c, &p->cookies[i].what);
        add_text(c, 'l', p->cookies[i].lifetime);
        add_text(c, 's', p->cookies[i].set_by);
    }
}

static void add_doors(struct chain *c)
{
    const struct policy *p = c->p;

    add_number(c, 'H', (int64_t)p->channel_count);
    for (size_t i = 0; i < p->channel_count; i++) {
        const struct channel *channel = &p->channels[i];
        add_text(c, 'i', channel->id);
        add_text(c, 'p', channel->purpose->id);
        add_number(c, 'f', (int64_t)channel->field_count);
        for (size_t k = 0; k < channel->field_count; k++) {
            add_text(c, 'f', channel->fields[k].data->id);
            add_number(c, 'q', channel->fields[k].required);
        }
        add_number(c, 'u', channel->unknown);
        add_texts(c, 'g', channel->ignore, channel->ignore_count);
        add_number(c, '2', channel->double_opt_in);
        add_words(c, &channel->label);
        add_number(c, 'o', channel->source);
        add_text(c, 'x', channel->was.id);
        add_exceptions(c, channel);
        add_deliveries(c, channel);
    }
    add_cookies(c);
}

/* How requests are dealt with. */
static void add_dealing(struct chain *c, const struct rights *r)
{
    add_number(c, 'c', (int64_t)r->clock_count * 2 + r->clocks_given);
    for (size_t i = 0; i < r->clock_count; i++) {
        add_text(c, 'k', r->clocks[i].kind);
        add_text(c, 't', r->clocks[i].time);
    }
    add_number(c, 'v', r->verification.given * 2 + r->verification.ask_again);
    add_texts(c, 'k', r->verification.kinds, r->verification.kind_count);
    add_texts(c, 'f', r->verification.fields, r->verification.field_count);
    add_number(c, 'e', r->extension.given * 2 + r->extension.reason);
    add_text(c, 'u', r->extension.until);
    add_text(c, 'n', r->extension.notice_by);
    add_number(c, 'd', r->declines_unverified * 2 + r->no_fallback);
}

static void add_others(struct chain *c)
{
    const struct policy *p = c->p;

    add_number(c, 'E', (int64_t)p->recipient_count);
    for (size_t i = 0; i < p->recipient_count; i++) {
        const struct recipient *r = &p->recipients[i];
        add_text(c, 'i', r->id);
        add_number(c, 'r', r->role);
        add_texts(c, 'p', r->purposes, r->purpose_count);
        add_texts(c, 'c', r->countries, r->country_count);
        add_text(c, 't', r->contract);
        add_day(c, r->has_contract_end, r->contract_until);
        add_words(c, &r->label);
        add_number(c, 'd', r->role_declared);
        add_texts(c, 'o', r->does, r->does_count);
        add_number(c, 'v', r->everywhere * 4 + r->own_purposes * 2 + r->valuable_consideration);
        for (int k = 0; k < p->region_count; k++)
            add_number(c, 'h', r->here[k]);
        add_text(c, 'x', r->was.id);
    }
    add_number(c, 'T', (int64_t)p->transfer_count);
    for (size_t i = 0; i < p->transfer_count; i++) {
        add_number(c, 'r', p->transfers[i].region);
        add_text(c, 'c', p->transfers[i].country);
        add_text(c, 's', p->transfers[i].safeguard);
        add_text(c, 'f', p->transfers[i].reference);
        add_day(c, p->transfers[i].has_review, p->transfers[i].review);
    }
    add_number(c, 'G', (int64_t)p->rights_count);
    for (size_t i = 0; i < p->rights_count; i++) {
        add_number(c, 'r', p->rights[i].region);
        add_texts(c, 'k', p->rights[i].kinds, p->rights[i].kind_count);
        add_texts(c, 'm', p->rights[i].methods, p->rights[i].method_count);
        add_number(c, 'x', p->rights[i].exclusively_online);
        add_text(c, 'a', p->rights[i].authority);
        add_words(c, &p->rights[i].authority_label);
        add_dealing(c, &p->rights[i]);
    }
}

static void add_promises(struct chain *c)
{
    const struct policy *p = c->p;

    add_number(c, 'n', (int64_t)p->never_count);
    for (size_t i = 0; i < p->never_count; i++) {
        add_text(c, 'a', p->nevers[i].act);
        add_number(c, 'r', p->nevers[i].region);
    }
    add_number(c, 'S', (int64_t)p->statement_count);
    for (size_t i = 0; i < p->statement_count; i++) {
        const struct statement *s = &p->statements[i];
        add_text(c, 'i', s->id);
        add_number(c, 'r', s->region);
        add_number(c, 'm', (int64_t)s->parameter_count);
        for (size_t k = 0; k < s->parameter_count; k++) {
            add_text(c, 'n', s->parameters[k].name);
            add_text(c, 'v', s->parameters[k].value);
        }
    }
    add_number(c, 'X', (int64_t)p->appendix_count);
    for (size_t i = 0; i < p->appendix_count; i++) {
        const struct appendix *a = &p->appendices[i];
        add_number(c, 'r', a->region);
        add_number(c, 'p', a->prevails * 2 + a->collects_computed);
        add_number(c, 'c', (int64_t)a->collect_count);
        for (size_t k = 0; k < a->collect_count; k++)
            add_text(c, 'c', a->collects[k]->id);
        add_number(c, 'o', a->essential_cookies_only * 8 + a->everyday_names * 4 + a->own_definitions * 2 + a->version_at_page_top);
        add_day(c, a->has_reviewed, a->reviewed);
        add_words(c, &a->controller_name);
        add_text(c, 'A', a->controller_address);
    }
    add_number(c, 'O', (int64_t)p->text_count);
    for (size_t i = 0; i < p->text_count; i++) {
        add_text(c, 'i', p->texts[i].clause);
        add_words(c, &p->texts[i].words);
    }
}

/* What privacyd keeps of its own accord is part of every policy. */
static void add_own_records(struct chain *c)
{
    for (size_t i = 0; i < own_record_count; i++) {
        add_text(c, 'W', text_of(own_records[i].id));
        for (size_t k = 0; k < COUNT_OF(own_records[i].numbers); k++)
            add_number(c, 'n', own_records[i].numbers[k]);
    }
}

struct hash model_hash(const struct policy *p)
{
    struct chain c = { .at = hash_bytes("privacyd/model/2", 16), .p = p };

    add_site(&c);
    add_names(&c);
    add_purposes(&c);
    add_doors(&c);
    add_others(&c);
    add_promises(&c);
    add_own_records(&c);
    return c.at;
}
