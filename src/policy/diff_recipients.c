/* Recipients: who gets data, as what, for what, whose. */
#include "policy/diff_inside.h"

#define OF_RECIPIENT(was, is, key)                                                                                                           \
    .path = PATH(TEXT("recipients"), (is)->id, TEXT(key)), .subject = value_words(x->after, &(is)->label), .before_place = (was)->place,      \
    .after_place = (is)->place

/* --- classes ---------------------------------------------------------------------------------------------------------------------------------- */

static bool had_role(const struct policy *p, enum recipient_role role)
{
    for (size_t i = 0; i < p->recipient_count; i++)
        if (p->recipients[i].role == role)
            return true;
    return false;
}

static bool had_work(const struct policy *p, struct text act)
{
    for (size_t i = 0; i < p->recipient_count; i++)
        if (list_has(p->recipients[i].does, p->recipients[i].does_count, act))
            return true;
    return false;
}

/* A class is a role and what is done: law asks to name the recipients or their classes (clause P12-2). */
static bool is_new_class(const struct differ *x, const struct recipient *r)
{
    for (size_t i = 0; i < r->does_count; i++)
        if (!had_work(x->before, r->does[i]))
            return true;
    return !had_role(x->before, r->role);
}

/* The only purpose it serves, to name the people; empty: several. */
static struct text only_purpose(const struct recipient *r)
{
    return r->purpose_count == 1 ? r->purposes[0] : TEXT("");
}

static void added(struct differ *x, const struct recipient *is)
{
    DIFF_ADD(x, .kind = is_new_class(x, is) ? CHANGE_RECIPIENT_NEW_CLASS : CHANGE_RECIPIENT_ADDED, .path = PATH(TEXT("recipients"), is->id),
        .subject = value_words(x->after, &is->label), .after = value_number(FORM_ROLE, (int)is->role), .regions = recipient_people(x, x->after, is),
        .purpose = only_purpose(is), .after_place = is->place);
}

/* --- the same recipient ------------------------------------------------------------------------------------------------------------------------ */

static int freedom(enum recipient_role role)
{
    static const int of[] = { [ROLE_MISSING] = 0, [ROLE_PROCESSOR] = 0, [ROLE_AFFILIATE] = 1, [ROLE_AUTHORITY] = 2, [ROLE_THIRD_PARTY] = 3 };

    return of[role];
}

static void role(struct differ *x, const struct recipient *was, const struct recipient *is)
{
    if (was->role != is->role)
        DIFF_ADD(x, .kind = freedom(is->role) > freedom(was->role) ? CHANGE_RECIPIENT_ROLE_FREER : CHANGE_RECIPIENT_ROLE_BOUND,
            OF_RECIPIENT(was, is, "role"), .before = value_number(FORM_ROLE, (int)was->role), .after = value_number(FORM_ROLE, (int)is->role),
            .regions = recipient_people(x, x->after, is));
}

static bool serves_before(const struct differ *x, const struct recipient *was, struct text after)
{
    for (size_t i = 0; i < was->purpose_count; i++)
        if (is_same_purpose(x, was->purposes[i], after))
            return true;
    return false;
}

static bool serves_after(const struct differ *x, const struct recipient *is, struct text before)
{
    for (size_t i = 0; i < is->purpose_count; i++)
        if (is_same_purpose(x, before, is->purposes[i]))
            return true;
    return false;
}

static struct change_value purpose_value(const struct policy *p, struct text id)
{
    const struct purpose *purpose = policy_purpose(p, id);

    return purpose ? value_words(p, &purpose->label) : value_text(id);
}

static void purposes(struct differ *x, const struct recipient *was, const struct recipient *is)
{
    for (size_t i = 0; i < is->purpose_count; i++)
        if (!serves_before(x, was, is->purposes[i]))
            DIFF_ADD(x, .kind = CHANGE_RECIPIENT_PURPOSE_ADDED, OF_RECIPIENT(was, is, "for"), .after = purpose_value(x->after, is->purposes[i]),
                .regions = recipient_people(x, x->after, is), .purpose = is->purposes[i]);
    for (size_t i = 0; i < was->purpose_count; i++)
        if (!serves_after(x, is, was->purposes[i]))
            DIFF_ADD(x, .kind = CHANGE_RECIPIENT_PURPOSE_REMOVED, OF_RECIPIENT(was, is, "for"), .before = purpose_value(x->before, was->purposes[i]),
                .regions = recipient_people(x, x->before, was), .purpose = was->purposes[i], .of = x->before);
}

