#include "collect/region.h"

static struct act_region declared(const struct policy *p, struct text code, enum region_source source)
{
    int number = code.length ? policy_region(p, code) : -1;

    if (number < 0)
        return (struct act_region){ -1, REGION_UNKNOWN, { NULL, 0 } };
    return (struct act_region){ number, source, p->regions[number].code };
}

bool region_of_act(const struct policy *p, const struct site *site, const struct region_words *words, struct act_region *out_region)
{
    struct text said = text_trim(words->said), proxied = text_trim(words->proxied);

    if (said.length && policy_region(p, said) < 0)
        return false;
    if (said.length)
        *out_region = declared(p, said, REGION_SAID);
    else if (proxied.length) /* one that the policy does not know is elsewhere, and the site's hint would be wrong of it */
        *out_region = declared(p, proxied, REGION_PROXY);
    else
        *out_region = declared(p, site->region, REGION_SITE);
    return true;
}
