#include "consent/give.h"

#include "collect/region.h"
#include "policy/site.h"
#include "store/site_row.h"

static bool asks_confirmation(const struct policy *p, const struct purpose *purpose)
{
    for (size_t i = 0; i < p->channel_count; i++)
        if (p->channels[i].purpose == purpose && p->channels[i].double_opt_in)
            return true;
    return false;
}

/* What the policy says of it, before anybody looks for the person. */
static enum giving_end decide(const struct work *w, const struct giving *g, const struct policy *p, struct consent_event *e)
{
    const struct purpose *purpose = policy_purpose(p, g->purpose);
    const struct region_words words = { .said = g->region };
    int language = g->language.length ? policy_language(p, g->language) : p->authoritative;
    struct act_region region;

    if (!purpose)
        return GIVING_NO_PURPOSE;
    if (language < 0)
        return GIVING_NO_LANGUAGE;
    if (!region_of_act(p, w->site, &words, &region))
        return GIVING_NO_REGION;
    if (purpose_basis(p, purpose, region.number) != BASIS_CONSENT)
        return GIVING_NOT_ASKED;
    if (asks_confirmation(p, purpose))
        return GIVING_UNCONFIRMED;
    e->purpose = purpose->number;
    e->language = p->languages[language];
    e->words = consent_words(p, purpose, language);
    e->region = region.code;
    e->region_source = (int)region.source;
    return GIVING_DONE;
}

static bool add(struct work *w, struct giving *g, struct consent_event *e, const struct subject *s, enum task_next *out_next)
{
    enum consent_act act;
    int64_t number;

    TRY(consent_newest(w, s->key, e->purpose, &act, &number));
    if (act == CONSENT_GIVEN && number == e->policy_number) {
        g->end = GIVING_ALREADY;
        return true;
    }
    e->subject = s->uid.id;
    e->subject_row = STORE_NUMBER(s->key);
    TRY(list_open(w));
    TRY(site_guard_policy(w, w->site->key, e->policy_number));
    TRY(subject_change(w, s, SUBJECT_LIVE));
    *out_next = TASK_COMMIT;
    return consent_add(w, e, &g->fact);
}

bool consent_give_step(struct work *w, struct giving *g, int phase, enum task_next *out_next)
{
    const struct version *v = g->services->version(g->services, w->now);
    struct consent_event e = { .act = CONSENT_GIVEN, .mechanism = CONSENT_BY_API };
    struct subject subject;
    bool found;

    *out_next = TASK_END;
    if (phase > 0) {
        g->position = w->writes->results.positions[g->fact];
        return true;
    }
    if (!v)
        FAIL(w, ERR_UNAVAILABLE, "no policy is published yet");
    e.policy_number = v->number;
    g->end = decide(w, g, &v->policy, &e);
    if (g->end != GIVING_DONE)
        return true;
    TRY(subject_find_live(w, &g->handle, &subject, &found));
    if (!found)
        g->end = GIVING_NO_SUBJECT;
    return !found || add(w, g, &e, &subject, out_next);
}
