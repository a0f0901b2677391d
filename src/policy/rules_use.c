/* What is collected, what for, on which basis, and for how long. */
#include "policy/rules_court.h"

static void rule_retention(struct court *c, const struct purpose *purpose)
{
    const struct retention_rule *keep = &purpose->keep;

    if (keep->trigger == TRIGGER_MISSING && keep->place.line == 0)
        court_find(c, PD_NO_RETENTION, purpose->place, "add `keep: 24 months after last_contact` or `keep: until withdrawn`",
            "purpose `%.*s` does not say how long data stay", NAME_ARGS(purpose->id));
    if (keep->trigger == TRIGGER_AS_NEEDED)
        court_find(c, PD_AS_NEEDED, keep->place, "name the event and the time after it: 24 months after last_contact",
            "nothing tells when purpose `%.*s` needs its data no longer", NAME_ARGS(purpose->id));
    if (keep->trigger == TRIGGER_WITHDRAWN && !rests_on(c, purpose, BASIS_CONSENT))
        court_find(c, PD_WITHDRAWN_WITHOUT_CONSENT, keep->place, "give it a period, or rest it on consent",
            "purpose `%.*s` keeps until consent is withdrawn, but asks for none", NAME_ARGS(purpose->id));
}

static void rule_balancing(struct court *c, const struct purpose *purpose)
{
    if (rests_on(c, purpose, BASIS_LEGITIMATE_INTERESTS) && purpose->balancing.length == 0)
        court_find(c, PD_NO_BALANCING, purpose->basis_place, "add `balancing: ` with the note that weighs them", "purpose `%.*s` weighs no interests",
            NAME_ARGS(purpose->id));
}

static void rule_channel_basis(struct court *c, const struct channel *channel)
{
    struct finding *finding;

    if (has_basis_somewhere(c, channel->purpose) || channel->purpose->basis_unread)
        return;
    finding = finding_add(c->w, c->f, PD_NO_BASIS, channel->place, "purpose `%.*s` has no legal basis", NAME_ARGS(channel->purpose->id));
    finding->second = channel->purpose->basis_place;
    finding_hint(c->w, c->f, finding, "channel `%.*s` collects for it; add `basis: consent`, or another basis that holds", NAME_ARGS(channel->id));
}

static bool rule_channel_purpose(struct court *c, const struct channel *channel)
{
    if (channel->purpose != &policy_no_purpose)
        return true;
    court_find(c, PD_NO_PURPOSE, channel->place, "add `purpose: `; a purpose has a legal basis, and without one nothing may be processed",
        "channel `%.*s` collects for no purpose", NAME_ARGS(channel->id));
    return false;
}

/* A field that the channel needs and that the region's appendix forbids: nobody there could use it. */
static void rule_required(struct court *c, const struct channel *channel, int region)
{
    for (size_t i = 0; i < channel->field_count; i++) {
        const struct channel_field *field = &channel->fields[i];
        if (field->required && !channel_takes(c->p, channel, field->data, region))
            court_find(c, PD_REQUIRED_NOT_ALLOWED, field->place, "make it optional, or add it to `collects` of the appendix",
                "`%.*s` is required, but %.*s does not allow it", NAME_ARGS(field->data->id), NAME_ARGS(c->p->regions[region].code));
    }
}

/* The page would say in one place that something is asked, and in another that nothing but a closed list is. The gate acts on the list;
 * a reader must not have to know that. */
