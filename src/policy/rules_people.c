/* Which site it is, and who answers. */
#include "policy/rules_court.h"

static void rule_site(struct court *c)
{
    if (c->p->site_name.place.line && c->p->site_name.in[c->p->authoritative].length == 0)
        court_find(c, PD_SITE_NAME_EMPTY, c->p->site_name.place, "the name by which people know it", "the site has no name");
    if (c->p->origins_place.line && c->p->origin_count == 0)
        court_find(c, PD_SITE_NAME_EMPTY, c->p->origins_place, "the addresses that people see, as in https://www.example.org", "the site has no address");
}

static void rule_contacts(struct court *c)
{
    for (size_t i = 0; i < c->p->contact_count; i++) {
        const struct contact *contact = &c->p->contacts[i];
        if (contact->email.length == 0)
            court_find(c, PD_CONTACT_EMPTY, contact->email_place, "name a mailbox that somebody reads", "contact `%.*s` has no e-mail address",
                NAME_ARGS(contact->key));
        if (contact->label.place.line && contact->label.in[c->p->authoritative].length == 0)
            court_find(c, PD_CONTACT_EMPTY, contact->label.place, "what the office is called, or no key", "contact `%.*s` names no office",
                NAME_ARGS(contact->key));
    }
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

static bool has_number(const struct policy *p, int region)
{
    for (size_t i = 0; i < p->contact_count; i++) {
        const struct contact *contact = &p->contacts[i];
        if (contact->phone.length && (text_equal(contact->key, TEXT("privacy")) || text_equal(contact->key, p->regions[region].code)))
            return true;
    }
    return false;
}

static void rule_ways(struct court *c)
{
    for (size_t i = 0; i < c->p->rights_count; i++) {
        const struct rights *r = &c->p->rights[i];
        struct text region = c->p->regions[r->region].code;
        bool phone = has_method(r, TEXT("phone"));
        if (r->kind_count && r->method_count == 0)
            court_find(c, PD_WAY_CLOSED, r->methods_place, "add `methods: [form, email]`", "nothing says how people in `%.*s` use their rights", NAME_ARGS(region));
        else if ((phone || has_method(r, TEXT("toll_free"))) && !has_number(c->p, r->region))
            court_find(c, PD_WAY_CLOSED, r->methods_place, "add `phone` to the contact of the region, or to `contacts.privacy`",
                "`%s` is a way in `%.*s`, and no contact has a telephone number", phone ? "phone" : "toll_free", NAME_ARGS(region));
    }
}

static void rule_nobody(struct court *c, const struct representative *office, const char *what)
{
    bool none = office && office->none.in[c->p->authoritative].length;

    if (none && (office->label.in[c->p->authoritative].length || office->email.length || office->address.length || office->phone.length))
        court_find(c, PD_NONE_AND_SOMEBODY, office->place, "take `none` out, or all else", "`none` says why there is no %s, and beside it one is named", what);
}

static void rule_offices(struct court *c)
{
    rule_nobody(c, c->p->officer, "officer");
    for (size_t i = 0; i < c->p->representative_count; i++)
        rule_nobody(c, &c->p->representatives[i], "representative");
}

void rules_people(struct court *c)
{
    rule_site(c);
    rule_contacts(c);
    rule_somebody_answers(c);
    rule_ways(c);
    rule_offices(c);
}
