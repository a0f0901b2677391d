#include "page/dpv.h"

#include "page/words.h"

static bool purpose_node(struct export *x, const struct purpose *purpose)
{
    struct work *w = x->w;

    json_open_list(&x->json, vocabulary_name(DPV_HAS_PURPOSE));
    TRY(dpv_open(x, "purpose", purpose->id, DPV_PURPOSE));
    json_text(&x->json, "dct:identifier", purpose->id);
    dpv_words(x, "skos:prefLabel", words_purpose_name(x->r, purpose));
    dpv_words(x, "dct:description", words_purpose(x->r, purpose));
    json_close_object(&x->json);
    json_close_list(&x->json);
    return true;
}

static bool data_node(struct export *x, const struct channel *channel, const struct channel_field *field)
{
    struct json *j = &x->json;
    struct work *w = x->w;
    struct text id;

    TRY(work_format(w, &id, "%.*s-%.*s", TEXT_ARGS(channel->id), TEXT_ARGS(field->data->id)));
    TRY(dpv_open(x, "data", id, vocabulary_category(field->data->category)));
    json_text(j, "dct:identifier", field->data->id);
    json_text(j, "privacyd:category", field->data->category);
    dpv_words(x, "skos:prefLabel", words_label(x->r, field->data));
    json_open_object(j, vocabulary_name(DPV_HAS_NECESSITY));
    json_text(j, "@id", text_of(vocabulary_name(field->required ? DPV_REQUIRED : DPV_OPTIONAL)));
    json_close_object(j);
    json_open_object(j, vocabulary_name(DPV_HAS_DATA_SOURCE));
    json_text(j, "@id", text_of(vocabulary_name(vocabulary_source(channel->source))));
    json_close_object(j);
    json_close_object(j);
    return true;
}

static bool data(struct export *x, const struct purpose *purpose)
{
    struct work *w = x->w;

    json_open_list(&x->json, vocabulary_name(DPV_HAS_PERSONAL_DATA));
    for (size_t i = 0; i < x->p->channel_count; i++)
        for (size_t k = 0; x->p->channels[i].purpose == purpose && k < x->p->channels[i].field_count; k++)
            TRY(data_node(x, &x->p->channels[i], &x->p->channels[i].fields[k]));
    json_close_list(&x->json);
    return true;
}

static bool cookie(struct export *x, const struct cookie *c)
{
    struct json *j = &x->json;
    struct work *w = x->w;
    struct text period;

    TRY(export_lifetime(w, c->lifetime, &period));
    json_open_object(j, NULL);
    json_text(j, "@type", TEXT("privacyd:Cookie"));
    json_text(j, "dct:identifier", c->name);
    dpv_words(x, "dct:description", words_in(x->p, &c->what, x->r->language));
    json_text(j, "privacyd:class", text_of(cookie_class_name(c->class)));
    json_text(j, "privacyd:kind", text_of(cookie_kind_name(c->kind)));
    if (period.length)
        dpv_typed(x, "privacyd:lifetime", "xsd:duration", period);
    else
        json_text(j, "privacyd:lifetime", c->lifetime);
    json_text(j, "privacyd:setBy", c->set_by);
    json_close_object(j);
    return true;
}

static bool cookies(struct export *x, const struct purpose *purpose)
{
    struct work *w = x->w;

    json_open_list(&x->json, "privacyd:keepsOnDevice");
    for (size_t i = 0; i < x->p->cookie_count; i++)
        if (x->p->cookies[i].purpose == purpose)
            TRY(cookie(x, &x->p->cookies[i]));
    json_close_list(&x->json);
    return true;
}

/* Where it is done: on which ground. In the EU in the words of its regulation. */
static bool bases(struct export *x, const struct purpose *purpose)
{
    struct json *j = &x->json;
    struct work *w = x->w;

    json_open_list(j, vocabulary_name(DPV_HAS_LEGAL_BASIS));
    for (int region = 0; region <= x->p->region_count; region++) {
        enum legal_basis basis = export_basis(x->p, purpose, region);
        enum vocabulary_term term = vocabulary_basis(basis, text_equal(export_gdpr(x->p, region), TEXT("GDPR")));

        if (term == VOCABULARY_NONE && basis != BASIS_NOT_REQUIRED)
            continue;
        json_open_object(j, NULL);
        json_text(j, "@type", term == VOCABULARY_NONE ? TEXT("privacyd:NoLegalBasisRequired") : text_of(vocabulary_name(term)));
        TRY(dpv_refer(x, DPV_HAS_JURISDICTION, "region", export_region(x->p, region)));
        json_close_object(j);
    }
    json_close_list(j);
    json_open_list(j, "privacyd:notCarriedOutIn");
    for (int region = 0; region <= x->p->region_count; region++)
        if (export_basis(x->p, purpose, region) == BASIS_OFF || export_basis(x->p, purpose, region) == BASIS_MISSING)
            TRY(dpv_refer(x, VOCABULARY_NONE, "region", export_region(x->p, region)));
    json_close_list(j);
    return true;
}

static bool storage(struct export *x, const struct retention_rule *keep)
{
    struct json *j = &x->json;
    struct work *w = x->w;
    struct text period, words;

    TRY(export_period(w, keep, &period));
    TRY(words_keep(w, reader_words(x->r), keep, &words));
    json_open_object(j, vocabulary_name(DPV_HAS_STORAGE_CONDITION));
    json_text(j, "@type", text_of(vocabulary_name(DPV_STORAGE_DURATION)));
    dpv_words(x, "dct:description", words);
    json_open_object(j, vocabulary_name(DPV_HAS_DURATION));
    json_text(j, "@type", text_of(vocabulary_name(period.length ? DPV_TEMPORAL_DURATION
        : keep->trigger == TRIGGER_WITHDRAWN ? DPV_UNTIL_EVENT_DURATION : DPV_INDETERMINATE_DURATION)));
    if (period.length)
        dpv_typed(x, "privacyd:period", "xsd:duration", period);
    json_text(j, period.length ? "privacyd:after" : "privacyd:until", text_of(retention_trigger_name(keep->trigger)));
    json_close_object(j);
    json_close_object(j);
    return true;
}

static bool recipients(struct export *x, const struct purpose *purpose)
{
    struct work *w = x->w;

    json_open_list(&x->json, vocabulary_name(DPV_HAS_RECIPIENT));
    for (size_t i = 0; i < x->p->recipient_count; i++)
        if (recipient_is_for(&x->p->recipients[i], purpose->id))
            TRY(dpv_refer(x, VOCABULARY_NONE, "recipient", x->p->recipients[i].id));
    json_close_list(&x->json);
    return true;
}

bool dpv_processes(struct export *x)
{
    struct work *w = x->w;

    for (size_t i = 0; i < x->p->purpose_count; i++) {
        const struct purpose *purpose = &x->p->purposes[i];

        TRY(dpv_open(x, "process", purpose->id, DPV_PROCESS));
        TRY(dpv_refer(x, DPV_HAS_DATA_CONTROLLER, "controller", TEXT("us")));
        TRY(purpose_node(x, purpose));
        TRY(data(x, purpose));
        TRY(cookies(x, purpose));
        TRY(bases(x, purpose));
        TRY(storage(x, &purpose->keep));
        TRY(recipients(x, purpose));
        json_close_object(&x->json);
    }
    return true;
}
