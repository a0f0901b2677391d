#include "page/dpv.h"

#include "page/words.h"

/* Words of ours for rights that other laws name. */
static struct text own_right(struct text kind)
{
    static const struct { const char *kind, *word; } words[] = {
        { "know", "privacyd:RightToKnow" }, { "delete", "privacyd:RightToDelete" }, { "correct", "privacyd:RightToCorrect" },
        { "limit", "privacyd:RightToLimit" }, { "opt_out", "privacyd:RightToOptOut" },
    };

    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (text_equal(kind, text_of(words[i].kind)))
            return text_of(words[i].word);
    return TEXT("");
}

static bool right(struct export *x, const struct rights *rights, struct text kind)
{
    struct text region = export_region(x->p, rights->region), id, own = own_right(kind);
    bool gdpr = text_equal(export_gdpr(x->p, rights->region), TEXT("GDPR"));
    struct json *j = &x->json;
    struct work *w = x->w;

    TRY(work_format(w, &id, "%.*s-%.*s", TEXT_ARGS(region), TEXT_ARGS(kind)));
    TRY(dpv_open(x, "right", id, VOCABULARY_NONE));
    json_open_list(j, "@type");
    json_text(j, NULL, text_of(vocabulary_name(vocabulary_right(kind, gdpr))));
    if (own.length)
        json_text(j, NULL, own);
    json_close_list(j);
    json_text(j, "dct:identifier", kind);
    dpv_words(x, "skos:prefLabel", words_right(reader_words(x->r), kind));
    TRY(dpv_refer(x, DPV_HAS_JURISDICTION, "region", region));
    export_keys(x, "privacyd:method", rights->methods, rights->method_count);
    json_close_object(j);
    return true;
}

static bool never(struct export *x, const struct never *never)
{
    struct json *j = &x->json;
    struct work *w = x->w;

    json_open_object(j, NULL);
    json_open_list(j, "@type");
    json_text(j, NULL, text_of(vocabulary_name(DPV_PROHIBITION)));
    json_text(j, NULL, text_equal(never->act, TEXT("sell")) ? TEXT("privacyd:Sale") : TEXT("privacyd:Sharing"));
    json_close_list(j);
    json_text(j, "dct:identifier", never->act);
    if (never->region >= 0)
        TRY(dpv_refer(x, DPV_HAS_JURISDICTION, "region", export_region(x->p, never->region)));
    json_close_object(j);
    return true;
}

bool dpv_rights(struct export *x)
{
    struct json *j = &x->json;
    struct work *w = x->w;

    json_open_list(j, vocabulary_name(DPV_HAS_RIGHT));
    for (size_t i = 0; i < x->p->rights_count; i++)
        for (size_t k = 0; k < x->p->rights[i].kind_count; k++)
            TRY(right(x, &x->p->rights[i], x->p->rights[i].kinds[k]));
    json_close_list(j);
    json_open_list(j, vocabulary_name(DPV_HAS_PROHIBITION));
    for (size_t i = 0; i < x->p->never_count; i++)
        TRY(never(x, &x->p->nevers[i]));
    json_close_list(j);
    return true;
}
