#include "page/dpv.h"

#include "page/words.h"

static void reach(struct export *x, struct text email, struct text address, struct text phone)
{
    struct json *j = &x->json;

    if (address.length)
        json_text(j, vocabulary_name(DPV_HAS_ADDRESS), address);
    json_open_list(j, vocabulary_name(DPV_HAS_CONTACT));
    if (email.length)
        json_text(j, NULL, email);
    if (phone.length)
        json_text(j, NULL, phone);
    json_close_list(j);
}

static bool office(struct export *x, const struct representative *o, enum vocabulary_term type)
{
    struct json *j = &x->json;
    struct work *w = x->w;

    json_open_object(j, NULL);
    json_text(j, "@type", text_of(vocabulary_name(type)));
    dpv_words(x, vocabulary_name(DPV_HAS_NAME), words_in(x->p, &o->label, x->r->language));
    reach(x, o->email, o->address, o->phone);
    dpv_words(x, "privacyd:notAppointedBecause", words_in(x->p, &o->none, x->r->language));
    if (o->region >= 0)
        TRY(dpv_refer(x, DPV_HAS_JURISDICTION, "region", export_region(x->p, o->region)));
    json_close_object(j);
    return true;
}

static bool contacts(struct export *x)
{
    const struct policy *p = x->p;
    struct json *j = &x->json;
    struct work *w = x->w;

    json_open_list(j, "privacyd:office");
    for (size_t i = 0; i < p->contact_count; i++) {
        int region = policy_region(p, p->contacts[i].key);

        json_open_object(j, NULL);
        dpv_words(x, vocabulary_name(DPV_HAS_NAME), words_in(p, &p->contacts[i].label, x->r->language));
        reach(x, p->contacts[i].email, p->contacts[i].address, p->contacts[i].phone);
        if (region >= 0)
            TRY(dpv_refer(x, DPV_HAS_JURISDICTION, "region", export_region(p, region)));
        json_close_object(j);
    }
    json_close_list(j);
    return true;
}

bool dpv_people(struct export *x)
{
    const struct policy *p = x->p;
    struct json *j = &x->json;
    struct work *w = x->w;

    TRY(dpv_open(x, "controller", TEXT("us"), DPV_DATA_CONTROLLER));
    dpv_words(x, vocabulary_name(DPV_HAS_NAME), reader_controller(x->r));
    if (p->controller_address.length)
        json_text(j, vocabulary_name(DPV_HAS_ADDRESS), p->controller_address);
    if (p->controller_country.length)
        TRY(dpv_refer(x, DPV_HAS_COUNTRY, "country", p->controller_country));
    TRY(contacts(x));
    if (p->officer) {
        json_open_list(j, vocabulary_name(DPV_HAS_DATA_PROTECTION_OFFICER));
        TRY(office(x, p->officer, DPV_DATA_PROTECTION_OFFICER));
        json_close_list(j);
    }
    json_open_list(j, vocabulary_name(DPV_HAS_REPRESENTATIVE));
    for (size_t i = 0; i < p->representative_count; i++)
        TRY(office(x, &p->representatives[i], DPV_REPRESENTATIVE));
    json_close_list(j);
    json_close_object(j);
    return true;
}
