/* Who gets data, on whose account, and whether the page denies it. */
#include "policy/rules_court.h"

static void rule_role(struct court *c, const struct recipient *r)
{
    if (!r->role_declared)
        court_find(c, PD_NO_ROLE, r->place, "add `role: processor`, or what else it is", "recipient `%.*s` has no role; it is taken for a processor",
            NAME_ARGS(r->id));
    if (r->role == ROLE_PROCESSOR && r->own_purposes)
        court_find(c, PD_PROCESSOR_OWN, r->place, "a third party, or no purposes of its own", "processor `%.*s` uses data for purposes of its own",
            NAME_ARGS(r->id));
}

static void rule_purposes(struct court *c, const struct recipient *r)
{
    if (r->purposes_place.line && r->purpose_count == 0)
        court_find(c, PD_FOR_NOTHING, r->purposes_place, "name the purposes under `for`, or take the recipient out",
            "recipient `%.*s` is there for no purpose", NAME_ARGS(r->id));
}

static void rule_contract(struct court *c, const struct recipient *r)
{
    if (r->has_contract_end && r->contract_until.number < c->today.number)
        court_find(c, PD_CONTRACT_ENDED, r->place, "renew it, or take the recipient out", "the contract with `%.*s` has ended", NAME_ARGS(r->id));
    if (r->role == ROLE_PROCESSOR && r->role_declared && r->contract.length == 0)
        court_find(c, PD_NO_CONTRACT, r->place, "add `contract: { ref: ..., until: ... }`", "processor `%.*s` acts on no contract", NAME_ARGS(r->id));
}

/* Never done, and yet this recipient does it for people of some region. */
static const struct never *denied(const struct court *c, const struct recipient *r, const char *act, int *out_region)
{
    for (int region = 0; region < c->p->region_count; region++) {
        const struct never *never = recipient_serves(r, region) ? policy_never(c->p, act, region) : NULL;
        *out_region = region;
        if (never)
            return never;
    }
    return NULL;
}

static void rule_shared(struct court *c, const struct recipient *r)
{
    int region;
    const struct never *never = denied(c, r, "share", &region);

    if (never && (recipient_does(r, "advertising") || recipient_does(r, "social")))
        court_find(c, PD_SHARED_ANYWAY, r->does_place, "leave that region out of its `regions`, or take `share` out of `never`",
            "what `%.*s` does is sharing, which is never done in %.*s", NAME_ARGS(r->id), NAME_ARGS(c->p->regions[region].code))->second = never->place;
}

static void rule_sold(struct court *c, const struct recipient *r)
{
    int region;
    const struct never *never = denied(c, r, "sell", &region);

    if (never && r->valuable_consideration)
        court_find(c, PD_SOLD_ANYWAY, r->place, "leave that region out of its `regions`, or take `sell` out of `never`",
            "`%.*s` gives something of value for data, which are never sold in %.*s", NAME_ARGS(r->id),
            NAME_ARGS(c->p->regions[region].code))->second = never->place;
}

static bool asks_consent(const struct court *c, const struct recipient *r)
{
    for (size_t i = 0; i < r->purpose_count; i++) {
        const struct purpose *purpose = policy_purpose(c->p, r->purposes[i]);
        for (int region = 0; purpose && region < c->p->region_count; region++)
            if (recipient_serves(r, region) && is_processed(purpose->basis[region]) && purpose->basis[region] != BASIS_CONSENT)
                return false;
    }
    return true;
}

static void rule_own_purposes(struct court *c, const struct recipient *r)
{
    const struct statement *promise = policy_statement(c->p, TEXT("own_purposes"));

    if (promise && r->own_purposes && !asks_consent(c, r))
        court_find(c, PD_OWN_PURPOSES, r->place, "rest those purposes on consent, or leave the statement out",
            "`%.*s` uses data for purposes of its own, and no consent is asked", NAME_ARGS(r->id))->second = promise->place;
}

/* Service providers on a contract are no third parties; affiliates without one, and authorities, are (1798.140(ai), 11 CCR 7050(e)). */
static bool is_third_party(const struct recipient *r)
{
    return r->role == ROLE_THIRD_PARTY || r->role == ROLE_AUTHORITY || (r->role == ROLE_AFFILIATE && r->contract.length == 0);
}

static void rule_no_disclosure(struct court *c, const struct recipient *r)
{
    const struct statement *denial = policy_statement(c->p, TEXT("no_business_disclosure"));

    if (denial && is_third_party(r) && recipient_serves(r, denial->region))
        court_find(c, PD_DISCLOSED_ANYWAY, denial->place, "leave the statement out, or the recipient; an affiliate with a contract is none",
            "nothing goes to third parties, but recipient `%.*s` is one", NAME_ARGS(r->id))->second = r->role_place;
}

void rules_recipients(struct court *c)
{
    static void (*const rules[])(struct court *, const struct recipient *) = { rule_role, rule_purposes, rule_contract, rule_shared, rule_sold, rule_own_purposes,
        rule_no_disclosure };

    for (size_t i = 0; i < c->p->recipient_count; i++)
        for (size_t k = 0; k < COUNT_OF(rules); k++)
            rules[k](c, &c->p->recipients[i]);
}
