/* Whether what is named can be reached: a link that leads nowhere, and a way that leads in a circle. */
#include "policy/rules_court.h"

static bool is_page(struct text name)
{
    static const char *const pages[] = { "cookies", "recipients", "request", "changes", "promises" };

    for (size_t i = 0; i < COUNT_OF(pages); i++)
        if (text_equal(name, text_of(pages[i])))
            return true;
    return false;
}

static void empty_target(struct court *c, enum finding_code code, const char *kind, struct text name, struct place place)
{
    court_find(c, code, place, "the address to which it leads, or no key", "%s `%.*s` leads nowhere", kind, NAME_ARGS(name));
}

static void rule_links(struct court *c)
{
    const struct policy *p = c->p;

    if (p->affiliates_place.line && p->affiliates_link.length == 0)
        court_find(c, PD_AFFILIATES_EMPTY, p->affiliates_place, "the page that lists them, or no key", "`affiliates` links to nothing");
    for (size_t i = 0; i < p->link_count; i++) {
        const struct named_link *link = &p->links[i];
        if (link->to.length == 0)
            empty_target(c, PD_LINK_EMPTY, "link", link->id, link->place);
        else if (!text_starts(link->to, TEXT("https://")) && !is_page(link->to))
            court_find(c, PD_LINK_DEAD, link->place, "cookies, recipients, request, changes, promises, or an address that begins with https://",
                "there is no page `%.*s`", NAME_ARGS(link->to));
    }
    for (size_t i = 0; i < p->rights_count; i++)
        if (p->rights[i].authority_place.line && p->rights[i].authority.length == 0)
            empty_target(c, PD_AUTHORITY_EMPTY, "authority of", p->regions[p->rights[i].region].code, p->rights[i].authority_place);
}

static bool some_service_answers(const struct policy *p)
{
    for (size_t i = 0; i < p->service_count; i++)
        if (p->services[i].policy.length)
            return true;
    return false;
}

/* "As the notices of our services say", and no notice is named: the reader is sent in a circle. */
static void rule_circles(struct court *c)
{
    static const char hint[] = "name the way here, or list the services with their policies under `services`";
    const struct policy *p = c->p;

    if (some_service_answers(p))
        return;
    for (size_t i = 0; i < p->contact_count; i++)
        if (p->contacts[i].see_services)
            court_find(c, PD_CIRCULAR, p->contacts[i].see_place, hint, "contact `%.*s` sends people to services that the policy does not name",
                NAME_ARGS(p->contacts[i].key));
    for (size_t i = 0; i < p->statement_count; i++)
        if (text_equal(p->statements[i].id, TEXT("complaints")) && p->statements[i].parameter_count)
            court_find(c, PD_CIRCULAR, p->statements[i].parameters[0].place, hint, "complaints are sent to services that the policy does not name");
    for (size_t i = 0; i < p->rights_count; i++)
        for (size_t k = 0; k < p->rights[i].method_count; k++)
            if (text_equal(p->rights[i].methods[k], TEXT("services")))
                court_find(c, PD_CIRCULAR, p->rights[i].methods_place, hint, "rights of `%.*s` are used through services that the policy does not name",
                    NAME_ARGS(p->regions[p->rights[i].region].code));
}

void rules_links(struct court *c)
{
    rule_links(c);
    rule_circles(c);
}
