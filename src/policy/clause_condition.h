/* When a policy promises a clause: conditions on its model, named for what they ask. For this room only. */
#ifndef POLICY_CLAUSE_CONDITION_H
#define POLICY_CLAUSE_CONDITION_H

#include "policy/model.h"

/* What sentences need as well. */
bool purpose_is_on(const struct policy *p, const struct purpose *purpose);                         /* processed in some region */
bool purpose_has_basis(const struct policy *p, const struct purpose *purpose, enum legal_basis b); /* in some region */
bool purpose_has_channel(const struct policy *p, const struct purpose *purpose);                   /* else it is about use of the site */
bool channel_is_newsletter(const struct channel *channel);
bool rights_has(const struct rights *rights, struct text kind); /* NULL has none */
bool rights_has_method(const struct rights *rights, struct text method);
int policy_california(const struct policy *p); /* region number of the appendix for California, -1 when there is none */
const struct appendix *policy_appendix_california(const struct policy *p);
const struct rights *policy_rights(const struct policy *p, int region);
/* The region's own contact, else the one for everybody; NULL when there is neither. */
const struct contact *policy_contact(const struct policy *p, struct text key);

bool promised_always(const struct policy *p);
bool promised_affiliates_link(const struct policy *p);
bool promised_channels(const struct policy *p);
bool promised_contact_channel(const struct policy *p);
bool promised_newsletter(const struct policy *p);
bool promised_newsletter_processor(const struct policy *p);
bool promised_essential_cookies(const struct policy *p);
bool promised_usage(const struct policy *p);
bool promised_usage_by_consent(const struct policy *p);
bool promised_contract(const struct policy *p);
bool promised_legitimate_interests(const struct policy *p);
bool promised_processors(const struct policy *p);
bool promised_countries(const struct policy *p);
bool promised_transfers(const struct policy *p);
bool promised_rights(const struct policy *p);
bool promised_access(const struct policy *p);
bool promised_rectify(const struct policy *p);
bool promised_object(const struct policy *p);
bool promised_erase(const struct policy *p);
bool promised_withdraw(const struct policy *p);
bool promised_port(const struct policy *p);
bool promised_cookies(const struct policy *p);
bool promised_contacts(const struct policy *p);

/* A row of the closed list of statements. */
bool promised_diagnostics(const struct policy *p);
bool promised_own_purposes(const struct policy *p);
bool promised_affiliates_on_request(const struct policy *p);
bool promised_legal_demands(const struct policy *p);
bool promised_corporate_transactions(const struct policy *p);
bool promised_at_your_direction(const struct policy *p);
bool promised_no_guarantee(const struct policy *p);
bool promised_security(const struct policy *p);
bool promised_other_sites(const struct policy *p);
bool promised_complaints(const struct policy *p);
bool promised_changes(const struct policy *p);

/* With an appendix for California. */
bool promised_california(const struct policy *p);
bool promised_california_prevails(const struct policy *p);
bool promised_california_new_purpose(const struct policy *p);
bool promised_california_rights(const struct policy *p);
bool promised_california_requests(const struct policy *p); /* know, delete or correct: those that are verified and answered by a clock */
bool promised_california_form(const struct policy *p);
bool promised_california_retaliation(const struct policy *p);
bool promised_california_records(const struct policy *p);
bool promised_california_agents(const struct policy *p);
bool promised_california_no_disclosure(const struct policy *p);
bool promised_california_never_sell(const struct policy *p);
bool promised_california_never_share(const struct policy *p);
bool promised_california_minors(const struct policy *p);
bool promised_california_contact(const struct policy *p);

#endif
