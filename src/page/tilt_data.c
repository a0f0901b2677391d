#include "page/tilt.h"

#include "page/words.h"

/* What is disclosed: a data item that channels collect, or what is kept on the device. */
struct disclosed {
    struct text id, category, label;
    bool *for_purpose; /* by place in the policy */
    bool required;
    const struct cookie *cookie;
};

static void purposes(struct export *x, const struct disclosed *d)
{
    struct json *j = &x->json;

    json_open_list(j, "purposes");
    for (size_t i = 0; i < x->p->purpose_count; i++) {
        if (!d->for_purpose[i])
            continue;
        json_open_object(j, NULL);
        json_text(j, "purpose", words_purpose_name(x->r, &x->p->purposes[i]));
        json_text(j, "description", words_purpose(x->r, &x->p->purposes[i]));
        json_open_object(j, "privacyd");
        json_text(j, "id", x->p->purposes[i].id);
        json_close_object(j);
        json_close_object(j);
    }
    json_close_list(j);
}

/* "GDPR-6-1-a"; empty for what needs no ground there, or is not done. */
static bool reference(struct export *x, enum legal_basis basis, int region, struct text *out_reference)
{
    static const char letters[LEGAL_BASES] = {
        [BASIS_CONSENT] = 'a', [BASIS_CONTRACT] = 'b', [BASIS_LEGAL_OBLIGATION] = 'c', [BASIS_VITAL_INTERESTS] = 'd', [BASIS_PUBLIC_TASK] = 'e',
        [BASIS_LEGITIMATE_INTERESTS] = 'f',
    };
    struct text law = export_gdpr(x->p, region);

    *out_reference = TEXT("");
    return law.length == 0 || !letters[basis] || work_format(x->w, out_reference, "%.*s-6-1-%c", TEXT_ARGS(law), letters[basis]);
}

static bool legal_bases(struct export *x, const struct disclosed *d)
{
    struct work *w = x->w;
    struct text said;

    json_open_list(&x->json, "legalBases");
    for (int region = 0; region < x->p->region_count; region++) {
        for (size_t i = 0; i < x->p->purpose_count; i++) {
            enum legal_basis basis = export_basis(x->p, &x->p->purposes[i], region);

            TRY(reference(x, basis, region, &said));
            if (!d->for_purpose[i] || said.length == 0)
                continue;
            json_open_object(&x->json, NULL);
            json_text(&x->json, "reference", said);
            json_text(&x->json, "description", words_basis(reader_words(x->r), basis));
            json_open_object(&x->json, "privacyd");
            json_text(&x->json, "region", export_region(x->p, region));
            json_text(&x->json, "purpose", x->p->purposes[i].id);
            json_close_object(&x->json);
            json_close_object(&x->json);
        }
    }
    json_close_list(&x->json);
    return true;
}

static bool rests_on(const struct policy *p, const struct purpose *purpose, enum legal_basis basis)
{
    for (int region = 0; region < p->region_count; region++)
        if (export_gdpr(p, region).length && export_basis(p, purpose, region) == basis)
            return true;
    return false;
}

static bool any_rests_on(const struct export *x, const struct disclosed *d, enum legal_basis basis)
{
    for (size_t i = 0; i < x->p->purpose_count; i++)
        if (d->for_purpose[i] && rests_on(x->p, &x->p->purposes[i], basis))
            return true;
    return false;
}

static void interests(struct export *x, const struct disclosed *d)
{
    struct json *j = &x->json;

    json_open_list(j, "legitimateInterests");
    for (size_t i = 0; i < x->p->purpose_count; i++) {
        if (!d->for_purpose[i] || !rests_on(x->p, &x->p->purposes[i], BASIS_LEGITIMATE_INTERESTS))
            continue;
        json_open_object(j, NULL);
        json_bool(j, "exists", true);
        json_text(j, "reasoning", words_purpose(x->r, &x->p->purposes[i]));
        json_close_object(j);
    }
    json_close_list(j);
}

