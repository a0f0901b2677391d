#include "policy/rules.h"

struct court {
    struct work *w;
    const struct policy *p;
    struct findings *f;
    struct day today;
};

static bool is_processed(enum legal_basis basis)
{
    return basis != BASIS_MISSING && basis != BASIS_OFF;
}

static bool has_basis_somewhere(const struct court *c, const struct purpose *purpose)
{
    for (int i = 0; i < c->p->region_count; i++)
        if (is_processed(purpose->basis[i]))
            return true;
    return is_processed(purpose->basis_elsewhere);
}

static bool rests_on(const struct court *c, const struct purpose *purpose, enum legal_basis basis)
{
    for (int i = 0; i < c->p->region_count; i++)
        if (purpose->basis[i] == basis)
            return true;
    return purpose->basis_elsewhere == basis;
}

static void rule_contacts(struct court *c)
{
    for (size_t i = 0; i < c->p->contact_count; i++) {
        const struct contact *contact = &c->p->contacts[i];
        if (contact->email.length == 0)
            finding_hint(c->w, c->f,
                finding_add(c->w, c->f, PD_CONTACT_EMPTY, contact->place, "contact `%.*s` has no e-mail address", NAME_ARGS(contact->key)),
                "name a mailbox that somebody reads");
    }
}

static void rule_affiliates(struct court *c)
{
    if (c->p->affiliates_place.line && c->p->affiliates_link.length == 0)
        finding_hint(c->w, c->f, finding_add(c->w, c->f, PD_AFFILIATES_EMPTY, c->p->affiliates_place, "`affiliates` links to nothing"),
            "the page that lists them, or no key");
}

static bool can_be_reached(const struct contact *contact)
{
    return contact->email.length || contact->address.length || contact->phone.length;
}

static bool region_can_be_reached(const struct policy *p, int region)
{
    for (size_t i = 0; i < p->contact_count; i++) {
        const struct contact *contact = &p->contacts[i];
        bool serves = text_equal(contact->key, TEXT("privacy")) || (region >= 0 && text_equal(contact->key, p->regions[region].code));
        if (serves && can_be_reached(contact))
            return true;
    }
    return false;
}

static void rule_somebody_answers(struct court *c)
{
    for (size_t i = 0; i < c->p->rights_count; i++) {
        const struct rights *r = &c->p->rights[i];
        if (!region_can_be_reached(c->p, r->region))
            finding_hint(c->w, c->f, finding_add(c->w, c->f, PD_NO_CONTACT, r->place, "nobody can be reached in region `%.*s`",
                NAME_ARGS(c->p->regions[r->region].code)), "add controller.contacts.privacy, or a contact for the region");
    }
    if (c->p->rights_count == 0 && !region_can_be_reached(c->p, -1) && c->p->controller_place.line)
        finding_hint(c->w, c->f, finding_add(c->w, c->f, PD_NO_CONTACT, c->p->controller_place, "nobody can be reached"), "add contacts.privacy");
}

static void rule_retention(struct court *c, const struct purpose *purpose)
{
    if (purpose->keep.trigger == TRIGGER_MISSING && purpose->keep.place.line == 0)
        finding_hint(c->w, c->f, finding_add(c->w, c->f, PD_NO_RETENTION, purpose->place, "purpose `%.*s` does not say how long data stay",
            NAME_ARGS(purpose->id)), "add `keep: 24 months after last_contact` or `keep: until withdrawn`");
    if (purpose->keep.trigger == TRIGGER_WITHDRAWN && !rests_on(c, purpose, BASIS_CONSENT))
        finding_hint(c->w, c->f, finding_add(c->w, c->f, PD_WITHDRAWN_WITHOUT_CONSENT, purpose->keep.place,
            "purpose `%.*s` keeps until consent is withdrawn, but asks for none", NAME_ARGS(purpose->id)), "give it a period, or rest it on consent");
}

static void rule_balancing(struct court *c, const struct purpose *purpose)
{
    if (rests_on(c, purpose, BASIS_LEGITIMATE_INTERESTS) && purpose->balancing.length == 0)
        finding_hint(c->w, c->f, finding_add(c->w, c->f, PD_NO_BALANCING, purpose->basis_place, "purpose `%.*s` weighs no interests",
            NAME_ARGS(purpose->id)), "add `balancing: ` with the note that weighs them");
}

static void rule_purposes(struct court *c)
{
    for (size_t i = 0; i < c->p->purpose_count; i++) {
        rule_retention(c, &c->p->purposes[i]);
        rule_balancing(c, &c->p->purposes[i]);
    }
}

static void rule_channel_basis(struct court *c, const struct channel *channel)
{
    struct finding *finding;

    if (has_basis_somewhere(c, channel->purpose))
        return;
    finding = finding_add(c->w, c->f, PD_NO_BASIS, channel->place, "purpose `%.*s` has no legal basis", NAME_ARGS(channel->purpose->id));
    finding->second = channel->purpose->basis_place;
    finding_hint(c->w, c->f, finding, "channel `%.*s` collects for it; add `basis: consent`, or another basis that holds", NAME_ARGS(channel->id));
}