static void work(struct differ *x, const struct recipient *was, const struct recipient *is)
{
    for (size_t i = 0; i < is->does_count; i++)
        if (!list_has(was->does, was->does_count, is->does[i]))
            DIFF_ADD(x, .kind = CHANGE_RECIPIENT_DOES_MORE, OF_RECIPIENT(was, is, "does"), .after = value_code(FORM_ACT, is->does[i]), .regions = recipient_people(x, x->after, is),
                .purpose = only_purpose(is));
    for (size_t i = 0; i < was->does_count; i++)
        if (!list_has(is->does, is->does_count, was->does[i]))
            DIFF_ADD(x, .kind = CHANGE_RECIPIENT_DOES_LESS, OF_RECIPIENT(was, is, "does"), .before = value_code(FORM_ACT, was->does[i]),
                .regions = recipient_people(x, x->after, is), .purpose = only_purpose(is));
}

static void people(struct differ *x, const struct recipient *was, const struct recipient *is)
{
    uint64_t before = recipient_people(x, x->before, was), after = recipient_people(x, x->after, is);

    if (after & ~before)
        DIFF_ADD(x, .kind = CHANGE_RECIPIENT_PEOPLE_ADDED, OF_RECIPIENT(was, is, "regions"), .regions = after & ~before, .purpose = only_purpose(is));
    if (before & ~after)
        DIFF_ADD(x, .kind = CHANGE_RECIPIENT_PEOPLE_REMOVED, OF_RECIPIENT(was, is, "regions"), .regions = before & ~after, .purpose = only_purpose(is));
}

static void terms(struct differ *x, const struct recipient *was, const struct recipient *is)
{
    if (was->own_purposes != is->own_purposes)
        DIFF_ADD(x, .kind = is->own_purposes ? CHANGE_RECIPIENT_OWN_PURPOSES : CHANGE_RECIPIENT_NO_OWN_PURPOSES, OF_RECIPIENT(was, is, "own_purposes"),
            .regions = recipient_people(x, x->after, is), .purpose = only_purpose(is));
    if (was->valuable_consideration != is->valuable_consideration)
        DIFF_ADD(x, .kind = is->valuable_consideration ? CHANGE_RECIPIENT_PAID : CHANGE_RECIPIENT_NOT_PAID,
            OF_RECIPIENT(was, is, "valuable_consideration"), .regions = recipient_people(x, x->after, is), .purpose = only_purpose(is));
    if (!text_equal(was->contract, is->contract) || was->has_contract_end != is->has_contract_end || was->contract_until.number != is->contract_until.number)
        DIFF_ADD(x, .kind = CHANGE_RECIPIENT_CONTRACT, OF_RECIPIENT(was, is, "contract"), .before = value_text(was->contract),
            .after = value_text(is->contract));
}

/* A country that is new for all is told once, with the countries. */
static void countries(struct differ *x, const struct recipient *was, const struct recipient *is)
{
    for (size_t i = 0; i < is->country_count; i++)
        if (!list_has(was->countries, was->country_count, is->countries[i]) && policy_has_country(x->before, is->countries[i]))
            DIFF_ADD(x, .kind = CHANGE_RECIPIENT_COUNTRY_ADDED, OF_RECIPIENT(was, is, "countries"), .after = value_code(FORM_COUNTRY, is->countries[i]),
                .regions = recipient_people(x, x->after, is), .purpose = only_purpose(is));
    for (size_t i = 0; i < was->country_count; i++)
        if (!list_has(is->countries, is->country_count, was->countries[i]) && policy_has_country(x->after, was->countries[i]))
            DIFF_ADD(x, .kind = CHANGE_RECIPIENT_COUNTRY_REMOVED, OF_RECIPIENT(was, is, "countries"), .before = value_code(FORM_COUNTRY, was->countries[i]),
                .regions = recipient_people(x, x->after, is), .purpose = only_purpose(is));
}

static void compare(struct differ *x, const struct recipient *was, const struct recipient *is)
{
    diff_renamed(x, "recipients", was->id, &is->was, is->id, was->place);
    role(x, was, is);
    purposes(x, was, is);
    work(x, was, is);
    people(x, was, is);
    countries(x, was, is);
    terms(x, was, is);
    diff_label(x, CHANGE_RECIPIENT_WORDS, "recipients", was->id, &was->label, is->id, &is->label);
}

void diff_recipients(struct differ *x)
{
    for (size_t i = 0; i < x->after->recipient_count; i++) {
        const struct recipient *is = &x->after->recipients[i], *was = recipient_before(x, is);
        if (was)
            compare(x, was, is);
        else
            added(x, is);
    }
    for (size_t i = 0; i < x->before->recipient_count; i++) {
        const struct recipient *was = &x->before->recipients[i];
        if (!recipient_after(x, was))
            DIFF_ADD(x, .kind = CHANGE_RECIPIENT_REMOVED, .path = PATH(TEXT("recipients"), was->id), .subject = value_words(x->before, &was->label),
                .before = value_number(FORM_ROLE, (int)was->role), .regions = recipient_people(x, x->before, was), .purpose = only_purpose(was), .of = x->before,
                .before_place = was->place);
    }
}
