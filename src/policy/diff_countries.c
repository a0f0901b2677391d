/* Countries: where data go, and what protects them there. */
#include "policy/diff_inside.h"

uint64_t recipient_people(const struct differ *x, const struct policy *of, const struct recipient *r)
{
    uint64_t regions = 0;

    for (int i = 0; i < of->region_count; i++)
        if (recipient_serves(r, i))
            regions |= of == x->after ? diff_region_after(x, i) : diff_region_before(x, i);
    return r->everywhere ? x->diff->everywhere : regions;
}

bool policy_has_country(const struct policy *p, struct text country)
{
    for (size_t i = 0; i < p->recipient_count; i++)
        if (list_has(p->recipients[i].countries, p->recipients[i].country_count, country))
            return true;
    for (size_t i = 0; i < p->transfer_count; i++)
        if (text_equal(p->transfers[i].country, country))
            return true;
    return text_equal(p->controller_country, country);
}

/* --- countries --------------------------------------------------------------------------------------------------------------------------------- */

struct country {
    struct text code;
    uint64_t regions;
    struct place place;
};

/* Whose data go to a country, and where the file says so first. */
static struct country country_of(const struct differ *x, const struct policy *p, struct text code)
{
    struct country c = { .code = code };
    bool after = p == x->after;

    for (size_t i = 0; i < p->recipient_count; i++) {
        const struct recipient *r = &p->recipients[i];
        if (!list_has(r->countries, r->country_count, code))
            continue;
        c.regions |= recipient_people(x, p, r);
        c.place = c.place.line ? c.place : r->countries_place;
    }
    for (size_t i = 0; i < p->transfer_count; i++) {
        if (!text_equal(p->transfers[i].country, code))
            continue;
        c.regions |= after ? diff_region_after(x, p->transfers[i].region) : diff_region_before(x, p->transfers[i].region);
        c.place = c.place.line ? c.place : p->transfers[i].place;
    }
    return c;
}

static void country(struct differ *x, const struct policy *p, struct text code)
{
    const struct policy *other = p == x->after ? x->before : x->after;
    struct country c = country_of(x, p, code);

    if (policy_has_country(other, code))
        return;
    if (p == x->after)
        DIFF_ADD(x, .kind = CHANGE_COUNTRY_ADDED, .path = PATH(TEXT("recipients"), code), .subject = value_code(FORM_COUNTRY, code), .regions = c.regions,
            .after_place = c.place);
    else
        DIFF_ADD(x, .kind = CHANGE_COUNTRY_REMOVED, .path = PATH(TEXT("recipients"), code), .subject = value_code(FORM_COUNTRY, code),
            .regions = c.regions, .of = p, .before_place = c.place);
}

static bool is_told(const struct differ *x, const struct policy *p, struct text code)
{
    for (const struct found_change *i = x->first; i; i = i->next)
        if ((i->change.kind == CHANGE_COUNTRY_ADDED || i->change.kind == CHANGE_COUNTRY_REMOVED) && i->change.of == p &&
            text_equal(i->change.subject.text, code))
            return true;
    return false;
}

static void countries_of(struct differ *x, const struct policy *p)
{
    for (size_t i = 0; i < p->recipient_count; i++)
        for (size_t k = 0; k < p->recipients[i].country_count; k++)
            if (!is_told(x, p, p->recipients[i].countries[k]))
                country(x, p, p->recipients[i].countries[k]);
    for (size_t i = 0; i < p->transfer_count; i++)
        if (!is_told(x, p, p->transfers[i].country))
            country(x, p, p->transfers[i].country);
}

/* --- transfers --------------------------------------------------------------------------------------------------------------------------------- */

static const struct transfer *transfer_of(const struct policy *p, struct text region, struct text country)
{
    for (size_t i = 0; i < p->transfer_count; i++)
        if (text_equal(p->regions[p->transfers[i].region].code, region) && text_equal(p->transfers[i].country, country))
            return &p->transfers[i];
    return NULL;
}

/* How much it holds without the person: a decision about the country, a contract, what the person agreed to, an exception. */
static int strength(struct text safeguard)
{
    static const struct { const char *word; int strength; } table[] = {
        { "adequacy", 3 }, { "standard_clauses", 2 }, { "idta", 2 }, { "binding_rules", 2 }, { "consent", 1 }, { "derogation", 0 },
    };

    for (size_t i = 0; i < COUNT_OF(table); i++)
        if (text_equal(safeguard, text_of(table[i].word)))
            return table[i].strength;
    return 0;
}

static void safeguard(struct differ *x, const struct transfer *was, const struct transfer *is)
{
    int before = strength(was->safeguard), after = strength(is->safeguard);
    bool differs = !text_equal(was->safeguard, is->safeguard), dates = was->has_review != is->has_review || was->review.number != is->review.number;
    enum change_kind kind = after < before ? CHANGE_SAFEGUARD_WEAKER : after > before ? CHANGE_SAFEGUARD_STRONGER : CHANGE_SAFEGUARD_OTHER;

    if (differs || dates || !text_equal(was->reference, is->reference))
        DIFF_ADD(x, .kind = kind, .path = PATH(TEXT("transfers"), x->after->regions[is->region].code, is->country),
            .subject = value_code(FORM_COUNTRY, is->country), .before = value_code(FORM_SAFEGUARD, differs ? was->safeguard : TEXT("")),
            .after = value_code(FORM_SAFEGUARD, is->safeguard), .regions = diff_region_after(x, is->region), .before_place = was->safeguard_place,
            .after_place = is->safeguard_place);
}

static void transfers(struct differ *x)
{
    for (size_t i = 0; i < x->after->transfer_count; i++) {
        const struct transfer *is = &x->after->transfers[i];
        const struct transfer *was = transfer_of(x->before, x->after->regions[is->region].code, is->country);
        if (was)
            safeguard(x, was, is);
        else if (policy_has_country(x->before, is->country))
            DIFF_ADD(x, .kind = CHANGE_TRANSFER_ADDED, .path = PATH(TEXT("transfers"), x->after->regions[is->region].code, is->country),
                .subject = value_code(FORM_COUNTRY, is->country), .after = value_code(FORM_SAFEGUARD, is->safeguard),
                .regions = diff_region_after(x, is->region), .after_place = is->place);
    }
    for (size_t i = 0; i < x->before->transfer_count; i++) {
        const struct transfer *was = &x->before->transfers[i];
        if (!transfer_of(x->after, x->before->regions[was->region].code, was->country) && policy_has_country(x->after, was->country))
            DIFF_ADD(x, .kind = CHANGE_TRANSFER_REMOVED, .path = PATH(TEXT("transfers"), x->before->regions[was->region].code, was->country),
                .subject = value_code(FORM_COUNTRY, was->country), .before = value_code(FORM_SAFEGUARD, was->safeguard),
                .regions = diff_region_before(x, was->region), .of = x->before, .before_place = was->place);
    }
}

void diff_countries(struct differ *x)
{
    countries_of(x, x->after);
    countries_of(x, x->before);
    transfers(x);
}
