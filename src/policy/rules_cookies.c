/* What is kept on the visitor's device. */
#include "policy/rules_court.h"

static void rule_purpose(struct court *c, const struct cookie *cookie)
{
    if (cookie->purpose == &policy_no_purpose)
        court_find(c, PD_NO_PURPOSE, cookie->place, "add `purpose: `", "cookie `%.*s` serves no purpose", NAME_ARGS(cookie->name));
}

static void rule_essential(struct court *c, const struct cookie *cookie)
{
    struct finding *finding;

    if (cookie->class != COOKIE_ESSENTIAL || !rests_on(c, cookie->purpose, BASIS_CONSENT))
        return;
    finding = court_find(c, PD_ESSENTIAL_BY_CONSENT, cookie->place, "another class, or another purpose",
        "cookie `%.*s` is essential, but its purpose asks for consent", NAME_ARGS(cookie->name));
    finding->second = cookie->purpose->basis_place;
}

/* Named as essential, but set by somebody whose trade is another one; a pixel does nothing but tell others. */
static void rule_essential_for_others(struct court *c, const struct cookie *cookie)
{
    static const char *const trades[] = { "analytics", "advertising", "campaigns", "social" };
    const struct recipient *r = policy_recipient(c->p, cookie->set_by);

    if (cookie->class != COOKIE_ESSENTIAL)
        return;
    if (cookie->kind == KIND_PIXEL)
        court_find(c, PD_ESSENTIAL_FOR_OTHERS, cookie->class_place, "another class", "pixel `%.*s` is called essential", NAME_ARGS(cookie->name));
    for (size_t i = 0; r && i < COUNT_OF(trades); i++)
        if (recipient_does(r, trades[i])) {
            court_find(c, PD_ESSENTIAL_FOR_OTHERS, cookie->class_place, "another class", "cookie `%.*s` is called essential, but `%.*s` sets it, which does %s",
                NAME_ARGS(cookie->name), NAME_ARGS(r->id), trades[i])->second = r->does_place;
            return;
        }
}

static bool is_set_in(const struct cookie *cookie, int region)
{
    return cookie->purpose == &policy_no_purpose || is_processed(cookie->purpose->basis[region]);
}

/* An appendix that knows essential cookies only, beside a cookie of another class that is set there. */
static void rule_essential_only(struct court *c, const struct cookie *cookie, const struct appendix *a)
{
    if (a->essential_cookies_only && cookie->class != COOKIE_ESSENTIAL && is_set_in(cookie, a->region))
        court_find(c, PD_NOT_ESSENTIAL, cookie->class_place, "switch its purpose off in that region, or let the appendix name it",
            "cookie `%.*s` is not essential, but %.*s has essential cookies only", NAME_ARGS(cookie->name),
            NAME_ARGS(c->p->regions[a->region].code))->second = a->cookies_place;
}

/* Advertising and social cookies show a visit to others: that is sharing, whoever calls it what. */
static void rule_shared(struct court *c, const struct cookie *cookie)
{
    if (cookie->class != COOKIE_ADVERTISING && cookie->class != COOKIE_SOCIAL)
        return;
    for (int region = 0; region < c->p->region_count; region++) {
        const struct never *never = policy_never(c->p, "share", region);
        if (!never || !is_set_in(cookie, region))
            continue;
        court_find(c, PD_SHARED_ANYWAY, cookie->class_place, "switch its purpose off in that region, or take `share` out of `never`",
            "`%s` cookie `%.*s` shares visits, which are never shared in %.*s", cookie_class_name(cookie->class), NAME_ARGS(cookie->name),
            NAME_ARGS(c->p->regions[region].code))->second = never->place;
        return;
    }
}

void rules_cookies(struct court *c)
{
    for (size_t i = 0; i < c->p->cookie_count; i++) {
        const struct cookie *cookie = &c->p->cookies[i];
        rule_purpose(c, cookie);
        rule_essential(c, cookie);
        rule_essential_for_others(c, cookie);
        rule_shared(c, cookie);
        for (size_t k = 0; k < c->p->appendix_count; k++)
            rule_essential_only(c, cookie, &c->p->appendices[k]);
    }
}
