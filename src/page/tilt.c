#include "page/tilt.h"

#include "page/words.h"

static bool meta(struct export *x)
{
    struct json *j = &x->json;
    struct draft hash;
    struct text url, id;
    struct work *w = x->w;

    TRY(export_url(x, "/", &url));
    TRY(work_format(w, &id, "%.*sv/%lld", TEXT_ARGS(url), (long long)x->edition->number));
    TRY(work_draft(w, 2 * sizeof x->p->model_hash + 1, &hash));
    draft_hex(&hash, x->p->model_hash.bytes, sizeof x->p->model_hash.bytes);
    json_open_object(j, "meta");
    json_text(j, "_id", id);
    json_text(j, "name", words_in(x->p, &x->p->site_name, x->r->language));
    json_instant(j, "created", x->edition->posted);
    json_instant(j, "modified", x->edition->posted);
    json_number(j, "version", x->edition->number);
    json_text(j, "language", reader_language(x->r));
    json_text(j, "status", TEXT("active"));
    json_text(j, "url", url);
    json_text(j, "_hash", draft_text(&hash));
    json_close_object(j);
    return true;
}

/* One of the four ways of the schema; where none fits (consent, a derogation) none is available, and "privacyd" says which it is. */
static void safeguard(struct export *x, const struct transfer *t, const char *key, const char *const *kinds, size_t count)
{
    bool is = false;

    for (size_t i = 0; i < count; i++)
        is |= text_equal(t->safeguard, text_of(kinds[i]));
    json_open_object(&x->json, key);
    json_bool(&x->json, "available", is);
    json_text(&x->json, "description", is ? t->reference : TEXT(""));
    json_close_object(&x->json);
}

static void transfers(struct export *x)
{
    static const char *const adequacy[] = { "adequacy" }, *const clauses[] = { "standard_clauses", "idta" }, *const rules[] = { "binding_rules" };
    struct json *j = &x->json;

    json_open_list(j, "thirdCountryTransfers");
    for (size_t i = 0; i < x->p->transfer_count; i++) {
        const struct transfer *t = &x->p->transfers[i];

        json_open_object(j, NULL);
        json_text(j, "country", t->country);
        safeguard(x, t, "adequacyDecision", adequacy, COUNT_OF(adequacy));
        safeguard(x, t, "appropriateGuarantees", rules, COUNT_OF(rules));
        safeguard(x, t, "standardDataProtectionClause", clauses, COUNT_OF(clauses));
        json_open_object(j, "privacyd");
        json_text(j, "from", export_region(x->p, t->region));
        json_text(j, "safeguard", t->safeguard);
        json_text(j, "reference", t->reference);
        json_close_object(j);
        json_close_object(j);
    }
    json_close_list(j);
}

/* The language says whether machines decide, not how; where they do, the schema wants words for it. */
static void decisions(struct export *x)
{
    const struct statement *s = policy_statement(x->p, TEXT("automated_decisions"));
    bool made = s && text_equal(statement_value(x->p, s, TEXT("made"), 0, x->r->language), TEXT("true"));
    struct text unsaid = message_text(reader_words(x->r), MSG_EXPORT_UNSAID);

    json_open_object(&x->json, "automatedDecisionMaking");
    if (s)
        json_bool(&x->json, "inUse", made);
    if (made) {
        json_text(&x->json, "logicInvolved", unsaid);
        json_text(&x->json, "scopeAndIntendedEffects", unsaid);
    }
    json_close_object(&x->json);
}

bool tilt_render(struct work *w, const struct making *m, struct text *out_bytes)
{
    struct export x;

    TRY(export_begin(w, m, &x));
    json_open_object(&x.json, NULL);
    TRY(meta(&x));
    TRY(tilt_people(&x));
    TRY(tilt_data(&x));
    transfers(&x);
    TRY(tilt_rights(&x));
    decisions(&x);
    json_open_list(&x.json, "changesOfPurpose"); /* a purpose that changes is another version */
    json_close_list(&x.json);
    TRY(tilt_rest(&x));
    json_close_object(&x.json);
    return export_end(&x, out_bytes);
}
