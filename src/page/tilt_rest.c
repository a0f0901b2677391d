/* What TILT has no member for: the law of every other region, and the policy's own ids. */
#include "page/tilt.h"

#include "page/words.h"

static void regions(struct export *x)
{
    json_open_list(&x->json, "regions");
    for (int i = 0; i < x->p->region_count; i++) {
        json_open_object(&x->json, NULL);
        json_text(&x->json, "id", export_region(x->p, i));
        json_text(&x->json, "name", words_region(x->r, i));
        json_close_object(&x->json);
    }
    json_close_list(&x->json);
}

static bool purposes(struct export *x)
{
    struct json *j = &x->json;
    struct work *w = x->w;
    struct text period;

    json_open_list(j, "purposes");
    for (size_t i = 0; i < x->p->purpose_count; i++) {
        const struct purpose *purpose = &x->p->purposes[i];

        TRY(export_period(w, &purpose->keep, &period));
        json_open_object(j, NULL);
        json_text(j, "id", purpose->id);
        json_text(j, "why", words_purpose(x->r, purpose));
        json_open_object(j, "basis");
        for (int region = 0; region < x->p->region_count; region++) {
            char key[32];
            struct draft d = draft_in(key, sizeof key);

            draft_add(&d, text_first(export_region(x->p, region), sizeof key - 1));
            draft_byte(&d, '\0');
            json_text(j, key, text_of(legal_basis_name(export_basis(x->p, purpose, region))));
        }
        json_text(j, "elsewhere", text_of(legal_basis_name(purpose->basis_elsewhere)));
        json_close_object(j);
        json_open_object(j, "keep");
        json_text(j, "after", text_of(retention_trigger_name(purpose->keep.trigger)));
        json_text(j, "period", period);
        json_close_object(j);
        json_close_object(j);
    }
    json_close_list(j);
    return true;
}

static void recipients(struct export *x)
{
    static const char *const roles[] = { [ROLE_MISSING] = "processor", [ROLE_PROCESSOR] = "processor", [ROLE_AFFILIATE] = "affiliate",
        [ROLE_THIRD_PARTY] = "third_party", [ROLE_AUTHORITY] = "authority" };
    struct json *j = &x->json;

    json_open_list(j, "recipients");
    for (size_t i = 0; i < x->p->recipient_count; i++) {
        const struct recipient *r = &x->p->recipients[i];

        json_open_object(j, NULL);
        json_text(j, "id", r->id);
        json_text(j, "name", words_recipient(x->r, r));
        json_text(j, "role", text_of(roles[r->role]));
        export_keys(x, "purposes", r->purposes, r->purpose_count);
        export_keys(x, "does", r->does, r->does_count);
        export_keys(x, "countries", r->countries, r->country_count);
        json_open_list(j, "regions");
        for (int region = 0; region < x->p->region_count; region++)
            if (recipient_serves(r, region))
                json_text(j, NULL, export_region(x->p, region));
        if (r->everywhere)
            json_text(j, NULL, export_region(x->p, x->p->region_count));
        json_close_list(j);
        json_bool(j, "own_purposes", r->own_purposes);
        json_bool(j, "valuable_consideration", r->valuable_consideration);
        json_close_object(j);
    }
    json_close_list(j);
}

static void cookies(struct export *x)
{
    struct json *j = &x->json;

    json_open_list(j, "cookies");
    for (size_t i = 0; i < x->p->cookie_count; i++) {
        const struct cookie *c = &x->p->cookies[i];

        json_open_object(j, NULL);
        json_text(j, "name", c->name);
        json_text(j, "purpose", c->purpose->id);
        json_text(j, "class", text_of(cookie_class_name(c->class)));
        json_text(j, "kind", text_of(cookie_kind_name(c->kind)));
        json_text(j, "lifetime", c->lifetime);
        json_text(j, "set_by", c->set_by);
        json_text(j, "what", words_in(x->p, &c->what, x->r->language));
        json_close_object(j);
    }
    json_close_list(j);
}

static void rights(struct export *x)
{
    struct json *j = &x->json;

    json_open_list(j, "rights");
    for (size_t i = 0; i < x->p->rights_count; i++) {
        json_open_object(j, NULL);
        json_text(j, "region", export_region(x->p, x->p->rights[i].region));
        export_keys(x, "kinds", x->p->rights[i].kinds, x->p->rights[i].kind_count);
        export_keys(x, "methods", x->p->rights[i].methods, x->p->rights[i].method_count);
        json_text(j, "authority", x->p->rights[i].authority);
        json_close_object(j);
    }
    json_close_list(j);
}

static void nevers(struct export *x)
{
    json_open_list(&x->json, "never");
    for (size_t i = 0; i < x->p->never_count; i++) {
        json_open_object(&x->json, NULL);
        json_text(&x->json, "act", x->p->nevers[i].act);
        json_text(&x->json, "region", x->p->nevers[i].region < 0 ? TEXT("everywhere") : export_region(x->p, x->p->nevers[i].region));
        json_close_object(&x->json);
    }
    json_close_list(&x->json);
}

bool tilt_rest(struct export *x)
{
    struct work *w = x->w;

    json_open_object(&x->json, "privacyd");
    json_instant(&x->json, "effective", x->edition->effective);
    regions(x);
    TRY(purposes(x));
    recipients(x);
    cookies(x);
    rights(x);
    nevers(x);
    export_promises(x, "promises");
    json_close_object(&x->json);
    return true;
}
