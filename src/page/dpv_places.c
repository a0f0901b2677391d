#include "page/dpv.h"

#include "html/country.h"
#include "page/words.h"

static const struct rights *rights_in(const struct policy *p, int region)
{
    for (size_t i = 0; i < p->rights_count; i++)
        if (p->rights[i].region == region)
            return &p->rights[i];
    return NULL;
}

static void authority(struct export *x, const struct rights *rights)
{
    struct json *j = &x->json;

    json_open_object(j, vocabulary_name(DPV_HAS_AUTHORITY));
    json_text(j, "@type", text_of(vocabulary_name(DPV_DATA_PROTECTION_AUTHORITY)));
    dpv_words(x, vocabulary_name(DPV_HAS_NAME), words_in(x->p, &rights->authority_label, x->r->language));
    json_text(j, vocabulary_name(DPV_HAS_CONTACT), rights->authority);
    json_close_object(j);
}

/* The last is everywhere else. */
static bool regions(struct export *x)
{
    struct work *w = x->w;

    for (int i = 0; i <= x->p->region_count; i++) {
        const struct rights *rights = i < x->p->region_count ? rights_in(x->p, i) : NULL;

        TRY(dpv_open(x, "region", export_region(x->p, i), DPV_REGION));
        json_text(&x->json, "dct:identifier", export_region(x->p, i));
        dpv_words(x, "skos:prefLabel", words_region(x->r, i));
        if (rights && rights->authority.length)
            authority(x, rights);
        json_close_object(&x->json);
    }
    return true;
}

struct countries {
    struct text *codes;
    size_t count;
};

static void add(struct countries *list, struct text code)
{
    for (size_t i = 0; i < list->count; i++)
        if (text_equal(list->codes[i], code))
            return;
    list->codes[list->count++] = code;
}

static bool countries_read(struct work *w, const struct policy *p, struct countries *out_list)
{
    size_t most = p->transfer_count + 1;

    for (size_t i = 0; i < p->recipient_count; i++)
        most += p->recipients[i].country_count;
    *out_list = (struct countries){ .codes = WORK_NEW(w, struct text, most) };
    if (!out_list->codes)
        return false;
    if (p->controller_country.length)
        add(out_list, p->controller_country);
    for (size_t i = 0; i < p->recipient_count; i++)
        for (size_t k = 0; k < p->recipients[i].country_count; k++)
            add(out_list, p->recipients[i].countries[k]);
    for (size_t i = 0; i < p->transfer_count; i++)
        add(out_list, p->transfers[i].country);
    return true;
}

static bool countries(struct export *x)
{
    struct countries list;
    struct work *w = x->w;

    TRY(countries_read(w, x->p, &list));
    for (size_t i = 0; i < list.count; i++) {
        TRY(dpv_open(x, "country", list.codes[i], DPV_COUNTRY));
        json_text(&x->json, "dct:identifier", list.codes[i]);
        dpv_words(x, "skos:prefLabel", country_name(reader_words(x->r), list.codes[i]));
        json_close_object(&x->json);
    }
    return true;
}

static bool transfer(struct export *x, const struct transfer *t)
{
    struct text from = export_region(x->p, t->region), id;
    bool gdpr = text_equal(export_gdpr(x->p, t->region), TEXT("GDPR"));
    struct json *j = &x->json;
    struct work *w = x->w;

    TRY(work_format(w, &id, "%.*s-%.*s", TEXT_ARGS(from), TEXT_ARGS(t->country)));
    TRY(dpv_open(x, "transfer", id, DPV_TRANSFER));
    TRY(dpv_refer(x, DPV_HAS_JURISDICTION, "region", from));
    TRY(dpv_refer(x, DPV_HAS_THIRD_COUNTRY, "country", t->country));
    json_open_object(j, vocabulary_name(DPV_HAS_LEGAL_BASIS));
    json_text(j, "@type", text_of(vocabulary_name(vocabulary_safeguard(t->safeguard, gdpr))));
    json_text(j, "dct:identifier", t->safeguard);
    if (t->reference.length)
        json_text(j, "dct:source", t->reference);
    json_close_object(j);
    json_close_object(j);
    return true;
}

bool dpv_places(struct export *x)
{
    struct work *w = x->w;

    TRY(regions(x));
    TRY(countries(x));
    for (size_t i = 0; i < x->p->transfer_count; i++)
        TRY(transfer(x, &x->p->transfers[i]));
    return true;
}
