/* Days on which something was done. One that is still to come would keep a review from ever falling due. */
#include "policy/rules_court.h"

static void rule_day(struct court *c, struct day day, struct place place, const char *what)
{
    if (day.number > c->today.number)
        court_find(c, PD_FUTURE_DAY, place, "the day on which it was done", "%s on a day that is still to come", what);
}

static void rule_statement(struct court *c, const struct statement *s)
{
    struct day day;

    for (size_t i = 0; i < s->parameter_count; i++)
        if (text_equal(s->parameters[i].name, TEXT("reviewed")) && day_parse(s->parameters[i].value, &day))
            rule_day(c, day, s->parameters[i].place, "security was reviewed");
}

void rules_dates(struct court *c)
{
    if (c->p->has_reviewed)
        rule_day(c, c->p->reviewed, c->p->reviewed_place, "the policy was reviewed");
    for (size_t i = 0; i < c->p->appendix_count; i++)
        if (c->p->appendices[i].has_reviewed)
            rule_day(c, c->p->appendices[i].reviewed, c->p->appendices[i].reviewed_place, "the appendix was reviewed");
    for (size_t i = 0; i < c->p->statement_count; i++)
        rule_statement(c, &c->p->statements[i]);
    for (size_t i = 0; i < c->p->channel_count; i++)
        for (size_t k = 0; k < c->p->channels[i].deliver_count; k++)
            if (c->p->channels[i].deliver[k].attested)
                rule_day(c, c->p->channels[i].deliver[k].on, c->p->channels[i].deliver[k].place, "the attestation was signed");
}
