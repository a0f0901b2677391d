/* Rights: what people may ask for in a region, how, and what they get. */
#include "policy/diff_inside.h"

static const struct rights nothing = { .region = -1 };

static const struct rights *rights_in(const struct policy *p, int region)
{
    for (size_t i = 0; region >= 0 && i < p->rights_count; i++)
        if (p->rights[i].region == region)
            return &p->rights[i];
    return &nothing;
}

/* One region: what it has in both policies. */
struct region_rights {
    const struct rights *was, *is;
    struct text code;
    uint64_t bit;
};

#define OF_RIGHTS(r, key, wp, ip) .path = PATH(TEXT("rights"), (r)->code, TEXT(key)), .regions = (r)->bit, .before_place = (wp), .after_place = (ip)

static void kinds(struct differ *x, const struct region_rights *r)
{
    for (size_t i = 0; i < r->is->kind_count; i++)
        if (!list_has(r->was->kinds, r->was->kind_count, r->is->kinds[i]))
            DIFF_ADD(x, .kind = CHANGE_RIGHT_ADDED, OF_RIGHTS(r, "kinds", r->was->kinds_place, r->is->kinds_place),
                .subject = value_code(FORM_RIGHT, r->is->kinds[i]));
    for (size_t i = 0; i < r->was->kind_count; i++)
        if (!list_has(r->is->kinds, r->is->kind_count, r->was->kinds[i]))
            DIFF_ADD(x, .kind = CHANGE_RIGHT_REMOVED, OF_RIGHTS(r, "kinds", r->was->kinds_place, r->is->kinds_place),
                .subject = value_code(FORM_RIGHT, r->was->kinds[i]));
}

static void methods(struct differ *x, const struct region_rights *r)
{
    for (size_t i = 0; i < r->is->method_count; i++)
        if (!list_has(r->was->methods, r->was->method_count, r->is->methods[i]))
            DIFF_ADD(x, .kind = CHANGE_METHOD_ADDED, OF_RIGHTS(r, "methods", r->was->methods_place, r->is->methods_place),
                .subject = value_code(FORM_METHOD, r->is->methods[i]));
    for (size_t i = 0; i < r->was->method_count; i++)
        if (!list_has(r->is->methods, r->is->method_count, r->was->methods[i]))
            DIFF_ADD(x, .kind = CHANGE_METHOD_REMOVED, OF_RIGHTS(r, "methods", r->was->methods_place, r->is->methods_place),
                .subject = value_code(FORM_METHOD, r->was->methods[i]));
}

/* --- clocks ------------------------------------------------------------------------------------------------------------------------------------ */

static struct text clock_of(const struct rights *r, struct text kind)
{
    for (size_t i = 0; i < r->clock_count; i++)
        if (text_equal(r->clocks[i].kind, kind))
            return r->clocks[i].time;
    return TEXT("law");
}

/* Between the law's own time and one of ours nothing is sure from here, so that it may be longer. */
static void clock_compare(struct differ *x, const struct region_rights *r, struct text kind)
{
    struct text was = clock_of(r->was, kind), is = clock_of(r->is, kind);
    enum period_order order = text_equal(is, TEXT("law")) ? PERIOD_SHORTER : periods_order_of(was, is);

    if (text_equal(was, is) || order == PERIOD_SAME)
        return;
    DIFF_ADD(x, .kind = order == PERIOD_SHORTER ? CHANGE_CLOCK_SHORTER : CHANGE_CLOCK_LONGER,
        OF_RIGHTS(r, "clocks", r->was->clocks_place, r->is->clocks_place), .subject = value_code(FORM_RIGHT, kind), .before = value_code(FORM_SPAN, was),
        .after = value_code(FORM_SPAN, is));
}

static void clocks(struct differ *x, const struct region_rights *r)
{
    for (size_t i = 0; i < r->is->kind_count; i++)
        if (list_has(r->was->kinds, r->was->kind_count, r->is->kinds[i]))
            clock_compare(x, r, r->is->kinds[i]);
}

static struct text until_of(const struct extension *e)
{
    return e->given ? e->until : TEXT("law");
}

static bool extends_alike(const struct extension *a, const struct extension *b)
{
    return a->given == b->given && a->reason == b->reason && text_equal(a->until, b->until) && text_equal(a->notice_by, b->notice_by);
}

/* Told later, or without a reason, is worse as well. */
static bool extends_worse(const struct extension *was, const struct extension *is)
{
    enum period_order until = periods_order_of(until_of(was), until_of(is)), notice = periods_order_of(was->notice_by, is->notice_by);

    if (!is->given)
        return false;
    return until == PERIOD_LONGER || until == PERIOD_UNSURE || (was->reason && !is->reason) || notice == PERIOD_LONGER || notice == PERIOD_UNSURE;
}

