/* Checks of what the policy page must say: who is responsible, whom to reach, what it covers. */
#include "assurance/look.h"
#include "policy/clause_condition.h"

bool check_controller(struct work *w, struct proving *c)
{
    struct look look;
    struct text sentence;

    TRY(look_open(w, (size_t)c->policy->language_count + 1, &look));
    /* The whole sentence: name and address alone stand among the contacts as well. */
    for (int language = 0; language < c->policy->language_count; language++) {
        TRY(clause_find(TEXT("P1-1"))->sentence(w, c->policy, language, &sentence));
        TRY(look_expect(w, &look, DOCUMENT_POLICY, sentence, language));
    }
    TRY(look_expect(w, &look, DOCUMENT_POLICY, c->policy->controller_address, -1));
    return look_judge(w, c, &look, PROMISE_KEPT, MSG_EVIDENCE_WORDS);
}

static bool expect_contact(struct work *w, struct look *look, const struct contact *contact)
{
    TRY(look_expect(w, look, DOCUMENT_POLICY, contact->email, -1));
    TRY(look_expect(w, look, DOCUMENT_POLICY, contact->address, -1));
    return look_expect(w, look, DOCUMENT_POLICY, contact->phone, -1);
}

bool check_contacts(struct work *w, struct proving *c)
{
    struct look look;

    TRY(look_open(w, 3 * c->policy->contact_count, &look));
    for (size_t i = 0; i < c->policy->contact_count; i++)
        TRY(expect_contact(w, &look, &c->policy->contacts[i]));
    return look_judge(w, c, &look, PROMISE_KEPT, MSG_EVIDENCE_WORDS);
}

bool check_contact_california(struct work *w, struct proving *c)
{
    const struct contact *contact = policy_contact(c->policy, TEXT("US-CA"));
    struct look look;

    TRY(look_open(w, 3, &look));
    if (contact)
        TRY(expect_contact(w, &look, contact));
    return look_judge(w, c, &look, PROMISE_KEPT, MSG_EVIDENCE_WORDS);
}

/* Nobody follows the link from here, so more than that it stands there is not known. */
bool check_affiliates(struct work *w, struct proving *c)
{
    struct look look;

    TRY(look_open(w, 1, &look));
    if (!text_starts(c->policy->affiliates_link, TEXT("https://")))
        return check_say_nothing(c, PROMISE_BROKEN, MSG_EVIDENCE_LINK_BROKEN);
    TRY(look_expect(w, &look, DOCUMENT_POLICY, c->policy->affiliates_link, -1));
    return look_judge(w, c, &look, PROMISE_UNPROVEN, MSG_EVIDENCE_LINK);
}

/* P0-2: the addresses that the policy covers, and the policy of every service that it does not. */
bool check_scope(struct work *w, struct proving *c)
{
    const struct policy *p = c->policy;
    struct look look;

    TRY(look_open(w, p->origin_count + p->service_count, &look));
    for (size_t i = 0; i < p->origin_count; i++)
        TRY(look_expect(w, &look, DOCUMENT_POLICY, p->origins[i], -1));
    for (size_t i = 0; i < p->service_count; i++) {
        if (!text_starts(p->services[i].policy, TEXT("https://")))
            return check_say_nothing(c, PROMISE_BROKEN, MSG_EVIDENCE_LINK_BROKEN);
        TRY(look_expect(w, &look, DOCUMENT_POLICY, p->services[i].policy, -1));
    }
    return look_judge(w, c, &look, PROMISE_KEPT, MSG_EVIDENCE_WORDS);
}
