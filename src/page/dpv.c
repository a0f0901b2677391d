#include "page/dpv.h"

#include "page/words.h"

bool dpv_open(struct export *x, const char *prefix, struct text id, enum vocabulary_term type)
{
    struct work *w = x->w;
    struct text name;

    TRY(work_format(w, &name, "#%s-%.*s", prefix, TEXT_ARGS(id)));
    json_open_object(&x->json, NULL);
    json_text(&x->json, "@id", name);
    if (type != VOCABULARY_NONE)
        json_text(&x->json, "@type", text_of(vocabulary_name(type)));
    return true;
}

bool dpv_refer(struct export *x, enum vocabulary_term key, const char *prefix, struct text id)
{
    struct work *w = x->w;
    struct text name;

    TRY(work_format(w, &name, "#%s-%.*s", prefix, TEXT_ARGS(id)));
    json_open_object(&x->json, vocabulary_name(key));
    json_text(&x->json, "@id", name);
    json_close_object(&x->json);
    return true;
}

void dpv_words(struct export *x, const char *key, struct text words)
{
    if (words.length == 0)
        return;
    json_open_object(&x->json, key);
    json_text(&x->json, "@value", words);
    json_text(&x->json, "@language", reader_language(x->r));
    json_close_object(&x->json);
}

void dpv_typed(struct export *x, const char *key, const char *type, struct text value)
{
    json_open_object(&x->json, key);
    json_text(&x->json, "@value", value);
    json_text(&x->json, "@type", text_of(type));
    json_close_object(&x->json);
}

static bool context(struct export *x)
{
    static const char *const names[][2] = {
        { "dpv", VOCABULARY_DPV }, { "eu-gdpr", VOCABULARY_GDPR }, { "pd", VOCABULARY_PD }, { "privacyd", DPV_OWN },
        { "dct", "http://purl.org/dc/terms/" }, { "skos", "http://www.w3.org/2004/02/skos/core#" }, { "xsd", "http://www.w3.org/2001/XMLSchema#" },
    };
    char path[64];
    struct draft d = draft_in(path, sizeof path);
    struct work *w = x->w;
    struct text base;

    draft_addf(&d, "/v/%lld/policy.dpv.jsonld", (long long)x->edition->number);
    draft_byte(&d, '\0');
    TRY(export_url(x, path, &base));
    json_open_object(&x->json, "@context");
    json_text(&x->json, "@base", base);
    for (size_t i = 0; i < COUNT_OF(names); i++)
        json_text(&x->json, names[i][0], text_of(names[i][1]));
    json_close_object(&x->json);
    return true;
}

static bool moment(struct export *x, const char *key, struct instant at)
{
    struct work *w = x->w;
    struct draft d;

    TRY(work_draft(w, 48, &d));
    draft_instant(&d, at);
    dpv_typed(x, key, "xsd:dateTime", draft_text(&d));
    return true;
}

static bool members(struct export *x)
{
    const struct policy *p = x->p;
    struct work *w = x->w;
    struct text id;

    json_open_list(&x->json, vocabulary_name(DPV_HAS_PROCESS));
    for (size_t i = 0; i < p->purpose_count; i++)
        TRY(dpv_refer(x, VOCABULARY_NONE, "process", p->purposes[i].id));
    json_close_list(&x->json);
    json_open_list(&x->json, vocabulary_name(DPV_HAS_PROCESSING));
    for (size_t i = 0; i < p->transfer_count; i++) {
        TRY(work_format(w, &id, "%.*s-%.*s", TEXT_ARGS(export_region(p, p->transfers[i].region)), TEXT_ARGS(p->transfers[i].country)));
        TRY(dpv_refer(x, VOCABULARY_NONE, "transfer", id));
    }
    json_close_list(&x->json);
    return true;
}

static bool notice(struct export *x)
{
    const struct statement *decisions = policy_statement(x->p, TEXT("automated_decisions"));
    struct json *j = &x->json;
    struct work *w = x->w;
    struct text number, url;
    struct draft hash;

    TRY(words_number(w, (uint64_t)x->edition->number, &number));
    TRY(export_url(x, "/v/", &url));
    TRY(work_format(w, &url, "%.*s%.*s", TEXT_ARGS(url), TEXT_ARGS(number)));
    TRY(work_draft(w, 2 * sizeof x->p->model_hash + 1, &hash));
    draft_hex(&hash, x->p->model_hash.bytes, sizeof x->p->model_hash.bytes);
    json_open_object(j, NULL);
    json_text(j, "@id", url);
    json_text(j, "@type", text_of(vocabulary_name(DPV_PRIVACY_NOTICE)));
    dpv_words(x, "dct:title", words_in(x->p, &x->p->site_name, x->r->language));
    json_text(j, "dct:identifier", number);
    json_text(j, "dct:language", reader_language(x->r));
    TRY(moment(x, "dct:issued", x->edition->posted));
    TRY(moment(x, "privacyd:inForceSince", x->edition->effective));
    json_text(j, "privacyd:modelHash", draft_text(&hash));
    if (decisions)
        json_bool(j, "privacyd:automatedDecisions", text_equal(statement_value(x->p, decisions, TEXT("made"), 0, x->r->language), TEXT("true")));
    TRY(dpv_refer(x, DPV_HAS_DATA_CONTROLLER, "controller", TEXT("us")));
    TRY(members(x));
    TRY(dpv_rights(x));
    export_promises(x, "privacyd:promises");
    json_close_object(j);
    return true;
}

bool dpv_render(struct work *w, const struct making *m, struct text *out_bytes)
{
    struct export x;

    TRY(export_begin(w, m, &x));
    json_open_object(&x.json, NULL);
    TRY(context(&x));
    json_open_list(&x.json, "@graph");
    TRY(notice(&x));
    TRY(dpv_people(&x));
    TRY(dpv_places(&x));
    TRY(dpv_recipients(&x));
    TRY(dpv_processes(&x));
    json_close_list(&x.json);
    json_close_object(&x.json);
    return export_end(&x, out_bytes);
}