/* A field that the channel needs and that the region's appendix forbids: nobody there could use it. */
static void rule_required(struct court *c, const struct channel *channel, int region)
{
    for (size_t i = 0; i < channel->field_count; i++) {
        const struct channel_field *field = &channel->fields[i];
        if (!field->required || policy_allows_data(c->p, field->data, region))
            continue;
        finding_hint(c->w, c->f, finding_add(c->w, c->f, PD_REQUIRED_NOT_ALLOWED, field->place, "`%.*s` is required, but %.*s does not allow it",
            NAME_ARGS(field->data->id), NAME_ARGS(c->p->regions[region].code)), "make it optional, or add it to `collects` of the appendix");
    }
}

static void rule_confirmation(struct court *c, const struct channel *channel)
{
    for (size_t i = 0; i < channel->field_count; i++)
        if (channel->fields[i].required && text_equal(channel->fields[i].data->category, TEXT("user.contact.email")))
            return;
    if (channel->double_opt_in)
        finding_hint(c->w, c->f, finding_add(c->w, c->f, PD_NO_CONFIRM_ADDRESS, channel->place, "channel `%.*s` confirms by mail and requires no address",
            NAME_ARGS(channel->id)), "require data of the category user.contact.email");
}

static void rule_deliveries(struct court *c, const struct channel *channel)
{
    for (size_t i = 0; i < channel->deliver_count; i++) {
        const struct delivery *d = &channel->deliver[i];
        if (d->attested && d->review.number < c->today.number)
            finding_hint(c->w, c->f, finding_add(c->w, c->f, PD_REVIEW_OVERDUE, d->place, "the attestation of this delivery should have been reviewed"),
                "review it, then change `on`, `document` and `review`");
        if (!d->attested && d->kind == DELIVER_MAIL)
            finding_hint(c->w, c->f, finding_add(c->w, c->f, PD_NOT_ATTESTED, d->place, "nobody vouches for how this mailbox keeps what it gets"),
                "add `attested`");
    }
}

static void rule_channels(struct court *c)
{
    for (size_t i = 0; i < c->p->channel_count; i++) {
        const struct channel *channel = &c->p->channels[i];
        rule_channel_basis(c, channel);
        rule_confirmation(c, channel);
        rule_deliveries(c, channel);
        for (size_t k = 0; k < c->p->appendix_count; k++)
            if (is_processed(channel->purpose->basis[c->p->appendices[k].region]))
                rule_required(c, channel, c->p->appendices[k].region);
    }
}

static void rule_cookies(struct court *c)
{
    for (size_t i = 0; i < c->p->cookie_count; i++) {
        const struct cookie *cookie = &c->p->cookies[i];
        struct finding *finding;
        if (!cookie->essential || !rests_on(c, cookie->purpose, BASIS_CONSENT))
            continue;
        finding = finding_add(c->w, c->f, PD_ESSENTIAL_BY_CONSENT, cookie->place,
            "cookie `%.*s` is essential, but its purpose asks for consent", NAME_ARGS(cookie->name));
        finding->second = cookie->purpose->basis_place;
        finding_hint(c->w, c->f, finding, "not essential, or another purpose");
    }
}

static void rule_recipients(struct court *c)
{
    for (size_t i = 0; i < c->p->recipient_count; i++) {
        const struct recipient *r = &c->p->recipients[i];
        if (r->has_contract_end && r->contract_until.number < c->today.number)
            finding_hint(c->w, c->f, finding_add(c->w, c->f, PD_CONTRACT_ENDED, r->place, "the contract with `%.*s` has ended", NAME_ARGS(r->id)),
                "renew it, or take the recipient out");
        if (r->role == ROLE_PROCESSOR && r->contract.length == 0)
            finding_hint(c->w, c->f, finding_add(c->w, c->f, PD_NO_CONTRACT, r->place, "processor `%.*s` acts on no contract", NAME_ARGS(r->id)),
                "add `contract: { ref: ..., until: ... }`");
    }
}

static void rule_no_disclosure(struct court *c)
{
    const struct statement *denial = policy_statement(c->p, TEXT("no_business_disclosure"));
    struct finding *finding;

    for (size_t i = 0; denial && i < c->p->recipient_count; i++) {
        if (c->p->recipients[i].role != ROLE_THIRD_PARTY)
            continue;
        finding = finding_add(c->w, c->f, PD_DISCLOSED_ANYWAY, denial->place, "nothing goes to third parties, but recipient `%.*s` is one",
            NAME_ARGS(c->p->recipients[i].id));
        finding->second = c->p->recipients[i].place;
        finding_hint(c->w, c->f, finding, "leave the statement out, or the recipient");
    }
}

static void rule_appendices(struct court *c)
{
    for (size_t i = 0; i < c->p->appendix_count; i++)
        if (c->p->appendices[i].prevails && c->p->appendices[i].collects_computed)
            finding_hint(c->w, c->f, finding_add(c->w, c->f, PD_COLLECTS_COMPUTED, c->p->appendices[i].place,
                "what `%.*s` collects is computed from the channels", NAME_ARGS(c->p->regions[c->p->appendices[i].region].code)),
                "give the closed list if the appendix promises one");
}

void rules_check(struct work *w, const struct policy *p, struct findings *f)
{
    static void (*const rules[])(struct court *) = { rule_contacts, rule_affiliates, rule_somebody_answers, rule_purposes, rule_channels, rule_cookies, rule_recipients,
        rule_no_disclosure, rule_appendices };
    struct court c = { w, p, f, zone_day_of(p->zone, w->now) };

    for (size_t i = 0; i < COUNT_OF(rules); i++)
        rules[i](&c);
}
