#include "page/tilt.h"

/* The controller's country, or the code for none. */
static struct text country(const struct export *x)
{
    return x->p->controller_country.length ? x->p->controller_country : EXPORT_NO_COUNTRY;
}

static struct text first_of(struct text a, struct text b)
{
    return a.length ? a : b;
}

/* An office that was not appointed is answered for by the contact for privacy, and says so. */
static void office(struct export *x, const char *key, const struct representative *o, bool whole)
{
    const struct contact *contact = export_contact(x->p, o ? o->region : -1);
    const struct contact nobody = { .email = TEXT("") };
    struct json *j = &x->json;
    struct text none = o ? words_in(x->p, &o->none, x->r->language) : TEXT("");
    bool appointed = o && none.length == 0;

    contact = contact ? contact : &nobody;
    json_open_object(j, key);
    json_text(j, "name", appointed ? first_of(words_in(x->p, &o->label, x->r->language), reader_controller(x->r)) : reader_controller(x->r));
    if (whole) {
        json_text(j, "address", appointed ? first_of(o->address, x->p->controller_address) : x->p->controller_address);
        json_text(j, "country", country(x));
    }
    json_text(j, "email", appointed ? first_of(o->email, contact->email) : contact->email);
    if (appointed && o->phone.length)
        json_text(j, "phone", o->phone);
    json_open_object(j, "privacyd");
    json_bool(j, "appointed", appointed);
    if (none.length)
        json_text(j, "reason", none);
    json_close_object(j);
    json_close_object(j);
}

/* TILT has room for one: the one of the EU, else the first. */
static const struct representative *representative(const struct policy *p)
{
    for (size_t i = 0; i < p->representative_count; i++)
        if (text_equal(export_region(p, p->representatives[i].region), TEXT("EU")))
            return &p->representatives[i];
    return p->representative_count ? p->representatives : NULL;
}

bool tilt_people(struct export *x)
{
    struct json *j = &x->json;

    json_open_object(j, "controller");
    json_text(j, "name", reader_controller(x->r));
    json_text(j, "address", x->p->controller_address);
    json_text(j, "country", country(x));
    office(x, "representative", representative(x->p), false);
    json_close_object(j);
    office(x, "dataProtectionOfficer", x->p->officer, true);
    return true;
}
