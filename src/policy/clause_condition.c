#include "policy/clause_condition.h"

bool purpose_has_basis(const struct policy *p, const struct purpose *purpose, enum legal_basis b)
{
    for (int region = 0; region < p->region_count; region++)
        if (purpose->basis[region] == b)
            return true;
    return purpose->basis_elsewhere == b;
}

bool purpose_is_on(const struct policy *p, const struct purpose *purpose)
{
    for (enum legal_basis b = BASIS_NOT_REQUIRED; b < LEGAL_BASES; b++)
        if (purpose_has_basis(p, purpose, b))
            return true;
    return false;
}

bool purpose_has_channel(const struct policy *p, const struct purpose *purpose)
{
    for (size_t i = 0; i < p->channel_count; i++)
        if (p->channels[i].purpose == purpose)
            return true;
    return false;
}

bool channel_is_newsletter(const struct channel *channel)
{
    return channel->double_opt_in;
}

static bool has_text(const struct text *list, size_t count, struct text wanted)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(list[i], wanted))
            return true;
    return false;
}

bool rights_has(const struct rights *rights, struct text kind)
{
    return rights && has_text(rights->kinds, rights->kind_count, kind);
}

bool rights_has_method(const struct rights *rights, struct text method)
{
    return has_text(rights->methods, rights->method_count, method);
}

const struct appendix *policy_appendix_california(const struct policy *p)
{
    for (size_t i = 0; i < p->appendix_count; i++)
        if (p->appendices[i].region >= 0 && text_equal(p->regions[p->appendices[i].region].code, TEXT("US-CA")))
            return &p->appendices[i];
    return NULL;
}

int policy_california(const struct policy *p)
{
    const struct appendix *appendix = policy_appendix_california(p);

    return appendix ? appendix->region : -1;
}

const struct rights *policy_rights(const struct policy *p, int region)
{
    for (size_t i = 0; i < p->rights_count; i++)
        if (p->rights[i].region == region)
            return &p->rights[i];
    return NULL;
}

const struct contact *policy_contact(const struct policy *p, struct text key)
{
    const struct contact *everybody = NULL;

    for (size_t i = 0; i < p->contact_count; i++) {
        if (text_equal(p->contacts[i].key, key))
            return &p->contacts[i];
        if (text_equal(p->contacts[i].key, TEXT("privacy")))
            everybody = &p->contacts[i];
    }
    return everybody;
}

bool promised_always(const struct policy *p)
{
    (void)p;
    return true;
}

bool promised_affiliates_link(const struct policy *p)
{
    return p->affiliates_link.length > 0;
}

bool promised_channels(const struct policy *p)
{
    return p->channel_count > 0;
}

bool promised_contact_channel(const struct policy *p)
{
    for (size_t i = 0; i < p->channel_count; i++)
        if (!channel_is_newsletter(&p->channels[i]))
            return true;
    return false;
}

bool promised_newsletter(const struct policy *p)
{
    for (size_t i = 0; i < p->channel_count; i++)
        if (channel_is_newsletter(&p->channels[i]))
            return true;
    return false;
}

static bool has_processor(const struct policy *p, struct text purpose)
{
    for (size_t i = 0; i < p->recipient_count; i++)
        if (p->recipients[i].role == ROLE_PROCESSOR && has_text(p->recipients[i].purposes, p->recipients[i].purpose_count, purpose))
            return true;
    return false;
}

bool promised_newsletter_processor(const struct policy *p)
{
    for (size_t i = 0; i < p->channel_count; i++)
        if (channel_is_newsletter(&p->channels[i]) && p->channels[i].purpose && has_processor(p, p->channels[i].purpose->id))
            return true;
    return false;
}

bool promised_essential_cookies(const struct policy *p)
{
    for (size_t i = 0; i < p->cookie_count; i++)
        if (p->cookies[i].class == COOKIE_ESSENTIAL)
            return true;
    return false;
}

bool promised_usage(const struct policy *p)
{
    for (size_t i = 0; i < p->purpose_count; i++)
        if (!purpose_has_channel(p, &p->purposes[i]) && purpose_is_on(p, &p->purposes[i]))
            return true;
    return false;
}

bool promised_usage_by_consent(const struct policy *p)
{
    for (size_t i = 0; i < p->purpose_count; i++)
        if (!purpose_has_channel(p, &p->purposes[i]) && purpose_has_basis(p, &p->purposes[i], BASIS_CONSENT))
            return true;
    return false;
}

static bool has_basis(const struct policy *p, enum legal_basis b)
{
    for (size_t i = 0; i < p->purpose_count; i++)
        if (purpose_has_basis(p, &p->purposes[i], b))
            return true;
    return false;
}

