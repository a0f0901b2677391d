/* What an appendix says of its region, and how the policy changes. */
#include "policy/rules_court.h"

static void rule_collects(struct court *c, const struct appendix *a)
{
    if (a->prevails && a->collects_computed)
        court_find(c, PD_COLLECTS_COMPUTED, a->place, "give the closed list if the appendix promises one",
            "what `%.*s` collects is computed from the channels", NAME_ARGS(c->p->regions[a->region].code));
}

static bool is_taken(const struct policy *p, const struct data_item *data, int region)
{
    for (size_t i = 0; i < p->channel_count; i++)
        for (size_t k = 0; k < p->channels[i].field_count; k++)
            if (p->channels[i].fields[k].data == data && channel_takes(p, &p->channels[i], data, region))
                return true;
    return false;
}

/* A channel that was left out for what it says wrongly may take what is listed here; that it was left out is told. */
static void rule_listed(struct court *c, const struct appendix *a)
{
    if (c->f->breaking)
        return;
    for (size_t i = 0; i < a->collect_count; i++)
        if (!is_taken(c->p, a->collects[i], a->region))
            court_find(c, PD_LISTED_NOT_TAKEN, a->collects_place, "take it out of the list, or let a channel take it",
                "`%.*s` is said to be collected in %.*s, but no channel takes it", NAME_ARGS(a->collects[i]->id),
                NAME_ARGS(c->p->regions[a->region].code))->second = a->collects[i]->place;
}

static void rule_version_line(struct court *c, const struct appendix *a)
{
    if (a->version_at_page_top)
        court_find(c, PD_VERSION_LINE, a->version_place, "leave the key out: the page shows the date beside the heading of the appendix",
            "the appendix has no page of its own at whose top its date could stand");
}

static const struct statement_parameter *parameter(const struct statement *s, const char *name)
{
    for (size_t i = 0; i < s->parameter_count; i++)
        if (text_equal(s->parameters[i].name, text_of(name)))
            return &s->parameters[i];
    return NULL;
}

/* Notice of a material change, and at once in force: nobody could have read it before. */
static void rule_changes(struct court *c, const struct statement *s)
{
    const struct statement_parameter *effective = parameter(s, "effective"), *lead = parameter(s, "lead"), *notice = parameter(s, "notice");
    bool on_posting = effective && text_equal(effective->value, TEXT("on_posting")), no_lead = !lead || text_equal(lead->value, TEXT("0"));

    if (!notice || (!on_posting && !no_lead))
        return;
    court_find(c, PD_ON_POSTING, on_posting ? effective->place : lead ? lead->place : s->place, "`lead: 30` (days), without `effective: on_posting`",
        "material changes are told, but count at once")->second = notice->place;
}

void rules_appendices(struct court *c)
{
    for (size_t i = 0; i < c->p->appendix_count; i++) {
        rule_collects(c, &c->p->appendices[i]);
        rule_listed(c, &c->p->appendices[i]);
        rule_version_line(c, &c->p->appendices[i]);
    }
    for (size_t i = 0; i < c->p->statement_count; i++)
        if (text_equal(c->p->statements[i].id, TEXT("changes")))
            rule_changes(c, &c->p->statements[i]);
}
