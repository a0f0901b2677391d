#include "page/export.h"

#include "policy/clause.h"

enum { EXPORT_MAX = 1024 * 1024 };

bool export_begin(struct work *w, const struct making *m, struct export *out_export)
{
    *out_export = (struct export){ .w = w, .edition = m->edition, .r = &m->reader, .p = m->reader.policy };
    TRY(work_draft(w, EXPORT_MAX, &out_export->draft));
    out_export->json = json_in(&out_export->draft);
    return true;
}

bool export_end(struct export *x, struct text *out_bytes)
{
    struct work *w = x->w;

    draft_byte(&x->draft, '\n');
    if (x->draft.overflow)
        FAIL(w, ERR_LIMIT, "the policy as data is larger than %d bytes", EXPORT_MAX);
    *out_bytes = work_draft_end(w, &x->draft);
    return true;
}

bool export_url(struct export *x, const char *path, struct text *out_url)
{
    return work_format(x->w, out_url, "%.*s%.*s%s", TEXT_ARGS(x->r->site->base_url), TEXT_ARGS(x->r->site->mount), path);
}

static bool period(struct work *w, uint64_t count, enum period_unit unit, struct text *out_period)
{
    static const char letters[] = { [PERIOD_DAYS] = 'D', [PERIOD_MONTHS] = 'M', [PERIOD_YEARS] = 'Y' };

    must((unsigned)unit < COUNT_OF(letters));
    return work_format(w, out_period, "P%llu%c", (unsigned long long)count, letters[unit]);
}

bool export_period(struct work *w, const struct retention_rule *keep, struct text *out_period)
{
    bool measured = keep->trigger == TRIGGER_COLLECTED || keep->trigger == TRIGGER_LAST_CONTACT || retention_trigger_is_event(keep->trigger);

    *out_period = TEXT("");
    return !measured || period(w, (uint64_t)keep->count, keep->unit, out_period);
}

bool export_lifetime(struct work *w, struct text lifetime, struct text *out_period)
{
    static const struct { const char *word; enum period_unit unit; } units[] = { { "day", PERIOD_DAYS }, { "month", PERIOD_MONTHS }, { "year", PERIOD_YEARS } };
    struct text rest = lifetime, number;
    uint64_t count;

    *out_period = TEXT("");
    if (!text_cut(&rest, ' ', &number) || !text_to_u64(number, &count))
        return true;
    for (size_t i = 0; i < COUNT_OF(units); i++)
        if (text_starts(rest, text_of(units[i].word)))
            return period(w, count, units[i].unit, out_period);
    return true;
}

struct text export_region(const struct policy *p, int region)
{
    return region >= 0 && region < p->region_count ? p->regions[region].code : TEXT("elsewhere");
}

struct text export_gdpr(const struct policy *p, int region)
{
    static const struct { const char *code, *law; } laws[] = { { "EU", "GDPR" }, { "EEA", "GDPR" }, { "UK", "UKGDPR" }, { "GB", "UKGDPR" } };
    struct text code = export_region(p, region);

    for (size_t i = 0; i < COUNT_OF(laws); i++)
        if (text_equal(code, text_of(laws[i].code)))
            return text_of(laws[i].law);
    return TEXT("");
}

enum legal_basis export_basis(const struct policy *p, const struct purpose *purpose, int region)
{
    return region == p->region_count ? purpose->basis_elsewhere : purpose->basis[region];
}

static const struct contact *contact_named(const struct policy *p, struct text key)
{
    for (size_t i = 0; i < p->contact_count; i++)
        if (text_equal(p->contacts[i].key, key))
            return &p->contacts[i];
    return NULL;
}

const struct contact *export_contact(const struct policy *p, int region)
{
    const struct contact *contact = region >= 0 ? contact_named(p, export_region(p, region)) : NULL;

    if (!contact)
        contact = contact_named(p, TEXT("privacy"));
    return contact || p->contact_count == 0 ? contact : p->contacts;
}

void export_promises(struct export *x, const char *key)
{
    json_open_list(&x->json, key);
    for (int i = 0; i < clause_count; i++)
        if (clauses[i].promised(x->p))
            json_text(&x->json, NULL, text_of(clauses[i].id));
    json_close_list(&x->json);
}

void export_keys(struct export *x, const char *key, const struct text *keys, size_t count)
{
    json_open_list(&x->json, key);
    for (size_t i = 0; i < count; i++)
        json_text(&x->json, NULL, keys[i]);
    json_close_list(&x->json);
}
