/* The rules: what a policy that can be read says wrongly, unlawfully, or not at all. */
#include "policy/rules.h"

#include "policy/rules_court.h"

#include <stdarg.h>
#include <stdio.h>

bool is_processed(enum legal_basis basis)
{
    return basis != BASIS_MISSING && basis != BASIS_OFF;
}

bool has_basis_somewhere(const struct court *c, const struct purpose *purpose)
{
    for (int i = 0; i < c->p->region_count; i++)
        if (is_processed(purpose->basis[i]))
            return true;
    return is_processed(purpose->basis_elsewhere);
}

bool rests_on(const struct court *c, const struct purpose *purpose, enum legal_basis basis)
{
    for (int i = 0; i < c->p->region_count; i++)
        if (purpose->basis[i] == basis)
            return true;
    return purpose->basis_elsewhere == basis;
}

bool has_method(const struct rights *r, struct text method)
{
    for (size_t i = 0; i < r->method_count; i++)
        if (text_equal(r->methods[i], method))
            return true;
    return false;
}

struct finding *court_find(struct court *c, enum finding_code code, struct place place, const char *hint, const char *format, ...)
{
    char message[FINDING_MESSAGE_MAX * 2];
    struct finding *finding;
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    finding = finding_add(c->w, c->f, code, place, "%s", message);
    finding_hint(c->w, c->f, finding, "%s", hint);
    return finding;
}

void rules_check(struct work *w, const struct policy *p, const struct law *law, struct findings *f)
{
    static void (*const rules[])(struct court *) = { rules_people, rules_links, rules_names, rules_former, rules_dates, rules_countries, rules_use, rules_cookies, rules_recipients, rules_appendices,
        rules_law };
    struct court c = { w, p, law, f, zone_day_of(p->zone, w->now) };

    for (size_t i = 0; i < COUNT_OF(rules); i++)
        rules[i](&c);
}
