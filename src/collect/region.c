#include "collect/region.h"

static const struct act_region unknown = { .number = -1, .source = REGION_UNKNOWN };

static struct act_region declared(const struct policy *p, int number, enum region_source source)
{
    return (struct act_region){ number, source, p->regions[number].code };
}

bool region_of_act(const struct policy *p, const struct site *site, struct text said, struct act_region *out_region)
{
    int number;

    said = text_trim(said);
    number = policy_region(p, said.length ? said : site->region);
    if (said.length && number < 0)
        return false;
    if (number < 0)
        *out_region = unknown;
    else
        *out_region = declared(p, number, said.length ? REGION_SAID : REGION_SITE);
    return true;
}
