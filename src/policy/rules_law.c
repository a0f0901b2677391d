/* The policy before the law tables: which rules there are, and what they share. */
#include "policy/rules_law.h"

#include <stdarg.h>
#include <stdio.h>

struct text court_region(const struct court *c, int region)
{
    return c->p->regions[region].code;
}

static const struct law_row *in_force(const struct court *c, const struct law_row *row)
{
    return row && row->effective_from.number <= c->today.number ? row : NULL;
}

const struct law_row *court_row_of(const struct court *c, int region, enum law_table table, struct text key)
{
    return in_force(c, law_row_of(c->law, court_region(c, region), table, key));
}

const struct law_row *court_row(const struct court *c, int region, enum law_table table)
{
    return court_row_of(c, region, table, TEXT(""));
}

const struct law_row *court_next(const struct court *c, int region, enum law_table table, const struct law_row *after)
{
    const struct law_row *row = after;

    do
        row = law_next(c->law, court_region(c, region), table, row);
    while (row && !in_force(c, row));
    return row;
}

bool court_counts(const struct court *c, const struct law_row *row)
{
    return law_row_counts(row, c->today, c->p->adopted, c->p->adopted_count);
}

struct finding *court_by_law(struct court *c, enum finding_code code, const struct law_row *row, struct place place, const char *hint, const char *format, ...)
{
    char message[FINDING_MESSAGE_MAX];
    bool counts = court_counts(c, row);
    struct finding *finding;
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    finding = finding_add(c->w, c->f, code, place, "%s (%.*s%s)", message, NAME_ARGS(row->name), counts ? "" : ", which nobody verified");
    finding_hint(c->w, c->f, finding, "%s", hint);
    if (!counts)
        finding_soften(c->f, finding);
    return finding;
}

const struct rights *court_rights(const struct court *c, int region)
{
    for (size_t i = 0; i < c->p->rights_count; i++)
        if (c->p->rights[i].region == region)
            return &c->p->rights[i];
    return NULL;
}

struct place court_region_place(const struct court *c, int region)
{
    const struct rights *r = court_rights(c, region);

    return r ? r->place : c->p->regions[region].place;
}

const struct statement *court_statement(const struct court *c, const char *id, int region)
{
    const struct statement *everywhere = NULL;

    for (size_t i = 0; i < c->p->statement_count; i++) {
        const struct statement *s = &c->p->statements[i];
        if (!text_equal(s->id, text_of(id)))
            continue;
        if (s->region == region)
            return s;
        if (s->region < 0)
            everywhere = s;
    }
    return everywhere;
}

const struct statement_parameter *court_parameter(const struct statement *s, const char *name, size_t nth)
{
    for (size_t i = 0; s && i < s->parameter_count; i++)
        if (text_equal(s->parameters[i].name, text_of(name)) && nth-- == 0)
            return &s->parameters[i];
    return NULL;
}

struct place court_basis_place(const struct purpose *purpose, int region)
{
    return purpose->basis_places[region].line ? purpose->basis_places[region] : purpose->basis_place;
}

bool court_basis_is(const struct purpose *purpose, int region, const struct law_list *accepted)
{
    return law_list_has(accepted, text_of(legal_basis_name(purpose->basis[region])));
}

void lacking_begin(struct lacking *l)
{
    l->draft = draft_in(l->memory, sizeof l->memory);
}

void lacking_add(struct lacking *l, struct text name)
{
    draft_addf(&l->draft, "%s%.*s", l->draft.length ? ", " : "", NAME_ARGS(name));
}

/* "CA" is Canada, and who writes it means California more often than not. */
static void rule_known(struct court *c, int region)
{
    char state[8], hint[80] = "write a law file for it; `privacyd law` says how";
    struct text code = court_region(c, region);

    if (law_region(c->law, code))
        return;
    snprintf(state, sizeof state, "US-%.*s", (int)(code.length > 4 ? 4 : code.length), code.at);
    for (int i = 0; i < c->law->region_count; i++)
        if (text_equal(c->law->regions[i].code, text_of(state)))
            snprintf(hint, sizeof hint, "the state of the USA is `%s`; else write a law file for it", state);
    court_find(c, PD_NO_LAW, c->p->regions[region].place, hint, "nothing is known of the law of `%.*s`", NAME_ARGS(code));
}

static bool is_part_of(const struct court *c, int region, const struct law_region *whole)
{
    const struct law_region *r = law_region(c->law, court_region(c, region));

    while (r && r != whole)
        r = r->under < 0 ? NULL : &c->law->regions[r->under];
    return r != NULL;
}

/* A controller of the USA is in no state that the policy could be asked for; so only regions that give rights of their own. */
static void rule_own_law(struct court *c)
{
    const struct law_region *own = c->p->controller_country.length ? law_region(c->law, c->p->controller_country) : NULL;

    if (!own || !law_next(c->law, own->code, LAW_KINDS, NULL))
        return;
    for (int region = 0; region < c->p->region_count; region++)
        if (is_part_of(c, region, own))
            return;
    court_find(c, PD_LAW_UNNAMED, c->p->country_place, "add it to `regions`, with the rights of people there", "the controller is in %.*s, and the policy does not name `%.*s`, whose law it is under",
        NAME_ARGS(c->p->controller_country), NAME_ARGS(own->code));
}

static void rules_known(struct court *c)
{
    for (int region = 0; region < c->p->region_count; region++)
        rule_known(c, region);
    if (c->p->region_count == 0 && c->p->controller_place.line)
        court_find(c, PD_NO_LAW, c->p->controller_place, "add `regions: ` with where people live, as in EU, UK, US-CA", "the policy names no region, so no law is asked");
    rule_own_law(c);
}

void rules_law(struct court *c)
{
    static void (*const rules[])(struct court *) = { rules_known, rules_adopted, rules_rights, rules_identity, rules_notice, rules_device, rules_transfer };

    for (size_t i = 0; c->law && i < COUNT_OF(rules); i++)
        rules[i](c);
}
