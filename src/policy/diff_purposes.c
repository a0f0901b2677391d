/* Purposes: which there are, on what ground, how long their data stay. */
#include "policy/clause.h"
#include "policy/diff_inside.h"
#include "policy/retention_due.h"

static enum legal_basis basis_at(const struct purpose *purpose, int region)
{
    enum legal_basis basis = region >= 0 ? purpose->basis[region] : purpose->basis_elsewhere;

    return basis == BASIS_MISSING ? BASIS_OFF : basis;
}

/* The place of a region in the diff; the last one stands for elsewhere. What a policy does not tell apart is elsewhere for it. */
static enum legal_basis basis_was(const struct differ *x, const struct purpose *purpose, int place)
{
    return basis_at(purpose, place < x->diff->region_count ? x->diff->regions[place].before : -1);
}

static enum legal_basis basis_is(const struct differ *x, const struct purpose *purpose, int place)
{
    return basis_at(purpose, place < x->diff->region_count ? x->diff->regions[place].after : -1);
}

static bool promises_consent(const struct policy *p)
{
    return clause_find(TEXT("C3-2"))->promised(p);
}

static bool is_california(const struct differ *x, int place)
{
    return place < x->diff->region_count && text_equal(x->diff->regions[place].code, TEXT("US-CA"));
}

/* By the ground itself; and in California, where the policy promises express consent for any new purpose (clause C3-2). */
bool diff_needs_consent(const struct differ *x, const struct purpose *purpose, uint64_t regions)
{
    bool promised = promises_consent(x->before) || promises_consent(x->after);

    for (int i = 0; i <= x->diff->region_count; i++) {
        enum legal_basis basis = basis_is(x, purpose, i);
        if ((regions & diff_bit(i)) && (basis == BASIS_CONSENT || (promised && is_california(x, i) && basis != BASIS_OFF)))
            return true;
    }
    return false;
}

static uint64_t used_in(const struct differ *x, const struct purpose *purpose)
{
    uint64_t regions = 0;

    for (int i = 0; i <= x->diff->region_count; i++)
        if (basis_is(x, purpose, i) != BASIS_OFF)
            regions |= diff_bit(i);
    return regions;
}

static void added(struct differ *x, const struct purpose *is)
{
    uint64_t regions = used_in(x, is);

    DIFF_ADD(x, .kind = CHANGE_PURPOSE_ADDED, .path = PATH(TEXT("purposes"), is->id), .subject = value_words(x->after, &is->label),
        .after = value_words(x->after, &is->why), .regions = regions, .purpose = is->id, .consent = diff_needs_consent(x, is, regions),
        .after_place = is->place);
}

static enum change_kind basis_kind(enum legal_basis was, enum legal_basis is)
{
    if (was == BASIS_OFF)
        return CHANGE_PURPOSE_TURNED_ON;
    if (is == BASIS_OFF)
        return CHANGE_PURPOSE_TURNED_OFF;
    return legal_basis_strictness(is) < legal_basis_strictness(was) ? CHANGE_BASIS_WEAKER : CHANGE_BASIS_STRICTER;
}

/* Regions in which the same ground gave way to the same other one are told together. */
static void bases(struct differ *x, const struct purpose *was, const struct purpose *is)
{
    uint64_t told = 0;

    for (int i = 0; i <= x->diff->region_count; i++) {
        enum legal_basis from = basis_was(x, was, i), to = basis_is(x, is, i);
        uint64_t regions = 0;
        if (from == to || (told & diff_bit(i)))
            continue;
        for (int k = i; k <= x->diff->region_count; k++)
            if (basis_was(x, was, k) == from && basis_is(x, is, k) == to)
                regions |= diff_bit(k);
        told |= regions;
        DIFF_ADD(x, .kind = basis_kind(from, to), .path = PATH(TEXT("purposes"), is->id, TEXT("basis")), .subject = value_words(x->after, &is->label),
            .before = value_number(FORM_BASIS, (int)from), .after = value_number(FORM_BASIS, (int)to), .regions = regions, .purpose = is->id,
            .consent = to == BASIS_CONSENT || (from == BASIS_OFF && diff_needs_consent(x, is, regions)), .before_place = was->basis_place, .after_place = is->basis_place);
    }
}