bool promised_contract(const struct policy *p)
{
    return has_basis(p, BASIS_CONTRACT);
}

bool promised_legitimate_interests(const struct policy *p)
{
    return has_basis(p, BASIS_LEGITIMATE_INTERESTS);
}

bool promised_processors(const struct policy *p)
{
    for (size_t i = 0; i < p->recipient_count; i++)
        if (p->recipients[i].role == ROLE_PROCESSOR)
            return true;
    return false;
}

bool promised_countries(const struct policy *p)
{
    for (size_t i = 0; i < p->recipient_count; i++)
        if (p->recipients[i].country_count > 0)
            return true;
    return p->transfer_count > 0;
}

bool promised_transfers(const struct policy *p)
{
    return p->transfer_count > 0;
}

bool promised_rights(const struct policy *p)
{
    return p->rights_count > 0;
}

static bool has_right(const struct policy *p, struct text kind)
{
    for (size_t i = 0; i < p->rights_count; i++)
        if (rights_has(&p->rights[i], kind))
            return true;
    return false;
}

bool promised_access(const struct policy *p)
{
    return has_right(p, TEXT("access"));
}

bool promised_rectify(const struct policy *p)
{
    return has_right(p, TEXT("rectify"));
}

bool promised_object(const struct policy *p)
{
    return has_right(p, TEXT("object"));
}

bool promised_erase(const struct policy *p)
{
    return has_right(p, TEXT("erase"));
}

bool promised_withdraw(const struct policy *p)
{
    return has_right(p, TEXT("withdraw"));
}

bool promised_port(const struct policy *p)
{
    return has_right(p, TEXT("port"));
}

bool promised_cookies(const struct policy *p)
{
    return p->cookie_count > 0;
}

bool promised_contacts(const struct policy *p)
{
    return p->contact_count > 0;
}

#define PROMISED_BY_STATEMENT(name)                            \
    bool promised_##name(const struct policy *p)               \
    {                                                          \
        return policy_statement(p, TEXT(#name)) != NULL;       \
    }

PROMISED_BY_STATEMENT(diagnostics)
PROMISED_BY_STATEMENT(own_purposes)
PROMISED_BY_STATEMENT(affiliates_on_request)
PROMISED_BY_STATEMENT(legal_demands)
PROMISED_BY_STATEMENT(corporate_transactions)
PROMISED_BY_STATEMENT(at_your_direction)
PROMISED_BY_STATEMENT(no_guarantee)
PROMISED_BY_STATEMENT(security)
PROMISED_BY_STATEMENT(other_sites)
PROMISED_BY_STATEMENT(complaints)
PROMISED_BY_STATEMENT(changes)

bool promised_california(const struct policy *p)
{
    return policy_california(p) >= 0;
}

bool promised_california_prevails(const struct policy *p)
{
    const struct appendix *appendix = policy_appendix_california(p);

    return appendix && appendix->prevails;
}

static const struct rights *california_rights(const struct policy *p)
{
    return promised_california(p) ? policy_rights(p, policy_california(p)) : NULL;
}

bool promised_california_rights(const struct policy *p)
{
    const struct rights *rights = california_rights(p);

    return rights && rights->kind_count > 0;
}

bool promised_california_requests(const struct policy *p)
{
    const struct rights *rights = california_rights(p);

    return rights && (rights_has(rights, TEXT("know")) || rights_has(rights, TEXT("delete")) || rights_has(rights, TEXT("correct")));
}

bool promised_california_form(const struct policy *p)
{
    return promised_california_requests(p) && rights_has_method(california_rights(p), TEXT("form"));
}

static bool with_statement(const struct policy *p, struct text id)
{
    return promised_california(p) && policy_statement(p, id);
}

bool promised_california_new_purpose(const struct policy *p)
{
    return with_statement(p, TEXT("new_purpose_consent"));
}

bool promised_california_retaliation(const struct policy *p)
{
    return with_statement(p, TEXT("retaliation"));
}

bool promised_california_records(const struct policy *p)
{
    return with_statement(p, TEXT("request_records"));
}

bool promised_california_agents(const struct policy *p)
{
    return with_statement(p, TEXT("agents"));
}

bool promised_california_no_disclosure(const struct policy *p)
{
    return with_statement(p, TEXT("no_business_disclosure"));
}

bool promised_california_never_sell(const struct policy *p)
{
    return promised_california(p) && policy_never(p, "sell", policy_california(p));
}

bool promised_california_never_share(const struct policy *p)
{
    return promised_california(p) && policy_never(p, "share", policy_california(p));
}

bool promised_california_minors(const struct policy *p)
{
    return with_statement(p, TEXT("minors"));
}

bool promised_california_contact(const struct policy *p)
{
    return promised_california(p) && policy_contact(p, TEXT("US-CA"));
}
