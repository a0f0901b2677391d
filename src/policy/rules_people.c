/* Who answers, and whether what is named can be reached. */
#include "policy/rules_court.h"

static void rule_site_name(struct court *c)
{
    if (c->p->site_name.place.line && c->p->site_name.in[c->p->authoritative].length == 0)
        court_find(c, PD_SITE_NAME_EMPTY, c->p->site_name.place, "the name by which people know it", "the site has no name");
}

static void rule_contacts(struct court *c)
{
    for (size_t i = 0; i < c->p->contact_count; i++) {
        const struct contact *contact = &c->p->contacts[i];
        if (contact->email.length == 0)
            court_find(c, PD_CONTACT_EMPTY, contact->email_place, "name a mailbox that somebody reads", "contact `%.*s` has no e-mail address",
                NAME_ARGS(contact->key));
    }
}

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
            empty_target(c, PD_LINK_EMPTY, "authority of", p->regions[p->rights[i].region].code, p->rights[i].authority_place);
}

static bool can_be_reached(const struct contact *contact)
{
    return contact->email.length || contact->address.length || contact->phone.length;
}

static bool region_can_be_reached(const struct policy *p, int region)
{
    for (size_t i = 0; i < p->contact_count; i++) {
        const struct contact *contact = &p->contacts[i];
        bool serves = text_equal(contact->key, TEXT("privacy")) || (region >= 0 && text_equal(contact->key, p->regions[region].code));
        if (serves && can_be_reached(contact))
            return true;
    }
    return false;
}

static void rule_somebody_answers(struct court *c)
{
    static const char hint[] = "add controller.contacts.privacy, or a contact for the region";

    for (size_t i = 0; i < c->p->rights_count; i++) {
        const struct rights *r = &c->p->rights[i];
        if (!region_can_be_reached(c->p, r->region))
            court_find(c, PD_NO_CONTACT, r->place, hint, "nobody can be reached in region `%.*s`", NAME_ARGS(c->p->regions[r->region].code));
    }
    if (c->p->rights_count == 0 && !region_can_be_reached(c->p, -1) && c->p->controller_place.line)
        court_find(c, PD_NO_CONTACT, c->p->controller_place, "add contacts.privacy", "nobody can be reached");
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
    for (size_t i = 0; i < p->rights_count; i++)
        for (size_t k = 0; k < p->rights[i].method_count; k++)
            if (text_equal(p->rights[i].methods[k], TEXT("services")))
                court_find(c, PD_CIRCULAR, p->rights[i].methods_place, hint, "rights of `%.*s` are used through services that the policy does not name",
                    NAME_ARGS(p->regions[p->rights[i].region].code));
}

static void rule_one_name(struct court *c)
{
    const struct policy *p = c->p;
    struct text name = p->controller_name.in[p->authoritative];

    for (size_t i = 0; i < p->appendix_count; i++) {
        const struct appendix *a = &p->appendices[i];
        struct text other = a->controller_name.in[p->authoritative];
        if (other.length && !text_equal(other, name))
            court_find(c, PD_NAMED_DIFFERENTLY, a->controller_place, "one name; leave `controller` out of the appendix",
                "the controller is `%.*s` here and `%.*s` elsewhere", NAME_ARGS(other), NAME_ARGS(name))->second = p->controller_place;
    }
}

static void rule_one_word(struct court *c)
{
    for (size_t i = 0; i < c->p->term_count; i++) {
        const struct term *term = &c->p->terms[i];
        if (term->also_count)
            court_find(c, PD_TWO_WORDS, term->also_place, "use one word everywhere, and take `also` out", "`%.*s` stands for the same as `%.*s`",
                NAME_ARGS(term->also[0]), NAME_ARGS(term->word.in[c->p->authoritative]))->second = term->place;
    }
}

void rules_people(struct court *c)
{
    rule_site_name(c);
    rule_contacts(c);
    rule_links(c);
    rule_somebody_answers(c);
    rule_circles(c);
    rule_one_name(c);
    rule_one_word(c);
}
