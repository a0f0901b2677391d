/* Legal bases that the law of a region knows, and what is stored on a visitor's device or read from it there. */
#include "policy/rules_law.h"

static void rule_basis(struct court *c, const struct purpose *purpose, int region)
{
    const struct law_row *row = court_row(c, region, LAW_BASIS);

    if (row && row->is.basis.needed && is_processed(purpose->basis[region]) && !court_basis_is(purpose, region, &row->is.basis.accepted))
        court_by_law(c, PD_BASIS_UNKNOWN, row, court_basis_place(purpose, region), "consent, contract or another basis of the law; `off` where there is none",
            "purpose `%.*s` rests on `%s`, which the law of `%.*s` does not know", NAME_ARGS(purpose->id), legal_basis_name(purpose->basis[region]),
            NAME_ARGS(court_region(c, region)));
}

/* Special categories rest on few bases. No more than a warning: the law has exceptions that are no basis, as for legal claims. */
static void rule_sensitive(struct court *c, const struct channel *channel, int region)
{
    const struct law_row *row = court_row(c, region, LAW_SENSITIVE);
    const struct purpose *purpose = channel->purpose;

    if (!row || row->is.sensitive.bases.count == 0 || !is_processed(purpose->basis[region]) || court_basis_is(purpose, region, &row->is.sensitive.bases))
        return;
    for (size_t i = 0; i < channel->field_count; i++) {
        const struct channel_field *field = &channel->fields[i];
        if (law_covers_category(&row->is.sensitive.categories, field->data->category) && channel_takes(c->p, channel, field->data, region))
            court_by_law(c, PD_SENSITIVE_BASIS, row, field->place, "rest the purpose on consent, or take the field out there with `except`",
                "`%.*s` is of a special category, and `%s` does not suffice for it in `%.*s`", NAME_ARGS(field->data->id),
                legal_basis_name(purpose->basis[region]), NAME_ARGS(court_region(c, region)))->second = court_basis_place(purpose, region);
    }
}

static bool is_ours(const struct cookie *cookie)
{
    return text_equal(cookie->set_by, TEXT("us"));
}

static bool exempts(const struct law_row *row, const struct cookie *cookie)
{
    return law_list_has(&row->is.device.exempt, text_of(cookie_class_name(cookie->class))) && (!row->is.device.first_party || is_ours(cookie));
}

/* Whether the region's law asks consent for what this purpose stores or reads there, and no consent is asked. */
static const struct law_row *without_consent(const struct court *c, const struct purpose *purpose, int region)
{
    const struct law_row *row = court_row(c, region, LAW_DEVICE);
    bool asked = purpose->basis[region] == BASIS_CONSENT;

    return row && row->is.device.consent && is_processed(purpose->basis[region]) && !asked ? row : NULL;
}

static void rule_cookie(struct court *c, const struct cookie *cookie, int region)
{
    const struct law_row *row = without_consent(c, cookie->purpose, region), *more = court_row(c, region, LAW_DEVICE_EXEMPTIONS);
    bool could_be = row && more && exempts(more, cookie);
    char hint[200];
    struct draft d = draft_in(hint, sizeof hint);

    if (!row || exempts(row, cookie) || (could_be && court_counts(c, more)))
        return;
    draft_addf(&d, "`basis: { %.*s: consent }` for purpose `%.*s`", NAME_ARGS(court_region(c, region)), NAME_ARGS(cookie->purpose->id));
    if (could_be)
        draft_addf(&d, "; or adopt an exemption that nobody verified: %.*s", NAME_ARGS(more->name));
    draft_byte(&d, 0);
    court_by_law(c, PD_DEVICE_UNASKED, row, cookie->class_place, d.overflow ? "ask for consent" : hint, "`%s` %s `%.*s` is kept in `%.*s` without consent",
        cookie_class_name(cookie->class), cookie_kind_name(cookie->kind), NAME_ARGS(cookie->name), NAME_ARGS(court_region(c, region)))->second =
        court_basis_place(cookie->purpose, region);
}

static void rule_channel(struct court *c, const struct channel *channel, int region)
{
    const struct law_row *row = channel->source == FROM_DEVICE ? without_consent(c, channel->purpose, region) : NULL;

    if (row)
        court_by_law(c, PD_READ_UNASKED, row, channel->place, "rest its purpose on consent there, or `off`", "channel `%.*s` reads from the device in `%.*s` without consent",
            NAME_ARGS(channel->id), NAME_ARGS(court_region(c, region)))->second = court_basis_place(channel->purpose, region);
}

void rules_device(struct court *c)
{
    for (int region = 0; region < c->p->region_count; region++) {
        for (size_t i = 0; i < c->p->purpose_count; i++)
            rule_basis(c, &c->p->purposes[i], region);
        for (size_t i = 0; i < c->p->channel_count; i++) {
            rule_sensitive(c, &c->p->channels[i], region);
            rule_channel(c, &c->p->channels[i], region);
        }
        for (size_t i = 0; i < c->p->cookie_count; i++)
            rule_cookie(c, &c->p->cookies[i], region);
    }
}
