#include "page/dpv.h"

#include "page/words.h"

static bool recipient(struct export *x, const struct recipient *r)
{
    struct json *j = &x->json;
    struct work *w = x->w;

    TRY(dpv_open(x, "recipient", r->id, vocabulary_role(r->role)));
    json_text(j, "dct:identifier", r->id);
    dpv_words(x, vocabulary_name(DPV_HAS_NAME), words_recipient(x->r, r));
    dpv_words(x, "privacyd:role", words_role(reader_words(x->r), r->role));
    json_open_list(j, vocabulary_name(DPV_HAS_COUNTRY));
    for (size_t i = 0; i < r->country_count; i++)
        TRY(dpv_refer(x, VOCABULARY_NONE, "country", r->countries[i]));
    json_close_list(j);
    export_keys(x, "privacyd:does", r->does, r->does_count);
    json_open_list(j, "privacyd:getsDataOfPeopleIn");
    for (int region = 0; region < x->p->region_count; region++)
        if (recipient_serves(r, region))
            TRY(dpv_refer(x, VOCABULARY_NONE, "region", export_region(x->p, region)));
    if (r->everywhere)
        TRY(dpv_refer(x, VOCABULARY_NONE, "region", export_region(x->p, x->p->region_count)));
    json_close_list(j);
    json_bool(j, "privacyd:ownPurposes", r->own_purposes);
    json_bool(j, "privacyd:forValuableConsideration", r->valuable_consideration);
    json_close_object(j);
    return true;
}

bool dpv_recipients(struct export *x)
{
    struct work *w = x->w;

    for (size_t i = 0; i < x->p->recipient_count; i++)
        TRY(recipient(x, &x->p->recipients[i]));
    return true;
}
