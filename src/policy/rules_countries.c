/* Where the controller is, where recipients are, where data go: countries that exist. */
#include "law/country.h"
#include "policy/rules_court.h"

/* What is no country's code by its letters, the checker has told. */
static void rule_code(struct court *c, struct text code, struct place place)
{
    const char *hint = "two capital letters of ISO 3166: JP";

    if (code.length != 2 || country_exists(code))
        return;
    if (text_equal(code, TEXT("UK")))
        hint = "the code of the United Kingdom is GB; UK is the name of the region";
    if (text_equal(code, TEXT("EU")))
        hint = "EU is a region: name the countries in it, as in [DE, IE]";
    court_find(c, PD_UNKNOWN_COUNTRY, place, hint, "no country has the code `%.*s`", NAME_ARGS(code));
}

void rules_countries(struct court *c)
{
    rule_code(c, c->p->controller_country, c->p->country_place);
    for (size_t i = 0; i < c->p->recipient_count; i++)
        for (size_t k = 0; k < c->p->recipients[i].country_count; k++)
            rule_code(c, c->p->recipients[i].countries[k], c->p->recipients[i].country_places[k]);
    for (size_t i = 0; i < c->p->transfer_count; i++)
        rule_code(c, c->p->transfers[i].country, c->p->transfers[i].place);
}