static bool serves(const struct recipient *r, const struct policy *p, const struct disclosed *d)
{
    for (size_t i = 0; i < p->purpose_count; i++)
        if (d->for_purpose[i] && recipient_is_for(r, p->purposes[i].id))
            return true;
    return false;
}

static void recipient(struct export *x, const struct recipient *r, struct text country)
{
    struct json *j = &x->json;

    json_open_object(j, NULL);
    json_text(j, "name", words_recipient(x->r, r));
    if (country.length)
        json_text(j, "country", country);
    json_text(j, "category", words_role(reader_words(x->r), r->role));
    json_open_object(j, "privacyd");
    json_text(j, "id", r->id);
    json_close_object(j);
    json_close_object(j);
}

/* The schema has one country a recipient: one that works in two stands there twice. */
static void recipients(struct export *x, const struct disclosed *d)
{
    json_open_list(&x->json, "recipients");
    for (size_t i = 0; i < x->p->recipient_count; i++) {
        const struct recipient *r = &x->p->recipients[i];

        if (!serves(r, x->p, d))
            continue;
        for (size_t k = 0; k < r->country_count; k++)
            recipient(x, r, r->countries[k]);
        if (r->country_count == 0)
            recipient(x, r, TEXT(""));
    }
    json_close_list(&x->json);
}

/* A period of the calendar, or the event that ends it. */
static void storage_term(struct export *x, struct text period, struct text words)
{
    struct json *j = &x->json;

    json_open_object(j, NULL);
    json_open_list(j, "temporal");
    if (period.length) {
        json_open_object(j, NULL);
        json_text(j, "description", words);
        json_text(j, "ttl", period);
        json_close_object(j);
    }
    json_close_list(j);
    json_open_list(j, "purposeConditional");
    if (period.length == 0)
        json_text(j, NULL, words);
    json_close_list(j);
    json_text(j, "aggregationFunction", TEXT("max"));
    json_close_object(j);
}

static bool storage(struct export *x, const struct disclosed *d)
{
    struct work *w = x->w;
    struct text period, words;

    json_open_list(&x->json, "storage");
    for (size_t i = 0; i < x->p->purpose_count; i++) {
        if (!d->for_purpose[i])
            continue;
        TRY(export_period(w, &x->p->purposes[i].keep, &period));
        TRY(words_keep(w, reader_words(x->r), &x->p->purposes[i].keep, &words));
        storage_term(x, period, words);
    }
    if (d->cookie) {
        TRY(export_lifetime(w, d->cookie->lifetime, &period));
        TRY(words_lifetime(w, reader_words(x->r), d->cookie->lifetime, &words));
        storage_term(x, period, words);
    }
    json_close_list(&x->json);
    return true;
}

static void non_disclosure(struct export *x, const struct disclosed *d)
{
    struct json *j = &x->json;

    json_open_object(j, "nonDisclosure");
    json_bool(j, "legalRequirement", any_rests_on(x, d, BASIS_LEGAL_OBLIGATION));
    json_bool(j, "contractualRegulation", any_rests_on(x, d, BASIS_CONTRACT));
    json_bool(j, "obligationToProvide", d->required);
    json_text(j, "consequences", message_text(reader_words(x->r), d->required ? MSG_EXPORT_REQUIRED : d->cookie ? MSG_EXPORT_DEVICE : MSG_EXPORT_OPTIONAL));
    json_close_object(j);
}

static bool disclosed_write(struct export *x, const struct disclosed *d)
{
    struct json *j = &x->json;
    struct work *w = x->w;

    json_open_object(j, NULL);
    json_text(j, "_id", d->id);
    json_text(j, "category", d->label);
    purposes(x, d);
    TRY(legal_bases(x, d));
    interests(x, d);
    recipients(x, d);
    TRY(storage(x, d));
    non_disclosure(x, d);
    json_open_object(j, "privacyd");
    json_text(j, "category", d->category);
    json_close_object(j);
    json_close_object(j);
    return true;
}