static void extension(struct differ *x, const struct region_rights *r)
{
    const struct extension *was = &r->was->extension, *is = &r->is->extension;

    if (!extends_alike(was, is))
        DIFF_ADD(x, .kind = extends_worse(was, is) ? CHANGE_CLOCK_LONGER : CHANGE_CLOCK_SHORTER, OF_RIGHTS(r, "extension", was->place, is->place),
            .subject = value_code(FORM_RIGHT, TEXT("extension")), .before = value_code(FORM_SPAN, until_of(was)), .after = value_code(FORM_SPAN, until_of(is)));
}

/* --- what a request must show -------------------------------------------------------------------------------------------------------------------- */

static bool asks_alike(const struct identity_check *a, const struct identity_check *b)
{
    return a->given == b->given && a->ask_again == b->ask_again && list_within(a->kinds, a->kind_count, b->kinds, b->kind_count) &&
           list_within(b->kinds, b->kind_count, a->kinds, a->kind_count) && list_within(a->fields, a->field_count, b->fields, b->field_count) &&
           list_within(b->fields, b->field_count, a->fields, a->field_count);
}

static bool asks_more(const struct identity_check *was, const struct identity_check *is)
{
    if (!is->given)
        return false;
    return !was->given || (is->ask_again && !was->ask_again) || !list_within(is->kinds, is->kind_count, was->kinds, was->kind_count) ||
           !list_within(is->fields, is->field_count, was->fields, was->field_count);
}

static void proofs(struct differ *x, const struct region_rights *r)
{
    const struct identity_check *was = &r->was->verification, *is = &r->is->verification;

    if (!asks_alike(was, is))
        DIFF_ADD(x, .kind = asks_more(was, is) ? CHANGE_PROOF_MORE : CHANGE_PROOF_LESS, OF_RIGHTS(r, "verification", was->place, is->place),
            .subject = value_text(r->code));
}

static void unverified(struct differ *x, const struct region_rights *r)
{
    const struct rights *was = r->was, *is = r->is;

    if (was->declines_unverified != is->declines_unverified)
        DIFF_ADD(x, .kind = is->declines_unverified ? CHANGE_UNVERIFIED_WORSE : CHANGE_UNVERIFIED_BETTER,
            OF_RIGHTS(r, "on_unverified", was->unverified_place, is->unverified_place), .subject = value_text(r->code));
    if (was->no_fallback != is->no_fallback)
        DIFF_ADD(x, .kind = is->no_fallback ? CHANGE_UNVERIFIED_WORSE : CHANGE_UNVERIFIED_BETTER,
            OF_RIGHTS(r, "fallback", was->fallback_place, is->fallback_place), .subject = value_text(r->code));
}

static void complaints(struct differ *x, const struct region_rights *r)
{
    const struct rights *was = r->was, *is = r->is;

    if (was->authority.length && !is->authority.length)
        DIFF_ADD(x, .kind = CHANGE_AUTHORITY_REMOVED, OF_RIGHTS(r, "authority", was->authority_place, is->authority_place), .subject = value_text(r->code),
            .before = value_text(was->authority));
    else if (!text_equal(was->authority, is->authority) || (was != &nothing && is != &nothing && !words_are_equal(x, &was->authority_label, &is->authority_label)))
        DIFF_ADD(x, .kind = CHANGE_AUTHORITY, OF_RIGHTS(r, "authority", was->authority_place, is->authority_place), .subject = value_text(r->code),
            .before = value_text(was->authority), .after = value_text(is->authority));
}

/* Rights that come or go as a whole are told by their kinds. */
static void compare(struct differ *x, const struct region_rights *r)
{
    kinds(x, r);
    if (r->was == &nothing || r->is == &nothing)
        return;
    methods(x, r);
    clocks(x, r);
    extension(x, r);
    proofs(x, r);
    unverified(x, r);
    complaints(x, r);
    if (r->was->exclusively_online != r->is->exclusively_online)
        DIFF_ADD(x, .kind = CHANGE_RIGHTS_ONLINE, OF_RIGHTS(r, "exclusively_online", r->was->place, r->is->place), .subject = value_text(r->code));
}

void diff_rights(struct differ *x)
{
    for (int i = 0; i < x->diff->region_count; i++) {
        const struct diff_region *region = &x->diff->regions[i];
        const struct region_rights r = { rights_in(x->before, region->before), rights_in(x->after, region->after), region->code, diff_bit(i) };
        compare(x, &r);
    }
}
