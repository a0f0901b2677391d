#include "policy/diff_inside.h"

#include <stdlib.h>

/* --- regions ------------------------------------------------------------------------------------------------------------------------------- */

static void add_region(struct diff *d, struct text code, int before, int after)
{
    for (int i = 0; i < d->region_count; i++)
        if (text_equal(d->regions[i].code, code)) {
            d->regions[i].before = before >= 0 ? before : d->regions[i].before;
            return;
        }
    d->regions[d->region_count++] = (struct diff_region){ code, before, after };
}

static void find_regions(struct diff *d)
{
    for (int i = 0; i < d->after->region_count; i++)
        add_region(d, d->after->regions[i].code, -1, i);
    for (int i = 0; i < d->before->region_count; i++)
        add_region(d, d->before->regions[i].code, i, -1);
    d->everywhere = diff_bit(d->region_count + 1) - 1;
}

uint64_t diff_region_before(const struct differ *x, int region)
{
    for (int i = 0; i < x->diff->region_count && region >= 0; i++)
        if (x->diff->regions[i].before == region)
            return diff_bit(i);
    return x->diff->everywhere;
}

uint64_t diff_region_after(const struct differ *x, int region)
{
    for (int i = 0; i < x->diff->region_count && region >= 0; i++)
        if (x->diff->regions[i].after == region)
            return diff_bit(i);
    return x->diff->everywhere;
}

/* --- changes ------------------------------------------------------------------------------------------------------------------------------- */

void diff_add(struct differ *x, struct change change)
{
    struct found_change *found = WORK_NEW(x->w, struct found_change, 1);

    if (!found) {
        x->lost = true;
        return;
    }
    if (!change.regions)
        change.regions = x->diff->everywhere;
    if (!change.of)
        change.of = x->after;
    found->change = change;
    *x->last = found;
    x->last = &found->next;
    x->count++;
    x->diff->material += change_is_material(change.kind);
    x->diff->consent = x->diff->consent || change.consent;
}

bool change_same_people(const struct change *a, const struct change *b)
{
    return a->regions == b->regions && text_equal(a->purpose, b->purpose) && text_equal(a->channel, b->channel);
}

/* Changes of the same people stand together; a group is as urgent as what is most urgent in it. */
struct ranked {
    const struct change *change;
    bool group_material;
    size_t place; /* in the order in which the parts found them */
};

static int people(const struct change *c)
{
    return (c->purpose.length || c->channel.length ? 0 : 64) + __builtin_popcountll(c->regions);
}

static int order_of(uint64_t a, uint64_t b)
{
    return a < b ? -1 : a > b;
}

/* Larger groups first; equal ones in some order that is always the same. */
static int people_order(const struct change *a, const struct change *b)
{
    int order = order_of((uint64_t)people(b), (uint64_t)people(a));

    order = order ? order : order_of(a->regions, b->regions);
    order = order ? order : text_compare(a->purpose, b->purpose);
    return order ? order : text_compare(a->channel, b->channel);
}

static int by_people(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    return people_order(x->change, y->change);
}

static int by_urgency(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    int order = order_of(y->group_material, x->group_material);

    order = order ? order : people_order(x->change, y->change);
    order = order ? order : order_of(change_is_material(y->change->kind), change_is_material(x->change->kind));
    return order ? order : order_of(x->place, y->place);
}

/* The list is sorted by people: each group stands together. */
static void mark_groups(struct ranked *list, size_t count)
{
    for (size_t first = 0, end; first < count; first = end) {
        bool material = false;
        for (end = first; end < count && change_same_people(list[first].change, list[end].change); end++)
            material = material || change_is_material(list[end].change->kind);
        for (size_t i = first; i < end; i++)
            list[i].group_material = material;
    }
}

static bool sort(struct work *w, struct differ *x)
{
    struct ranked *ranked = WORK_NEW(w, struct ranked, x->count);
    struct change *sorted = WORK_NEW(w, struct change, x->count);
    size_t count = 0;

    if (!ranked || !sorted)
        return false;
    for (const struct found_change *i = x->first; i; i = i->next, count++)
        ranked[count] = (struct ranked){ &i->change, false, count };
    qsort(ranked, count, sizeof *ranked, by_people);
    mark_groups(ranked, count);
    qsort(ranked, count, sizeof *ranked, by_urgency);
    for (size_t i = 0; i < count; i++)
        sorted[i] = *ranked[i].change;
    x->diff->changes = sorted;
    x->diff->count = count;
    return true;
}

bool policy_diff(struct work *w, const struct policy *before, const struct policy *after, struct diff *out_diff)
{
    static void (*const parts[])(struct differ *) = { diff_site, diff_controller, diff_purposes, diff_data, diff_channels, diff_cookies, diff_recipients,
        diff_countries, diff_rights, diff_promises, diff_appendices };
    struct differ x = { .w = w, .before = before, .after = after, .diff = out_diff };

    *out_diff = (struct diff){ .before = before, .after = after };
    x.last = &x.first;
    find_regions(out_diff);
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        parts[i](&x);
    return !x.lost && sort(w, &x);
}
