/* Data that go to another country, and the rows of law that the operator adopts. */
#include "law/country.h"
#include "policy/rules_law.h"

#include <stdio.h>

static const struct transfer *transfer_to(const struct court *c, int region, struct text country)
{
    for (size_t i = 0; i < c->p->transfer_count; i++)
        if (c->p->transfers[i].region == region && text_equal(c->p->transfers[i].country, country))
            return &c->p->transfers[i];
    return NULL;
}

static bool leaves(const struct court *c, int region, struct text country)
{
    return country_exists(country) && !law_is_inside(c->law, court_region(c, region), country);
}

static void rule_undeclared(struct court *c, const struct law_row *row, int region, const struct recipient *r, size_t country)
{
    struct text to = r->countries[country];

    if (leaves(c, region, to) && !transfer_to(c, region, to))
        court_by_law(c, PD_NO_TRANSFER, row, r->country_places[country],
            "add it to `transfers`, with the safeguard that protects the data there; or leave the region out of `regions`",
            "`%.*s` is in %.*s, and no transfer from `%.*s` to there is declared", NAME_ARGS(r->id), NAME_ARGS(to), NAME_ARGS(court_region(c, region)))->second =
            c->p->regions[region].place;
}

/* What people send to the controller themselves is no transfer in the eyes of the law, and nobody can sign clauses with himself. */
static void rule_controller(struct court *c, const struct law_row *row, int region)
{
    struct text to = c->p->controller_country;

    if (leaves(c, region, to) && !transfer_to(c, region, to))
        court_by_law(c, PD_COLLECTED_ABROAD, row, c->p->country_place, "a row under `transfers`, when a decision or something else protects data there",
            "the controller is in %.*s, and `transfers` does not tell people in `%.*s` what protects their data there", NAME_ARGS(to),
            NAME_ARGS(court_region(c, region)))->second = c->p->regions[region].place;
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
        rule_controller(c, row, region);
    for (size_t i = 0; i < c->p->recipient_count; i++) {
        const struct recipient *r = &c->p->recipients[i];
        for (size_t k = 0; gets_something(c, r, region) && k < r->country_count; k++)
            rule_undeclared(c, row, region, r, k);
    }
}

/* The first region whose law asks where data go. */
static void rule_somewhere(struct court *c, const struct recipient *r)
{
    for (int region = 0; region < c->p->region_count; region++) {
        const struct law_row *row = court_row(c, region, LAW_TRANSFERS);
        if (!row || !row->is.transfers.safeguard || !gets_something(c, r, region))
            continue;
        court_by_law(c, PD_WHERE_UNSAID, row, r->countries_place, "add `countries: `, where it has the data", "recipient `%.*s` does not say in which country it is",
            NAME_ARGS(r->id))->second = c->p->regions[region].place;
        return;
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

static bool somebody_is_in(const struct court *c, int region, struct text country)
{
    if (text_equal(c->p->controller_country, country))
        return true;
    for (size_t i = 0; i < c->p->recipient_count; i++) {
        const struct recipient *r = &c->p->recipients[i];
        if (!recipient_serves(r, region))
            continue;
        if (r->country_count == 0)
            return true; /* it may be there */
        for (size_t k = 0; k < r->country_count; k++)
            if (text_equal(r->countries[k], country))
                return true;
    }
    return false;
}

static void rule_needed(struct court *c, const struct transfer *t, const struct law_row *row)
{
    struct text from = court_region(c, t->region);

    if (!country_exists(t->country))
        return;
    if (law_is_inside(c->law, from, t->country))
        court_by_law(c, PD_TRANSFER_INSIDE, row, t->place, "take the row out", "%.*s is inside `%.*s`, so nothing is transferred", NAME_ARGS(t->country), NAME_ARGS(from));
    else if (!somebody_is_in(c, t->region, t->country))
        court_find(c, PD_TRANSFER_IDLE, t->place, "add the country to `countries` of who is there, or take the row out",
            "nobody who gets data of people in `%.*s` is in %.*s", NAME_ARGS(from), NAME_ARGS(t->country));
}

/* Clauses and rules are documents of somebody; decisions and laws can be found without. */
static void rule_document(struct court *c, const struct transfer *t, const struct law_row *row)
{
    static const char *const signed_ones[] = { "standard_clauses", "idta", "binding_rules" };

    for (size_t i = 0; i < COUNT_OF(signed_ones) && t->reference.length == 0; i++)
        if (text_equal(t->safeguard, text_of(signed_ones[i])))
            court_by_law(c, PD_NO_SAFEGUARD_REF, row, t->safeguard_place, "add `ref: `, which document it is", "nothing tells which `%s` protect data in %.*s",
                signed_ones[i], NAME_ARGS(t->country));
}

static void rule_safeguard(struct court *c, const struct transfer *t)
{
    const struct law_row *row = court_row(c, t->region, LAW_TRANSFERS);

    if (t->has_review && t->review.number < c->today.number)
        court_find(c, PD_TRANSFER_REVIEW, t->review_place, "review it, then change `review`", "the safeguard for %.*s should have been reviewed", NAME_ARGS(t->country));
    if (!row)
        return;
    rule_needed(c, t, row);
    if (t->safeguard.length == 0 || law_is_inside(c->law, court_region(c, t->region), t->country))
        return;
    rule_document(c, t, row);
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
    for (size_t i = 0; i < c->p->recipient_count; i++)
        if (c->p->recipients[i].country_count == 0 && c->p->recipients[i].role != ROLE_AUTHORITY) /* authorities ask from where they are */
            rule_somewhere(c, &c->p->recipients[i]);
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