static void rule_optional(struct court *c, const struct channel *channel, const struct appendix *a)
{
    const struct channel_field *first = NULL;
    char names[200] = "";
    struct draft d = draft_in(names, sizeof names);

    for (size_t i = 0; i < channel->field_count; i++) {
        const struct channel_field *field = &channel->fields[i];
        if (field->required || policy_allows_data(c->p, field->data, a->region) || channel_excepts(channel, field->data, a->region))
            continue;
        draft_addf(&d, "%s`%.*s`", first ? ", " : "", NAME_ARGS(field->data->id));
        first = first ? first : field;
    }
    if (first)
        court_find(c, PD_TAKEN_NOT_LISTED, first->place, "name them under `except` of the channel, or in `collects` of the appendix",
            "channel `%.*s` takes %.*s, which the closed list of %.*s lacks", NAME_ARGS(channel->id), TEXT_ARGS(draft_text(&d)),
            NAME_ARGS(c->p->regions[a->region].code))->second = a->collects_place;
}

static void rule_confirmation(struct court *c, const struct channel *channel)
{
    for (size_t i = 0; i < channel->field_count; i++)
        if (channel->fields[i].required && text_equal(channel->fields[i].data->category, TEXT("user.contact.email")))
            return;
    if (channel->double_opt_in)
        court_find(c, PD_NO_CONFIRM_ADDRESS, channel->place, "require data of the category user.contact.email",
            "channel `%.*s` confirms by mail and requires no address", NAME_ARGS(channel->id));
}

/* What the channel hands over must be what the recipient is declared for: purpose and people. */
static void rule_delivered(struct court *c, const struct channel *channel, const struct delivery *d)
{
    const struct recipient *r = d->kind != DELIVER_MAIL ? policy_recipient(c->p, d->to) : NULL;

    if (r && r->purpose_count && !recipient_is_for(r, channel->purpose->id))
        court_find(c, PD_DELIVERED_OTHERWISE, d->place, "add the purpose to `for` of the recipient, or deliver elsewhere", "`%.*s` gets nothing for `%.*s`, the purpose of this channel",
            NAME_ARGS(r->id), NAME_ARGS(channel->purpose->id))->second = r->purposes_place;
    for (int region = 0; r && region < c->p->region_count; region++)
        if (is_processed(channel->purpose->basis[region]) && !recipient_serves(r, region)) {
            court_find(c, PD_DELIVERED_OTHERWISE, d->place, "add the region to `regions` of the recipient, or switch the purpose off there",
                "`%.*s` gets nothing of people in `%.*s`, who can use this channel", NAME_ARGS(r->id), NAME_ARGS(c->p->regions[region].code))->second = r->place;
            return;
        }
}

static void rule_deliveries(struct court *c, const struct channel *channel)
{
    for (size_t i = 0; i < channel->deliver_count; i++) {
        const struct delivery *d = &channel->deliver[i];
        rule_delivered(c, channel, d);
        if (d->attested && d->review.number < c->today.number)
            court_find(c, PD_REVIEW_OVERDUE, d->place, "review it, then change `on`, `document` and `review`",
                "the attestation of this delivery should have been reviewed");
        if (!d->attested && d->kind == DELIVER_MAIL)
            court_find(c, PD_NOT_ATTESTED, d->place, "add `attested`", "nobody vouches for how this mailbox keeps what it gets");
    }
}

static void rule_appendix_fields(struct court *c, const struct channel *channel)
{
    for (size_t k = 0; k < c->p->appendix_count; k++) {
        const struct appendix *a = &c->p->appendices[k];
        if (!is_processed(channel->purpose->basis[a->region]))
            continue;
        rule_required(c, channel, a->region);
        rule_optional(c, channel, a);
    }
}

static void rule_channel(struct court *c, const struct channel *channel)
{
    if (!rule_channel_purpose(c, channel))
        return;
    rule_channel_basis(c, channel);
    rule_confirmation(c, channel);
    rule_deliveries(c, channel);
    rule_appendix_fields(c, channel);
}

void rules_use(struct court *c)
{
    for (size_t i = 0; i < c->p->purpose_count; i++) {
        rule_retention(c, &c->p->purposes[i]);
        rule_balancing(c, &c->p->purposes[i]);
    }
    for (size_t i = 0; i < c->p->channel_count; i++)
        rule_channel(c, &c->p->channels[i]);
}
