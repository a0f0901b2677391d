#include "page/tilt.h"

#include "page/words.h"

/* The members of TILT, and which kinds of the policy make each. */
static const struct member {
    const char *name, *kinds[2];
} members[] = {
    { "accessAndDataPortability", { "access", "port" } }, { "rightToInformation", { "access" } },
    { "rightToRectificationOrDeletion", { "rectify", "erase" } }, { "rightToDataPortability", { "port" } }, { "rightToWithdrawConsent", { "withdraw" } },
};

static bool offers(const struct rights *rights, const struct member *member)
{
    for (size_t i = 0; i < rights->kind_count; i++)
        for (size_t k = 0; k < COUNT_OF(member->kinds); k++)
            if (member->kinds[k] && text_equal(rights->kinds[i], text_of(member->kinds[k])))
                return true;
    return false;
}

/* Rights of a region where one of the two regulations holds. */
static bool counts(const struct export *x, const struct rights *rights)
{
    return export_gdpr(x->p, rights->region).length > 0;
}

/* What a sender must show there, where the policy says so itself. */
static void evidences(struct export *x, const struct rights *rights)
{
    json_open_list(&x->json, "identificationEvidences");
    for (size_t i = 0; rights && i < rights->verification.field_count; i++) {
        const struct data_item *data = policy_data(x->p, rights->verification.fields[i]);

        json_text(&x->json, NULL, data ? words_label(x->r, data) : rights->verification.fields[i]);
    }
    json_close_list(&x->json);
}

static bool where_offered(struct export *x, const struct member *member, const struct rights **out_first, struct text *out_words)
{
    struct text names[POLICY_REGIONS_MAX];
    size_t count = 0;

    *out_first = NULL;
    for (size_t i = 0; i < x->p->rights_count; i++) {
        const struct rights *rights = &x->p->rights[i];

        if (!counts(x, rights) || !offers(rights, member) || count == COUNT_OF(names))
            continue;
        *out_first = *out_first ? *out_first : rights;
        names[count++] = words_region(x->r, rights->region);
    }
    return words_list(x->w, reader_words(x->r), names, count, out_words);
}

static bool member_write(struct export *x, const struct member *member, struct text url)
{
    struct json *j = &x->json;
    const struct rights *first;
    const struct contact *contact;
    struct work *w = x->w;
    struct text words;

    TRY(where_offered(x, member, &first, &words));
    contact = export_contact(x->p, first ? first->region : -1);
    json_open_object(j, member->name);
    json_bool(j, "available", first != NULL);
    json_text(j, "description", words);
    json_text(j, "url", url);
    if (contact && contact->email.length)
        json_text(j, "email", contact->email);
    evidences(x, first);
    json_close_object(j);
    return true;
}

/* The authority of the first such region; the others stand in "privacyd". */
static bool complain(struct export *x, struct text url)
{
    const struct rights *first = NULL;
    struct json *j = &x->json;
    struct text name;

    for (size_t i = 0; i < x->p->rights_count && !first; i++)
        if (counts(x, &x->p->rights[i]) && x->p->rights[i].authority.length)
            first = &x->p->rights[i];
    json_open_object(j, "rightToComplain");
    json_bool(j, "available", first != NULL);
    json_text(j, "description", first ? words_region(x->r, first->region) : TEXT(""));
    json_text(j, "url", url);
    if (first) {
        name = words_in(x->p, &first->authority_label, x->r->language);
        json_open_object(j, "supervisoryAuthority");
        json_text(j, "name", name.length ? name : first->authority);
        json_open_object(j, "privacyd");
        json_text(j, "url", first->authority);
        json_text(j, "region", export_region(x->p, first->region));
        json_close_object(j);
        json_close_object(j);
    }
    json_close_object(j);
    return true;
}

bool tilt_rights(struct export *x)
{
    struct work *w = x->w;
    struct text url;

    TRY(export_url(x, "/", &url));
    for (size_t i = 0; i < COUNT_OF(members); i++)
        TRY(member_write(x, &members[i], url));
    return complain(x, url);
}