static bool is_open(const struct retention_rule *r)
{
    return r->trigger == TRIGGER_MISSING || r->trigger == TRIGGER_AS_NEEDED;
}

/* Shorter only when that is sure: nothing but a purchase begins earlier than on the day the data came, and nothing is longer than what has no
 * end. */
static enum period_order keeps_order(const struct retention_rule *was, const struct retention_rule *is)
{
    if (is_open(was) || is_open(is))
        return is_open(was) && is_open(is) ? PERIOD_SAME : is_open(is) ? PERIOD_LONGER : PERIOD_SHORTER;
    if (was->trigger == is->trigger)
        return was->trigger == TRIGGER_WITHDRAWN ? PERIOD_SAME : periods_order(was, is);
    if (is->trigger == TRIGGER_COLLECTED && was->trigger != TRIGGER_WITHDRAWN && was->trigger != TRIGGER_PURCHASED) {
        enum period_order order = periods_order(was, is);
        return order == PERIOD_SAME || order == PERIOD_SHORTER ? PERIOD_SHORTER : PERIOD_UNSURE;
    }
    return PERIOD_UNSURE;
}

bool retention_ends_no_later(const struct retention_rule *was, const struct retention_rule *is)
{
    enum period_order order = keeps_order(was, is);

    return order == PERIOD_SHORTER || order == PERIOD_SAME;
}

static bool keeps_are_equal(const struct retention_rule *a, const struct retention_rule *b)
{
    return a->trigger == b->trigger && a->count == b->count && a->unit == b->unit;
}

static void keeps(struct differ *x, const struct purpose *was, const struct purpose *is)
{
    enum period_order order = keeps_order(&was->keep, &is->keep);
    static const enum change_kind kinds[] = { [PERIOD_SAME] = CHANGE_PURPOSE_WORDS, [PERIOD_SHORTER] = CHANGE_KEPT_SHORTER,
        [PERIOD_LONGER] = CHANGE_KEPT_LONGER, [PERIOD_UNSURE] = CHANGE_KEPT_UNSURE };

    if (keeps_are_equal(&was->keep, &is->keep))
        return;
    DIFF_ADD(x, .kind = kinds[order], .path = PATH(TEXT("purposes"), is->id, TEXT("keep")), .subject = value_words(x->after, &is->label),
        .before = value_keep(&was->keep), .after = value_keep(&is->keep), .purpose = is->id, .before_place = was->keep.place, .after_place = is->keep.place);
}

static void compare(struct differ *x, const struct purpose *was, const struct purpose *is)
{
    diff_renamed(x, "purposes", was->id, &is->was, is->id, was->place);
    bases(x, was, is);
    keeps(x, was, is);
    diff_words(x, CHANGE_PURPOSE_WORDS, "purposes", is->id, "why", &was->why, &is->why);
    diff_label(x, CHANGE_PURPOSE_WORDS, "purposes", was->id, &was->label, is->id, &is->label);
    diff_text(x, CHANGE_BALANCING, "purposes", is->id, "balancing", was->balancing, is->balancing, was->place, is->place);
}

void diff_purposes(struct differ *x)
{
    for (size_t i = 0; i < x->after->purpose_count; i++) {
        const struct purpose *is = &x->after->purposes[i], *was = purpose_before(x, is);
        if (was)
            compare(x, was, is);
        else
            added(x, is);
    }
    for (size_t i = 0; i < x->before->purpose_count; i++) {
        const struct purpose *was = &x->before->purposes[i];
        if (!purpose_after(x, was))
            DIFF_ADD(x, .kind = CHANGE_PURPOSE_REMOVED, .path = PATH(TEXT("purposes"), was->id), .subject = value_words(x->before, &was->label),
                .before = value_words(x->before, &was->why), .purpose = was->id, .of = x->before, .before_place = was->place);
    }
}