static void mark(const struct policy *p, const struct purpose *purpose, struct disclosed *d)
{
    for (size_t i = 0; i < p->purpose_count; i++)
        d->for_purpose[i] |= text_equal(p->purposes[i].id, purpose->id);
}

/* Whether a channel collects it; notes for what, and whether somebody must give it. */
static bool item_of(struct export *x, const struct data_item *data, struct disclosed *d)
{
    bool collected = false;

    *d = (struct disclosed){ .id = data->id, .category = data->category, .label = words_label(x->r, data), .for_purpose = d->for_purpose };
    for (size_t i = 0; i < x->p->channel_count; i++) {
        for (size_t k = 0; k < x->p->channels[i].field_count; k++) {
            if (x->p->channels[i].fields[k].data != data)
                continue;
            collected = true;
            d->required |= x->p->channels[i].fields[k].required;
            mark(x->p, x->p->channels[i].purpose, d);
        }
    }
    return collected;
}

static bool cookie_of(struct export *x, const struct cookie *cookie, struct disclosed *d)
{
    struct work *w = x->w;

    *d = (struct disclosed){ .category = TEXT("user.device.cookie"), .cookie = cookie, .for_purpose = d->for_purpose };
    TRY(work_format(w, &d->id, "cookie:%.*s", TEXT_ARGS(cookie->name)));
    TRY(message_format(w, reader_words(x->r), MSG_PAGE_COOKIE_ITEM, &cookie->name, 1, &d->label));
    mark(x->p, cookie->purpose, d);
    return true;
}

static bool fresh(struct export *x, struct disclosed *d)
{
    d->for_purpose = WORK_NEW(x->w, bool, x->p->purpose_count);
    return d->for_purpose != NULL;
}

static bool data_disclosed(struct export *x)
{
    struct disclosed d = { 0 };
    struct work *w = x->w;

    json_open_list(&x->json, "dataDisclosed");
    for (size_t i = 0; i < x->p->data_count; i++) {
        TRY(fresh(x, &d));
        if (item_of(x, &x->p->data[i], &d))
            TRY(disclosed_write(x, &d));
    }
    for (size_t i = 0; i < x->p->cookie_count; i++) {
        TRY(fresh(x, &d));
        TRY(cookie_of(x, &x->p->cookies[i], &d));
        TRY(disclosed_write(x, &d));
    }
    json_close_list(&x->json);
    return true;
}

static bool sources_of(struct export *x, const struct channel *channel, struct text url)
{
    static const enum message words[] = { [FROM_PERSON] = MSG_EXPORT_SOURCE_PERSON, [FROM_DEVICE] = MSG_EXPORT_SOURCE_DEVICE, [FROM_LOG] = MSG_EXPORT_SOURCE_LOG };
    struct json *j = &x->json;
    struct work *w = x->w;
    struct text id;

    must((unsigned)channel->source < COUNT_OF(words));
    for (size_t i = 0; i < channel->field_count; i++) {
        TRY(work_format(w, &id, "%.*s:%.*s", TEXT_ARGS(channel->id), TEXT_ARGS(channel->fields[i].data->id)));
        json_open_object(j, NULL);
        json_text(j, "_id", id);
        json_text(j, "dataCategory", words_label(x->r, channel->fields[i].data));
        json_open_list(j, "sources");
        json_open_object(j, NULL);
        json_text(j, "description", message_text(reader_words(x->r), words[channel->source]));
        json_text(j, "url", url);
        json_bool(j, "publiclyAvailable", false);
        json_close_object(j);
        json_close_list(j);
        json_close_object(j);
    }
    return true;
}

bool tilt_data(struct export *x)
{
    struct work *w = x->w;
    struct text url;

    TRY(export_url(x, "/", &url));
    TRY(data_disclosed(x));
    json_open_list(&x->json, "sources");
    for (size_t i = 0; i < x->p->channel_count; i++)
        TRY(sources_of(x, &x->p->channels[i], url));
    json_close_list(&x->json);
    return true;
}
