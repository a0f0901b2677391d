#include "policy/resolution.h"

struct resolving {
    const struct policy *p;
    const struct appendix *a;
    struct difference *list;
    size_t count, max;
};

static void add(struct resolving *r, struct difference d)
{
    must(r->count < r->max);
    r->list[r->count++] = d;
}

/* In one of the other regions, or, where the policy tells no others apart, in the policy as it stands. */
static bool is_taken_elsewhere(const struct resolving *r, const struct channel *c, const struct data_item *data)
{
    for (int i = 0; i < r->p->region_count; i++)
        if (i != r->a->region && channel_takes(r->p, c, data, i))
            return true;
    return r->p->region_count == 1;
}

static void add_fields(struct resolving *r)
{
    for (size_t i = 0; i < r->p->channel_count; i++) {
        const struct channel *c = &r->p->channels[i];
        for (size_t k = 0; k < c->field_count; k++)
            if (!channel_takes(r->p, c, c->fields[k].data, r->a->region) && is_taken_elsewhere(r, c, c->fields[k].data))
                add(r, (struct difference){ .kind = DIFFERS_FIELD, .channel = c, .data = c->fields[k].data });
    }
}

static bool same_basis(enum legal_basis a, enum legal_basis b)
{
    return a == b || (a <= BASIS_OFF && b <= BASIS_OFF);
}

static void add_bases(struct resolving *r)
{
    for (size_t i = 0; i < r->p->purpose_count; i++) {
        const struct purpose *purpose = &r->p->purposes[i];
        bool same = same_basis(purpose->basis[r->a->region], purpose->basis_elsewhere);
        for (int k = 0; k < r->p->region_count; k++)
            same = same && same_basis(purpose->basis[r->a->region], purpose->basis[k]);
        if (!same)
            add(r, (struct difference){ .kind = DIFFERS_BASIS, .purpose = purpose });
    }
}

bool cookie_is_set(const struct policy *p, const struct cookie *c, int region)
{
    enum legal_basis basis = region < p->region_count && region >= 0 ? c->purpose->basis[region] : c->purpose->basis_elsewhere;

    for (size_t i = 0; i < p->appendix_count; i++)
        if (p->appendices[i].region == region && p->appendices[i].essential_cookies_only && c->class != COOKIE_ESSENTIAL)
            return false;
    return basis > BASIS_OFF;
}

static void add_cookies(struct resolving *r)
{
    for (size_t i = 0; i < r->p->cookie_count; i++) {
        const struct cookie *c = &r->p->cookies[i];
        bool elsewhere = cookie_is_set(r->p, c, -1);
        for (int k = 0; k < r->p->region_count; k++)
            elsewhere = elsewhere || (k != r->a->region && cookie_is_set(r->p, c, k));
        if (elsewhere && !cookie_is_set(r->p, c, r->a->region))
            add(r, (struct difference){ .kind = DIFFERS_COOKIE, .cookie = c });
    }
}

static void add_recipients(struct resolving *r)
{
    for (size_t i = 0; i < r->p->recipient_count; i++)
        if (!recipient_serves(&r->p->recipients[i], r->a->region))
            add(r, (struct difference){ .kind = DIFFERS_RECIPIENT, .recipient = &r->p->recipients[i] });
}

static bool same_parameters(const struct statement *a, const struct statement *b)
{
    for (size_t i = 0; i < a->parameter_count && a->parameter_count == b->parameter_count; i++)
        if (!text_equal(a->parameters[i].name, b->parameters[i].name) || !text_equal(a->parameters[i].value, b->parameters[i].value))
            return false;
    return a->parameter_count == b->parameter_count;
}

static bool is_said_everywhere(const struct policy *p, const struct statement *s)
{
    for (size_t i = 0; i < p->statement_count; i++)
        if (p->statements[i].region < 0 && text_equal(p->statements[i].id, s->id) && same_parameters(&p->statements[i], s))
            return true;
    return false;
}

static void add_statements(struct resolving *r)
{
    for (size_t i = 0; i < r->p->statement_count; i++)
        if (r->p->statements[i].region == r->a->region && !is_said_everywhere(r->p, &r->p->statements[i]))
            add(r, (struct difference){ .kind = DIFFERS_STATEMENT, .statement = &r->p->statements[i] });
}

static bool is_never_done_anywhere(const struct policy *p, struct text act)
{
    for (size_t i = 0; i < p->never_count; i++)
        if (p->nevers[i].region < 0 && text_equal(p->nevers[i].act, act))
            return true;
    return false;
}

static void add_nevers(struct resolving *r)
{
    for (size_t i = 0; i < r->p->never_count; i++)
        if (r->p->nevers[i].region == r->a->region && !is_never_done_anywhere(r->p, r->p->nevers[i].act))
            add(r, (struct difference){ .kind = DIFFERS_NEVER, .never = &r->p->nevers[i] });
}

static bool names_another_controller(const struct policy *p, const struct appendix *a)
{
    for (int i = 0; i < p->language_count; i++)
        if (words_in(p, &a->controller_name, i).length && !text_equal(words_in(p, &a->controller_name, i), words_in(p, &p->controller_name, i)))
            return true;
    return a->controller_address.length && !text_equal(a->controller_address, p->controller_address);
}

bool resolution_of(struct work *w, const struct policy *p, const struct appendix *a, const struct difference **out_differences, size_t *out_count)
{
    struct resolving r = { .p = p, .a = a, .max = p->purpose_count + p->cookie_count + p->recipient_count + p->statement_count + p->never_count + 1 };

    for (size_t i = 0; i < p->channel_count; i++)
        r.max += p->channels[i].field_count;
    r.list = WORK_NEW(w, struct difference, r.max);
    if (!r.list)
        return false;
    add_fields(&r);
    add_bases(&r);
    add_cookies(&r);
    add_recipients(&r);
    add_statements(&r);
    add_nevers(&r);
    if (names_another_controller(p, a))
        add(&r, (struct difference){ .kind = DIFFERS_CONTROLLER });
    *out_differences = r.list;
    *out_count = r.count;
    return true;
}
