/* Data that go to another country, and the rows of law that the operator adopts. */
#include "policy/rules_law.h"

#include <stdio.h>

static const struct transfer *transfer_to(const struct court *c, int region, struct text country)
{
    for (size_t i = 0; i < c->p->transfer_count; i++)
        if (c->p->transfers[i].region == region && text_equal(c->p->transfers[i].country, country))
            return &c->p->transfers[i];
    return NULL;
}

/* r is NULL for the controller. */
static void rule_undeclared(struct court *c, const struct law_row *row, int region, const struct recipient *r, struct text country, struct place place)
{
    char who[60] = "the controller";
    struct text name = r ? r->id : TEXT("");

    if (country.length == 0 || law_is_inside(c->law, court_region(c, region), country) || transfer_to(c, region, country))
        return;
    if (r)
        snprintf(who, sizeof who, "`%.*s`", NAME_ARGS(name));
    court_by_law(c, PD_NO_TRANSFER, row, place, "add it to `transfers`, with the safeguard that protects the data there; or leave the region out of `regions`",
        "%s is in %.*s, and no transfer from `%.*s` to there is declared", who, NAME_ARGS(country), NAME_ARGS(court_region(c, region)))->second =
        c->p->regions[region].place;
}

static bool gets_something(const struct court *c, const struct recipient *r, int region)
{
    for (size_t i = 0; i < r->purpose_count; i++) {
        const struct purpose *purpose = policy_purpose(c->p, r->purposes[i]);
        if (purpose && is_processed(purpose->basis[region]))
            return recipient_serves(r, region);
    }
    return false;
}

static bool processes_something(const struct court *c, int region)
{
    for (size_t i = 0; i < c->p->purpose_count; i++)
        if (is_processed(c->p->purposes[i].basis[region]))
            return true;
    return false;
}

/* P6B-1: transfers follow from where things are; one that the policy does not declare has no safeguard. */
static void rule_destinations(struct court *c, int region)
{
    const struct law_row *row = court_row(c, region, LAW_TRANSFERS);

    if (!row || !row->is.transfers.safeguard)
        return;
    if (processes_something(c, region))
        rule_undeclared(c, row, region, NULL, c->p->controller_country, c->p->country_place);
    for (size_t i = 0; i < c->p->recipient_count; i++) {
        const struct recipient *r = &c->p->recipients[i];
        for (size_t k = 0; gets_something(c, r, region) && k < r->country_count; k++)
            rule_undeclared(c, row, region, r, r->countries[k], r->country_places[k]);
    }
}

static bool is_adequate(const struct court *c, const struct transfer *t, const struct law_row **out_unverified)
{
    for (const struct law_row *row = NULL; (row = court_next(c, t->region, LAW_ADEQUACY, row)) != NULL;) {
        if (!law_list_has(&row->is.adequacy.to, t->country))
            continue;
        if (court_counts(c, row))
            return true;
        *out_unverified = row;
    }
    return false;
}

/* A decision that the tables do not hold, or that nobody verified, must be named. */
static void rule_adequacy(struct court *c, const struct transfer *t, const struct law_row *row)
{
    const struct law_row *unverified = NULL;

    if (!text_equal(t->safeguard, TEXT("adequacy")) || is_adequate(c, t, &unverified) || t->reference.length)
        return;
    court_by_law(c, PD_NO_ADEQUACY, unverified ? unverified : row, t->safeguard_place, "name the decision in `ref`, or take another safeguard",
        "no decision is known that %.*s protects data as `%.*s` does", NAME_ARGS(t->country), NAME_ARGS(court_region(c, t->region)));
}

static void rule_safeguard(struct court *c, const struct transfer *t)
{
    const struct law_row *row = court_row(c, t->region, LAW_TRANSFERS);

    if (t->has_review && t->review.number < c->today.number)
        court_find(c, PD_TRANSFER_REVIEW, t->review_place, "review it, then change `review`", "the safeguard for %.*s should have been reviewed", NAME_ARGS(t->country));
    if (!row || t->safeguard.length == 0)
        return;
    if (row->is.transfers.safeguard && !law_list_has(&row->is.transfers.accepted, t->safeguard))
        court_by_law(c, PD_SAFEGUARD_UNKNOWN, row, t->safeguard_place, "one that `privacyd law` lists for the region", "`%.*s` is no safeguard in the law of `%.*s`",
            NAME_ARGS(t->safeguard), NAME_ARGS(court_region(c, t->region)));
    rule_adequacy(c, t, row);
}

void rules_transfer(struct court *c)
{
    for (int region = 0; region < c->p->region_count; region++)
        rule_destinations(c, region);
    for (size_t i = 0; i < c->p->transfer_count; i++)
        rule_safeguard(c, &c->p->transfers[i]);
}

void rules_adopted(struct court *c)
{
    for (size_t i = 0; i < c->p->adopted_count; i++) {
        struct suggestion s;
        if (law_row_named(c->law, c->p->adopted[i]))
            continue;
        s = suggestion_begin(c->f, c->p->adopted[i]);
        for (int k = 0; k < c->law->row_count; k++)
            suggestion_offer(&s, c->law->rows[k].name);
        suggestion_hint(c->w, c->f, finding_add(c->w, c->f, PD_ADOPTED_UNKNOWN, c->p->adopted_places[i], "the law tables have no row `%.*s`", NAME_ARGS(c->p->adopted[i])),
            &s, "`privacyd law` prints their names");
    }
}
